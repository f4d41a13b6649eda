"""What a page says about itself between the two `---` lines at its head."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from handbook.errors import Place, Problem, Refused, did_you_mean
from handbook.pages.notes import Condition, Phrase, condition, phrase
from handbook.yaml_tree import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Table

    from handbook.yaml_tree import Node

AUDIENCES: Final = (
    *("all", "sponsor", "product-owner", "service-owner", "subject-expert", "end-user-rep"),
    *("client-it", "support", "stakeholder", "team"),
)
_EDITIONS: Final = ("client", "team")
_YES_NO: Final = ("true", "false")
_LAST: Final = 1000
_HEAD = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


class Line(Struct, frozen=True):
    """A text of the front matter with its place."""

    text: str
    place: Place

    @property
    def phrase(self) -> str | Phrase:
        """The text, ready to be run where it holds template code."""
        return phrase(self.text, self.place)


class FrontMatter(Struct, frozen=True):
    """What a page says about itself; everything but the title may be left out."""

    title: Line
    order: int = _LAST
    audience: tuple[str, ...] = ("all",)
    team_only: bool = False
    when: Condition | None = None
    description: Line | None = None
    minutes: int | None = None
    objectives: tuple[Line, ...] = ()
    lessons: tuple[Line, ...] = ()
    sources: tuple[Line, ...] = ()
    for_you: Table[str, Line] = field(default_factory=dict)
    next: Table[str, Line] = field(default_factory=dict)
    hide: tuple[str, ...] = ()
    extends: bool = False
    drop: bool = False
    language: str = ""
    source: str = ""


def split(text: str) -> tuple[str, int]:
    """Return the front matter of a page's text, and the number of characters it takes with its fences."""
    head = _HEAD.match(text)
    return (head[1] or "", head.end()) if head else ("", 0)


def read_front_matter(head: str, file: str, below: FrontMatter | None = None) -> FrontMatter:
    """Return what a page says about itself. Refuses with every problem.

    A page that extends or drops the one below takes over what that says of itself, where it says nothing.
    """
    if not head.strip():
        hint = "begin the page with a line '---', a line 'title: ...' and a line '---'"
        raise Refused([_problem(Place(file, 1, 1), "the page has no front matter", hint)])
    # The first fence is a line too.
    tree = parse(b"\n" + head.encode(), file)
    reader = _Reader(tree)
    front = reader.front_matter(below)
    if reader.problems:
        raise Refused(reader.problems)
    return front


def _problem(place: Place, message: str, hint: str) -> Problem:
    return Problem(place, "", message, hint, "PAGE-FRONT")


class _Reader:
    """Reads one front matter, and notes what is wrong instead of stopping at it."""

    def __init__(self, tree: Mapping) -> None:
        self.problems: list[Problem] = []
        self._tree = tree
        self._found: dict[str, object] = {}

    def front_matter(self, below: FrontMatter | None) -> FrontMatter:
        for entry in self._tree.entries:
            read = _FIELDS.get(entry.key.text)
            if read is None:
                hint = did_you_mean(entry.key.text, _FIELDS, f"the keys are {', '.join(_FIELDS)}")
                self._note(entry.key, f"there is no '{entry.key.text}' in a page's front matter", hint)
            elif not (isinstance(entry.value, Scalar) and entry.value.is_null):
                self._found["team_only" if entry.key.text == "edition" else entry.key.text] = read(
                    self, entry.value
                )
        found = {key: value for key, value in self._found.items() if value is not None}
        if below and (found.get("extends") or found.get("drop")):
            return replace(below, **found)
        if "title" not in found and not (found.get("extends") or found.get("drop")) and not self.problems:
            self._note(self._tree, "the page has no title", "write 'title: ...'")
        found.setdefault("title", Line("", self._tree.place))
        return FrontMatter(**found)  # type: ignore[arg-type]  # each field is read by its own reader below

    def _note(self, node: Node, message: str, hint: str) -> None:
        self.problems.append(_problem(node.place, message, hint))

    def line(self, node: Node) -> Line | None:
        if isinstance(node, Scalar) and node.text:
            return Line(node.text, node.place)
        self._note(node, "a text is wanted here", "write it on one line; quote it if it holds ': '")
        return None

    def number(self, node: Node) -> int | None:
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{1,4}", node.text):
            return int(node.text)
        self._note(node, "a whole number is wanted here", "for example 'order: 3'")
        return None

    def lines(self, node: Node) -> tuple[Line, ...] | None:
        if isinstance(node, Sequence):
            return tuple(line for item in node.items if (line := self.line(item)))
        self._note(node, "a list is wanted here", "write [a, b], or one line '- ...' for each")
        return None

    def audience(self, node: Node) -> tuple[str, ...] | None:
        lines = self.lines(node)
        return None if lines is None else tuple(line.text for line in lines if self._is_audience(line))

    def _is_audience(self, word: Line | Scalar) -> bool:
        if word.text in AUDIENCES:
            return True
        hint = did_you_mean(word.text, AUDIENCES, f"the readers are {', '.join(AUDIENCES)}")
        self.problems.append(_problem(word.place, f"there are no readers '{word.text}'", hint))
        return False

    def by_audience(self, node: Node) -> Table[str, Line] | None:
        if not isinstance(node, Mapping):
            self._note(
                node, "readers with a text for each are wanted here", "write 'all: ...' on a line of its own"
            )
            return None
        rows = [
            (entry.key.text, self.line(entry.value)) for entry in node.entries if self._is_audience(entry.key)
        ]
        return MappingProxyType({audience: line for audience, line in rows if line})

    def edition(self, node: Node) -> bool | None:
        if isinstance(node, Scalar) and node.text in _EDITIONS:
            return node.text == "team"
        self._note(
            node, "'client' or 'team' is wanted here", "write 'edition: team' to keep the page from clients"
        )
        return None

    def yes(self, node: Node) -> bool | None:
        if isinstance(node, Scalar) and node.text in _YES_NO:
            return node.text == "true"
        self._note(node, "'true' or 'false' is wanted here", "write 'true', or leave the line out")
        return None

    def language_tag(self, node: Node) -> str | None:
        line = self.line(node)
        if line and re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", line.text):
            return line.text
        self._note(node, "a language is wanted here", "write its tag, such as de or pt-BR")
        return None

    def fingerprint(self, node: Node) -> str | None:
        line = self.line(node)
        if line and re.fullmatch(r"[0-9a-f]{8}", line.text):
            return line.text
        self._note(node, "the mark of a source is wanted here", "see what 'handbook check' tells to write")
        return None

    def condition(self, node: Node) -> Condition | None:
        line = self.line(node)
        return condition(line.text, line.place) if line else None

    def words(self, node: Node) -> tuple[str, ...] | None:
        lines = self.lines(node)
        return None if lines is None else tuple(line.text for line in lines)


_FIELDS: Final[Table[str, Callable[[_Reader, Node], object]]] = MappingProxyType(
    {
        "title": _Reader.line,
        "order": _Reader.number,
        "audience": _Reader.audience,
        "edition": _Reader.edition,
        "when": _Reader.condition,
        "description": _Reader.line,
        "minutes": _Reader.number,
        "objectives": _Reader.lines,
        "lessons": _Reader.lines,
        "sources": _Reader.lines,
        "for_you": _Reader.by_audience,
        "next": _Reader.by_audience,
        "hide": _Reader.words,
        "extends": _Reader.yes,
        "drop": _Reader.yes,
        "language": _Reader.language_tag,
        "source": _Reader.fingerprint,
    }
)
