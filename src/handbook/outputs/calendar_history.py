"""What became of calendar entries since an edition was handed over: ids, revisions, and what is gone."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from handbook.ics import Entry
from handbook.published import Booked
from handbook.schedule.events import ONE_MORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_DATE = re.compile(rf"-\d{{4}}-\d\d-\d\d(?:{ONE_MORE})?$")


class Page(Struct, frozen=True):
    """An entry of the diary, its date, and the ids of those who have it in their own calendar.

    `key` names the occurrence and `part` the sprint, week or month that has one of its kind. `name` is what
    its id is made of. `former` are people who had it and no longer come; what is `gone` is in no plan.
    """

    day: date
    entry: Entry
    people: frozenset[str]
    key: str
    part: str = ""
    name: str = ""
    former: frozenset[str] = field(default_factory=frozenset)
    gone: bool = False

    def of(self, who: str) -> Entry | None:
        """Return the entry in a person's own calendar: cancelled for those who no longer come, if any."""
        if who in self.people:
            return self.entry
        if who not in self.former:
            return None
        summary = self.entry.summary if self.entry.cancelled else f"No longer for you: {self.entry.summary}"
        return replace(self.entry, summary=summary, cancelled=True)


def day_of(entry: Entry) -> date:
    """Return the day on which an entry stands in a calendar file."""
    return entry.start.date() if isinstance(entry.start, datetime) else entry.start


def meeting_of(key: str) -> str:
    """Return the id of the meeting that an occurrence is one of: its key without the day."""
    return _DATE.sub("", key)


def since(
    pages: Sequence[Page], known: Mapping[str, Booked], as_of: date, uid: Callable[[str], str]
) -> Iterator[Page]:
    """Yield the pages with the ids and revisions that they have after what is known to be in calendars.

    What is known and stands in no page is yielded as cancelled until its day is over. `uid` makes an id of
    a name.
    """
    names = _names(pages, known)
    for page in pages:
        name = names[page.key]
        yield _revised(replace(page, name=name, entry=replace(page.entry, uid=uid(name))), known.get(name))
    used = set(names.values())
    for name, before in known.items():
        if name not in used and _day(before) >= as_of:
            yield _gone(name, before, uid(name))


def _names(pages: Sequence[Page], known: Mapping[str, Booked]) -> dict[str, str]:
    """Return the name of each page by its key: its own as it was, else one of its rule and part, else new."""
    by_key = {before.key: name for name, before in known.items()}
    names = {page.key: by_key[page.key] for page in pages if page.key in by_key}
    free: dict[tuple[str, str], list[str]] = {}
    for name, before in sorted(known.items()):
        if before.part and name not in names.values():
            free.setdefault((meeting_of(before.key), before.part), []).append(name)
    for page in pages:
        if page.key not in names and (fitting := free.get((meeting_of(page.key), page.part))):
            names[page.key] = fitting.pop(0)
    taken = {*known, *names.values()}
    for page in pages:
        if page.key not in names:
            names[page.key] = next(name for name in _spellings(page.key) if name not in taken)
            taken.add(names[page.key])
    return names


def _spellings(key: str) -> Iterator[str]:
    """Yield what an entry may be called: its key, and that with a number where another has the name."""
    yield key
    yield from (f"{key}.{number}" for number in count(2))


def _revised(page: Page, before: Booked | None) -> Page:
    """Return a page with its revision, which rises with each change of what it shows."""
    if before is None:
        return page
    former = frozenset((*before.people, *before.former)) - page.people
    same = before.shows == _fingerprint(page) and not before.gone
    revision = before.revision if same else max(before.revision + 1, page.entry.revision)
    return replace(page, former=former, entry=replace(page.entry, revision=revision))


def _gone(name: str, before: Booked, uid: str) -> Page:
    """Return what is left of an entry that is in no plan any more."""
    entry = Entry(
        uid=uid,
        summary=before.summary if before.gone else f"Cancelled: {before.summary.removeprefix('Cancelled: ')}",
        start=before.start,
        end=before.end,
        zone=before.zone,
        description="It does not take place.",
        cancelled=True,
        revision=before.revision if before.gone else before.revision + 1,
    )
    people = frozenset((*before.people, *before.former))
    return Page(day_of(entry), entry, people, before.key, before.part, name, gone=True)


def _day(before: Booked) -> date:
    return before.start.date() if isinstance(before.start, datetime) else before.start


def booked_as(pages: Iterable[Page]) -> dict[str, Booked]:
    """Return the pages of a diary as the record holds them, by their names."""
    return {page.name: _booked(page) for page in sorted(pages, key=lambda page: page.name)}


def _booked(page: Page) -> Booked:
    entry = page.entry
    return Booked(
        key=page.key,
        revision=entry.revision,
        shows=_fingerprint(page),
        summary=entry.summary,
        start=entry.start,
        end=entry.end,
        zone=entry.zone,
        part=page.part,
        people=tuple(sorted(page.people)),
        former=tuple(sorted(page.former)),
        gone=page.gone,
    )


def _fingerprint(page: Page) -> str:
    """Return what tells whether an entry says the same as before to the same people."""
    said = replace(page.entry, uid="", revision=0)
    return hashlib.sha256(f"{said!r} {sorted(page.people)}".encode()).hexdigest()[:12]
