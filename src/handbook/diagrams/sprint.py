"""One sprint on a time line: a row for each event, a column for each day, and the client's parts marked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from handbook.diagrams.legend import legend
from handbook.diagrams.text import SMALL, STRONG, Label, block, measure
from handbook.records import Fact, Record, find, listed, need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.canvas import Canvas
    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Style

_NARROW: Final = 480
_LABELS: Final = 210.0
_OFTEN: Final = 5
"""From so many times on, an event is said to be held every day."""


def fits(scene: Scene) -> bool:
    """Whether there is a sprint with events to draw."""
    sprint = scene.facts.get("sprint_in_view")
    return isinstance(sprint, Record) and bool(listed(sprint, "dates"))


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw the sprint that comes next, or the one under way, or the last one."""
    wide = canvas.width >= _NARROW
    left = _LABELS if wide else 0.0
    rows, days = _rows(scene), _days(scene)
    column = (canvas.width - left) / len(days)
    _header(scene, canvas, days, left, column)
    top = canvas.bottom + 4
    marks: list[tuple[float, Record, list[date]]] = []
    for event, on in rows.items():
        written = block(_label(scene, event), (left or canvas.width) - 8)
        tall = written.height + (10 if wide else 32)
        canvas.words((0, top + 5), written)
        marks.append((top + tall / 2 if wide else top + written.height + 18, event, on))
        _weekends(canvas, days, left, column, (top if wide else top + written.height + 4, top + tall))
        top += tall
        canvas.line([(0, top), (canvas.width, top)], "grid")
    for middle, event, on in marks:
        for day in on:
            x = left + (days.index(day) + 0.5) * column
            canvas.dot((x, middle), _size(event, column), _part(event))
    keys = {"full": "needed", "box": "welcome", "plain": "ours"}
    seen = {_part(event) for event in rows}
    legend(canvas, [(part, scene.caption(name)) for part, name in keys.items() if part in seen])


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    sprint = _sprint(scene)
    days = {name: scene.day(sprint, name) or Label("") for name in ("first", "last")}
    return scene.caption("title", **days, sprint=_term(scene, "sprint").capital)


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for event, on in _rows(scene).items():
        need_them = listed(event, "client_attend")
        who = scene.names(need_them) if need_them else scene.caption("nobody")
        when = scene.caption("every-day") if len(on) > _OFTEN else _on(scene, event, on)
        yield scene.caption("row", event=scene.must(event, "name").capital, when=when, who=who)


def _on(scene: Scene, event: Record, on: list[date]) -> Label:
    fields = scene.must(event, "when_text").fields
    return Label(scene.words.joined([scene.words.date_short(day) for day in on]), fields)


def _sprint(scene: Scene) -> Record:
    sprint = scene.facts["sprint_in_view"]
    if not isinstance(sprint, Record):
        raise TypeError("sprint_in_view")
    return sprint


def _rows(scene: Scene) -> dict[Record, list[date]]:
    """Return the events of the sprint, each with its days, in the order of the first of them."""
    found: dict[Record, list[date]] = {}
    for dated in listed(_sprint(scene), "dates"):
        days = found.setdefault(need(dated, "event", Record), [])
        day = need(dated, "date", date)
        if day not in days:
            days.append(day)
    return found


def _days(scene: Scene) -> list[date]:
    """Return the working days of the sprint, and what other days have an event."""
    working = find(_sprint(scene), "days", tuple) or ()
    days = {day.value for day in working if isinstance(day, Fact) and isinstance(day.value, date)}
    return sorted(days.union(*_rows(scene).values()))


def _part(event: Record) -> str:
    if listed(event, "client_attend"):
        return "full"
    return "box" if listed(event, "client_optional") else "plain"


def _size(event: Record, column: float) -> float:
    largest = 8.0 if listed(event, "client_attend") else 6.0
    return min(largest, column / 2 - 1.5)


def _label(scene: Scene, event: Record) -> Iterator[tuple[Label, Style]]:
    yield scene.must(event, "name").capital, STRONG
    needed = listed(event, "client_attend")
    if needed:
        yield scene.names(needed), SMALL


def _header(scene: Scene, canvas: Canvas, days: list[date], left: float, column: float) -> None:
    """Write the first day of each week above its column, as far as there is room, and the last day."""
    fields = (*scene.must(_sprint(scene), "first").fields, *scene.must(_sprint(scene), "last").fields)
    end = -1.0
    for number, day in enumerate(days):
        begins = number == 0 or day.isocalendar().week != days[number - 1].isocalendar().week
        label = Label(scene.words.date_short(day), fields)
        x, width = left + number * column, measure(label.text, SMALL)
        if begins and x > end and x + width <= canvas.width:
            canvas.write((x + 2, 0), label, SMALL)
            end = x + width + 8


def _weekends(
    canvas: Canvas, days: list[date], left: float, column: float, span: tuple[float, float]
) -> None:
    for number, day in enumerate(days):
        if number and day.isocalendar().week != days[number - 1].isocalendar().week:
            x = left + number * column
            canvas.line([(x, span[0]), (x, span[1])], "grid")


def _term(scene: Scene, name: str) -> Label:
    terms = scene.facts.get("terms")
    return scene.must(terms, name) if isinstance(terms, Record) else Label(name)
