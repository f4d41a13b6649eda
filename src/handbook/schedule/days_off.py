"""On which days somebody cannot be expected: public holidays of each party, closed days, absences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import holidays
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from handbook.schedule.plan import Party, Plan


class DayOff(Struct, frozen=True):
    """Why a day is off: the words, and the fields of the file they come from."""

    reason: str
    sources: tuple[str, ...]


def regions(country: str) -> tuple[str, ...] | None:
    """Return the codes of a country's regions, None where its public holidays are not known.

    `country` is an ISO 3166 code. One country is read, not all that there are.
    """
    try:
        return tuple(holidays.country_holidays(country).subdivisions)
    except NotImplementedError:  # how the package says that it does not know a country
        return None


# Kept for the life of the process: the days are constants of the installed package.
@cache
def public_holidays(country: str, region: str | None, year: int) -> Mapping[date, str]:
    """Return a year's public holidays with their English names where the package knows them.

    An unknown country or region has none; that it is unknown is said when the file is checked.
    """
    known = regions(country)
    if known is None:
        return MappingProxyType({})
    subdivision = region if region in known else None
    days = holidays.country_holidays(country, subdiv=subdivision, years=year, language=_english(country))
    return MappingProxyType({day: name for day, name in days.items() if day.year == year})


@cache
def _english(country: str) -> str | None:
    languages = holidays.country_holidays(country).supported_languages
    return next((language for language in languages if language.startswith("en")), None)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working calendar of one plan."""

    plan: Plan
    _parties: Mapping[str, Party] = field(init=False)

    def __post_init__(self) -> None:
        """Note each person's party once."""
        plan = self.plan
        by_person = {person.id: plan.parties[person.party] for person in plan.people.values()}
        object.__setattr__(self, "_parties", MappingProxyType(by_person))

    def works(self, day: date) -> bool:
        """Return whether the team works on that weekday and nothing is closed."""
        return day.weekday() in self.plan.work_days and self.closed(day) is None

    def closed(self, day: date) -> DayOff | None:
        """Return why nobody at all works that day, or None."""
        span = next((span for span in self.plan.closed if day in span), None)
        return DayOff(span.reason or "closed day", (span.path,)) if span else None

    def holiday(self, day: date, people: Iterable[str]) -> DayOff | None:
        """Return the public holiday of any of these people on that day, with the parties that keep it."""
        found: dict[str, list[Party]] = {}
        for party in dict.fromkeys(self._parties[person] for person in people if person in self._parties):
            if name := _holiday(party, day):
                found.setdefault(name, []).append(party)
        if not found:
            return None
        parts = [f"{name} ({', '.join(party.short for party in parties)})" for name, parties in found.items()]
        sources = tuple(f"parties[{party.id}].country" for parties in found.values() for party in parties)
        return DayOff("; ".join(parts), sources)

    def off(self, day: date, people: Iterable[str]) -> DayOff | None:
        """Return why that day is off for at least one of these people: closed, or a public holiday."""
        return self.closed(day) or self.holiday(day, people)

    def absence(self, day: date, person: str) -> DayOff | None:
        """Return why one person does not work that day: off, away, or not one of their weekdays."""
        if reason := self.off(day, (person,)):
            return reason
        who = self.plan.people[person]
        span = next((span for span in who.away if day in span), None)
        if span:
            return DayOff(span.reason or "away", (span.path,))
        if day.weekday() not in who.weekdays:
            return DayOff("not a working day", (f"people[{person}].hours.days",))
        return None


def _holiday(party: Party, day: date) -> str | None:
    if party.country is None:
        return None
    return public_holidays(party.country, party.region, day.year).get(day)


def working_days_before(calendar: Calendar, day: date, count: int, people: Iterable[str]) -> date:
    """Return the working day that lies `count` working days before a day, for all of these people."""
    who = tuple(people)
    for _ in range(count):
        day -= timedelta(days=1)
        while not calendar.works(day) or calendar.holiday(day, who):
            day -= timedelta(days=1)
    return day
