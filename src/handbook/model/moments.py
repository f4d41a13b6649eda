"""Days, times of day, weekdays and time zones: how each is written in an engagement file."""

from __future__ import annotations

import calendar
import re
from datetime import date, time
from functools import cache, partial
from importlib import resources
from typing import Annotated, Final

from handbook.errors import nearest
from handbook.model.reading import Choice, Kind, Misread

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099
_MONTHS: Final = tuple(calendar.month_name)
_DATE_HINT: Final = "write year-month-day, such as 2027-01-11"
_ZONE_HINT: Final = "write a name such as Europe/Amsterdam or America/New_York"


def read_date(text: str) -> date:
    """Return the day that an ISO date names."""
    form = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    if not form:
        raise Misread("is not a date", _date_hint(text), "FIELD-DATE")
    year, month, day = (int(part) for part in form.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        hint = f"write a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise Misread(f"is in the year {year}", hint, "FIELD-DATE")
    if not 1 <= month <= 12:  # noqa: PLR2004 -- months in a year
        raise Misread(f"has a month {month:02}", "write a month from 01 to 12", "FIELD-DATE")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise Misread("is no day", f"{_MONTHS[month]} {year} has {days} days", "FIELD-DATE")
    return date(year, month, day)


def _date_hint(text: str) -> str:
    """Return how to write the date that was meant, where that is beyond doubt."""
    if near := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text):
        return f"write {near[1]}-{int(near[2]):02}-{int(near[3]):02}"
    if near := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*", text):
        return f"write the day alone: {near[1]}"
    if near := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text):
        return f"write {near[1]}-{near[2]}-{near[3]}"
    return _DATE_HINT


def read_time(text: str) -> time:
    """Return the time of day that `HH:MM` names."""
    if form := re.fullmatch(r"([0-9]{2}):([0-9]{2})", text):
        hours, minutes = int(form[1]), int(form[2])
        if hours < 24 and minutes < 60:  # noqa: PLR2004 -- the clock
            return time(hours, minutes)
        raise Misread("is not a time of day", "write a time from 00:00 to 23:59", "FIELD-TIME")
    raise Misread("is not a time of day", _time_hint(text), "FIELD-TIME")


def _time_hint(text: str) -> str:
    """Return how to write the time that was meant, where that is beyond doubt."""
    near = re.fullmatch(r"([0-9]{1,2})[:.h]([0-9]{2})(?::00)?", text) or re.fullmatch(
        r"([0-9]{2})([0-9]{2})", text
    )
    if near and int(near[1]) < 24 and int(near[2]) < 60:  # noqa: PLR2004 -- the clock
        return f'write "{int(near[1]):02}:{near[2]}"'
    return 'write hours and minutes of the 24-hour clock, such as "09:30"'


class Weekday(Choice):
    """A day of the week."""

    MON = "mon", "Monday"
    TUE = "tue", "Tuesday"
    WED = "wed", "Wednesday"
    THU = "thu", "Thursday"
    FRI = "fri", "Friday"
    SAT = "sat", "Saturday"
    SUN = "sun", "Sunday"

    @property
    def number(self) -> int:
        """Return the day's number as `date.weekday()` counts: Monday is 0."""
        return list(Weekday).index(self)

    @classmethod
    def hint(cls, text: str) -> str:
        """Return the weekday that begins alike, or all that are allowed."""
        near = text.strip().casefold()[:3]
        return f"write {near}" if near in cls._value2member_map_ else super().hint(text)


class NthWeekday(str):
    """A weekday of a month as the file writes it: `2-tue` is the second Tuesday."""

    __slots__ = ()

    @property
    def nth(self) -> int:
        """Return which one of the month, from 1 to 5."""
        return int(self[0])

    @property
    def weekday(self) -> Weekday:
        """Return the day of the week."""
        return Weekday(self[2:])


def read_day(text: str) -> int | Weekday | NthWeekday:
    """Return a day of a sprint or month (9), of a week (`tue`), or the nth weekday of a month (`2-tue`)."""
    if re.fullmatch(r"[1-9][0-9]?", text):
        return int(text)
    if re.fullmatch(rf"[1-5]-({'|'.join(Weekday)})", text):
        return NthWeekday(text)
    if text in Weekday._value2member_map_:
        return Weekday(text)
    near = text.strip().casefold()[:3]
    hint = (
        f"write {near}"
        if near in Weekday._value2member_map_
        else "write a number, a weekday such as tue, or 2-tue"
    )
    raise Misread("is not a day", hint, "FIELD-WHEN")


@cache
def zones() -> tuple[str, ...]:
    """Return the time zones of the tzdata wheel: the machine's own files are often years old."""
    listed = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return tuple(zone for zone in listed if zone != "Factory")


def read_zone(text: str) -> str:
    """Return the name of a time zone."""
    if text in zones():
        return text
    raise Misread("is not a time zone", partial(_zone_hint, text), "DAT-102")


def _zone_hint(text: str) -> str:
    """Return the nearest zone, by its name or its city."""
    # Letters (PST) are nobody's for sure, and the Etc zones count the other way round: neither is guessed.
    named = [zone for zone in zones() if zone == "UTC" or ("/" in zone and not zone.startswith("Etc/"))]
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in reversed(named)}
    word = text.strip().casefold().replace(" ", "_")
    alike = [zone for zone in named if zone.casefold().startswith(word[:3])]
    near = cities.get(word) or nearest(text, alike or named)
    return f"did you mean '{near}'?" if near else _ZONE_HINT


_WEEKDAYS: Final = "|".join(Weekday)
_DAY_SCHEMA: Final = {
    "type": ["integer", "string"],
    "minimum": 1,
    "maximum": 99,
    "pattern": f"^({_WEEKDAYS}|[1-5]-({_WEEKDAYS})|[1-9][0-9]?)$",
}
Date = Annotated[
    date,
    Kind(
        "a date",
        read_date,
        {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
    ),
]
Time = Annotated[
    time,
    Kind('a time as "HH:MM"', read_time, {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
]
Zone = Annotated[str, Kind("a time zone", read_zone, {"type": "string", "pattern": "^[A-Za-z0-9_+/-]+$"})]
Day = Annotated[
    int | Weekday | NthWeekday,
    Kind("a number, a weekday (tue) or the nth weekday (2-tue)", read_day, _DAY_SCHEMA),
]
