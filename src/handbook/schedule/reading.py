"""How readers in several zones see an event: their clock times, and when those change."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.schedule.zones import days, instant, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime, time

    from handbook.schedule.events import Event


class LocalTime(Struct, frozen=True):
    """When an event begins and ends as the clocks of one or more zones show it; the zones agree on both."""

    zones: tuple[str, ...]
    start: datetime
    end: datetime


class ClockChange(Struct, frozen=True):
    """From `on`, a reader sees the events of a ceremony at `after` instead of `before`."""

    on: date
    before: time
    after: time


def upcoming(events: Iterable[Event], as_of: date) -> tuple[Event, ...]:
    """Return the events that take place on `as_of` or later, by the date in each event's own zone."""
    return tuple(event for event in events if not event.cancelled and event.on >= as_of)


def next_events(events: Iterable[Event], as_of: date, person: str, count: int) -> tuple[Event, ...]:
    """Return the first events from `as_of` on that a person must attend."""
    return tuple(event for event in upcoming(events, as_of) if person in event.required)[:count]


def local_times(event: Event, zones: Iterable[str]) -> tuple[LocalTime, ...]:
    """Return the event's times in these zones, those that show the same clock time together, in order."""
    same: dict[tuple[datetime, datetime], list[str]] = {}
    seen: dict[tuple[datetime, datetime], LocalTime] = {}
    for zone in dict.fromkeys(zones):
        start, end = local(event.start, zone), local(event.end, zone)
        clock = (start.replace(tzinfo=None), end.replace(tzinfo=None))
        same.setdefault(clock, []).append(zone)
        seen.setdefault(clock, LocalTime((), start, end))
    return tuple(LocalTime(tuple(same[clock]), first.start, first.end) for clock, first in seen.items())


def clock_changes(events: Sequence[Event], zone: str) -> tuple[ClockChange, ...]:
    """Return when a reader in `zone` begins to see these events at another time of day.

    `events` are those of one ceremony, in order. Between two events that keep their own clock time, a change
    dates from the day on which either side's clocks changed; events moved to another hour are left out.
    """
    usual = [event for event in events if not event.cancelled and _own(event) == _planned(event)]
    found = []
    for before, after in pairwise(usual):
        if (old := _seen(before, zone)) != (new := _seen(after, zone)) and _own(before) == _own(after):
            found.append(ClockChange(_first_day(before, after, zone, new), old, new))
    return tuple(found)


def _own(event: Event) -> time:
    return local(event.start, event.zone).time()


def _planned(event: Event) -> time:
    return local(event.planned, event.zone).time()


def _seen(event: Event, zone: str) -> time:
    return local(event.start, zone).time()


def _first_day(before: Event, after: Event, zone: str, new: time) -> date:
    """Return the first day from which an event at this hour is seen at the new time, up to `after`."""
    first = after.on
    for day in reversed(tuple(days(before.on, after.on))):
        if local(instant(day, _own(after), after.zone), zone).time() != new:
            break
        first = day
    return first
