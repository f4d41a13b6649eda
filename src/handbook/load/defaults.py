"""What an engagement file takes over from the firm's `handbook.yml`, each value with its place there.

A key that the engagement file has is its own, even where it says null. Groups are completed key by key,
lists of things with an id thing by thing and each thing key by key; all else is taken as a whole or not at
all. Where a person or party belongs, handbook.yml names a role or a kind, which becomes those who have it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from handbook.errors import Problem, did_you_mean
from handbook.load.places import plain
from handbook.load.relations import text_of, texts_of, value_of
from handbook.model.engagement import Engagement
from handbook.model.shape import Group, Leaf, ListOf, fields, reference
from handbook.yaml_tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from handbook.model.shape import Shape
    from handbook.yaml_tree import Node

WITHOUT: Final = "without"
_FIRM: Final = "firm"
_OWN: Final = ("schema", _FIRM)
_OF_THE_SUPPLIER: Final = ("name", "short", "country", "region")
# Lists of one meeting of which nobody can be in both.
_EITHER: Final = MappingProxyType({"attend": "optional", "optional": "attend"})
# Where in an engagement stands what the firm says of itself.
_OF_THE_SITE: Final = (("logo", "branding", "client_logo"), ("contact", "branding", "contact"))


class FirmFile(Struct, frozen=True):
    """A firm's `handbook.yml`, read and right: its tree, its name in messages, and its folder."""

    tree: Mapping
    file: str
    folder: Path

    def inherited(self) -> Iterator[tuple[str, Node]]:
        """Yield what engagements take over, by the keys of the file."""
        yield from (
            (entry.key.text, entry.value) for entry in self.tree.entries if entry.key.text not in _OWN
        )

    def data(self) -> dict[str, Any]:
        """Return what the file says, as texts."""
        said: dict[str, Any] = plain(self.tree)
        return said

    @property
    def name(self) -> str | None:
        """The firm's name."""
        return text_of(value_of(self.tree, _FIRM), "name")


class Merged(Struct, frozen=True):
    """An engagement file with what it takes over, and what is wrong with what it goes without."""

    tree: Mapping
    problems: tuple[Problem, ...] = ()


def merged(own: Mapping, firm: FirmFile | None) -> Merged:
    """Return the tree of an engagement file completed by the firm's; each node keeps its place."""
    left_out = _left_out(own)
    given = firm.tree if firm else Mapping((), own.place)
    problems = tuple(_nothing_to_leave(left_out, given, firm))
    paths = frozenset(scalar.text for scalar in left_out)
    tree = _Merging(own, paths).whole(given)
    return Merged(tree, problems)


def _left_out(own: Mapping) -> tuple[Scalar, ...]:
    """Return the paths that an engagement goes without."""
    listed = value_of(own, WITHOUT)
    items = listed.items if isinstance(listed, Sequence) else ()
    return tuple(item for item in items if isinstance(item, Scalar))


def _nothing_to_leave(left_out: Iterable[Scalar], given: Mapping, firm: FirmFile | None) -> Iterator[Problem]:
    """Yield each path that names nothing that the firm gives."""
    known = [path for path in _paths(given) if path not in _OWN]
    for number, scalar in enumerate(left_out, 1):
        if scalar.text not in known:
            where = firm.file if firm else "a handbook.yml, and there is none"
            otherwise = f"it gives {', '.join(known[:12])}" if known else "delete this line"
            hint = did_you_mean(scalar.text, known, otherwise)
            message = f"'{scalar.text}' names nothing in {where}"
            yield Problem(scalar.place, f"{WITHOUT}[{number}]", message, hint, "FIRM-WITHOUT")


def _paths(given: Mapping) -> Iterator[str]:
    """Yield the paths that can be left out: fields, fields of groups, and things with an id."""
    top = fields(Engagement)
    for entry in given.entries:
        field = top.get(entry.key.text)
        yield entry.key.text
        if isinstance(entry.value, Mapping) and field and isinstance(field.shape, Group):
            inner = fields(field.shape.part)
            for one in entry.value.entries:
                path = f"{entry.key.text}.{one.key.text}"
                yield path
                shape = inner[one.key.text].shape if one.key.text in inner else None
                yield from (f"{path}[{name}]" for name in _names(one.value, shape))
        elif field:
            yield from (f"{entry.key.text}[{name}]" for name in _names(entry.value, field.shape))


