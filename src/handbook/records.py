"""The plain data that everything after the selection of an edition works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Absent:
    """The value of an optional field that the file leaves out: false in conditions, an error when printed."""

    path: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a field's fixed values, with the words a reader sees for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Url:
    """An address with a scheme that links may have (https, http, mailto, tel)."""

    address: str


Leaf = str | int | Decimal | bool | date | time | Choice | Url


@dataclass(frozen=True, slots=True)
class Fact:
    """A value computed from fields, with the paths of the fields it was computed from."""

    value: Leaf
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A frozen group of named data at a path of the engagement file, e.g. `people[noor]`.

    Two records are the same when their paths are: references (`product_ownership.owner`) are resolved to
    the very record of the person, party or tool.
    """

    path: str
    fields: Mapping[str, Datum] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, name: str) -> Datum:
        return self.fields[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)


Datum = Leaf | Fact | Absent | Record | tuple["Datum", ...]
