"""The calendars of an edition: one of all meetings, and each person's own.

A client edition holds what its people come to, from the first day of the current sprint on; the team's holds
everything. Imported again, an entry takes the place of its former self: its id is made of the engagement's id
and of the day the rule names, so a move keeps it.

The revision (SEQUENCE) of an entry rises with each change of it since an edition was handed over: the record
of published editions knows what was in people's calendars, and what is there no more is sent as cancelled.
Without a record it is 0 for an entry that is as its rule has it and 1 for one moved, cancelled or added.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from handbook.errors import Place, Problem, Refused
from handbook.facts.sides import is_client
from handbook.facts.timetable import Timetable
from handbook.ics import Folder, calendar, unsafe
from handbook.outputs.calendar_entries import Writer
from handbook.outputs.calendar_history import Page, booked_as, day_of, meeting_of, since
from handbook.phrases import phrases, words_in
from handbook.records import Record, find, listed, need
from handbook.schedule import sprints
from handbook.schedule.plan import Daily, Once, SprintDay, Weekly
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.outputs.manuscript import Manuscript
    from handbook.published import Booked
    from handbook.schedule import Event
    from handbook.view import View

__all__ = (
    "ALL",
    "booked",
    "cancelled",
    "diary",
    "files",
    "files_of",
    "first_day",
    "meeting_of",
    "of_person",
    "readers",
    "shown",
)

ALL = "calendar.ics"


def of_person(who: str) -> str:
    """Return the path of a person's own calendar in the edition."""
    return f"calendars/{who}.ics"


def files(manuscript: Manuscript) -> dict[str, bytes]:
    """Return the calendar files of an edition by their paths in it."""
    return files_of(manuscript, diary(manuscript))


def cancelled(manuscript: Manuscript) -> tuple[Page, ...]:
    """Return the diary of an edition that is withdrawn: all that is still ahead in calendars is cancelled."""
    known = manuscript.history.calendar if manuscript.history else {}
    known = known or booked_as(diary(manuscript))
    gone = since((), known, manuscript.view.as_of, writer_of(manuscript).uid)
    return tuple(sorted(gone, key=_in_time))


def files_of(manuscript: Manuscript, pages: tuple[Page, ...]) -> dict[str, bytes]:
    """Return the calendar files with the entries of a diary by their paths in the edition."""
    view = manuscript.view
    _refuse_unsafe(manuscript.name, pages)
    folder = Folder(view.as_of, need(view.root, "timezone", str), _years(view, pages))
    say, title = phrases(manuscript.data, "calendar"), need(view.root, "title", str)
    title = say("draft-title", title=title) if view.draft else title
    made = {ALL: calendar(title, [page.entry for page in pages], folder)}
    for person in readers(view):
        who = need(person, "id", str)
        mine = [entry for page in pages if (entry := page.of(who))]
        own = say("person", title=title, name=need(person, "name", str))
        made[of_person(who)] = calendar(own, mine, folder)
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
    say = phrases(manuscript.data, "calendar")
    spoken = words_in(view.language, manuscript.data)
    return Writer(view, Timetable(view, words), frozenset(manuscript.pages), say, spoken)


def diary(manuscript: Manuscript) -> tuple[Page, ...]:
    """Return every entry of an edition's calendars, in order of time."""
    writer = writer_of(manuscript)
    first = first_day(writer.timetable)
    pages = [page for page in (*_meetings(writer), *_asks(writer)) if page.day >= first]
    known = manuscript.history.calendar if manuscript.history else {}
    return tuple(sorted(since(pages, known, manuscript.view.as_of, writer.uid), key=_in_time))


def booked(manuscript: Manuscript) -> dict[str, Booked]:
    """Return what stands in people's calendars once this edition is handed over, for the record."""
    return booked_as(diary(manuscript))


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
        people, part = frozenset((*event.required, *event.optional)), _part(writer.timetable, event)
        if event.kind == "sprint-review" and (ready := writer.staging(event)):
            yield Page(day_of(ready), ready, people, f"staging.{event.key}", part)
        yield Page(event.on, writer.meeting(event), people, event.key, part)


def _part(timetable: Timetable, event: Event) -> str:
    """Return the stretch of time that has one event of its rule: a changed rule keeps the id of each."""
    rule = next(one.rule for one in timetable.plan.ceremonies if one.id == event.ceremony)
    day = event.planned_on
    if event.added or isinstance(rule, Daily):
        return ""
    if isinstance(rule, SprintDay):
        return f"sprint {event.sprint}"
    if isinstance(rule, Weekly):
        return f"week {day:%G-%V}"
    return "once" if isinstance(rule, Once) else f"month {day:%Y-%m}"


def _asks(writer: Writer) -> Iterator[Page]:
    """Yield what is asked for, in the calendar of who sees to it."""
    for ask in listed(writer.view.root, "asks"):
        owner = find(ask, "owner", Record)
        people = frozenset([need(owner, "id", str)] if owner else [])
        if entry := writer.ask(ask):
            yield Page(day_of(entry), entry, people, f"ask.{need(ask, 'id', str)}")


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
