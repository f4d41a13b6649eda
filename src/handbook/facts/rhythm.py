"""When a ceremony takes place, in the words of a sentence: "every second Friday at 10:00"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.schedule.plan import Daily, MonthDay, MonthWeekday, Once, SprintDay, Weekly
from handbook.schedule.sprints import dates
from handbook.schedule.zones import city, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import time

    from handbook.language import Words
    from handbook.schedule.events import Event
    from handbook.schedule.plan import Ceremony, Plan

NTH = ("first", "second", "third", "fourth", "fifth")
_TEENS = range(11, 14)


@dataclass(frozen=True, slots=True)
class Clocks:
    """What readers' clocks show at the events of a ceremony.

    `differ`: not all of them show the ceremony's own hour. `client` is the one hour and zone of all the
    client's people, where they have one, it holds for every event, and it is not the ceremony's own.
    """

    differ: bool = False
    client: tuple[time, str] | None = None

    @classmethod
    def of(cls, events: Sequence[Event], client: Iterable[str], everybody: Iterable[str]) -> Clocks:
        """Return the clocks at these events, in the zones of the client's people and of everybody."""
        held = [event for event in events if not event.cancelled]
        theirs = tuple(dict.fromkeys(client))
        differ = any(
            _seen(event, zone) != _own(event)
            for zone in set(everybody)
            for event in held
            if zone != event.zone
        )
        seen = {_seen(event, zone) for zone in theirs for event in held}
        hours = {(days, at) for days, at in seen}
        if not differ or len(hours) != 1 or len({_own(event) for event in held}) != 1:
            return cls(differ)
        days, at = hours.pop()
        same = days == 0 and at != _own(held[0])[1]
        return cls(differ, (at, theirs[0]) if same else None)


def _own(event: Event) -> tuple[int, time]:
    return 0, local(event.start, event.zone).time()


def _seen(event: Event, zone: str) -> tuple[int, time]:
    """Return by how many days the date there is off the event's own, and the clock time there."""
    there = local(event.start, zone)
    return (there.date() - event.on).days, there.time()


def when_text(ceremony: Ceremony, plan: Plan, words: Words, clocks: Clocks) -> str:
    """Return when a ceremony takes place, to follow "we meet"; cities are named where clocks differ."""
    own = words.time(ceremony.at)
    if clocks.client:
        at, zone = clocks.client
        hour = f"{words.time(at)} in {city(zone)} ({own} in {city(ceremony.zone)})"
    else:
        hour = f"{own} ({city(ceremony.zone)} time)" if clocks.differ else own
    return f"{_days(ceremony, plan, words)} at {hour}"


def _days(ceremony: Ceremony, plan: Plan, words: Words) -> str:
    match ceremony.rule:
        case Once(on):
            return f"on {words.date(on)}"
        case Daily():
            return "every working day"
        case Weekly(weekday):
            return f"every {words.weekday_number(weekday)}"
        case SprintDay(number):
            return _of_sprint(number, plan, words)
        case MonthDay(number):
            return f"on the {ordinal(number)} of every month"
        case MonthWeekday(nth, weekday):
            return f"on the {NTH[nth - 1]} {words.weekday_number(weekday)} of every month"


def _of_sprint(number: int, plan: Plan, words: Words) -> str:
    """Return the weekday of a sprint day: it is the same in every sprint."""
    day = next(dates(SprintDay(number), plan), None)
    if day is None or plan.sprint_weeks > len(NTH):
        return f"on working day {number} of every sprint"
    which = "" if plan.sprint_weeks == 1 else f"{NTH[plan.sprint_weeks - 1]} "
    return f"every {which}{words.weekday(day)}"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in _TEENS else "th"
    return f"{number}{ending}"
