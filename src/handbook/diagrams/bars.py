"""Rows of bars with their labels: beside the bar where there is room, above it where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.diagrams.text import SMALL, STRONG, block, measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.diagrams.canvas import Canvas
    from handbook.diagrams.text import Label

_NARROW: Final = 480
_LABELS: Final = 180.0
_SAYS: Final = 190.0
_TALL: Final = 18.0
_GAP: Final = 10.0


def bar_row(canvas: Canvas, name: Label, said: Label, bars: Iterable[tuple[float, str]]) -> None:
    """Draw one row: its name, its bars from 0 to 1 laid over each other, and what they say."""
    top = canvas.bottom + (_GAP if canvas.bottom else 0)
    if canvas.width >= _NARROW:
        canvas.words((0, top), block([(name, STRONG)], _LABELS - 12))
        canvas.words((canvas.width - _SAYS + 10, top + 1), block([(said, SMALL)], _SAYS - 10))
        _bars(canvas, (_LABELS, top), canvas.width - _LABELS - _SAYS, bars)
        return
    written = block([(name, STRONG)], canvas.width)
    below = canvas.words((0, top), written)
    beside = written.width + 12 + measure(said.text, SMALL) <= canvas.width
    if beside and len(written.lines) == 1:
        canvas.words((canvas.width, top + 1), block([(said, SMALL)], canvas.width), anchor="end")
    else:
        below = canvas.words((0, below), block([(said, SMALL)], canvas.width))
    _bars(canvas, (0, below + 2), canvas.width, bars)


def _bars(
    canvas: Canvas, corner: tuple[float, float], room: float, bars: Iterable[tuple[float, str]]
) -> None:
    canvas.box(corner, (room, _TALL), "band", round_by=3)
    for length, part in bars:
        if length > 0:
            canvas.box(corner, (max(room * min(length, 1.0), 2), _TALL), part, round_by=3)
