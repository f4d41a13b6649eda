"""Nothing of the machinery is left in finished files: no slot, template code, guard or traceback."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from handbook.fill.escape import as_text
from handbook.slots import MARK, MARK_CHARACTERS, URL_SCHEME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.errors import Problem
    from handbook.proof.evidence import Evidence

_HINT = "nothing was published; if the page looks right, this is a fault of the handbook itself"
_PERCENT_MARK = r"%EE%80%(?:80|81|82|9[0-9])"
_NUMBERED_MARK = r"&#(?:5734[4-6]|5736\d|[xX][eE]00[0-2]|[xX][eE]01\d);"
_ESCAPED_MARK = r"\\u[eE]0(?:0[0-2]|1\d)"
_SLOT = re.compile(
    rf"{MARK.pattern}|{MARK_CHARACTERS.pattern}|{_PERCENT_MARK}|{_NUMBERED_MARK}|{_ESCAPED_MARK}|[\"']{URL_SCHEME}"
)
# Looking for these first is many times as fast, and an edition as it should be shows none but what was typed.
_OF_SLOTS = (
    *(chr(code) for code in range(0xE000, 0xE020) if MARK_CHARACTERS.match(chr(code))),
    *("%EE%80%", "&#5734", "&#5736", "&#xe0", "&#xE0", "&#Xe0", "&#XE0", "\\ue0", "\\uE0", URL_SCHEME),
)
_OF_WORDS = ("{{", "{%", "{#", "--8<--", "needs-the-engagement-hook", "Traceback", "<!--")
_WORDS = re.compile(
    r"(?P<code>\{\{|\{%|\{#)|(?P<guard>--8<--|needs-the-engagement-hook)"
    r"|(?P<trace>Traceback \(most recent call last\))|(?P<comment><!--)"
)
_SAYS = {
    "code": "template code was not run",
    "guard": "the guard line of a page was not taken out",
    "comment": "a comment was left in; write it as {# ... #}, which no reader gets",
    "trace": "an error was written into the file",
}


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for the first of each kind of leftover in a file."""
    typed: tuple[str, ...] | None = None
    for path in evidence.showing((*_OF_SLOTS, *_OF_WORDS)):
        text = evidence.texts[path]
        if slot := _SLOT.search(text):
            yield evidence.found("BUILD-LEFTOVER", path, slot.start(), "a value is missing", _HINT)
        # Calendars are written from values alone, by no template: what looks like code there was typed.
        if path.endswith(".html") or path.startswith("search/"):
            typed = _typed(evidence) if typed is None else typed
            for name, start in _words(_without(text, typed)).items():
                yield evidence.found("BUILD-LEFTOVER", path, start, _SAYS[name], _HINT)


def _words(text: str) -> dict[str, int]:
    """Return where each kind of telltale words first stands."""
    first: dict[str, int] = {}
    for match in _WORDS.finditer(text):
        first.setdefault(match.lastgroup or "", match.start())
    return first


def _typed(evidence: Evidence) -> tuple[str, ...]:
    """Return, as they stand in files, the values in which somebody typed such words: they are meant."""
    site = evidence.finished.manuscript.site
    slots = (*site.slots, *(slot for page in site.pages for slot in page.slots))
    values = {as_text(slot.text) for slot in slots if _WORDS.search(slot.text)}
    written = {form for value in values for form in (value, json.dumps(value)[1:-1])}
    return tuple(sorted(written, key=len, reverse=True))


def _without(text: str, typed: tuple[str, ...]) -> str:
    """Return the text with values blanked, everything else at its place."""
    for value in typed:
        text = text.replace(value, " " * len(value))
    return text
