"""TIM: whether people's meetings fit into the hours they have."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from handbook.findings.rule import WARNING, Hit, Hits, rule
from handbook.schedule import minutes_per_sprint

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


RULES = (only_in_meetings,)
