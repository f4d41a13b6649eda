"""How the columns of a table share the width of a page: by what stands in them, none narrower than a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from handbook.diagrams.text import Style, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Widths are in the size of a table's own type ("em").
_REGULAR: Final = Style(1)
_BOLD: Final = Style(1, bold=True)
# The least and the most that a column asks for.
_NARROWEST, _WIDEST = 3.5, 22.0
# How large text of the book is, and how wide the narrowest place for a table, within a note: in points.
_TEXT: Final = 10.5
_ROOM: Final = 450.0
# Space on both sides of what stands in a cell, in points, with a little for where our measure is a guess.
_BESIDE: Final = 9.0
# A line may end here: a space that is no hard one, the invisible break in a long word, a hyphen.
_ENDS: Final = re.compile("[ \n\u200b]+|(?<=-)")
# Code doesn't end at its hyphens: they count as hard ones, which are as wide.
_HYPHEN: Final = "-"
_HARD: Final = "\u2011"
# What stands behind a link within the book, as wide as it can be.
_SEE_PAGE: Final = " (page\u00a0000)"
# With how many columns the type is how large, as a share of the text around the table.
_SIZES: Final = ((3, 0.94), (5, 0.88))
_SMALLEST: Final = 0.8


def size_of(count: int) -> float:
    """Return how large the type of a table is, as a share of that around it: smaller with many columns."""
    return next((size for most, size in _SIZES if count <= most), _SMALLEST)


def widths_of(heads: list[Any], rows: list[list[Any]]) -> list[int]:
    """Return the shares of the columns.

    A column asks for as much as its longest cell, within bounds. One that would get less than its longest
    word gets that word's width, and the others share what is left.
    """
    count = max((len(row) for row in (heads, *rows)), default=1)
    size = _TEXT * size_of(count)
    cells = [list(_column(at, heads, rows)) for at in range(count)]
    asked = [min(max((measure(*cell) for cell in column), default=0), _WIDEST) for column in cells]
    words = [max((_longest_word(*cell) for cell in column), default=0) for column in cells]
    least = [word + _BESIDE / size for word in words]
    shares = _shared([max(width, _NARROWEST) for width in asked], least, _ROOM / size)
    return [round(share * 100) for share in shares]


def _column(at: int, heads: list[Any], rows: list[list[Any]]) -> Iterator[tuple[str, Style]]:
    """Yield what stands in each cell of a column, with how it is written."""
    for row, style in ((heads, _BOLD), *((row, _REGULAR) for row in rows)):
        if at < len(row):
            yield words_in(row[at], _HARD), style


def _longest_word(text: str, style: Style) -> float:
    return max(measure(word.replace(_HARD, _HYPHEN), style) for word in _ENDS.split(text))


def _shared(asked: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Return how wide each column is; where even the least is too much, all give way alike."""
    fixed: set[int] = set()
    while True:
        free = room - sum(least[at] for at in fixed)
        total = sum(width for at, width in enumerate(asked) if at not in fixed)
        if free <= 0 or not total:
            return [*least]
        given = [least[at] if at in fixed else width * free / total for at, width in enumerate(asked)]
        short = {at for at, width in enumerate(given) if at not in fixed and width < least[at]}
        if not short:
            return given
        fixed |= short


def words_in(line: list[Any], hyphen: str = _HYPHEN) -> str:
    """Return what a line of nodes says on paper; `hyphen` is what stands for one in code."""
    return "".join(piece if isinstance(piece, str) else _said(piece, hyphen) for piece in line)


def _said(piece: dict[str, Any], hyphen: str) -> str:
    text = str(piece.get("text", "")).replace(_HYPHEN, hyphen) + words_in(piece.get("body", []), hyphen)
    return text + _SEE_PAGE if piece["is"] == "see" else text if piece["is"] != "footnote" else ""
