"""How a language writes dates and times in the sentences that facts make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property

from babel import Locale
from babel.dates import format_date, format_time

_A_MONDAY = date(2027, 1, 4)


@dataclass(frozen=True)
class Language:
    """The formats of one language, named by its tag: `en-GB`."""

    tag: str

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.tag, sep="-")

    def long_date(self, day: date) -> str:
        """Return '6 January 2027'."""
        return format_date(day, "long", self._locale)

    def clock(self, at: time) -> str:
        """Return '10:00', or '10:00 AM' where that is usual."""
        return format_time(at, "short", locale=self._locale)

    def weekday(self, day: date) -> str:
        """Return 'Wednesday'."""
        return format_date(day, "EEEE", self._locale)

    def weekday_number(self, weekday: int) -> str:
        """Return 'Monday' for 0."""
        return self.weekday(_A_MONDAY + timedelta(days=weekday))
