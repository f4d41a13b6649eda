"""How dates, times and numbers are written in a language."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from handbook.records import Choice, Url, Worded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handbook.records import Leaf

_MINUTES_IN_HOUR = 60
# Languages that group the digits of numbers from five digits on: 1450, but 14 500. Babel does not know it.
_GROUPS_FROM_FIVE = frozenset({"es", "pl"})
_FIVE_DIGITS = 10_000
# What English texts write on a site of another language: the day before the month, hours up to 24.
_ENGLISH = "en-GB"
_A_MONDAY = dt.date(2027, 1, 4)
_PLACE = re.compile(r"\[([a-z]+)\]")


@dataclass(frozen=True)
class Words:
    """The formats of one language, named by its tag: `en-GB`."""

    language: str
    labels: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """What the language calls the fixed values of fields, by our own words for them."""

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.language, sep="-")

    def language_name(self, tag: str) -> str:
        """Return what a language is called in this one: 'English' for en, and its tag where nobody knows."""
        return str(self._locale.languages.get(tag.partition("-")[0], tag))

    def is_of(self, tag: str) -> bool:
        """Whether a text in a language is in this one, whatever the country."""
        return tag.partition("-")[0] == self.language.partition("-")[0]

    def text(self, leaf: Leaf) -> str:
        """Return a value as a reader sees it where no filter says otherwise."""
        if isinstance(leaf, str):
            return leaf.said(self) if isinstance(leaf, Worded) else leaf
        if isinstance(leaf, Choice):
            return self.labels.get(leaf.label, leaf.label)
        if isinstance(leaf, Url):
            return leaf.address
        if isinstance(leaf, dt.date):
            return self.date(leaf)
        if isinstance(leaf, dt.time):
            return self.time(leaf)
        return self.number(leaf)

    def said(self, phrase: str, **values: str) -> str:
        """Return an English phrase of ours in this language: `[name]` is the place of the value `name`."""
        return _PLACE.sub(lambda place: values.get(place[1], place[0]), self.labels.get(phrase, phrase))

    def date(self, day: dt.date) -> str:
        """Return '6 January 2027'."""
        return format_date(day, "long", self._locale)

    def date_short(self, day: dt.date) -> str:
        """Return 'Wed 6 Jan'."""
        return format_skeleton("MMMEd", day, locale=self._locale)

    def weekday(self, day: dt.date) -> str:
        """Return 'Wednesday'."""
        return format_date(day, "EEEE", self._locale)

    def weekday_number(self, weekday: int) -> str:
        """Return 'Monday' for 0."""
        return self.weekday(_A_MONDAY + dt.timedelta(days=weekday))

    def month(self, day: dt.date) -> str:
        """Return 'January 2027'."""
        return format_skeleton("yMMMM", day, locale=self._locale)

    def month_short(self, day: dt.date) -> str:
        """Return 'Jan'."""
        return format_date(day, "LLL", self._locale)

    def time(self, moment: dt.time) -> str:
        """Return '10:00', or '10:00 AM' where that is usual."""
        return format_time(moment, "short", locale=self._locale)

    def number(self, number: Decimal | int) -> str:
        """Return '1,450,000.5': every digit that was given, none added."""
        large = number >= _FIVE_DIGITS or number <= -_FIVE_DIGITS
        grouped = large or self._locale.language not in _GROUPS_FROM_FIVE
        return format_decimal(
            number, locale=self._locale, decimal_quantization=False, group_separator=grouped
        )

    def percent(self, number: Decimal | int) -> str:
        """Return '61%' for 61."""
        return format_percent(Decimal(number) / 100, locale=self._locale, decimal_quantization=False)

    def duration(self, minutes: int) -> str:
        """Return '2 hours 30 minutes' for 150."""
        hours, rest = divmod(minutes, _MINUTES_IN_HOUR)
        parts = [self._unit(hours, "hour")] if hours else []
        if rest or not hours:
            parts.append(self._unit(rest, "minute"))
        return " ".join(parts)

    def hours(self, number: Decimal | int) -> str:
        """Return '2.5 hours'."""
        return self._unit(number, "hour")

    def joined(self, names: Sequence[str]) -> str:
        """Return 'Noor, Jeroen and Priya'."""
        return format_list(list(names), locale=self._locale)

    def _unit(self, number: Decimal | int, unit: str) -> str:
        # Babel's tables lack the long form of some units ('hour' in Dutch): it then gives the unit's id.
        long = format_unit(number, f"duration-{unit}", locale=self._locale)
        return (
            format_unit(number, f"duration-{unit}", "short", locale=self._locale)
            if "duration-" in long
            else long
        )


def english(language: str) -> Words:
    """Return the formats of English for a site of some language: its own where that is English."""
    return Words(language if Words(language).is_of("en") else _ENGLISH)
