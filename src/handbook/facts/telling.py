"""Two editions side by side, and rows that tell of their differences: each value with where it comes from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field

from handbook.facts.making import fact, made
from handbook.published import changes
from handbook.records import Absent, Choice, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

    from handbook.published import Change, Handed
    from handbook.records import Datum, Leaf


class Telling(Struct, frozen=True, dict=True):
    """An older edition and the present one, and which fields have been told of so far."""

    before: Handed
    present: Handed
    _told: list[str] = field(default_factory=list)
    _count: list[int] = field(default_factory=lambda: [0])

    def row(self, subject: str, **values: Leaf | None) -> Record:
        """Return a row of a subject. Its values come from two editions, so the row itself is their source."""
        self._count[0] += 1
        path = f"changed.{subject}[{self._count[0]}]"
        return made(path, **{name: _datum(f"{path}.{name}", value) for name, value in values.items()})

    def told(self, *prefixes: str) -> None:
        """Note that all fields that are one of these, or stand in one, have been told of."""
        self._told.extend(prefixes)

    def has_told(self, path: str) -> bool:
        """Return whether a field has been told of."""
        return any(path == known or path.startswith((f"{known}.", f"{known}[")) for known in self._told)

    def differing(self, prefix: str) -> tuple[Change, ...]:
        """Return what differs in the fields that stand in a record."""
        then, now = (
            {path: value for path, value in edition.shows.items() if path.startswith(f"{prefix}.")}
            for edition in (self.before, self.present)
        )
        return changes(then, now)

    def items(self, listing: str, naming: str) -> Iterator[tuple[str, str | None, str | None]]:
        """Yield each item of a list with its name then and now, None where that edition lacks it."""
        then, now = (_named(edition.shows, listing, naming) for edition in (self.before, self.present))
        for prefix in dict.fromkeys((*now, *then)):
            yield prefix, then.get(prefix), now.get(prefix)

    def name_of(self, reference: JsonValue, edition: Handed) -> str | None:
        """Return the name of whoever a field refers to, of several their names."""
        if isinstance(reference, list):
            names = [self.name_of(one, edition) for one in reference]
            return ", ".join(name for name in names if name) or None
        if not isinstance(reference, dict):
            return None
        name = edition.shows.get(f"{reference.get('see')}.name")
        return name if isinstance(name, str) else None

    def names(self, path: str) -> tuple[str | None, str | None]:
        """Return the name that a field referred to then, and the one it refers to now."""
        return (
            self.name_of(self.before.shows.get(path), self.before),
            self.name_of(self.present.shows.get(path), self.present),
        )

    def replaced(self, path: str) -> tuple[str | None, str | None] | None:
        """Return whom a field refers to no more, and whom it refers to now; None where that is the same.

        Somebody with another name is the same person still.
        """
        then, now = (_references(edition.shows.get(path)) for edition in (self.before, self.present))
        if sorted(then) == sorted(now):
            return None
        gone: list[JsonValue] = [reference for see, reference in then.items() if see not in now]
        return self.name_of(gone, self.before), self.name_of(list(now.values()), self.present)

    def days(self, path: str) -> tuple[date | None, date | None]:
        """Return the date of a field then and now."""
        return as_date(self.before.shows.get(path)), as_date(self.present.shows.get(path))


def as_date(value: JsonValue) -> date | None:
    """Return the day that a value says, if it does."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def word(text: str) -> Choice:
    """Return a word of ours, for templates to compare with."""
    return Choice(text, text)


def _named(shows: Mapping[str, JsonValue], listing: str, naming: str) -> dict[str, str]:
    """Return the name of each item of a list by its path."""
    start, end = f"{listing}[", f"].{naming}"
    return {
        path.removesuffix(f".{naming}"): str(value)
        for path, value in shows.items()
        if path.startswith(start) and path.endswith(end)
    }


def _references(value: JsonValue) -> dict[str, JsonValue]:
    """Return what a field refers to, by path."""
    several = value if isinstance(value, list) else [value]
    return {str(one.get("see")): one for one in several if isinstance(one, dict)}


def _datum(path: str, value: Leaf | None) -> Datum:
    return Absent(path) if value is None else fact(value, path)
