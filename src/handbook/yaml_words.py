"""What a YAML syntax error means in plain words, and what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

import yaml
from msgspec import Struct
from msgspec.structs import replace

from handbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
ODD_SPACE: Final = re.compile(f"[{_SPACES}]")
_KEY: Final = re.compile(r"[\s\-]*(?:\{\s*)?([^:'\"{}\[\],]+?)\s*:(?:\s|$)")


class Fault(Struct, frozen=True):
    """A syntax error: its problem, and the one character without which reading can go on, if there is one."""

    problem: Problem
    blank: int | None = None


class _Case(Struct, frozen=True):
    """All that is known where the parser stopped."""

    text: str
    file: str
    problem: str
    mark: yaml.Mark
    context: str
    context_mark: yaml.Mark
    last: yaml.Event | None

    def line(self, mark: yaml.Mark) -> str:
        """Return the whole line that a mark stands in."""
        start = mark.index - mark.column
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def at(self, mark: yaml.Mark) -> Place:
        """Return the place of a mark; the end of an unfinished file is where its text ends."""
        if self.text[mark.index :].strip():
            return Place(self.file, mark.line + 1, mark.column + 1)
        lines = self.text.rstrip().split("\n")
        return Place(self.file, len(lines), len(lines[-1]) + 1)

    def fault(self, mark: yaml.Mark, message: str, hint: str, code: str, blank: int | None = None) -> Fault:
        return Fault(Problem(self.at(mark), "", message, hint, code), blank)


def start_of(event: yaml.Event) -> yaml.Mark:
    """Return where an event begins; the parser gives every event its marks, its type does not say so."""
    return cast("yaml.Mark", event.start_mark)


def end_of(event: yaml.Event) -> yaml.Mark:
    """Return where an event ends."""
    return cast("yaml.Mark", event.end_mark)


def explain(error: yaml.YAMLError, text: str, file: str, last: yaml.Event | None) -> Fault:
    """Return what a syntax error means; `last` is the last event that the parser gave before it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        message = "this is not YAML that can be read"
        return Fault(Problem(Place(file, 1, 1), "", message, "look for odd characters", "YAML-SYNTAX"))
    mark = error.problem_mark
    case = _Case(text, file, error.problem or "", mark, error.context or "", error.context_mark or mark, last)
    return _tab(case) or _by_words(case)


def _tab(case: _Case) -> Fault | None:
    """Return the fault of a tab where the parser stopped."""
    mark = case.mark
    line = case.line(mark)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent and ("token" in case.problem or " tab " in case.problem):
        return Fault(tab_problem(case.file, mark.line, indent))
    if "cannot start any token" in case.problem and line[mark.column : mark.column + 1] == "\t":
        return Fault(tab_problem(case.file, mark.line, line[: mark.column + 1]))
    return None


def is_word(key: str) -> bool:
    """Return whether a key looks like a field's name, and not like a piece of somebody's text."""
    return re.fullmatch(r"[\w.-]{1,40}", key) is not None


def named(key: str) -> str:
    """Return how a message names a key; it repeats no texts, for they may be candid."""
    return f"'{key}'" if is_word(key) else "this key"


def tab_problem(file: str, line: int, indent: str) -> Problem:
    """Return the problem of a tab in the indentation of a line (counted from 0)."""
    place = Place(file, line + 1, indent.index("\t") + 1)
    return Problem(place, "", "a tab in the indentation", "indent with spaces", "YAML-TAB")


def odd_space_problem(place: Place, character: str, where: str = "in this line") -> Problem:
    """Return the problem of a space that is not the space bar's, e.g. a non-breaking one."""
    noun = "a non-breaking space" if character in "\u00a0\u202f\u2007" else "an unusual space"
    message = f"{noun} (U+{ord(character):04X}) {where}"
    return Problem(place, "", message, "type an ordinary space in its place", "YAML-SPACE")


def _by_words(case: _Case) -> Fault:
    for words, reading in _READINGS:
        if case.problem.startswith(words):
            return reading(case)
    return case.fault(case.mark, f"this is not YAML: {case.problem}", _LOOK, "YAML-SYNTAX")


