"""How derived data is made: each value with the paths of the fields it comes from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from handbook.records import Absent, Choice, Fact, Record
from handbook.view import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.records import Datum, Leaf


def fact(value: Leaf, *sources: str) -> Fact:
    """Return a value computed from the fields at these paths."""
    return Fact(value, tuple(dict.fromkeys(sources)))


def choice(value: str, label: str, *sources: str) -> Fact:
    """Return one of a few values of our own, as a field with fixed values would have it."""
    return fact(Choice(value, label), *sources)


def where(record: Record, name: str) -> str:
    """Return the path of a field of a record."""
    return join(record.path, name)


def made(path: str, **fields: Datum) -> Record:
    """Return a record that stands nowhere in the file; `path` only tells it from others."""
    return Record(path, MappingProxyType(fields))


def extended(record: Record, **fields: Datum) -> Record:
    """Return a record of the file with derived fields beside its own; it is still the same one to `==`."""
    return Record(record.path, MappingProxyType({**record.fields, **fields}))


def first_of(records: Sequence[Record], path: str) -> Record | Absent:
    """Return the first record, or what stands for none at the field that could name one."""
    return records[0] if records else Absent(path)


def unique(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return the records without repeats, in order."""
    return tuple(dict.fromkeys(records))
