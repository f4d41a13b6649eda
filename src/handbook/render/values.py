"""What templates see of an engagement: values that print as slots, records, lists, and what is missing."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from handbook.errors import did_you_mean
from handbook.pages.notes import Blank, Note, Phrase, Spoken
from handbook.records import Absent, Choice, Fact, Record, Url
from handbook.slots import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from handbook.records import Datum, Leaf
    from handbook.render.desk import Desk


def present(datum: Datum, desk: Desk, path: str) -> Seen:
    """Return what a template sees of a datum that stands at `path` of the engagement file."""
    if isinstance(datum, str):
        return Value(datum, (path,), desk)
    if isinstance(datum, Record):
        return Row(datum, desk)
    if isinstance(datum, tuple):
        return Items(datum, desk, path)
    if isinstance(datum, Absent):
        return Missing(desk, datum.path)
    if isinstance(datum, Fact):
        return Value(datum.value, datum.sources, desk)
    return Value(datum, (path,), desk)


def kind_of(thing: object) -> str:
    """Return the reader's word for what a thing is."""
    if isinstance(thing, Value):
        return thing.noun
    return next((noun for kind, noun in _NOUNS.items() if isinstance(thing, kind)), "a macro or function")


class _Broken:
    """What goes on in place of something that a problem was noted for: silent, so that it is told once."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __contains__(self, item: object) -> bool:
        return False


BROKEN = _Broken()


class Missing(Struct, frozen=True):
    """An optional field that the file leaves out: false and empty; printing it is an error."""

    desk: Desk
    path: str

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __contains__(self, item: object) -> bool:
        return False

    def __str__(self) -> str:
        self.complain()
        return ""

    def complain(self) -> _Broken:
        """Note that something was wanted of what is not there."""
        name = self.path.rsplit(".", 1)[-1].replace("-", "_")
        hint = "guard it with {% if ... %} and say what holds without it"
        message = "this engagement leaves it out, and the page prints it"
        self.desk.complain("PAGE-ABSENT", message, hint, name.split("[", 1)[0], self.path)
        return BROKEN


class Value:
    """A value of the engagement: compares as what it is, and prints as a slot, never as itself."""

    __slots__ = ("desk", "kind", "leaf", "sources")

    def __init__(self, leaf: Leaf, sources: tuple[str, ...], desk: Desk, kind: Kind = Kind.TEXT) -> None:
        self.leaf, self.sources, self.desk, self.kind = leaf, sources, desk, kind

    @property
    def real(self) -> str | int | Decimal | date | time:
        """What comparisons see: an enum is its word in the file."""
        if isinstance(self.leaf, Choice):
            return self.leaf.value
        return self.leaf.address if isinstance(self.leaf, Url) else self.leaf

    @property
    def noun(self) -> str:
        """The reader's word for what the value is."""
        nouns: dict[type, str] = {bool: "yes or no", int: "a number", Decimal: "a number", date: "a date"}
        nouns |= {time: "a time of day", Url: "an address", Choice: "one of a list of words"}
        return nouns.get(type(self.leaf), "a text")

    def derived(self, leaf: Leaf, kind: Kind = Kind.TEXT) -> Value:
        """Return a value made of this one, with the same sources."""
        return Value(leaf, self.sources, self.desk, kind)

    def __str__(self) -> str:
        if isinstance(self.leaf, bool):
            subject = self.sources[0] if self.sources else ""
            hint = "write {% if ... %} and the words for both cases"
            self.desk.complain("PAGE-PRINT", "yes or no cannot be printed", hint, "", subject)
            return ""
        return self.desk.enter(self.desk.words.text(self.leaf), self.kind, self.sources)

    def __bool__(self) -> bool:
        return bool(self.real)

    def __len__(self) -> int:
        return len(self.real) if isinstance(self.real, str) else 0

    def __contains__(self, part: object) -> bool:
        part = real(part)
        return isinstance(self.real, str) and isinstance(part, str) and part in self.real

    def __eq__(self, other: object) -> bool:
        return bool(self.real == real(other))

    def __hash__(self) -> int:
        return hash(self.real)

    def __lt__(self, other: object) -> bool:
        return self._compared(other, lambda mine, yours: mine < yours)

    def __le__(self, other: object) -> bool:
        return self._compared(other, lambda mine, yours: mine <= yours)

    def __gt__(self, other: object) -> bool:
        return self._compared(other, lambda mine, yours: mine > yours)

    def __ge__(self, other: object) -> bool:
        return self._compared(other, lambda mine, yours: mine >= yours)

    def _compared(self, other: object, order: Callable[[Any, Any], bool]) -> bool:
        try:
            return order(self.real, real(other))
        except TypeError:
            message = f"{self.noun} cannot be ordered against {kind_of(other)}"
            subject = self.sources[0] if self.sources else ""
            self.desk.complain("PAGE-TYPE", message, "compare things of one kind", "", subject)
            return False


def real(thing: object) -> object:
    """Return what comparisons see of a thing."""
    return thing.real if isinstance(thing, Value) else thing


class Items(Struct, frozen=True):
    """A list of the engagement."""

    data: Sequence[Datum]
    desk: Desk
    path: str
    offset: int = 0
    """How many elements of the file's list stand before these."""

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator[Seen]:
        return (self[index] for index in range(len(self.data)))

    def __getitem__(self, index: int) -> Seen:
        number = range(len(self.data))[index] + self.offset + 1
        return present(self.data[index], self.desk, f"{self.path}[{number}]")

    def __contains__(self, wanted: object) -> bool:
        return any(item == wanted for item in self)

    @property
    def sources(self) -> tuple[str, ...]:
        """The paths of the elements where they have their own, else the list's."""
        records = tuple(item.path for item in self.data if isinstance(item, Record))
        return records or (self.path,)

    def rest(self) -> Items:
        """Return the list without its first element."""
        return Items(self.data[1:], self.desk, self.path, self.offset + 1)


class Row(Struct, frozen=True):
    """A record of the engagement; two are the same when they stand at the same path."""

    record: Record
    desk: Desk

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.record == other.record

    def __hash__(self) -> int:
        return hash(self.record)

    def __contains__(self, name: object) -> bool:
        return real(name) in self.record.fields

    def get(self, name: str) -> Seen:
        """Return the field of a name; hyphens and underscores are the same."""
        fields, path = self.record.fields, self.record.path
        if name not in fields:
            same = (form for form in (name.replace("_", "-"), name.replace("-", "_")) if form in fields)
            key = next(same, None)
            if key is None:
                return self._unknown(name)
            name = key
        return present(fields[name], self.desk, f"{path}.{name}" if path else name)

    def _unknown(self, name: str) -> _Broken:
        known = [key.replace("-", "_") for key in self.record.fields]
        hint = did_you_mean(name, known, f"it has {', '.join(known)}")
        if name == "internal":
            hint = "what is internal is in the team edition only: {% if edition == 'team' %}"
        where = f"{self.record.path} has" if self.record.path else "there is"
        self.desk.complain("PAGE-NAME", f"{where} no '{name}'", hint, name)
        return BROKEN


Seen = Value | Items | Row | Missing | _Broken

# The first that fits counts: what is true or false is a number too.
_NOUNS: Final[Mapping[type, str]] = MappingProxyType(
    {
        Row: "a record",
        Note: "a row",
        dict: "a table",
        Items: "a list",
        list: "a list",
        tuple: "a list",
        Missing: "nothing",
        Blank: "nothing",
        type(None): "nothing",
        str: "a text",
        Phrase: "a text",
        Spoken: "a text",
        bool: "yes or no",
        int: "a number",
        float: "a number",
    }
)