_LOOK: Final = "look here and in the line above for a missing quote, colon or bracket"


def _colon(case: _Case) -> Fault:
    """Return the fault of a second `: ` in an unquoted value, or of a line indented into the one above."""
    line, column = case.line(case.mark), case.mark.column
    if isinstance(case.last, yaml.ScalarEvent) and case.last.style in ("'", '"'):
        return _no_key(case)
    key = _KEY.match(line)
    if key and key.end(1) < column:
        message = f"the unquoted value of {named(key[1])} holds a colon that would begin a new key"
        hint = f'quote the value: {key[1] if is_word(key[1]) else "key"}: "..."'
        return case.fault(case.mark, message, hint, "YAML-COLON", case.mark.index)
    above = start_of(case.last) if case.last else case.mark
    if above.line < case.mark.line and not case.line(above)[: above.column].strip(" -"):
        return _no_colon(replace(case, context_mark=above), case.mark.index)
    message = "this line is indented deeper than the one above, so it continues that value"
    hint = "line it up with the key above; if it is one long text with a colon in it, quote the text"
    return case.fault(case.mark, message, hint, "YAML-INDENT", case.mark.index)


def _no_colon(case: _Case, blank: int | None = None) -> Fault:
    """Return the fault of a line of a mapping that is no `key: value`."""
    mark = case.context_mark
    rest = case.line(mark)[mark.column :]
    if odd := ODD_SPACE.search(rest):
        place = Place(case.file, mark.line + 1, mark.column + odd.start() + 1)
        return Fault(odd_space_problem(place, odd[0]), blank)
    glued = re.match(r"([\w.-]+):(?=\S)", rest)
    hint = f"put a space after the colon: {glued[1]}: ..." if glued else "write it as 'key: value'"
    return case.fault(mark, "this line is not 'key: value'", hint, "YAML-KEY", blank)


def _open_quote(case: _Case) -> Fault:
    quote = case.text[case.context_mark.index]
    hint = f"add the closing {quote}" + (" (an apostrophe in '...' is written '')" if quote == "'" else "")
    return case.fault(case.context_mark, "the quote that opens here is never closed", hint, "YAML-QUOTE")


def _open_bracket(case: _Case) -> Fault:
    """Return the fault of a list or mapping in brackets with a comma or its end missing."""
    bracket = case.text[case.context_mark.index : case.context_mark.index + 1]
    if bracket not in ("[", "{") or not case.context.startswith("while parsing a flow"):
        return case.fault(case.mark, "a comma or closing bracket is missing here", _LOOK, "YAML-BRACKET")
    closing = "]" if bracket == "[" else "}"
    if case.mark.line > case.context_mark.line:
        message = f"the '{bracket}' that opens here is never closed"
        return case.fault(case.context_mark, message, f"add the closing '{closing}'", "YAML-BRACKET")
    if case.text[case.mark.index : case.mark.index + 1] == ":":
        message = "a value in brackets holds a colon that would begin a new key"
        return case.fault(case.mark, message, "quote the value", "YAML-COLON", case.mark.index)
    message = f"a comma or the closing '{closing}' is missing here"
    hint = "if this is part of a text, quote the whole text"
    return case.fault(case.mark, message, hint, "YAML-BRACKET")


def _no_key(case: _Case) -> Fault:
    """Return the fault of something that belongs to no level of the block that is being read."""
    last = case.last
    if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"'):
        start, end = start_of(last), end_of(last)
        if start.line < end.line:
            message = f"the quote that opens here ends in line {end.line + 1}"
            return case.fault(start, message, "close it where the text ends", "YAML-QUOTE")
        if end.line == case.mark.line:
            other = "'...'" if last.style == '"' else '"..."'
            hint = f"put the quotes around the whole value, with {other} if it holds quotes itself"
            return case.fault(case.mark, "text after the closing quote", hint, "YAML-QUOTE")
    if case.text[case.mark.index : case.mark.index + 1] == ":":
        return case.fault(case.mark, "there is no key before this colon", "write 'key: value'", "YAML-KEY")
    if case.line(case.mark)[: case.mark.column].strip():
        hint = "put each key on a line of its own, and quote a value that holds brackets or braces"
        return case.fault(case.mark, "this text does not belong to the value before it", hint, "YAML-SYNTAX")
    message = "this line is indented like no line above it"
    hint = "give the keys of one group exactly the same indentation"
    return case.fault(case.mark, message, hint, "YAML-INDENT")


