"""Who sees what: from an engagement and an edition, a frozen object that holds only what it may see."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from handbook.model import Audience, Part, item_key
from handbook.model.addresses import WebAddress
from handbook.model.reading import Choice as ModelChoice
from handbook.model.shape import fields
from handbook.records import Absent, Choice, Datum, Fact, Record, Url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.model import Engagement

# What of a person an edition for clients shows only where `site.contact_details` names it.
CONTACT_DETAILS = ("email", "phone")


class Edition(StrEnum):
    """For whom a handbook is made: the client and everybody, or our own team only."""

    CLIENT = "client"
    TEAM = "team"


class View(Struct, frozen=True):
    """One engagement as one edition may see it, on one day.

    `root` has the fields of the file under their names there, references resolved. `draft` says that this
    edition is marked as a draft.
    """

    edition: Edition
    as_of: date
    language: str
    draft: bool
    root: Record


def select(engagement: Engagement, edition: Edition, as_of: date, *, draft: bool = False) -> View:
    """Return what an edition may see of an engagement; `draft` marks it as one even if the file does not."""
    root = _Selection(engagement, edition).root()
    site = cast("Record", root["site"])
    marked = draft or site["draft"] is True
    return View(edition, as_of, engagement.language, marked, root)


class _Selection:
    """The records of one view while they are being filled: people and parties refer to each other."""

    def __init__(self, engagement: Engagement, edition: Edition) -> None:
        self._engagement = engagement
        self._edition = edition
        self._fields: dict[str, dict[str, Datum]] = {}
        self._records: dict[str, Record] = {}

    def root(self) -> Record:
        """Return the record of the whole file."""
        return self._record(self._engagement, "")

    def _at(self, path: str) -> Record:
        """Return the one record of a path, filled or not yet."""
        if path not in self._records:
            self._fields[path] = {}
            self._records[path] = Record(path, MappingProxyType(self._fields[path]))
        return self._records[path]

    def _record(self, part: Part, path: str) -> Record:
        record = self._at(path)
        for key, field in fields(type(part)).items():
            if self._edition is Edition.TEAM or field.audience is Audience.CLIENT:
                value = None if self._withholds(key, path) else getattr(part, field.name)
                self._fields[path][key] = self._datum(value, field.refers_to, join(path, key))
        for key, value in (part.model_extra or {}).items():
            self._fields[path][key] = self._datum(value, "", join(path, key))
        return record

    def _withholds(self, key: str, path: str) -> bool:
        """Return whether a field that exists is to look as if the file left it out: a contact detail."""
        if self._edition is Edition.TEAM or key not in CONTACT_DETAILS or not path.startswith("people["):
            return False
        return key not in self._engagement.site.contact_details

    def _datum(self, value: Any, listing: str, path: str) -> Datum:  # noqa: ANN401, PLR0911 -- one line a type
        match value:
            case None:
                return Absent(path)
            case Part():
                return self._record(value, path)
            case list() | tuple():
                return tuple(self._datum(item, listing, at) for at, item in _items(value, path))
            case Mapping():
                return self._mapping(value, path)
            case ModelChoice():
                return Choice(value.value, value.label)
            case WebAddress():
                return Url(str(value))
            case str():
                return self._at(f"{listing}[{value}]") if listing else str(value)
            case int() | Decimal() | date() | time():
                return value
        raise TypeError(f"{path}: no plain form for {type(value).__name__}")

    def _mapping(self, content: Mapping[str, Any], path: str) -> Record:
        record = self._at(path)
        for key, value in content.items():
            self._fields[path][key] = self._datum(value, "", join(path, key))
        return record


def texts_of(engagement: Engagement, edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield every text, address and number that an edition may see of an engagement, with its path."""
    for record in records_of(_Selection(engagement, edition).root()):
        for name, datum in record.fields.items():
            yield from _texts(join(record.path, name), datum)


def _texts(path: str, datum: Datum) -> Iterator[tuple[str, str]]:
    if isinstance(datum, tuple):
        for number, item in enumerate(datum, 1):
            yield from _texts(f"{path}[{number}]", item)
    elif isinstance(datum, Url):
        yield path, datum.address
    elif isinstance(datum, str | int | Decimal) and not isinstance(datum, bool):
        yield path, str(datum)


def join(path: str, name: str) -> str:
    """Return the path of a field of the group at `path`."""
    return f"{path}.{name}" if path else name


def _items(values: Sequence[object], path: str) -> Iterator[tuple[str, object]]:
    """Yield a list's items with their paths: by what names them, by position where nothing does."""
    for number, item in enumerate(values, start=1):
        yield f"{path}[{item_key(item) or number}]", item


def edition_id(view: View) -> str:
    """Return a short name for exactly this edition: it changes when anything the edition may see does."""
    return hashlib.sha256(serialise(view)).hexdigest()[:12]


def serialise(view: View) -> bytes:
    """Return the whole view as JSON, the same bytes for the same view; records stand under their paths."""
    about = {
        "edition": view.edition.value,
        "as_of": view.as_of.isoformat(),
        "language": view.language,
        "draft": view.draft,
        "records": {record.path: _plain_fields(record) for record in records_of(view.root)},
    }
    return json.dumps(about, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def records_of(root: Record) -> tuple[Record, ...]:
    """Return every record that can be reached from `root`, each once, it first."""
    found: dict[Record, None] = {}
    waiting: list[Datum] = [root]
    while waiting:
        datum = waiting.pop()
        if isinstance(datum, tuple):
            waiting.extend(datum)
        elif isinstance(datum, Record) and datum not in found:
            found[datum] = None
            waiting.extend(datum.fields.values())
    return tuple(found)


def _plain_fields(record: Record) -> dict[str, object]:
    return {name: _plain(datum) for name, datum in record.fields.items()}


def _plain(datum: Datum) -> object:  # noqa: PLR0911 -- one line a type
    """Return a datum as JSON can hold it, its type with it: the number 1 is not the text "1"."""
    match datum:
        case bool() | int() | str():
            return datum
        case Record():
            return {"record": datum.path}
        case tuple():
            return [_plain(item) for item in datum]
        case Absent():
            return None
        case Choice():
            return {"choice": datum.value, "label": datum.label}
        case Url():
            return {"url": datum.address}
        case Fact():
            return {"fact": _plain(datum.value), "sources": list(datum.sources)}
        case _:
            return {type(datum).__name__: str(datum)}
