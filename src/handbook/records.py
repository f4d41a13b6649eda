"""The plain data that everything after the selection of an edition works with."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Self


class Absent(Struct, frozen=True):
    """The value of an optional field that the file leaves out: false in conditions, an error when printed."""

    path: str

    def __bool__(self) -> bool:
        return False


class Choice(Struct, frozen=True):
    """One of a field's fixed values, with the words a reader sees for it."""

    value: str
    label: str


class Worded(str):
    """A text that we write around values, in English; `said` writes it with the `Words` of a language."""

    __slots__ = ("said",)
    said: Callable[[Any], str]

    def __new__(cls, text: str, said: Callable[[Any], str]) -> Self:
        """Return the text with what writes it in other languages."""
        worded = super().__new__(cls, text)
        worded.said = said
        return worded

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Return what another process is told: the English text."""
        return str, (str(self),)


class Url(Struct, frozen=True):
    """An address with a scheme that links may have (https, http, mailto, tel)."""

    address: str


Leaf = str | int | Decimal | bool | date | time | Choice | Url


class Fact(Struct, frozen=True):
    """A value computed from fields, with the paths of the fields it was computed from."""

    value: Leaf
    sources: tuple[str, ...]


class Record(Struct, frozen=True, eq=False):
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

    def __repr__(self) -> str:
        # Records refer to each other: spelling them out would never end.
        return f"Record({self.path!r})"


Datum = Leaf | Fact | Absent | Record | tuple["Datum", ...]
T = TypeVar("T")


def find(record: Record, path: str, kind: type[T]) -> T | None:
    """Return the value at a dotted path below a record, or None where it or a group above it is absent.

    A fact gives its value. Raises TypeError for a value of another kind: the model and its readers disagree.
    """
    datum: Datum = record
    for name in path.split("."):
        if isinstance(datum, Absent):
            return None
        if not isinstance(datum, Record):
            raise TypeError(f"{record.path}: {path}: {name} is asked of a {type(datum).__name__}")
        datum = datum[name]
    value = datum.value if isinstance(datum, Fact) else datum
    if isinstance(value, Absent):
        return None
    if not isinstance(value, kind):
        raise TypeError(f"{record.path}: {path} is a {type(value).__name__}, not a {kind.__name__}")
    return value


def need(record: Record, path: str, kind: type[T]) -> T:
    """Return the value at a dotted path below a record; raises LookupError where it is absent."""
    value = find(record, path, kind)
    if value is None:
        raise LookupError(f"{record.path}: {path} is absent")
    return value


def listed(record: Record, path: str) -> tuple[Record, ...]:
    """Return the records of a list, of one record alone, or none where it is absent."""
    found = find(record, path, object)
    items = found if isinstance(found, tuple) else (found,)
    return tuple(item for item in items if isinstance(item, Record))


def code(record: Record, path: str) -> str:
    """Return the value that the file has for a choice, or "" where it is absent."""
    choice = find(record, path, Choice)
    return choice.value if choice else ""


def codes(record: Record, path: str) -> tuple[str, ...]:
    """Return the values that the file has for a list of choices."""
    found = find(record, path, object)
    return tuple(item.value for item in found if isinstance(item, Choice)) if isinstance(found, tuple) else ()
