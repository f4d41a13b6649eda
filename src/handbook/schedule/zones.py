"""Time zones as the tzdata wheel knows them: the machine's own zone files are often years old."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator


class Trouble(StrEnum):
    """What is odd about a wall-clock time on a day when the clocks change."""

    SKIPPED = "skipped"
    TWICE = "twice"


@cache
def names() -> frozenset[str]:
    """Return every zone name the wheel knows (`Europe/London`)."""
    text = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(text.split())


# Kept for the life of the process: a zone is a constant of the installed wheel, and reading one costs more
# than using it. It is not built by `ZoneInfo(name)`, which would look at the machine's files first.
@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone of that name; KeyError if the wheel has none."""
    if name not in names():
        raise KeyError(name)
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def instant(day: date, at: time, name: str) -> datetime:
    """Return the UTC moment at which clocks in the zone show `at` on `day`.

    Two cases on a day when clocks change follow RFC 5545, as calendar programs do: a time that is skipped is
    read with the offset before the change (02:30 becomes 03:30), one that comes twice is its first coming.
    """
    return datetime.combine(day, at, tzinfo=zone(name)).astimezone(UTC)


def trouble(day: date, at: time, name: str) -> Trouble | None:
    """Return what is odd about the time `at` on `day` in the zone, or None on nearly every day."""
    first = datetime.combine(day, at, tzinfo=zone(name))
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return None
    exists = instant(day, at, name).astimezone(zone(name)).time() == at
    return Trouble.TWICE if exists else Trouble.SKIPPED


def local(moment: datetime, name: str) -> datetime:
    """Return the moment as clocks in the zone show it."""
    return moment.astimezone(zone(name))


def city(name: str) -> str:
    """Return the words for a zone that a reader knows: its city, or its name where it has none."""
    return name.rsplit("/", 1)[-1].replace("_", " ")


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(number)
