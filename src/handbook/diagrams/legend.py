"""What the lines and dots of a picture mean, below it, so that no label lies on an arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.diagrams.text import SMALL, block, measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.diagrams.canvas import Canvas
    from handbook.diagrams.text import Label

_LINE, _DOT = 30, 14
"""How wide a sample is."""
_LINES: Final = frozenset({"line", "money", "bond", "rough"})


def legend(canvas: Canvas, keys: Iterable[tuple[str, Label]]) -> None:
    """Write the keys below all that is drawn: each a sample of a part of the picture, and what it means."""
    left, top = 0.0, canvas.bottom + 12
    for part, label in keys:
        sample = _LINE if part in _LINES else _DOT
        room = min(measure(label.text, SMALL), canvas.width - sample - 8)
        if left and left + sample + 8 + room > canvas.width:
            left, top = 0.0, canvas.bottom + 4
        middle = top + 9
        if part in _LINES:
            canvas.line([(left, middle), (left + sample, middle)], part, arrow=True)
        else:
            canvas.dot((left + 7, middle), 6, part)
        canvas.words((left + sample + 8, top), block([(label, SMALL)], room + 1))
        left += sample + 8 + room + 20
