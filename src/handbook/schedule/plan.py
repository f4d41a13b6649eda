"""What the schedule needs of an engagement, as plain data: ids, dates, wall-clock times and zone names."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY_TO_FRIDAY = frozenset(range(5))


class OnHoliday(StrEnum):
    """What happens to an event on a day off of somebody who must attend."""

    NEXT = "next-working-day"
    PREVIOUS = "previous-working-day"
    KEEP = "keep"
    CANCEL = "cancel"


class Once(Struct, frozen=True):
    """On one date."""

    on: date


class Daily(Struct, frozen=True):
    """On every working day of the team."""


class Weekly(Struct, frozen=True):
    """On a weekday of every week, 0 = Monday."""

    weekday: int


class SprintDay(Struct, frozen=True):
    """On the nth working day of every sprint, from 1."""

    day: int


class MonthDay(Struct, frozen=True):
    """On a day number of every month that has it."""

    day: int


class MonthWeekday(Struct, frozen=True):
    """On the nth such weekday of every month that has it; 0 = Monday."""

    nth: int
    weekday: int


Rule = Once | Daily | Weekly | SprintDay | MonthDay | MonthWeekday


class Span(Struct, frozen=True):
    """Days from `first` to `last`, both included, with the reason and the field that says so."""

    first: date
    last: date
    reason: str = ""
    path: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Change(Struct, frozen=True):
    """One event cancelled, moved or added on `on`; a time of None is the usual time."""

    on: date
    path: str
    reason: str = ""
    cancel: bool = False
    add: bool = False
    move_to: date | None = None
    at: time | None = None


class Ceremony(Struct, frozen=True):
    """A kind of event and its rule; `at` is wall-clock time in `zone`; people are ids."""

    id: str
    kind: str
    rule: Rule
    at: time
    zone: str
    minutes: int
    attend: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    lead: str | None = None
    changes: tuple[Change, ...] = ()

    @property
    def path(self) -> str:
        """Where the engagement file declares it."""
        return f"ceremonies[{self.id}]"

    @property
    def required(self) -> tuple[str, ...]:
        """Who must be there: those who attend, and who leads."""
        if self.lead is None or self.lead in self.attend:
            return self.attend
        return (*self.attend, self.lead)


class Person(Struct, frozen=True):
    """Somebody's working time: weekdays (0 = Monday) and wall-clock hours in their own zone."""

    id: str
    party: str
    zone: str
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    start: time | None = None
    end: time | None = None
    away: tuple[Span, ...] = ()


class Party(Struct, frozen=True):
    """A side, with the ISO 3166 codes that say which public holidays it keeps; None keeps none we know of."""

    id: str
    short: str
    country: str | None = None
    region: str | None = None


class Plan(Struct, frozen=True):
    """Everything that decides when events take place.

    `end` is the last day on which recurring events may stand. Dates are days in each event's own zone.
    """

    zone: str
    first_start: date
    sprint_weeks: int
    end: date
    work_days: frozenset[int] = MONDAY_TO_FRIDAY
    on_holiday: OnHoliday = OnHoliday.NEXT
    closed: tuple[Span, ...] = ()
    ceremonies: tuple[Ceremony, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
