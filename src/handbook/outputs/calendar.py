"""The calendars of an edition: one of all meetings, and each person's own.

A client edition holds what its people come to, from the first day of the current sprint on; the team's holds
everything. Imported again, an entry takes the place of its former self: its id is made of the engagement's id
and of the day the rule names, so a move keeps it.

The revision (SEQUENCE) of an entry is 0 while it is as its rule has it and 1 once it is moved, cancelled or
added; so it rises with the change and never falls while the change stands. It is made from the file alone: a
second change of the same meeting, or a new place for all meetings of a kind, keeps the number, and DTSTAMP,
which is the edition's date, tells programs which is the later. A change that is taken back lowers it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from handbook.errors import Place, Problem, Refused
from handbook.facts.sides import is_client
from handbook.facts.timetable import Timetable
from handbook.ics import Entry, Folder, calendar, unsafe
from handbook.outputs.calendar_entries import Writer
from handbook.records import Record, find, listed, need
from handbook.schedule import sprints
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.outputs.manuscript import Manuscript
    from handbook.schedule import Event
    from handbook.view import View

ALL = "calendar.ics"


def of_person(who: str) -> str:
    """Return the path of a person's own calendar in the edition."""
    return f"calendars/{who}.ics"


@dataclass(frozen=True, slots=True)
class Page:
    """An entry of the diary, its date, and the ids of those who have it in their own calendar."""

    day: date
    entry: Entry
    people: frozenset[str]


def files(manuscript: Manuscript) -> dict[str, bytes]:
    """Return the calendar files of an edition by their paths in it."""
    view = manuscript.view
    pages = diary(manuscript)
    _refuse_unsafe(manuscript.name, pages)
    folder = Folder(view.as_of, need(view.root, "timezone", str), _years(view, pages))
    title = need(view.root, "title", str) + (" (draft)" if view.draft else "")
    made = {ALL: calendar(title, [page.entry for page in pages], folder)}
    for person in readers(view):
        who = need(person, "id", str)
        mine = [page.entry for page in pages if who in page.people]
        made[of_person(who)] = calendar(f"{title}: {need(person, 'name', str)}", mine, folder)
    return made


def readers(view: View) -> tuple[Record, ...]:
    """Return the people who have a calendar of their own in an edition."""
    people = listed(view.root, "people")
    return people if view.edition is Edition.TEAM else tuple(one for one in people if is_client(one))


def writer_of(manuscript: Manuscript) -> Writer:
    """Return the words of an edition for its calendars."""
    words = manuscript.facts["terms"]
    if not isinstance(words, Record):
        raise TypeError("terms are no record")
    view = manuscript.view
    return Writer(view, Timetable(view, words), frozenset(manuscript.pages))


def diary(manuscript: Manuscript) -> tuple[Page, ...]:
    """Return every entry of an edition's calendars, in order of time."""
    writer = writer_of(manuscript)
    first = first_day(writer.timetable)
    pages = (page for page in (*_meetings(writer), *_asks(writer)) if page.day >= first)
    return tuple(sorted(pages, key=_in_time))


def shown(timetable: Timetable) -> tuple[Event, ...]:
    """Return the meetings that an edition tells of: the team's all, a client's those its people come to."""
    view = timetable.view
    clients = {need(person, "id", str) for person in readers(view)}
    return tuple(
        event
        for event in timetable.events
        if view.edition is Edition.TEAM or not clients.isdisjoint((*event.required, *event.optional))
    )


def first_day(timetable: Timetable) -> date:
    """Return the first day that calendars hold: in the team's, and before the first sprint, there is none."""
    view = timetable.view
    begun = [sprint.first for sprint in sprints(timetable.plan) if sprint.first <= view.as_of]
    return begun[-1] if begun and view.edition is Edition.CLIENT else date.min


def _meetings(writer: Writer) -> Iterator[Page]:
    """Yield the meetings, before each review the day on which work can be tried."""
    for event in shown(writer.timetable):
        people = frozenset((*event.required, *event.optional))
        if event.kind == "sprint-review" and (ready := writer.staging(event)):
            yield Page(_day(ready), ready, people)
        yield Page(event.on, writer.meeting(event), people)


def _asks(writer: Writer) -> Iterator[Page]:
    """Yield what is asked for, in the calendar of who sees to it."""
    for ask in listed(writer.view.root, "asks"):
        owner = find(ask, "owner", Record)
        people = frozenset([need(owner, "id", str)] if owner else [])
        if entry := writer.ask(ask):
            yield Page(_day(entry), entry, people)


def _day(entry: Entry) -> date:
    return entry.start.date() if isinstance(entry.start, datetime) else entry.start


def _in_time(page: Page) -> tuple[date, float, str]:
    """Return what pages are sorted by: what is for a whole day comes first on its day."""
    start = page.entry.start
    return page.day, start.timestamp() if isinstance(start, datetime) else -1.0, page.entry.uid


def _years(view: View, pages: tuple[Page, ...]) -> tuple[int, int]:
    """Return the first and last year in which anything stands, on whatever clock."""
    years = [view.as_of.year, *(page.day.year for page in pages)]
    return min(years) - 1, max(years) + 1


def _refuse_unsafe(name: str, pages: tuple[Page, ...]) -> None:
    """Refuse a character at which calendar programs stop; the loader lets none through."""
    character = unsafe(text for page in pages for text in page.entry.texts)
    if character:
        message = f"a text holds U+{ord(character):04X}, which no calendar file may hold"
        hint = "delete it from the file"
        raise Refused([Problem(Place(f"{name}/{ALL}", 1, 1), "", message, hint, "BUILD-CHARACTER")])
