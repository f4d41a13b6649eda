"""What an edition showed, field by field, as plain values; and what differs between two editions."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.records import Absent, Choice, Fact, Record, Url
from handbook.view import join, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

    from handbook.records import Datum
    from handbook.view import View


class Kind(StrEnum):
    """What became of a field."""

    NEW = "new"
    GONE = "gone"
    OTHER = "changed"


class Change(Struct, frozen=True):
    """One field that differs: `before` or `after` is None where that edition has no such field."""

    field: str
    before: JsonValue
    after: JsonValue

    @property
    def kind(self) -> Kind:
        """What became of the field."""
        if self.before is None:
            return Kind.NEW
        return Kind.GONE if self.after is None else Kind.OTHER


def values_of(view: View) -> dict[str, JsonValue]:
    """Return every value that an edition may show, by its path; what the file leaves out is left out.

    Dates are ISO texts, choices the file's words. A person, party or tool that is referred to is its path in
    a mapping with the one key `see`, and stands under its own path.
    """
    found = {
        path: value
        for record in records_of(view.root)
        for name, datum in record.fields.items()
        if (value := _plain(_referring(datum, path := join(record.path, name)))) not in (None, [])
    }
    return dict(sorted(found.items()))


def _referring(datum: Datum, path: str) -> Datum:
    """Return a datum without the records that stand at this very path: those tell of themselves."""
    if isinstance(datum, tuple):
        return tuple(item for item in datum if not (isinstance(item, Record) and _is_part(item, path)))
    return Absent(path) if isinstance(datum, Record) and _is_part(datum, path) else datum


def _is_part(record: Record, path: str) -> bool:
    return record.path == path or record.path.startswith(f"{path}[")


def _plain(datum: Datum) -> JsonValue:  # noqa: C901, PLR0911 -- one line a type
    match datum:
        case Absent():
            return None
        case bool() | int() | str():
            return datum
        case Record():
            return {"see": datum.path}
        case tuple():
            return [_plain(item) for item in datum]
        case Choice():
            return datum.value
        case Url():
            return datum.address
        case Fact():
            return _plain(datum.value)
        case time():
            return f"{datum:%H:%M}"
        case date():
            return datum.isoformat()
        case Decimal():
            return str(datum)
    raise TypeError(f"no plain form for {type(datum).__name__}")


def changes(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> tuple[Change, ...]:
    """Return what differs between two sets of values, those of `after` first in their order."""
    return tuple(_differing(before, after))


def _differing(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> Iterator[Change]:
    for field in dict.fromkeys((*after, *before)):
        if before.get(field) != after.get(field):
            yield Change(field, before.get(field), after.get(field))