def _names(node: Node, shape: Shape | None) -> Iterator[str]:
    """Yield what names the things of a list."""
    key = _key(shape)
    for item in node.items if key and isinstance(node, Sequence) else ():
        if (name := text_of(item, key)) is not None:
            yield name


def naming_key(path: tuple[str, ...]) -> str:
    """Return the key that names the things of a list of an engagement file, or "" where nothing does."""
    shape: Shape | None = Group(Engagement)
    for key in path:
        field = fields(shape.part).get(key) if isinstance(shape, Group) else None
        shape = field.shape if field else None
    return _key(shape)


def _key(shape: Shape | None) -> str:
    """Return the key that names the things of a list, or "" where nothing does."""
    return shape.item.part.named_by if isinstance(shape, ListOf) and isinstance(shape.item, Group) else ""


class _Merging:
    """One engagement file being completed."""

    def __init__(self, own: Mapping, without: frozenset[str]) -> None:
        self._own, self._without = own, without
        self._holders = {
            "people": _holders(own, "people", "roles"),
            "parties": _holders(own, "parties", "kinds"),
        }
        owner = text_of(value_of(own, "product_ownership"), "owner")
        if owner:
            first = self._holders["people"].setdefault("product-owner", [])
            self._holders["people"]["product-owner"] = [owner, *(one for one in first if one != owner)]

    def whole(self, given: Mapping) -> Mapping:
        """Return the whole file, completed."""
        inherited = [entry for entry in given.entries if entry.key.text not in _OWN]
        tree = self._group(self._own, Mapping(tuple(inherited), given.place), Group(Engagement), "")
        details = value_of(given, _FIRM)
        if not isinstance(details, Mapping):
            return tree
        for name, group, field in _OF_THE_SITE:
            if (value := value_of(details, name)) is not None:
                tree = _with(tree, group, Entry(Scalar(field, value.place, quoted=False), value))
        return _with_supplier(
            tree, [entry for entry in details.entries if entry.key.text in _OF_THE_SUPPLIER]
        )

    def _group(self, own: Mapping, given: Mapping, shape: Group, path: str) -> Mapping:
        """Return a group with the keys that it lacks."""
        known = fields(shape.part)
        theirs = {entry.key.text: entry for entry in given.entries}
        entries = []
        for entry in own.entries:
            other, field = theirs.pop(entry.key.text, None), known.get(entry.key.text)
            if other and field and (inner := _join(path, entry.key.text)) not in self._without:
                entries.append(Entry(entry.key, self._both(entry.value, other.value, field.shape, inner)))
            else:
                entries.append(entry)
        for key, entry in theirs.items():
            field = known.get(key)
            value = self._taken(entry.value, field.shape if field else None, _join(path, key))
            if value is not None:
                entries.append(Entry(entry.key, value))
        return Mapping(tuple(entries), own.place)

    def _both(self, own: Node, given: Node, shape: Shape, path: str) -> Node:
        """Return the value of a key that both have."""
        if isinstance(own, Mapping) and isinstance(given, Mapping) and isinstance(shape, Group):
            return self._group(own, given, shape, path)
        key = _key(shape)
        if key and own is not given and isinstance(own, Sequence) and isinstance(given, Sequence):
            return self._things(own, given, shape, path)
        return own

    def _taken(self, given: Node, shape: Shape | None, path: str) -> Node | None:
        """Return a value that the engagement file lacks, or None where it goes without."""
        if path in self._without:
            return None
        if isinstance(given, Mapping) and isinstance(shape, Group):
            return self._group(Mapping((), given.place), given, shape, path)
        if _key(shape) and isinstance(given, Sequence):
            return self._things(Sequence((), given.place), given, shape, path)
        return self._resolved(given, shape)

    def _things(self, own: Sequence, given: Sequence, shape: Shape | None, path: str) -> Sequence:
        """Return a list of things with ids: the firm's in its order, then the engagement's own."""
        key = _key(shape)
        mine = {text_of(item, key): item for item in own.items if isinstance(item, Mapping)}
        items: list[Node] = []
        for thing in given.items:
            name = text_of(thing, key)
            if f"{path}[{name}]" in self._without or not isinstance(thing, Mapping):
                continue
            if (made := self._thing(mine.pop(name, None), thing, shape)) is not None:
                items.append(made)
        rest = {id(item) for item in mine.values()}
        items.extend(item for item in own.items if not isinstance(item, Mapping) or id(item) in rest)
        return Sequence(tuple(items), own.place)

    def _thing(self, own: Mapping | None, given: Mapping, shape: Shape | None) -> Mapping | None:
        """Return one thing, completed; None where nobody has a role that it cannot do without."""
        known = fields(shape.item.part) if isinstance(shape, ListOf) and isinstance(shape.item, Group) else {}
        has = {entry.key.text for entry in own.entries} if own else set()
        entries = list(own.entries) if own else []
        for entry in given.entries:
            if entry.key.text in has:
                continue
            field = known.get(entry.key.text)
            value = self._resolved(entry.value, field.shape if field else None)
            if own and entry.key.text in _EITHER and isinstance(value, Sequence):
                value = _others(value, texts_of(own, _EITHER[entry.key.text]))
            if value is not None:
                entries.append(Entry(entry.key, value))
            elif own is None and field and field.info.is_required():
                return None
        return Mapping(tuple(entries), own.place if own else given.place)

    def _resolved(self, node: Node, shape: Shape | None) -> Node | None:
        """Return a value with ids in place of roles; None where it named only roles that nobody has."""
        listing = reference(shape) if isinstance(shape, Leaf | ListOf) else ""
        if not listing:
            return node
        if isinstance(node, Scalar):
            found = self._holders[listing].get(node.text)
            return Scalar(found[0], node.place, quoted=False) if found else None
        if isinstance(node, Sequence):
            names = {
                name: item.place
                for item in reversed(node.items)
                if isinstance(item, Scalar)
                for name in reversed(self._holders[listing].get(item.text, []))
            }
            items = [Scalar(name, place, quoted=False) for name, place in names.items()]
            return Sequence(tuple(reversed(items)), node.place) if items else None
        return node


