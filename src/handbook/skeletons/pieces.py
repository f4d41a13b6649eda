"""Pieces of HTML that many pages share, with slot numbers of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.fill import mould_of_html
from handbook.skeletons.stock import asked_for
from handbook.slots import MARK, Scope, mark, read_mark

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from handbook.fill import Mould
    from handbook.slots import Slot


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which slots of a page and of its site the slots 0, 1, 2 ... of something smaller are."""

    page: tuple[int, ...] = ()
    site: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """What goes into a page: its slots and those of its site; `file` is its source, for messages."""

    page: Sequence[Slot]
    site: Sequence[Slot]
    file: str

    def of(self, numbers: Numbers) -> Values:
        """Return what goes into a part of the page that has slot numbers of its own."""
        page = [self.page[number] for number in numbers.page]
        return Values(page, [self.site[number] for number in numbers.site], self.file)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of HTML with slot numbers of its own, and which of those around it they are."""

    mould: Mould
    numbers: Numbers

    def fill(self, values: Values) -> str:
        """Return the piece with its values."""
        own = values.of(self.numbers)
        return self.mould.fill(own.page, own.site, own.file)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a page, made of pieces; its slot numbers are its own as well."""

    pieces: tuple[Piece, ...]
    numbers: Numbers

    def fill(self, values: Values) -> str:
        """Return the stretch with its values."""
        own = values.of(self.numbers)
        return "".join([piece.fill(own) for piece in self.pieces])


def localised(text: str, *scopes: Scope) -> tuple[str, Numbers]:
    """Return a text with the slots of some scopes numbered from 0, in the order in which they stand there."""
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
        self._moulds: dict[str, Mould] = {}
        self._asks: dict[tuple[str, str], frozenset[str]] = {}

    def piece(self, html: str) -> Piece:
        """Return a piece of a page, with the slot numbers of that page."""
        text, numbers = localised(html, *Scope)
        if text not in self._moulds:
            self._moulds[text] = mould_of_html(text)
        return Piece(self._moulds[text], numbers)

    def asks(self, html: str, url: str) -> frozenset[str]:
        """Return the paths that a piece of the page at `url` shows, loads or links."""
        key = (html, url.rpartition("/")[0])
        if key not in self._asks:
            self._asks[key] = asked_for(html, url)
        return self._asks[key]
