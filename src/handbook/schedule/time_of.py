"""How much of people's time the events take, and where events and people do not fit."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.schedule.plan import Daily, MonthDay, MonthWeekday, Once, Plan, SprintDay, Weekly
from handbook.schedule.zones import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from handbook.schedule.days_off import Calendar
    from handbook.schedule.events import Event
    from handbook.schedule.plan import Ceremony

_WEEKS_A_MONTH = Fraction(52, 12)


class Week(Struct, frozen=True):
    """A calendar week from Monday, in the plan's zone, and what one person must attend in it."""

    first: date
    minutes: int
    events: tuple[Event, ...]


class Share(Struct, frozen=True):
    """How often a ceremony takes place in a usual sprint, and the minutes that makes."""

    ceremony: Ceremony
    times: Fraction
    minutes: Fraction


def times_per_sprint(ceremony: Ceremony, plan: Plan) -> Fraction:
    """Return how often a ceremony takes place in a sprint without days off; a monthly one by its share."""
    match ceremony.rule:
        case Once():
            return Fraction(0)
        case SprintDay():
            return Fraction(1)
        case Weekly():
            return Fraction(plan.sprint_weeks)
        case Daily():
            return Fraction(plan.sprint_weeks * len(plan.work_days))
        case MonthDay() | MonthWeekday():
            return plan.sprint_weeks / _WEEKS_A_MONTH


def usual_sprint(plan: Plan, person: str) -> tuple[Share, ...]:
    """Return what a person must attend in a usual sprint, in the order of the file."""
    shares = []
    for ceremony in plan.ceremonies:
        times = times_per_sprint(ceremony, plan)
        if times and person in ceremony.required:
            shares.append(Share(ceremony, times, times * ceremony.minutes))
    return tuple(shares)


def minutes_per_sprint(plan: Plan, person: str) -> Fraction:
    """Return the minutes a person must attend in a usual sprint."""
    return sum((share.minutes for share in usual_sprint(plan, person)), Fraction(0))


def required_of(events: Iterable[Event], person: str) -> tuple[Event, ...]:
    """Return the events that take place and that a person must attend."""
    return tuple(event for event in events if not event.cancelled and person in event.required)


def busiest_week(plan: Plan, events: Iterable[Event], person: str) -> Week | None:
    """Return the week with the most minutes a person must attend, the earliest of equals, or None."""
    weeks: dict[date, list[Event]] = {}
    for event in required_of(events, person):
        day = local(event.start, plan.zone).date()
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(event)
    held = [Week(first, sum(event.minutes for event in mine), tuple(mine)) for first, mine in weeks.items()]
    return max(held, key=lambda week: (week.minutes, -week.first.toordinal()), default=None)


def overlaps(events: Iterable[Event], person: str) -> tuple[tuple[Event, Event], ...]:
    """Return the pairs of events that take place at the same time and that a person must attend."""
    mine = sorted(required_of(events, person), key=lambda event: event.start)
    return tuple(_near(mine))


def _near(events: Sequence[Event]) -> Iterable[tuple[Event, Event]]:
    """Yield the pairs, in order of time, of which the second begins before the first ends."""
    for number, first in enumerate(events):
        for second in events[number + 1 :]:
            if second.start >= first.end:
                break
            yield first, second


def outside_hours(plan: Plan, event: Event, person: str) -> bool:
    """Return whether any of an event lies outside a person's working hours, on that day, in their own zone.

    A person without stated hours has none to be outside of. Days off are another question: see `absent`.
    """
    who = plan.people[person]
    if who.start is None or who.end is None:
        return False
    start, end = local(event.start, who.zone), local(event.end, who.zone)
    return start.time() < who.start or end.date() > start.date() or end.time() > who.end


def absent(calendar: Calendar, event: Event, person: str) -> str | None:
    """Return why a person does not work on the day of an event, as they see the date, or None."""
    day = local(event.start, calendar.plan.people[person].zone).date()
    reason = calendar.absence(day, person)
    return reason.reason if reason else None
