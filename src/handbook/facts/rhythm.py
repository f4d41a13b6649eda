"""When a ceremony takes place, in the words of a sentence: "every second Friday at 10:00"."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.records import Worded
from handbook.schedule.plan import Daily, MonthDay, MonthWeekday, Once, SprintDay, Weekly
from handbook.schedule.sprints import dates
from handbook.schedule.zones import city, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import time

    from handbook.language import Words
    from handbook.schedule.events import Event
    from handbook.schedule.plan import Ceremony, Plan

# The phrases that languages have their own words for, beside those of NTH.
PHRASES = (
    "[days] at [hour]",
    "[hour] in [place] ([own] in [home])",
    "[hour] ([place] time)",
    "on [date]",
    "every working day",
    "every [weekday]",
    "every [nth] [weekday]",
    "on the [nth] of every month",
    "on the [nth] [weekday] of every month",
    "on working day [number] of every sprint",
)
NTH = ("first", "second", "third", "fourth", "fifth")
_TEENS = range(11, 14)


class Clocks(Struct, frozen=True):
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


def when_text(ceremony: Ceremony, plan: Plan, words: Words, clocks: Clocks) -> Worded:
    """Return when a ceremony takes place, to follow "we meet"; cities are named where clocks differ."""
    said = partial(_when, ceremony, plan, clocks)
    return Worded(said(words), said)


def _when(ceremony: Ceremony, plan: Plan, clocks: Clocks, words: Words) -> str:
    own = words.time(ceremony.at)
    hour = words.said("[hour] ([place] time)", hour=own, place=city(ceremony.zone)) if clocks.differ else own
    if clocks.client:
        at, zone = clocks.client
        places = {"place": city(zone), "home": city(ceremony.zone)}
        hour = words.said("[hour] in [place] ([own] in [home])", hour=words.time(at), own=own, **places)
    return words.said("[days] at [hour]", days=_days(ceremony, plan, words), hour=hour)


def _days(ceremony: Ceremony, plan: Plan, words: Words) -> str:
    match ceremony.rule:
        case Once(on):
            return words.said("on [date]", date=words.date(on))
        case Daily():
            return words.said("every working day")
        case Weekly(weekday):
            return words.said("every [weekday]", weekday=words.weekday_number(weekday))
        case SprintDay(number):
            return _of_sprint(number, plan, words)
        case MonthDay(number):
            return words.said("on the [nth] of every month", nth=ordinal(number), number=str(number))
        case MonthWeekday(nth, weekday):
            said = {"nth": words.said(NTH[nth - 1]), "weekday": words.weekday_number(weekday)}
            return words.said("on the [nth] [weekday] of every month", **said)


def _of_sprint(number: int, plan: Plan, words: Words) -> str:
    """Return the weekday of a sprint day: it is the same in every sprint."""
    day, weeks = next(dates(SprintDay(number), plan), None), plan.sprint_weeks
    if day is None or weeks > len(NTH):
        return words.said("on working day [number] of every sprint", number=str(number))
    weekday = words.weekday(day)
    if weeks == 1:
        return words.said("every [weekday]", weekday=weekday)
    said = {"nth": words.said(NTH[weeks - 1]), "number": str(weeks)}
    return words.said("every [nth] [weekday]", weekday=weekday, **said)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in _TEENS else "th"
    return f"{number}{ending}"
