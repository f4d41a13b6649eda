"""The record of one edition of one engagement: what was handed over last, and what stands in calendars."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime  # noqa: TC003 -- pydantic reads the types when the module runs
from typing import TYPE_CHECKING, Final, Literal

from pydantic import ConfigDict, JsonValue

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = 1
# How many editions are remembered: a day without news takes nobody's news away.
REMEMBERED = 3


@dataclass(frozen=True, slots=True)
class PageThen:
    """A page as it was handed over: its title, a fingerprint of our text, and what it told of."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    title: str
    text: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingThen:
    """A kind of meeting as it was handed over: its name, and when it was in words."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    when: str


@dataclass(frozen=True, slots=True)
class DateThen:
    """One date of a meeting as it was handed over: its meeting's id, the moment, and the zone of its hour."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    meeting: str
    start: datetime
    zone: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Booked:
    """What stands in people's calendars under one id.

    `key` names the occurrence that the id stands for, `part` the time it belongs to (a sprint, week or
    month), so that an occurrence whose rule changes keeps its id. `former` are people who had it and no
    longer come. An entry that is `gone` is in the calendars as cancelled.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    key: str
    revision: int
    shows: str
    summary: str
    start: datetime | date
    end: datetime | None = None
    zone: str = "UTC"
    part: str = ""
    people: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """One edition that was handed over: its id, its day, and all that it showed.

    `dates` are by the names that entries have in calendars, which moves keep.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    as_of: date
    pages: dict[str, PageThen]
    shows: dict[str, JsonValue]
    meetings: dict[str, MeetingThen] = field(default_factory=dict)
    dates: dict[str, DateThen] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    """Of a team edition: the checks that found something, each with its field."""

    @property
    def content(self) -> object:
        """What a reader of two editions would compare: all but the day, and what follows from it."""
        pages = {name: (page.title, page.text) for name, page in self.pages.items()}
        return pages, self.shows, self.findings


@dataclass(frozen=True, slots=True)
class History:
    """All that is remembered of one edition of an engagement; `editions` begin with the newest."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    format: Literal[1]
    engagement: str
    edition: str
    calendar: dict[str, Booked] = field(default_factory=dict)
    editions: tuple[Handed, ...] = ()


def with_edition(history: History, present: Handed, calendar: Mapping[str, Booked]) -> History:
    """Return the record after the present edition was handed over; one that shows the same takes its place.

    So an edition that is published day by day keeps telling of the last change until there is another.
    """
    others = [one for one in history.editions if one.content != present.content]
    return replace(history, calendar=dict(calendar), editions=(present, *others)[:REMEMBERED])
