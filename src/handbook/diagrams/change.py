"""What a change costs, from an idea on the list to a product in use: four bars, each longer than the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.diagrams.bars import bar_row
from handbook.diagrams.text import SMALL, block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.canvas import Canvas
    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Label

# The order is what the picture says; nobody has measured these lengths, and a note on it says so.
_STAGES: Final = (("idea", 0.06), ("planned", 0.2), ("built", 0.5), ("used", 1.0))


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw a bar for each stage at which a change may come, and what the lengths mean."""
    for stage, length in _STAGES:
        bar_row(canvas, scene.caption(stage), scene.caption(f"{stage}-takes"), [(length, "full")])
    canvas.words((0, canvas.bottom + 10), block([(scene.caption("note"), SMALL)], canvas.width))


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for stage, _ in _STAGES:
        yield scene.caption("told", stage=scene.caption(stage), takes=scene.caption(f"{stage}-takes"))
