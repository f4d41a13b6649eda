"""Where each value of an engagement file stands, by the path of its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from handbook.model.shape import Group, ListOf, MapOf, fields, others
from handbook.yaml_tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dict

    from handbook.errors import Place
    from handbook.model.shape import Shape
    from handbook.yaml_tree import Node

INTERNAL = "internal"
Loc = tuple[str | int, ...]


class Spot(Struct, frozen=True):
    """One node of the file: its path, and as it may be shown, which names no value of an internal field."""

    loc: Loc
    path: str
    shown: str
    node: Node
    place: Place
    shape: Shape | None
    internal: bool


class Places(Struct, frozen=True):
    """Where fields stand: the value of a single field, the key or dash of a group or list."""

    by_path: Dict[str, Place]

    def of(self, path: str) -> Place:
        """Return the place of a field, or of the nearest thing around it that the file has."""
        while path and path not in self.by_path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.by_path[path]


def plain(node: Node) -> Any:  # noqa: ANN401 -- texts, None, lists and dicts of them
    """Return a tree without its places: the texts as typed, None where nothing is given."""
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items]


def spots(root: Mapping, shape: Shape) -> Iterator[Spot]:
    """Yield every node of a file, each group before what is in it, in file order."""
    yield from _inside(Spot((), "", "", root, root.place, shape, internal=False))


def places(found: Iterator[Spot] | tuple[Spot, ...]) -> Places:
    """Return the places of all nodes; of two with one path the first counts."""
    by_path: dict[str, Place] = {}
    for spot in found:
        by_path.setdefault(spot.path, spot.place)
    return Places(by_path)


def _inside(spot: Spot) -> Iterator[Spot]:
    yield spot
    if isinstance(spot.node, Mapping):
        for number, entry in enumerate(spot.node.entries, 1):
            yield from _inside(_entry_spot(spot, entry, number))
    elif isinstance(spot.node, Sequence):
        for number, item in enumerate(spot.node.items, 1):
            yield from _inside(_item_spot(spot, item, number))


def _entry_spot(parent: Spot, entry: Entry, number: int) -> Spot:
    key = entry.key.text
    internal = parent.internal or key == INTERNAL
    path = f"{parent.path}.{key}".lstrip(".")
    # Under internal, keys that are no fields of ours are content.
    shape = _under(parent.shape, key)
    known = isinstance(parent.shape, Group) and key in fields(parent.shape.part)
    shown = f"{parent.shown}.{key}".lstrip(".") if known or not internal else f"{parent.shown}[{number}]"
    place = entry.value.place if isinstance(entry.value, Scalar) else entry.key.place
    return Spot((*parent.loc, key), path, shown, entry.value, place, shape, internal)


def _item_spot(parent: Spot, item: Node, number: int) -> Spot:
    shape = parent.shape.item if isinstance(parent.shape, ListOf) else None
    name = _name(item, shape) or str(number)
    shown = f"{parent.shown}[{number if parent.internal else ' '.join(name.split())}]"
    path = f"{parent.path}[{name}]"
    return Spot((*parent.loc, number - 1), path, shown, item, item.place, shape, parent.internal)


def _under(shape: Shape | None, key: str) -> Shape | None:
    """Return the shape of what stands under a key, or None for a key that is not known there."""
    if isinstance(shape, Group):
        known = fields(shape.part).get(key)
        return known.shape if known else others(shape.part)
    return shape.value if isinstance(shape, MapOf) else None


def _name(item: Node, shape: Shape | None) -> str | None:
    """Return what names an item of a list in paths: its id or the like, or None where its position does."""
    if not isinstance(item, Mapping) or not isinstance(shape, Group):
        return None
    names = [entry.value for entry in item.entries if entry.key.text == shape.part.named_by]
    return next(
        (name.text for name in names if isinstance(name, Scalar) and not name.is_null and name.text), None
    )
