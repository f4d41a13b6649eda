"""Value demand and failure demand as two bars, from the latest count."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from handbook.diagrams.bars import bar_row
from handbook.diagrams.text import Label
from handbook.records import Record, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.canvas import Canvas
    from handbook.diagrams.scene import Scene

_KINDS = {"value": "full", "failure": "over"}


def fits(scene: Scene) -> bool:
    """Whether both kinds were counted, and something came."""
    counts = [_count(scene, kind) for kind in _KINDS]
    return None not in counts and any(counts)


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw a bar for each kind, as long as its share."""
    counts = {kind: _count(scene, kind) or Decimal(0) for kind in _KINDS}
    total, largest = sum(counts.values()), max(counts.values())
    for kind, part in _KINDS.items():
        share = Label(scene.words.percent(round(counts[kind] * 100 / total)))
        said = scene.caption("count", number=_said(scene, kind), share=share)
        length = float(counts[kind] / largest)
        bar_row(canvas, scene.caption(kind), said, [(length, part)])


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for kind in _KINDS:
        yield scene.caption("told", kind=scene.caption(kind), number=_said(scene, kind))


def _count(scene: Scene, kind: str) -> Decimal | int | None:
    demand = find(scene.root, "demand", Record)
    number = find(demand, kind, object) if demand else None
    return number if isinstance(number, int | Decimal) else None


def _said(scene: Scene, kind: str) -> Label:
    demand = find(scene.root, "demand", Record)
    said = scene.say(demand, kind) if demand else None
    return said or Label("0")
