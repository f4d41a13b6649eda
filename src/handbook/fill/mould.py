"""A page with holes where values belong: made once, filled for every engagement that has the page."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.errors import Place, Problem, Refused
from handbook.fill.escape import as_css, as_text, as_url
from handbook.fill.tokens import Context, stretches_with_marks
from handbook.slots import MARK, MARK_CHARACTERS, PICTURE_CLASS, URL_SCHEME, Kind, Scope, read_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.slots import Slot

_CUSTOM_PROPERTY: Final = re.compile(rf"(--[\w-]+\s*:\s*)({MARK.pattern})(?=\s*[;}}])")
# What a value would go on with, and make a tag or another character of: `<` and `script`, `&` and `lt`.
_UNFINISHED: Final = re.compile(r"(?:<|&#?\w*)\Z")
_FRAME: Final = f'<p class="{PICTURE_CLASS}">'
_GOES_ON: Final = "right behind a '<' or '&'"


class Hole(Struct, frozen=True):
    """Where a value goes; with `reason`, why none can go there."""

    scope: Scope
    number: int
    context: Context | None
    reason: str = ""


@cache  # the pages of a run have some hundred thousand, and as many different ones as a page has slots
def hole(scope: Scope, number: int, context: Context | None, reason: str = "") -> Hole:
    """Return the one hole of its kind."""
    return Hole(scope, number, context, reason)


class Words(Struct, frozen=True):
    """Slots as they are written where words belong: each is escaped once, wherever it is shown."""

    slots: tuple[Slot, ...]
    written: tuple[str | None, ...]
    """None for a link target or a picture, which are no words."""


def words(slots: Sequence[Slot]) -> Words:
    """Return slots as they are written where words belong."""
    return Words(
        tuple(slots), tuple(as_text(slot.text) if slot.kind is Kind.TEXT else None for slot in slots)
    )


class Mould(Struct, frozen=True):
    """A slotted page, cut into the text between the holes, and the holes."""

    texts: tuple[str, ...]
    """One more than there are holes."""
    holes: tuple[Hole, ...]
    wordy: bool
    """Whether words belong in all its holes, so that `pour` can fill it."""

    def pour(self, page: Sequence[str | None], site: Sequence[str | None]) -> str | None:
        """Return the page with words that are written already, or None where one is missing.

        Only for moulds with words in all their holes; where it gives None, `fill` tells why.
        """
        if not self.holes:
            return self.texts[0]
        parts = [self.texts[0]]
        for hole, text in zip(self.holes, self.texts[1:], strict=True):
            known = page if hole.scope is Scope.PAGE else site
            written = known[hole.number] if 0 <= hole.number < len(known) else None
            if written is None:
                return None
            parts += (written, text)
        return "".join(parts)

    def fill(self, page: Sequence[Slot], site: Sequence[Slot], file: str = "") -> str:
        """Return the page with its values. Refuses with a problem for each that cannot stand where it does.

        `page` and `site` are the slots of the two scopes; `file` is the page's source, for messages.
        """
        if not self.holes:
            return self.texts[0]
        slots = {Scope.PAGE: page, Scope.SITE: site}
        parts = [self.texts[0]]
        problems: dict[Problem, None] = {}
        for hole, text in zip(self.holes, self.texts[1:], strict=True):
            written = _written(hole, slots[hole.scope])
            if isinstance(written, _Misfit):
                problems[written.problem(file)] = None
            else:
                parts += (written, text)
        if problems:
            raise Refused(problems)
        return "".join(parts)


class _Misfit(Struct, frozen=True):
    """A value that cannot stand in its place."""

    field: str
    message: str
    hint: str

    def problem(self, file: str) -> Problem:
        return Problem(Place(file or "page", 1, 1), self.field, self.message, self.hint, "PAGE-SLOT")


def _written(hole: Hole, slots: Sequence[Slot]) -> str | _Misfit:
    """Return a value as it is written in a hole."""
    if not 0 <= hole.number < len(slots):
        return _Misfit("", f"slot {hole.number} was never printed", _OUR_FAULT)
    slot = slots[hole.number]
    field = slot.fields[0] if slot.fields else ""
    if hole.context is None:
        return _Misfit(field, f"a value stands {hole.reason}, where none can be made safe", _ELSEWHERE)
    if slot.kind is Kind.PICTURE:
        alone = hole.context is Context.PICTURE
        return slot.svg if alone else _Misfit(field, "a picture stands among words", _ALONE)
    if hole.context in _FOR_WORDS or hole.context is Context.PICTURE:
        if slot.kind is Kind.TEXT:
            return as_text(slot.text)
        return _Misfit(field, "a link target stands where words belong", "print it without the filter")
    return _restricted(hole.context, slot, field)


def _restricted(context: Context, slot: Slot, field: str) -> str | _Misfit:
    """Return a value for a place that takes not every value."""
    if context is Context.CSS:
        written = as_css(slot.text)
        return written or _Misfit(field, "the value is no colour, length or name", "give another")
    if slot.kind is not Kind.URL:
        return _Misfit(field, "words stand where a link target belongs", "use the filter href, mailto or tel")
    written = as_url(slot.text)
    return written or _Misfit(field, "the address is none that a link may lead to", "begin it with https://")


def mould_of_html(page: str) -> Mould:
    """Return the mould of a page or of a piece of one."""
    return _cut(page, _holes_of_html(page))


def mould_of_css(stylesheet: str) -> Mould:
    """Return the mould of a stylesheet: a value may stand as the whole of a custom property only."""
    return _cut(stylesheet, _holes_of_css(stylesheet))


class _Cut(Struct, frozen=True):
    """A stretch of the page that a hole replaces."""

    start: int
    end: int
    hole: Hole


def _holes_of_html(page: str) -> Iterator[_Cut]:
    if not MARK.search(page):
        return
    for stretch in stretches_with_marks(page):
        if stretch.context is Context.URL:
            yield from _whole(page, stretch.start, stretch.end)
            continue
        for found in MARK.finditer(page, stretch.start, stretch.end):
            unfinished = stretch.context and _UNFINISHED.search(page[stretch.start : found.start()][-40:])
            context, reason = (None, _GOES_ON) if unfinished else (stretch.context, stretch.reason)
            if context is Context.TEXT and _is_framed(page, found):
                context = Context.PICTURE
            yield _Cut(found.start(), found.end(), _hole(found, context, reason))


def _is_framed(page: str, found: re.Match[str]) -> bool:
    """Whether a mark is all there is in a paragraph that our templates have made for a picture."""
    return page.endswith(_FRAME, 0, found.start()) and page.startswith("</p>", found.end())


def _holes_of_css(stylesheet: str) -> Iterator[_Cut]:
    whole = {found.start(2) for found in _CUSTOM_PROPERTY.finditer(stylesheet)}
    for found in MARK.finditer(stylesheet):
        context = Context.CSS if found.start() in whole else None
        yield _Cut(found.start(), found.end(), _hole(found, context, "in a style"))


def _whole(page: str, start: int, end: int) -> Iterator[_Cut]:
    """Yield the hole of an attribute that a value must fill all alone."""
    marks = list(MARK.finditer(page, start, end))
    if len(marks) == 1 and page[start : marks[0].start()] in ("", URL_SCHEME) and marks[0].end() == end:
        yield _Cut(start, end, _hole(marks[0], Context.URL))
        return
    for found in marks:
        yield _Cut(found.start(), found.end(), _hole(found, None, "in a part of a link target"))


def _hole(found: re.Match[str], context: Context | None, reason: str = "") -> Hole:
    scope, number = read_mark(found)
    return hole(scope, number, context, reason)


def _cut(page: str, cuts: Iterator[_Cut]) -> Mould:
    """Return the page cut at its holes; refuses a page with something that looks like a mark and is none."""
    texts, holes, position = [], [], 0
    for cut in cuts:
        texts.append(page[position : cut.start])
        holes.append(cut.hole)
        position = cut.end
    texts.append(page[position:])
    if any(MARK_CHARACTERS.search(text) for text in texts):
        raise Refused([_Misfit("", "a slot was broken", _OUR_FAULT).problem("")])
    return Mould(tuple(texts), tuple(holes), all(hole.context in _FOR_WORDS for hole in holes))


_FOR_WORDS: Final = frozenset({Context.TEXT, Context.ATTRIBUTE})
_OUR_FAULT: Final = "this is a fault of the handbook itself"
_ALONE: Final = "let {{ picture(...) }} be a paragraph of its own"
_ELSEWHERE: Final = "print it as text, in a title or in another place for words"