def _others(listed: Sequence, named: list[str]) -> Sequence:
    """Return a list without those whom the engagement itself names in the other list of the same meeting."""
    kept = tuple(item for item in listed.items if not (isinstance(item, Scalar) and item.text in named))
    return Sequence(kept, listed.place)


def _holders(own: Mapping, listing: str, key: str) -> dict[str, list[str]]:
    """Return the ids of those who have a role or are of a kind, by role or kind, in file order."""
    found: dict[str, list[str]] = {}
    listed = value_of(own, listing)
    for item in listed.items if isinstance(listed, Sequence) else ():
        name = text_of(item, "id")
        for held in texts_of(item, key) if name else ():
            found.setdefault(held, []).append(str(name))
    return found


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _with(tree: Mapping, group: str, added: Entry) -> Mapping:
    """Return a file with one more key in a group, unless the group has it."""
    there = value_of(tree, group)
    if there is None:
        key = Scalar(group, added.key.place, quoted=False)
        return Mapping((*tree.entries, Entry(key, Mapping((added,), added.key.place))), tree.place)
    if not isinstance(there, Mapping) or value_of(there, added.key.text) is not None:
        return tree
    fuller = Mapping((*there.entries, added), there.place)
    entries = (Entry(entry.key, fuller) if entry.key.text == group else entry for entry in tree.entries)
    return Mapping(tuple(entries), tree.place)


def _with_supplier(tree: Mapping, details: list[Entry]) -> Mapping:
    """Return a file whose supplier is completed by what the firm says of itself."""
    parties = value_of(tree, "parties")
    if not isinstance(parties, Sequence):
        return tree
    ours = [
        party
        for party in parties.items
        if isinstance(party, Mapping) and "supplier" in texts_of(party, "kinds")
    ]
    if len(ours) != 1:
        return tree
    (supplier,) = ours
    # A name of its own makes it another firm, and then nothing of ours fits.
    if value_of(supplier, "name") is not None:
        return tree
    has = {entry.key.text for entry in supplier.entries}
    fuller = Mapping(
        (*supplier.entries, *(entry for entry in details if entry.key.text not in has)), supplier.place
    )
    items = tuple(fuller if party is supplier else party for party in parties.items)
    entries = (
        Entry(entry.key, Sequence(items, parties.place)) if entry.key.text == "parties" else entry
        for entry in tree.entries
    )
    return Mapping(tuple(entries), tree.place)
