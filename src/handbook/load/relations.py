"""What must fit together in a file: keys, ids and references, and what one field says beside another."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from handbook.errors import Problem, nearest
from handbook.load.keys import odd_keys, unknown_keys
from handbook.load.wording import problem
from handbook.model.part import Given
from handbook.model.parties import PartyKind
from handbook.model.people import Role
from handbook.model.reading import Misread, quoted
from handbook.model.shape import Group, Leaf, ListOf, MapOf, fields
from handbook.model.texts import slug
from handbook.model.words import our_words
from handbook.yaml_tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dict

    from handbook.load.places import Spot
    from handbook.model.part import Part
    from handbook.yaml_tree import Node

# What a word in the place of an id is not, by the list whose ids belong there: in an engagement, and in
# handbook.yml, where roles and kinds stand for those who have them.
NOUNS = MappingProxyType({"people": "is the id of no person", "parties": "is the id of no party"})
ROLES = MappingProxyType({"people": "is no role of a person", "parties": "is no kind of party"})
_HIDDEN = MappingProxyType({"people": "person", "parties": "party"})


class Ids(Struct, frozen=True):
    """The ids of people and parties of one file, and whether they could all be read."""

    by_list: Dict[str, tuple[str, ...]]
    guesses: frozenset[str]
    """Words that may be the id of something whose id is missing: no second problem is made of them."""
    nouns: Dict[str, str]
    """What is said of a word that is none of them, by the list."""


def ids(root: Mapping) -> Ids:
    """Return the ids that references may name."""
    by_list: dict[str, tuple[str, ...]] = {}
    guesses: set[str] = set()
    for name in NOUNS:
        items = value_of(root, name)
        if not isinstance(items, Sequence) or not items.items:
            continue
        found = []
        for item in items.items:
            own = text_of(item, "id")
            if own is None:
                guesses.update(_may_be_ids(item))
            else:
                found.append(own)
        by_list[name] = tuple(found)
    return Ids(by_list, frozenset(guesses), NOUNS)


def _may_be_ids(item: Node) -> Iterator[str]:
    for entry in item.entries if isinstance(item, Mapping) else ():
        if isinstance(entry.value, Scalar):
            yield from (entry.value.text, slug(entry.value.text), *slug(entry.value.text).split("-"))


def value_of(node: Node | None, key: str) -> Node | None:
    """Return what stands under a key of a mapping, or None."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return next((entry.value for entry in entries if entry.key.text == key), None)


def text_of(node: Node | None, key: str) -> str | None:
    """Return the text under a key of a mapping, or None where there is none."""
    value = value_of(node, key)
    return value.text if isinstance(value, Scalar) and not value.is_null else None


def text_at(node: Node | None) -> str | None:
    """Return the text that a node is, or None where it is none."""
    return node.text if isinstance(node, Scalar) and not node.is_null else None


def texts_of(node: Node | None, key: str) -> list[str]:
    """Return the texts of the list under a key of a mapping."""
    value = value_of(node, key)
    return (
        [item.text for item in value.items if isinstance(item, Scalar)] if isinstance(value, Sequence) else []
    )


def roles() -> Ids:
    """Return the words that stand for people and parties in handbook.yml: their roles and kinds."""
    words = {"people": tuple(role.value for role in Role), "parties": tuple(kind.value for kind in PartyKind)}
    return Ids(words, frozenset(), ROLES)


def relations(found: tuple[Spot, ...], root: Mapping, known: Ids | None = None) -> Iterator[Problem]:
    """Yield every problem between the nodes of a file.

    `known` is what references may name, where that is not the ids of the file itself.
    """
    known = known or ids(root)
    words = our_words()
    by_loc = {spot.loc: spot for spot in found}
    for spot in found:
        if isinstance(spot.shape, Group) and isinstance(spot.node, Mapping):
            odd = odd_keys(spot.node, spot.shape.part, words)
            yield from unknown_keys(spot, spot.node, spot.shape.part, odd)
            yield from _faults(spot, spot.node, spot.shape.part, odd, by_loc)
        elif isinstance(spot.shape, MapOf) and isinstance(spot.node, Mapping):
            yield from _map_keys(spot, spot.node, spot.shape, known)
        elif isinstance(spot.shape, ListOf) and isinstance(spot.node, Sequence):
            yield from _repeated(spot, spot.node, spot.shape, by_loc)
        yield from _reference(spot, known)
        yield from _too_few(spot, by_loc)


def _reference(spot: Spot, known: Ids) -> Iterator[Problem]:
    """Yield a text that should be somebody's id and is nobody's."""
    shape = (
        spot.shape.item if isinstance(spot.shape, ListOf) and isinstance(spot.node, Scalar) else spot.shape
    )
    if (
        isinstance(shape, Leaf)
        and shape.kind.refers_to
        and isinstance(spot.node, Scalar)
        and not spot.node.is_null
    ):
        yield from _unknown_id(spot, spot.node, shape.kind.refers_to, known)


