"""Data that lies beside the pages (`docs/_data/*.yml`): our own texts, which may hold template code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from handbook.errors import Place, Refused, did_you_mean
from handbook.pages.template_text import TemplateText
from handbook.yaml_tree import Mapping as Table
from handbook.yaml_tree import Scalar, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.yaml_tree import Node

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_CODE = re.compile(r"\{[{%#]")
# A list at the top of a file is read as the value of a key, which takes one line.
_WRAPPER = b"list:\n"


class Phrase(Struct, frozen=True):
    """A text of ours with template code in it."""

    template: TemplateText


class Spoken(Struct, frozen=True):
    """Words in another language than the page that prints them."""

    told: object
    language: str
    """The tag of the words' own language."""


class Condition(Struct, frozen=True):
    """An expression that is true of some engagements: what is written under `when`."""

    template: TemplateText


class Blank(Struct, frozen=True):
    """What a note leaves out that others beside it have: false; printing it is an error."""

    name: str
    place: Place

    def __bool__(self) -> bool:
        return False


class Note(Struct, frozen=True):
    """A mapping of such a file: its parts by name."""

    parts: Mapping[str, object]
    known: frozenset[str]
    """The names that this note or one beside it has."""
    place: Place

    @property
    def told(self) -> Mapping[str, Told]:
        """The parts, as a file holds them."""
        return cast("Mapping[str, Told]", self.parts)

    def find(self, name: str) -> object | None:
        """Return the part of a name, hyphens written as underscores or not; None if no note has it."""
        if name in self.parts:
            return self.parts[name]
        hyphened = name.replace("_", "-")
        if hyphened in self.parts:
            return self.parts[hyphened]
        return Blank(name, self.place) if self.known & {name, hyphened} else None

    def and_also(self, name: str, part: object) -> Note:
        """Return the note with one more part."""
        return Note({**self.parts, name: part}, self.known | {name}, self.place)

    def hint(self, name: str) -> str:
        """Return which name was most likely meant."""
        known = sorted(key.replace("-", "_") for key in self.known)
        return did_you_mean(name, known, f"it has {', '.join(known)}")


class Notes(tuple["Told", ...]):
    """A list of such a file."""

    __slots__ = ()

    def find(self, wanted: str) -> Note | None:
        """Return the note whose `id` is `wanted`."""
        return next((note for note in self._notes() if note.parts.get("id") == wanted), None)

    def hint(self, wanted: str) -> str:
        """Return which id was most likely meant."""
        return did_you_mean(
            wanted, [str(note.parts.get("id", "")) for note in self._notes()], "see the ids there"
        )

    def _notes(self) -> Iterator[Note]:
        return (note for note in self if isinstance(note, Note))


Told = str | int | bool | Phrase | Condition | Note | Notes | Blank
"""What a file of ours can say."""


def read_notes(data: bytes, file: str) -> Told:
    """Return what a YAML file of ours says: a mapping or a list. Refuses with every problem."""
    if not re.match(rb"(?:[ \t]*(?:#.*)?\r?\n)*-(?:\s|$)", data):
        return _told(parse(data, file), frozenset())
    try:
        tree = parse(_WRAPPER + data, file)
    except Refused as refused:
        raise Refused(
            replace(problem, place=_line_up(problem.place)) for problem in refused.problems
        ) from None
    return _told(tree.entries[0].value, frozenset(), shift=1)


def _line_up(place: Place) -> Place:
    return replace(place, line=max(1, place.line - 1))


def _told(node: Node, known: frozenset[str], shift: int = 0) -> Told:
    place = replace(node.place, line=node.place.line - shift)
    if isinstance(node, Scalar):
        return _scalar(node, place)
    if isinstance(node, Table):
        parts = {entry.key.text: _part(entry.key.text, entry.value, shift) for entry in node.entries}
        return Note(parts, known | frozenset(parts), place)
    rows = [item for item in node.items if isinstance(item, Table)]
    beside = frozenset(entry.key.text for row in rows for entry in row.entries)
    return Notes(_told(item, beside, shift) for item in node.items)


def _part(name: str, node: Node, shift: int) -> Told:
    if name == "when" and isinstance(node, Scalar) and not node.is_null:
        return condition(node.text, replace(node.place, line=node.place.line - shift))
    return _told(node, frozenset(), shift)


def _scalar(node: Scalar, place: Place) -> Told:
    if node.is_null:
        return Blank("", place)
    if not node.quoted and node.text in ("true", "false"):
        return node.text == "true"
    if not node.quoted and _WHOLE_NUMBER.fullmatch(node.text):
        return int(node.text)
    return phrase(node.text, place)


def phrase(text: str, place: Place) -> str | Phrase:
    """Return a text as it is, or ready to be run where it holds template code."""
    if not _CODE.search(text):
        return text
    source = "\n" * (place.line - 1) + text
    return Phrase(TemplateText(f"{place}", place.file, source))


def condition(text: str, place: Place) -> Condition:
    """Return an expression ready to be tried on an engagement, or a text: true where it says anything."""
    above = "\n" * (place.line - 1)
    source = above + (text if _CODE.search(text) else f"{{% if {text} %}}yes{{% endif %}}")
    written = above + " " * (place.column - 1) + text
    return Condition(TemplateText(f"{place} when", place.file, source, written))
