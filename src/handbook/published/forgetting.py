"""A record without a person: somebody without a name stands in their place, and the rest stays."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pydantic import JsonValue

    from handbook.published.history import Booked, Handed, History

_OF_PERSON: Final = re.compile(r"people\[([^\]]+)\]\.(id|name|known_as|title|email|phone)")
_INSTEAD: Final = "\u2026"
# What says only which part somebody had; the rest of them goes.
_PART: Final = frozenset({"party", "roles", "timezone"})
_CALLED: Final = frozenset({"name", "known_as", "title"})


class Person(Struct, frozen=True):
    """Someone who is to be forgotten: their ids, each with what stands for it, and what tells of them."""

    ids: Mapping[str, str]
    said: re.Pattern[str]

    def taken_from(self, text: str) -> str:
        """Return a text or a path in which nothing tells of them."""
        for known, other in self.ids.items():
            text = text.replace(f"people[{known}]", f"people[{other}]")
        return self.said.sub(_INSTEAD, text)

    def others(self, ids: Collection[str]) -> tuple[str, ...]:
        """Return the ids that are not theirs."""
        return tuple(one for one in ids if one not in self.ids)


def person_in(history: History, asked: str) -> Person:
    """Return whom an id, a name or an address means in a record, which may also know nobody of that name."""
    known: dict[str, dict[str, str]] = {}
    for field, value in chain.from_iterable(edition.shows.items() for edition in history.editions):
        if found := _OF_PERSON.fullmatch(field):
            known.setdefault(found[1], {})[found[2]] = str(value)
    booked = {who for entry in history.calendar.values() for who in (*entry.people, *entry.former)}
    ids = {one for one, told in known.items() if asked.casefold() in _called(told)} | ({asked} & booked)
    names = {asked, *(value for one in ids for what, value in known.get(one, {}).items() if what != "title")}
    free = (f"gone-{number}" for number in count(1) if f"gone-{number}" not in known)
    words = [
        rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names - ids, key=lambda one: (-len(one), one))
    ]
    return Person({one: next(free) for one in sorted(ids)}, re.compile("|".join(words) or r"(?!)"))


def _called(told: Mapping[str, str]) -> set[str]:
    return {value.casefold() for what, value in told.items() if what != "title"}


def without(history: History, person: Person) -> History:
    """Return a record that tells nothing of a person."""
    calendar = {name: _booked(entry, person) for name, entry in history.calendar.items()}
    editions = tuple(_handed(edition, person) for edition in history.editions)
    return replace(history, calendar=calendar, editions=editions)


def _booked(entry: Booked, person: Person) -> Booked:
    people, former = person.others(entry.people), person.others(entry.former)
    return replace(entry, summary=person.taken_from(entry.summary), people=people, former=former)


def _handed(edition: Handed, person: Person) -> Handed:
    clean = person.taken_from
    pages = {
        name: replace(page, title=clean(page.title), about=tuple(map(clean, page.about)))
        for name, page in edition.pages.items()
    }
    meetings = {
        name: replace(one, name=clean(one.name), when=clean(one.when))
        for name, one in edition.meetings.items()
    }
    findings = tuple(map(clean, edition.findings))
    shows = dict(sorted(_shown(edition.shows, person)))
    return replace(edition, pages=pages, meetings=meetings, findings=findings, shows=shows)


def _shown(shows: Mapping[str, JsonValue], person: Person) -> Iterator[tuple[str, JsonValue]]:
    """Yield what an edition showed; of the person only which part they had."""
    for field, value in shows.items():
        path, (group, _, what) = person.taken_from(field), person.taken_from(field).partition("].")
        other = group.removeprefix("people[")
        if other not in person.ids.values() or what in _PART:
            yield path, _clean(value, person)
        elif what == "id" or what in _CALLED:
            yield path, other if what == "id" else _INSTEAD


def _clean(value: JsonValue, person: Person) -> JsonValue:
    if isinstance(value, list):
        return [_clean(one, person) for one in value]
    if isinstance(value, dict):
        return {name: _clean(inner, person) for name, inner in value.items()}
    return person.taken_from(value) if isinstance(value, str) else value
