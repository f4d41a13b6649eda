"""Facts as tests look at them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handbook.facts import facts
from handbook.records import Absent, Choice, Fact, Record
from handbook.view import Edition, View, select
from plain import engagement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import generate
    from handbook.records import Datum

AS_OF = date(2026, 11, 22)


def view_of(data: generate.Tree, as_of: date = AS_OF, edition: Edition = Edition.CLIENT) -> View:
    """Return a view of plain data."""
    return select(engagement(data), edition, as_of)


def facts_of(data: generate.Tree, as_of: date = AS_OF) -> Mapping[str, Datum]:
    """Return the facts of the client's view of plain data."""
    return facts(view_of(data, as_of))


def show(datum: Datum) -> object:
    """Return a datum short enough to compare: values as they are, records as their paths, nothing as None."""
    match datum:
        case tuple():
            return [show(item) for item in datum]
        case Fact():
            return show(datum.value)
        case Record():
            return datum.path
        case Choice():
            return datum.value
        case Absent():
            return None
        case _:
            return datum


def rows(datum: Datum, *names: str) -> list[tuple[object, ...]]:
    """Return some fields of each record of a list."""
    assert isinstance(datum, tuple)
    return [row(item, *names) for item in datum]


def row(datum: Datum, *names: str) -> tuple[object, ...]:
    """Return some fields of a record."""
    assert isinstance(datum, Record)
    return tuple(show(datum[name]) for name in names)


def walk(datum: Datum) -> Iterator[tuple[Record, str, Datum]]:
    """Yield every field of every record that can be reached, with its record; lists item by item."""
    seen: set[int] = set()
    waiting = [datum]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting.extend(one)
        elif isinstance(one, Record) and id(one) not in seen:
            seen.add(id(one))
            waiting.extend(one.fields.values())
            for name, value in one.fields.items():
                for item in value if isinstance(value, tuple) else (value,):
                    yield one, name, item
