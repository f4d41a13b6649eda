"""The round of Scrum in the client's words: from the list of work to what works, and back again."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from handbook.diagrams.canvas import PAD, Canvas
from handbook.diagrams.text import SMALL, STRONG, Label, block
from handbook.records import Record, need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Block

_NARROW: Final = 480
_GAP: Final = 34.0
# The stations, in order, and where each stands (column, row): round in a circle, three across or two.
_STATIONS: Final = ("backlog", "planning", "sprint", "increment", "review", "retrospective")
_WIDE_GRID: Final = ((0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1))
_NARROW_GRID: Final = ((0, 0), (1, 0), (1, 1), (1, 2), (0, 2), (0, 1))
_TERMS: Final = {
    "backlog": "product_backlog",
    "planning": "sprint_planning",
    "review": "sprint_review",
}


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw the stations as boxes, each with an arrow to the next, and from the last to the first."""
    grid = _WIDE_GRID if canvas.width >= _NARROW else _NARROW_GRID
    columns, rows = (1 + max(place[axis] for place in grid) for axis in (0, 1))
    wide = (canvas.width - _GAP * (columns - 1)) / columns
    written = [_station(scene, name, wide - 2 * PAD) for name in _STATIONS]
    tall = max(one.height for one in written) + 2 * PAD
    corners = [(column * (wide + _GAP), row * (tall + _GAP)) for column, row in grid]
    for corner, inside, name in zip(corners, written, _STATIONS, strict=True):
        canvas.boxed(corner, (wide, tall), inside, "full" if name == "review" else "box")
    for (x, y), (to_x, to_y) in pairwise([*corners, corners[0]]):
        across, down = (to_x > x) - (to_x < x), (to_y > y) - (to_y < y)
        middle = (x + wide / 2, y + tall / 2)
        begin = (middle[0] + across * (wide / 2 + 3), middle[1] + down * (tall / 2 + 3))
        end = (begin[0] + across * (_GAP - 6), begin[1] + down * (_GAP - 6))
        canvas.line([begin, end], arrow=True)
    canvas.bottom = max(canvas.bottom, rows * (tall + _GAP) - _GAP)


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for name in _STATIONS:
        yield scene.caption("told", station=_term(scene, name), says=_says(scene, name))
    yield scene.caption("again")


def _station(scene: Scene, name: str, room: float) -> Block:
    return block([(_term(scene, name), STRONG), (_says(scene, name), SMALL)], room)


def _says(scene: Scene, name: str) -> Label:
    values: dict[str, Label] = {}
    if name == "backlog":
        values["owner"] = scene.must(need(scene.named, "owner", Record), "known_as")
    if name == "sprint":
        values["weeks"] = scene.must(need(scene.named, "sprint", Record), "weeks")
        values["daily"] = _term(scene, "daily_scrum")
        one = values["weeks"].text == scene.words.text(1)
        return scene.caption("sprint-of-one" if one else "sprint", **values)
    return scene.caption(name, **values)


def _term(scene: Scene, name: str) -> Label:
    terms = need(scene.named, "terms", Record)
    return scene.must(terms, _TERMS.get(name, name)).capital
