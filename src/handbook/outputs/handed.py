"""An edition as the record of published editions holds it: made of what the edition itself may see."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import TYPE_CHECKING

from handbook.outputs.calendar import booked, diary, meeting_of
from handbook.published import DateThen, Handed, MeetingThen, PageThen, values_of, with_edition
from handbook.records import Record, code, listed, need
from handbook.slots import MARK, read_mark
from handbook.view import Edition, edition_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.outputs.manuscript import Manuscript
    from handbook.published import History
    from handbook.render import RenderedPage, Templates

# What this page tells follows from the record: it is no change itself.
WHAT_CHANGED = "start/what-changed"
_OF_CHANGES = "changed"
_THING = re.compile(r"[^.\[]*(\[[^\]]*\])?")


def words_of(templates: Templates) -> dict[str, str]:
    """Return our texts by the names of their files."""
    return {text.file: text.source for text in templates.texts.values()}


def remembered(manuscript: Manuscript, history: History, words: Mapping[str, str]) -> History:
    """Return the record after an edition was handed over."""
    return with_edition(history, handed(manuscript, words), booked(manuscript))


def handed(manuscript: Manuscript, words: Mapping[str, str]) -> Handed:
    """Return what the record will hold of an edition; `words` are our texts by the names of their files."""
    view = manuscript.view
    meetings = {need(one, "id", str): one for one in _records(manuscript, "events")}
    return Handed(
        id=edition_id(view),
        as_of=view.as_of,
        pages=dict(sorted(_pages(manuscript, words))),
        shows=values_of(view),
        meetings={name: _meeting(one) for name, one in meetings.items()},
        dates=dict(_dates(manuscript, meetings)),
        findings=tuple(sorted(_findings(manuscript))) if view.edition is Edition.TEAM else (),
    )


def _pages(manuscript: Manuscript, words: Mapping[str, str]) -> Iterator[tuple[str, PageThen]]:
    slots = manuscript.site.slots
    for page in manuscript.site.pages:
        name = page.path.removesuffix(".md")
        if name != WHAT_CHANGED:
            title = MARK.sub(lambda found: slots[read_mark(found)[1]].text, page.title)
            text = hashlib.sha256(words.get(page.file, "").strip().encode()).hexdigest()[:12]
            yield name, PageThen(title, text, tuple(sorted(about(page))))


def about(page: RenderedPage) -> set[str]:
    """Return the records that a page tells of: those of the fields that it shows."""
    fields = {field for slot in page.slots for field in slot.fields}
    return {_thing(field) for field in fields if not field.startswith(_OF_CHANGES)}


def _thing(field: str) -> str:
    """Return the person, meeting or group that a field belongs to: `people[noor]` of `people[noor].name`."""
    found = _THING.match(field)
    return found[0] if found else field


def _records(manuscript: Manuscript, name: str) -> tuple[Record, ...]:
    return listed(Record("", {"items": manuscript.facts[name]}), "items")


def _meeting(event: Record) -> MeetingThen:
    return MeetingThen(need(event, "name", str), need(event, "when_text", str))


def _dates(manuscript: Manuscript, meetings: Mapping[str, Record]) -> Iterator[tuple[str, DateThen]]:
    """Yield the dates of meetings, but for the daily ones: nobody wants to be told of each."""
    for page in diary(manuscript):
        meeting = meetings.get(meeting_of(page.key))
        start = page.entry.start
        if meeting and isinstance(start, datetime) and code(meeting, "kind") != "daily-scrum":
            yield page.name, DateThen(meeting_of(page.key), start, page.entry.zone, page.entry.cancelled)


def _findings(manuscript: Manuscript) -> Iterator[str]:
    for finding in _records(manuscript, "findings"):
        yield f"{code(finding, 'check')} {need(finding, 'field', str)}"
