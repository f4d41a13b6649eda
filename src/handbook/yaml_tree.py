"""The tree of an engagement file: every scalar as the text that was typed, with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

import yaml
from msgspec import Struct

from handbook.errors import Place, Problem, Refused
from handbook.yaml_text import MAX_PROBLEMS, decode, unsafe_characters
from handbook.yaml_words import ODD_SPACE, end_of, explain, named, odd_space_problem, start_of, tab_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 20
MAX_NODES: Final = 6_000
# After so many syntax errors, or so much to read again for them, the first one that is left must do.
_MAX_REPAIRS: Final = 20
_MAX_READ_AGAIN: Final = 1_000_000
# Stands for a character that was taken out so that reading could go on; no file can hold it itself.
_BLANK: Final = "\uf8ff"
_TAB_INDENT: Final = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
_GLUED_COMMENT: Final = re.compile(r"[ \t]+#(?=[^\s#!])")


class Scalar(Struct, frozen=True):
    """A text with its place; `quoted` tells text that was typed as such (quotes, `|`, `>`)."""

    text: str
    place: Place
    quoted: bool

    @property
    def is_null(self) -> bool:
        """Whether nothing was given: an empty, `~` or `null` plain scalar."""
        return not self.quoted and self.text in ("", "~", "null")


class Entry(Struct, frozen=True):
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True):
    """Keys with values, in the order of the file, each key once."""

    entries: tuple[Entry, ...]
    place: Place


class Sequence(Struct, frozen=True):
    """A list of nodes, in the order of the file."""

    items: tuple[Node, ...]
    place: Place


Node = Scalar | Mapping | Sequence


class Reading(Struct, frozen=True):
    """What came of a file: every problem, and the tree if there is one, even one with problems."""

    tree: Mapping | None
    problems: tuple[Problem, ...]


def parse(data: bytes, file: str) -> Mapping:
    """Return the tree of a file's bytes; `file` is its name in places. Refuses with every problem."""
    reading = read(data, file)
    if reading.problems or reading.tree is None:
        raise Refused(reading.problems)
    return reading.tree


def read(data: bytes, file: str) -> Reading:
    """Return what came of a file's bytes, for a reader that goes on to find problems of other kinds.

    The tree of a file with problems must not be used for anything else: it lacks what could not be read.
    """
    text, problems = decode(data, file)
    if problems and not text:
        return Reading(None, problems)
    found = list(problems)
    tree = _read_repaired(text, file, found)
    return Reading(tree, _in_file_order(found))


def _read_repaired(text: str, file: str, found: list[Problem]) -> Mapping | None:
    """Return the tree of `text` without the syntax errors that can be taken out, each noted in `found`."""
    taken: dict[int, str] = {}
    nodes = 0
    while True:
        builder = _Builder(text, file, taken)
        try:
            tree = builder.document()
        except yaml.YAMLError as error:
            fault = explain(error, text, file, builder.last)
            nodes += builder.nodes
            found.append(fault.problem)
            if fault.blank is not None and _is_worth_more(nodes, len(taken), len(text)):
                taken[fault.blank] = text[fault.blank]
                text = text[: fault.blank] + _BLANK + text[fault.blank + 1 :]
                continue
            tree = None
            after = fault.problem.place.line if fault.problem.code == "YAML-TAB" else text.count("\n") + 1
        else:
            after = 0
        found.extend([*builder.problems, *islice(_tabs(text, file, after, builder.inside), MAX_PROBLEMS)])
        return tree


def _is_worth_more(nodes: int, repairs: int, length: int) -> bool:
    """Return whether a text may be read once more, after so many nodes and repairs in all."""
    return nodes < MAX_NODES and repairs < _MAX_REPAIRS and repairs * length < _MAX_READ_AGAIN


def _in_file_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by place, those past the first hundred as one."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: (problem.place, problem.code))
    if len(ordered) <= MAX_PROBLEMS:
        return tuple(ordered)
    first_left_out = ordered[MAX_PROBLEMS].place
    message = "the problems from here on are not shown"
    rest = Problem(first_left_out, "", message, f"mend the first {MAX_PROBLEMS} first", "YAML-TOO-MANY")
    return (*ordered[:MAX_PROBLEMS], rest)


