"""Pieces of HTML that many pages share, with slot numbers of their own."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from handbook.fill import mould_of_html, words
from handbook.recent import Recent
from handbook.skeletons.asking import asked_for
from handbook.slots import MARK, Scope, mark, read_mark

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from handbook.fill import Mould
    from handbook.slots import Slot

# How many pieces of late a run remembers: about those of a site.
_MOST_PIECES: Final = 5_000


class Numbers(NamedTuple):
    """Which slots of a page and of its site the slots 0, 1, 2 ... of something smaller are."""

    page: tuple[int, ...] = ()
    site: tuple[int, ...] = ()


class Around:
    """What the pages of a site have in common: its slots, and the stretches that hold no others, filled."""

    def __init__(self, site: Sequence[Slot]) -> None:
        self.words = words(site)
        self.filled: dict[int, tuple[Bit, str]] = {}


class Values:
    """What goes into a page: its slots and those of its site; `file` is its source, for messages.

    With the `around` of a site, what its pages have in common is filled once.
    """

    def __init__(
        self, page: Sequence[Slot], site: Sequence[Slot], file: str, around: Around | None = None
    ) -> None:
        self.page, self.site, self.file = page, site, file
        self.words = words(page)
        self.around = around or Around(site)


class Piece(Struct, frozen=True):
    """A piece of HTML with slot numbers of its own, and which of those around it they are."""

    mould: Mould
    numbers: Numbers

    def within(self, outer: Numbers) -> Bit:
        """Return the piece in its page, when the numbers around it are themselves those of a part of it."""
        return Bit(self.mould, composed(self.numbers, outer))


class Bit(NamedTuple):
    """A piece in its page: its numbers are those of the slots of page and site."""

    mould: Mould
    numbers: Numbers

    def fill(self, values: Values) -> str:
        """Return the piece with its values."""
        if not self.mould.holes:
            return self.mould.texts[0]
        if self.numbers.page:
            return self._filled(values)
        filled = values.around.filled
        # The bit is kept with the text: as long as it is there, no other one can have its identity.
        known = filled.get(id(self)) or filled.setdefault(id(self), (self, self._filled(values)))
        return known[1]

    def _filled(self, values: Values) -> str:
        page, site = values.words.written, values.around.words.written
        if self.mould.wordy:
            in_page = [page[number] for number in self.numbers.page]
            poured = self.mould.pour(in_page, [site[number] for number in self.numbers.site])
            if poured is not None:
                return poured
        of_page = [values.page[number] for number in self.numbers.page]
        return self.mould.fill(of_page, [values.site[number] for number in self.numbers.site], values.file)


def composed(inner: Numbers, outer: Numbers) -> Numbers:
    """Return which slots of the whole those of a piece in a part of it are."""
    if not (inner.page or inner.site):
        return inner  # two in three have none
    return Numbers(
        tuple([outer.page[number] for number in inner.page]),
        tuple([outer.site[number] for number in inner.site]),
    )


def localised(text: str, *scopes: Scope) -> tuple[str, Numbers]:
    """Return a text with the slots of some scopes numbered from 0, in the order in which they stand there."""
    if not any(scope.value in text for scope in scopes):
        return text, Numbers()
    numbers: dict[Scope, dict[int, int]] = {Scope.PAGE: {}, Scope.SITE: {}}

    def local(match: re.Match[str]) -> str:
        scope, number = read_mark(match)
        if scope not in scopes:
            return match[0]
        return mark(scope, numbers[scope].setdefault(number, len(numbers[scope])))

    written = MARK.sub(local, text)
    return written, Numbers(tuple(numbers[Scope.PAGE]), tuple(numbers[Scope.SITE]))


def renumbered(text: str, numbers: Numbers) -> str:
    """Return a text with its own slot numbers exchanged for those of what it stands in."""

    def outer(match: re.Match[str]) -> str:
        scope, number = read_mark(match)
        return mark(scope, (numbers.page if scope is Scope.PAGE else numbers.site)[number])

    return MARK.sub(outer, text)


class Foundry:
    """What is known of the pieces of a run: each distinct one is read once."""

    def __init__(self) -> None:
        self._moulds: Recent[str, Mould] = Recent(_MOST_PIECES)
        self._asks: Recent[tuple[bytes, str], frozenset[str]] = Recent(_MOST_PIECES)

    def piece(self, html: str) -> Piece:
        """Return a piece of a page, with the slot numbers of that page."""
        text, numbers = localised(html, *Scope)
        if (mould := self._moulds.find(text)) is None:
            self._moulds.pass_on()
            mould = self._moulds[text] = mould_of_html(text)
        return Piece(mould, numbers)

    def asks(self, html: str, url: str) -> frozenset[str]:
        """Return the paths that a piece of the page at `url` shows, loads or links."""
        # The text itself is held nowhere else: its digest takes a tenth of the memory.
        key = (blake2b(html.encode(), digest_size=20).digest(), url.rpartition("/")[0])
        if (asked := self._asks.find(key)) is None:
            self._asks.pass_on()
            asked = self._asks[key] = asked_for(html, url)
        return asked
