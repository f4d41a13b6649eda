"""The release plan on a time line: what comes out when, how sure that is, and what is in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from handbook.diagrams.canvas import PAD, Canvas
from handbook.diagrams.text import BODY, SMALL, STRONG, Label, block
from handbook.records import Record, code, find, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Block, Style

_DOT: Final = 11.0
_LANE: Final = 26.0
_EDGE: Final = 14.0
_SURE: Final = {"high": "line", "medium": "bond", "low": "rough"}
_BOXES: Final = {"high": "box", "medium": "box", "low": "open"}
_GAP: Final = 10


def fits(scene: Scene) -> bool:
    """Whether there is a release to draw."""
    return bool(scene.listed("releases"))


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw numbered dots on a line of time, and below it a box for each, with what is in it."""
    releases = scene.listed("releases")
    dated = [(number, release) for number, release in enumerate(releases, 1) if _target(release)]
    if dated:
        _line_of_time(scene, canvas, dated)
    for number, release in enumerate(releases, 1):
        top = canvas.bottom + (_GAP if canvas.bottom else 0)
        written = _inside(scene, release, canvas.width - 2 * PAD - 34)
        part = _BOXES.get(code(release, "confidence"), "open")
        canvas.box((34, top), (canvas.width - 34, written.height + 2 * PAD), part)
        canvas.words((34 + PAD, top + PAD), written)
        _number(canvas, (_DOT + 1, top + PAD + 9), number)


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for release in scene.listed("releases"):
        name = scene.must(release, "name")
        when, sure = scene.say(release, "target"), scene.say(release, "confidence")
        features = [scene.must(feature, "name") for feature in listed(release, "features")]
        what = scene.joined(features) if features else scene.caption("nothing-yet")
        yield scene.caption(
            "release",
            name=name,
            when=when or scene.caption("no-date"),
            sure=sure or scene.caption("not-said"),
            what=what,
        )


def _target(release: Record) -> date | None:
    return find(release, "target", date)


def _line_of_time(scene: Scene, canvas: Canvas, dated: list[tuple[int, Record]]) -> None:
    targets = [target for _, release in dated if (target := _target(release))]
    first, last = min(scene.as_of, *targets), max(scene.as_of, *targets)
    span = max((last - first).days, 1)
    room = canvas.width - 2 * _EDGE

    def across(day: date) -> float:
        return _EDGE + room * (day - first).days / span

    spots = [(number, across(target)) for number, release in dated if (target := _target(release))]
    lanes = _lanes([x for _, x in spots])
    axis = 14 + _LANE * (max(lanes) + 1)
    stack = list(zip(spots, lanes, strict=True))
    for (number, x), lane in stack:
        y = axis - 16 - lane * _LANE
        if not any(below < lane and abs(other - x) < 2 * _DOT for (_, other), below in stack):
            canvas.line([(x, y + _DOT), (x, axis)], "grid")
        _number(canvas, (x, y), number)
    canvas.line([(0, axis), (canvas.width, axis)])
    _months(scene, canvas, (first, last), axis, across)
    today = across(scene.as_of)
    canvas.line([(today, axis - 7), (today, axis + 7)], "money")
    canvas.bottom += 4


def _months(scene: Scene, canvas: Canvas, span: tuple[date, date], axis: float, across: object) -> None:
    """Write the day of today, and as many months as there is room for."""
    where = across
    if not callable(where):
        raise TypeError("across")
    anchor = "start" if where(scene.as_of) < canvas.width / 2 else "end"
    x = where(scene.as_of) - (4 if anchor == "start" else -4)
    today = Label(f"{scene.caption('today').text} {scene.words.date_short(scene.as_of)}")
    canvas.write((max(x, 0), axis + 8), today, SMALL, anchor=anchor)
    shown = where(scene.as_of) + (130 if anchor == "start" else 0)
    month = (span[0].replace(day=1) + timedelta(days=32)).replace(day=1)
    while month <= span[1]:
        spot = where(month)
        canvas.line([(spot, axis - 3), (spot, axis + 3)])
        if spot > shown and spot + 40 < canvas.width - (140 if anchor == "end" else 0):
            canvas.write((spot, axis + 8), Label(scene.words.month_short(month)), SMALL)
            shown = spot + 44
        month = (month + timedelta(days=32)).replace(day=1)


def _lanes(spots: list[float]) -> list[int]:
    """Return for each dot how far up it has to go so that none lies on another."""
    lanes: list[int] = []
    for number, spot in enumerate(spots):
        near = {lanes[other] for other in range(number) if abs(spots[other] - spot) < 2 * _DOT + 3}
        lanes.append(next(lane for lane in range(number + 1) if lane not in near))
    return lanes


def _number(canvas: Canvas, centre: tuple[float, float], number: int) -> None:
    canvas.dot(centre, _DOT)
    canvas.write((centre[0], centre[1] - 10), Label(str(number)), STRONG, anchor="middle", part="on")


def _inside(scene: Scene, release: Record, room: float) -> Block:
    written: list[tuple[Label, Style]] = [(scene.must(release, "name"), STRONG)]
    when = scene.say(release, "target") or scene.caption("no-date")
    sure = scene.say(release, "confidence")
    about = scene.caption("when-sure", when=when, sure=sure) if sure else when
    written.append((about, SMALL))
    for feature in listed(release, "features"):
        name, state = scene.must(feature, "name"), scene.say(feature, "state")
        done = scene.caption("feature", name=name, state=state) if state else name
        written.append((done, BODY))
    return block(written, room, 3)