def _tabs(text: str, file: str, after: int, inside: set[int]) -> Iterator[Problem]:
    """Yield a problem for each line from `after` on whose indentation holds a tab, but inside long texts."""
    number, counted = 0, 0
    for found in _TAB_INDENT.finditer(text):
        number += text.count("\n", counted, found.start())
        counted = found.start()
        if number >= after and number not in inside:
            yield tab_problem(file, number, found[0])


class _Stop(Exception):  # noqa: N818 -- it stops the reading, the problem is already noted
    """Nothing more can be read."""


@dataclass(slots=True)
class _Builder:
    """Reads the events of one text once: builds the tree, and notes the problems that are not syntax."""

    text: str
    file: str
    taken: dict[int, str]
    problems: list[Problem] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    last: yaml.Event | None = None
    nodes: int = 0
    _events: Iterator[yaml.Event] = field(init=False)

    def __post_init__(self) -> None:
        self._events = yaml.parse(self.text, Loader=yaml.CSafeLoader)

    def document(self) -> Mapping | None:
        """Return the mapping that the text consists of, or None if it is something else, or too much."""
        try:
            return self._document()
        except _Stop:
            return None

    def _document(self) -> Mapping | None:
        self._next()
        if not isinstance(self._next(), yaml.DocumentStartEvent):
            self._note_empty()
            return None
        event = self._next()
        node = self._node(event, 1)
        self._next()
        after = self._next()
        if isinstance(after, yaml.DocumentStartEvent):
            hint = "keep one engagement in one file, and delete the '---' here"
            self._note(after, "a second document begins here", hint, "YAML-DOCUMENTS")
        if isinstance(node, Mapping):
            return node
        if isinstance(node, Scalar) and node.is_null:
            self._note_empty()
            return None
        if not self.taken:
            hint = "begin with lines such as 'schema: 1' and 'id: ...'"
            self._note(event, "the file is not a mapping of keys to values", hint, "YAML-TOP")
        return None

    def _note_empty(self) -> None:
        self._note(None, "the file is empty", "'handbook new' writes one to begin with", "YAML-EMPTY")

    def _next(self) -> yaml.Event:
        self.last = next(self._events)
        return self.last

    def _note(self, event: yaml.Event | None, message: str, hint: str, code: str) -> None:
        place = self._place(event) if event else Place(self.file, 1, 1)
        self.problems.append(Problem(place, "", message, hint, code))

    def _place(self, event: yaml.Event) -> Place:
        return Place(self.file, start_of(event).line + 1, start_of(event).column + 1)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._limit(event, depth)
        self._plain_yaml(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._scalar(event)

    def _limit(self, event: yaml.Event, depth: int) -> None:
        """Stop at what no engagement needs, before it costs time or memory."""
        self.nodes += 1
        if len(self.problems) > MAX_PROBLEMS:
            raise _Stop
        if depth > MAX_DEPTH:
            hint = "quote the value if the brackets are part of a text"
            self._note(event, f"nested more than {MAX_DEPTH} levels deep", hint, "YAML-DEPTH")
            raise _Stop
        if self.nodes > MAX_NODES:
            hint = "move what is not the engagement's elsewhere"
            self._note(event, f"more than {MAX_NODES:,} values in one file", hint, "YAML-SIZE")
            raise _Stop

    def _plain_yaml(self, event: yaml.Event) -> None:
        """Note the features of YAML that make a file mean something other than it shows."""
        if isinstance(event, yaml.AliasEvent):
            hint = "write the value out; quote a text that begins with '*'"
            self._note(event, "an alias ('*name') repeats something from elsewhere", hint, "YAML-ALIAS")
            return
        if getattr(event, "anchor", None) is not None:
            hint = "delete the anchor; quote a text that begins with '&'"
            self._note(event, "an anchor ('&name') is not used here", hint, "YAML-ALIAS")
        if getattr(event, "tag", None) is not None:
            hint = "delete the tag; quote a text that begins with '!'"
            self._note(event, "a tag ('!name') is not used here", hint, "YAML-TAG")

    def _scalar(self, event: yaml.Event) -> Scalar:
        place = self._place(event)
        text, style = getattr(event, "value", ""), getattr(event, "style", None)
        if not style and _BLANK in text:
            text = self._restored(text, event)
        if style == '"' and "\\" in self.text[start_of(event).index : end_of(event).index]:
            self.problems.extend(unsafe_characters(text, self.file, place))
        self._remember_inside(event)
        if not style and isinstance(event, yaml.ScalarEvent):
            self._plain_scalar(event, text)
        return Scalar(text, place, bool(style))

    def _restored(self, text: str, event: yaml.Event) -> str:
        """Return the text with the characters that were taken out of it to go on reading."""
        span = range(start_of(event).index, end_of(event).index)
        pieces = iter([self.taken[index] for index in sorted(self.taken) if index in span])
        return re.sub(_BLANK, lambda _: next(pieces, ""), text)

    def _remember_inside(self, event: yaml.Event) -> None:
        """Keep the lines that a text of several lines goes on in: their indentation may be anything."""
        first, end = start_of(event).line + 1, end_of(event)
        if end.line >= first:
            self.inside.update(range(first, end.line + (1 if end.column else 0)))

    def _plain_scalar(self, event: yaml.ScalarEvent, text: str) -> None:
        if text and (ODD_SPACE.match(text[0]) or ODD_SPACE.match(text[-1])):
            odd, where = (text[0], "before") if ODD_SPACE.match(text[0]) else (text[-1], "after")
            self.problems.append(odd_space_problem(self._place(event), odd, f"{where} this text"))
        comment = _GLUED_COMMENT.match(self.text, end_of(event).index)
        if comment:
            place = Place(self.file, end_of(event).line + 1, end_of(event).column + len(comment[0]))
            hint = "quote the value, or put a space after the '#' of a comment"
            message = "'#' after a space begins a comment, so the rest of this line is lost"
            self.problems.append(Problem(place, "", message, hint, "YAML-COMMENT"))

    def _sequence(self, start: yaml.SequenceStartEvent, depth: int) -> Sequence:
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), self._place(start))

    def _mapping(self, start: yaml.MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        before: yaml.Event | None = None
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, self._node(event, depth + 1), entries)
            key_end, value_event = end_of(event).index, self._next()
            if start.flow_style and self._lacks_colon(key_end, value_event):
                self._note_comma(event, before)
                key = None
            value = self._node(value_event, depth + 1)
            if key:
                entries[key.text] = Entry(key, value)
            before = value_event
        return Mapping(tuple(entries.values()), self._place(start))

    def _key(self, event: yaml.Event, node: Node, entries: dict[str, Entry]) -> Scalar | None:
        """Return the key that a node is, or None with a note why it is none."""
        if not isinstance(node, Scalar):
            hint = "quote a key that begins with a bracket or brace"
            self._note(event, "a key must be a text", hint, "YAML-KEY")
        elif node.text == "<<" and not node.quoted:
            self._note(event, "a merge key ('<<') is not used here", "write the values out", "YAML-MERGE")
        elif not node.text:
            self._note(event, "a key is missing before the colon", "write 'key: value'", "YAML-KEY")
        elif first := entries.get(node.text):
            where = f"line {first.key.place.line}, column {first.key.place.column}"
            message = f"{named(node.text)} is given twice: here and in {where}"
            self._note(event, message, "keep one of the two", "YAML-DUPLICATE")
        else:
            return self._with_plain_spaces(node)
        return None

    def _with_plain_spaces(self, key: Scalar) -> Scalar:
        """Return a key as it was meant, so that a non-breaking space is one problem and not two."""
        odd = ODD_SPACE.search(key.text)
        if not odd:
            return key
        if key.quoted or not (ODD_SPACE.match(key.text[0]) or ODD_SPACE.match(key.text[-1])):
            self.problems.append(odd_space_problem(key.place, odd[0], "in a key"))
        return Scalar(ODD_SPACE.sub(" ", key.text).strip(), key.place, key.quoted)

    def _lacks_colon(self, key_end: int, value: yaml.Event) -> bool:
        empty = isinstance(value, yaml.ScalarEvent) and not value.value and not value.style
        return empty and ":" not in self.text[key_end : start_of(value).index]

    def _note_comma(self, key: yaml.Event, before: yaml.Event | None) -> None:
        """Note a key in braces that stands there without a colon."""
        if isinstance(before, yaml.ScalarEvent) and before.value and not before.style:
            message = "the comma before this ended the value, and these words became a key of their own"
            self._note(key, message, 'quote the value: {key: "one, two"}', "YAML-COMMA")
        else:
            self._note(key, "a key in braces without a value", "write '{key: value}'", "YAML-COMMA")
