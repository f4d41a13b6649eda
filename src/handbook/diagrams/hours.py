"""Hours of meetings in each sprint, person by person, beside the hours that were offered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from handbook.diagrams.bars import bar_row
from handbook.diagrams.legend import legend
from handbook.records import Record, find, listed, need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.canvas import Canvas
    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Label


def fits(scene: Scene) -> bool:
    """Whether anybody has meetings, or has offered time."""
    return any(_booked(diary) or _offered(diary) for diary in scene.listed("diaries"))


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw what is booked over what is offered, all on one scale."""
    diaries = scene.listed("diaries")
    longest = max(max(_booked(diary), _offered(diary) or Decimal(0)) for diary in diaries)
    for diary in diaries:
        over = find(diary, "over", bool)
        bars = [(float(offered / longest), "plain")] if (offered := _offered(diary)) else []
        bars.append((float(_booked(diary) / longest), "over" if over else "full"))
        bar_row(canvas, _name(scene, diary), _says(scene, diary), bars)
    keys = [("full", scene.caption("booked")), ("plain", scene.caption("offered"))]
    if any(find(diary, "over", bool) for diary in diaries):
        keys.append(("over", scene.caption("over")))
    legend(canvas, keys)


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for diary in scene.listed("diaries"):
        yield scene.caption("told", who=_name(scene, diary), says=_says(scene, diary))


def _name(scene: Scene, diary: Record) -> Label:
    return scene.must(need(diary, "person", Record), "name")


def _booked(diary: Record) -> Decimal:
    return find(diary, "hours", Decimal) or Decimal(0)


def _offered(diary: Record) -> Decimal | None:
    return find(diary, "offered", Decimal)


def _says(scene: Scene, diary: Record) -> Label:
    booked, offered = scene.must(diary, "hours"), scene.say(diary, "offered")
    if not _booked(diary) and listed(diary, "lines"):
        return (
            scene.caption("little-of-offered", offered=offered) if offered else scene.caption("little-only")
        )
    if offered is None:
        return scene.caption("booked-only", booked=booked)
    return scene.caption("of-offered", booked=booked, offered=offered)
