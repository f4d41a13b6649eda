"""On which day people hear from us, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.facts.making import extended, fact, where
from handbook.facts.rhythm import NTH, ordinal
from handbook.records import Absent, Choice, Record, find, listed
from handbook.schedule.plan import WEEKDAYS

if TYPE_CHECKING:
    from handbook.language import Words


def updates(root: Record, words: Words) -> tuple[Record, ...]:
    """Return what we send, each with the `day_text` of its day: "Friday", "1st" or "second Tuesday"."""
    return tuple(_worded(update, words) for update in listed(root, "communication.updates"))


def _worded(update: Record, words: Words) -> Record:
    day, path = find(update, "day", object), where(update, "day")
    return extended(update, day_text=Absent(path) if day is None else fact(_said(day, words), path))


def _said(day: object, words: Words) -> str:
    if isinstance(day, Choice):
        return words.weekday_number(WEEKDAYS.index(day.value))
    if isinstance(day, int):
        return ordinal(day)
    nth, _, weekday = str(day).partition("-")
    return f"{NTH[int(nth) - 1]} {words.weekday_number(WEEKDAYS.index(weekday))}"
