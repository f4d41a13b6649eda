"""TIM: whether people's meetings fit into the hours they have, and whether they can be held as planned."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from handbook.findings.rule import ERROR, NOTICE, WARNING, Hit, Hits, rule
from handbook.schedule import minutes_per_sprint
from handbook.schedule.oddities import Oddity

if TYPE_CHECKING:
    from handbook.findings.situation import Situation
    from handbook.model.people import Person

_MOST = Fraction(60, 100)


def meetings_of(situation: Situation, person: Person) -> Hits:
    """Yield a person whose meetings take over 60 % of the hours they have in a usual sprint."""
    if not person.time_per_week:
        return
    weeks = situation.engagement.sprint.weeks
    booked = minutes_per_sprint(situation.plan, person.id) / 60
    offered = Fraction(person.time_per_week) * weeks
    if booked > offered * _MOST:
        message = f"Meetings take {_hours(booked)} of the {_hours(offered)} hours {person.name} has a sprint."
        yield Hit(f"people[{person.id}].time_per_week", message)


def _hours(hours: Fraction) -> str:
    return f"{float(hours):.1f}".removesuffix(".0")


@rule("TIM-101", WARNING, "Drop or shorten a meeting, or make some optional.",
      source="S1-4", page="start/your-time")  # fmt: skip
def only_in_meetings(situation: Situation) -> Hits:
    """The meetings of a client person, other than the owner, take over 60 % of the hours they have.

    People give up the meeting that matters before the one that does not.
    """
    for person in situation.client_people:
        if person.id != situation.owner.id:
            yield from meetings_of(situation, person)


def _odd(situation: Situation, *kinds: Oddity) -> Hits:
    """Yield what the schedule tells of these kinds."""
    for odd in situation.oddities:
        if odd.kind in kinds:
            yield Hit(odd.field, odd.message)


@rule("TIM-102", ERROR, "Give a day on which the meeting is held.",
      source="the dates of the file", page="events/index")  # fmt: skip
def no_such_meeting(situation: Situation) -> Hits:
    """A meeting is never held, or a change names a day that has none, or one more on a day that has one.

    A file that moves a meeting nobody holds has lost track of the calendar, and so have its readers.
    """
    yield from _odd(situation, Oddity.NEVER, Oddity.NOTHING_TO_CHANGE, Oddity.ALREADY_THERE)


@rule("TIM-103", NOTICE, "Choose a day that every month has, and an hour that exists.",
      source="the dates of the file", page="events/index")  # fmt: skip
def not_every_time(situation: Situation) -> Hits:
    """A monthly meeting's day is missing in some months, or its hour on a day when clocks change.

    What happens then follows a rule, but people who were not told will expect a meeting.
    """
    yield from _odd(situation, Oddity.MONTHS_WITHOUT, Oddity.CLOCK)


@rule(
    "TIM-104",
    WARNING,
    "Correct the date, the working days or the region.",
    source="model",
    page="events/index",
)
def days_that_do_not_fit(situation: Situation) -> Hits:
    """The first sprint begins on a day off, or a party's region is not one of its country.

    Sprint days are counted from the first working day, and the holidays of a region nobody knows don't count.
    """
    yield from _odd(situation, Oddity.FIRST_DAY_OFF, Oddity.NO_SUCH_REGION)


RULES = (only_in_meetings, no_such_meeting, not_every_time, days_that_do_not_fit)
