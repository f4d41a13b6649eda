"""What each person's part costs in time, and when they are next needed, by their own clock."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from handbook.facts.making import fact, made, where
from handbook.records import Absent, Record, find, listed, need
from handbook.schedule.time_of import busiest_week, outside_hours, overlaps, required_of, usual_sprint
from handbook.schedule.zones import city

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.facts.timetable import Timetable
    from handbook.records import Datum, Fact
    from handbook.schedule.events import Event
    from handbook.schedule.time_of import Share, Week

# How many next dates a person's page and printed sheet show.
NEXT_DATES = 6
_QUARTERS_OF_AN_HOUR = 4
_MINUTES = 60


def hours(minutes: Fraction | int) -> Decimal:
    """Return minutes as hours, to the nearest quarter, without zeros at the end: 690 is 11.5."""
    quarters = round(Fraction(minutes) * _QUARTERS_OF_AN_HOUR / _MINUTES)
    whole, rest = divmod(quarters, _QUARTERS_OF_AN_HOUR)
    return Decimal(whole) if not rest else Decimal(quarters) / _QUARTERS_OF_AN_HOUR


def diary_of(timetable: Timetable, person: Record) -> Record:
    """Return one person's part of the schedule: hours booked against hours offered, and the next dates."""
    who = need(person, "id", str)
    plan, zone = timetable.plan, need(person, "timezone", str)
    shares = usual_sprint(plan, who)
    booked = hours(sum((share.minutes for share in shares), Fraction(0)))
    sources = _hours_sources(timetable, (share.ceremony.id for share in shares))
    offered = find(person, "time_per_week", Decimal)
    coming = [event for event in timetable.coming if who in event.required]
    week = busiest_week(plan, timetable.coming, who)
    return made(
        f"diaries[{who}]",
        person=person,
        place=fact(city(zone), where(person, "timezone")),
        hours=fact(booked, *sources),
        lines=tuple(_line(timetable, share) for share in shares),
        offered=_offered(person, offered, plan.sprint_weeks),
        over=fact(
            offered is not None and booked > offered * plan.sprint_weeks,
            where(person, "time_per_week"),
            *sources,
        ),
        busiest=_busiest(timetable, week, zone) if week else Absent("ceremonies"),
        next=tuple(timetable.dated(event, zone) for event in coming[:NEXT_DATES]),
        welcome_at=tuple(one for one in timetable.ceremonies.values() if person in listed(one, "optional")),
        needed_at=tuple(one for one in timetable.ceremonies.values() if person in listed(one, "attend")),
        clashes=tuple(_clash(timetable, one, two) for one, two in overlaps(timetable.coming, who)),
        early_or_late=_early_or_late(timetable, coming, who),
    )


def _offered(person: Record, offered: Decimal | None, weeks: int) -> Datum:
    if offered is None:
        return Absent(where(person, "time_per_week"))
    return fact(offered * weeks, where(person, "time_per_week"), "sprint.weeks")


def _hours_sources(timetable: Timetable, ceremonies: Iterable[str]) -> tuple[str, ...]:
    names = ("when.every", "minutes", "attend")
    return tuple(where(timetable.ceremonies[one], name) for one in ceremonies for name in names)


def _line(timetable: Timetable, share: Share) -> Record:
    """Return what one ceremony takes of a person in a usual sprint; `times` is absent where not whole."""
    event = timetable.ceremonies[share.ceremony.id]
    sources = _hours_sources(timetable, (share.ceremony.id,))
    whole = share.times.denominator == 1
    times: Fact | Absent = (
        fact(share.times.numerator, *sources) if whole else Absent(where(event, "when.every"))
    )
    return made(
        f"{event.path}.share",
        event=event,
        name=event["name"],
        times=times,
        minutes=fact(share.ceremony.minutes, where(event, "minutes")),
        hours=fact(hours(share.minutes), *sources),
    )


def _busiest(timetable: Timetable, week: Week, zone: str) -> Record:
    dated = tuple(timetable.dated(event, zone) for event in week.events)
    sources = _hours_sources(timetable, dict.fromkeys(event.ceremony for event in week.events))
    return made(
        f"weeks[{week.first}]",
        monday=fact(week.first, *sources),
        hours=fact(hours(week.minutes), *sources),
        dates=dated,
    )


def _clash(timetable: Timetable, one: Event, two: Event) -> Record:
    return made(f"clashes[{one.key}][{two.key}]", first=timetable.dated(one), second=timetable.dated(two))


def _early_or_late(timetable: Timetable, events: Iterable[Event], person: str) -> tuple[Record, ...]:
    """Return, of each ceremony, the first event to come that lies outside a person's working hours."""
    zone = timetable.plan.people[person].zone
    first: dict[str, Event] = {}
    for event in required_of(events, person):
        if outside_hours(timetable.plan, event, person):
            first.setdefault(event.ceremony, event)
    return tuple(timetable.dated(event, zone) for event in first.values())