def _no_dash(case: _Case) -> Fault:
    message = f"this line stands in the list that begins in line {case.context_mark.line + 1}, without a dash"
    return case.fault(case.mark, message, "begin it with '- ', or indent it differently", "YAML-INDENT")


def _dash(case: _Case) -> Fault:
    hint = "begin the list on the next line, or quote a value that begins with a dash"
    return case.fault(case.mark, "a list cannot begin on the line of its key", hint, "YAML-SYNTAX")


def _first_character(case: _Case) -> Fault:
    """Return the fault of a value whose first character means something to YAML."""
    start = case.context_mark if case.context else case.mark
    character = case.text[start.index : start.index + 1]
    if not character.strip():
        return case.fault(start, "a value is missing here", _LOOK, "YAML-SYNTAX")
    message = f"an unquoted value cannot begin with '{character}'"
    return case.fault(start, message, "quote the value", "YAML-QUOTE", start.index)


def _no_content(case: _Case) -> Fault:
    character = case.text[case.mark.index : case.mark.index + 1]
    if character in ("]", "}"):
        hint = "close the innermost bracket first, or quote the value"
        return case.fault(case.mark, f"'{character}' closes nothing here", hint, "YAML-BRACKET")
    if character == ",":
        return case.fault(case.mark, "nothing stands before this comma", "delete it", "YAML-BRACKET")
    return case.fault(case.mark, "a value is missing here", _LOOK, "YAML-SYNTAX")


def _escape(case: _Case) -> Fault:
    hint = "write \\\\ for a backslash, or use single quotes"
    message = "a backslash in double quotes begins an escape, and this is none"
    return case.fault(case.mark, message, hint, "YAML-ESCAPE")


def _second_document(case: _Case) -> Fault:
    message = "the file goes on after its mapping has ended"
    return case.fault(case.mark, message, "keep one mapping in one file", "YAML-DOCUMENTS")


def _directive(case: _Case) -> Fault:
    return case.fault(case.mark, "a line that begins with '%'", "delete it, or quote the text", "YAML-TAG")


def _tag(case: _Case) -> Fault:
    hint = "delete the tag, or quote the text"
    return case.fault(case.context_mark, "a tag ('!') is not used here", hint, "YAML-TAG")


def _question(case: _Case) -> Fault:
    return case.fault(case.mark, "an unquoted value cannot begin with '? '", "quote the value", "YAML-QUOTE")


# What libyaml says, from the most telling beginning on, and how it is read.
_READINGS: Final[tuple[tuple[str, Callable[[_Case], Fault]], ...]] = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("found unexpected end of stream", _open_quote),
    ("found unexpected document indicator", _open_quote),
    ("did not find expected ',' or", _open_bracket),
    ("did not find expected key", _no_key),
    ("did not find expected '-' indicator", _no_dash),
    ("block sequence entries are not allowed", _dash),
    ("found character that cannot start any token", _first_character),
    ("did not find expected alphabetic", _first_character),
    ("did not find expected comment or line break", _first_character),
    ("did not find expected whitespace or line break", _first_character),
    ("did not find expected node content", _no_content),
    ("found unknown escape", _escape),
    ("did not find expected hexdecimal", _escape),
    ("found invalid Unicode character escape code", _escape),
    ("did not find expected <document start>", _second_document),
    ("found unexpected non-alphabetical", _directive),
    ("could not find expected directive", _directive),
    ("found unknown directive", _directive),
    ("found incompatible YAML document", _directive),
    ("found undefined tag handle", _tag),
    ("did not find the expected '>'", _tag),
    ("did not find expected '!'", _tag),
    ("did not find expected tag URI", _tag),
    ("mapping keys are not allowed", _question),
)