def _unknown_id(spot: Spot, node: Scalar, name: str, known: Ids) -> Iterator[Problem]:
    options = known.by_list.get(name)
    if options is None or node.text in options or node.text in known.guesses or not node.text:
        return
    if spot.internal:
        message, hint = f"names no {_HIDDEN[name]} of this file", f"write an id that stands under {name}"
        yield Problem(node.place, spot.shown, message, hint, "DAT-101")
        return
    guess = nearest(node.text, options)
    shown = ", ".join(options[:12]) + (", ..." if len(options) > 12 else "")  # noqa: PLR2004 -- one line
    hint = f"did you mean '{guess}'?" if guess else f"write one of {shown}"
    yield Problem(node.place, spot.shown, f"{quoted(node.text)} {known.nouns[name]}", hint, "DAT-101")


def _map_keys(spot: Spot, node: Mapping, shape: MapOf, known: Ids) -> Iterator[Problem]:
    """Yield the keys of a mapping from ids that are nobody's id."""
    for entry in node.entries:
        yield from _unknown_id(spot, entry.key, shape.key.refers_to, known)


def _repeated(spot: Spot, node: Sequence, shape: ListOf, by_loc: Dict[Any, Spot]) -> Iterator[Problem]:
    """Yield the items of a list that are there twice: the same text, or the same id."""
    key = shape.item.part.named_by if isinstance(shape.item, Group) else ""
    if not key and not (isinstance(shape.item, Leaf) and shape.item.kind.distinct):
        return
    first: dict[str, Scalar] = {}
    for number, item in enumerate(node.items):
        value = value_of(item, key) if key else item
        if not isinstance(value, Scalar) or value.is_null:
            continue
        if earlier := first.get(value.text):
            where = f"line {earlier.place.line}"
            text = "this" if spot.internal else quoted(value.text)
            message = f"{text} is given twice: here and in {where}"
            loc = (*spot.loc, number, key) if key else (*spot.loc, number)
            hint = f"give each its own {key}" if key else "keep one of the two"
            yield Problem(value.place, by_loc[loc].shown, message, hint, "FIELD-DUPLICATE")
        else:
            first[value.text] = value


def _too_few(spot: Spot, by_loc: Dict[Any, Spot]) -> Iterator[Problem]:
    """Yield a list that lacks items it must have."""
    parent = by_loc[spot.loc[:-1]].shape
    field = fields(parent.part).get(str(spot.loc[-1])) if spot.loc and isinstance(parent, Group) else None
    if field and isinstance(spot.node, Sequence) and len(spot.node.items) < field.least:
        message = "is empty" if not spot.node.items else f"has {len(spot.node.items)} item"
        hint = f"write {'one' if field.least == 1 else field.least} or more"
        yield problem(spot, Misread(message, hint, "FIELD-REQUIRED", quote=False))


def given(node: Mapping, part: type[Part], odd: Dict[str, str | None]) -> Given:
    """Return the single fields of a group that can be read, and the names of all that have a value."""
    known = fields(part)
    values, names = {}, set()
    for entry in node.entries:
        if isinstance(entry.value, Scalar) and entry.value.is_null:
            continue
        field = known.get(entry.key.text)
        # A misspelt key counts as given, so that one slip is one problem.
        names.add(odd.get(entry.key.text) or entry.key.text)
        if field and isinstance(field.shape, Leaf) and isinstance(entry.value, Scalar):
            try:
                values[field.key] = field.shape.kind.read(entry.value.text)
            except Misread:
                continue
        elif isinstance(entry.value, Sequence):
            values[entry.key.text] = [item.text for item in entry.value.items if isinstance(item, Scalar)]
    return Given(values, frozenset(names))


def _faults(
    spot: Spot, node: Mapping, part: type[Part], odd: Dict[str, str | None], by_loc: Dict[Any, Spot]
) -> Iterator[Problem]:
    """Yield what the fields of one group say against each other."""
    ordered = [field for field in fields(part).values() if field.after]
    if not ordered and not part.has_faults():
        return
    read = given(node, part, odd)
    for field in ordered:
        first, last = read.get(field.after), read.get(field.key)
        if first is not None and last is not None and last < first:
            fault = Misread(
                f"is before {field.after}, {first}", f"write {first} or a later day", "FIELD-ORDER"
            )
            yield problem(by_loc[*spot.loc, field.key], fault)
    for fault in part.faults(read):
        at = by_loc.get((*spot.loc, fault.name)) if fault.name else spot
        if at:  # a misspelt key counts as given, and is told as such
            yield problem(at, fault)
