"""How a fault of a field becomes a problem with a place; values of internal fields are never repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.errors import Problem
from handbook.model.examples import as_yaml
from handbook.model.reading import NO_VALUE, Misread
from handbook.model.shape import Group, Leaf, ListOf, MapOf
from handbook.yaml_tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from handbook.errors import Place
    from handbook.load.places import Spot
    from handbook.model.shape import FieldShape, Shape


def problem(spot: Spot, misread: Misread, place: Place | None = None) -> Problem:
    """Return the problem of a node whose value could not be used."""
    text = spot.node.text if isinstance(spot.node, Scalar) else None
    if not spot.internal:
        return Problem(place or spot.place, spot.shown, misread.sentence(text), misread.hint, misread.code)
    # The hint and the quoted message may hold the value, or one near to it.
    return Problem(
        place or spot.place, spot.shown, misread.sentence(None), how_to_write(spot.shape), misread.code
    )


def how_to_write(shape: Shape | None) -> str:
    """Return the form that a shape wants, for those to whom the value cannot be repeated."""
    if isinstance(shape, Leaf):
        return f"write {shape.kind.words}"
    if isinstance(shape, ListOf):
        return "write a list: [one, two]"
    return "write keys and values under it"


def wrong_shape(spot: Spot, example: object) -> Misread:
    """Return what is wrong with a node that is no list or group where one was expected."""
    if isinstance(spot.node, Scalar) and spot.node.is_null:
        return Misread(NO_VALUE, how_to_write(spot.shape), "FIELD-REQUIRED", quote=False)
    given = _given(spot.node)
    wanted = "a list" if isinstance(spot.shape, ListOf) else "a group of keys"
    line = one_line(spot.shape, spot.node, example)
    return Misread(f"is {given} where {wanted} is expected", line, "FIELD-TYPE", quote=False)


def _given(node: object) -> str:
    if isinstance(node, Mapping):
        return "a group of keys"
    return "a list" if isinstance(node, Sequence) else "a single text"


def one_line(shape: Shape | None, node: object, example: object) -> str:
    """Return one line of right YAML."""
    if isinstance(shape, ListOf) and isinstance(shape.item, Leaf) and isinstance(node, Scalar):
        return f"write [{node.text}]"
    if isinstance(shape, ListOf) and isinstance(shape.item, Group) and isinstance(node, Mapping):
        return "begin each item of the list with a dash: - ..."
    return f"write {as_yaml(example)}" if example is not None else how_to_write(shape)


def missing(parent: Spot, field: FieldShape) -> Problem:
    """Return the problem of a key that every file must have."""
    example = (field.info.examples or [""])[0]
    short = isinstance(field.shape, Leaf | Group | MapOf) or isinstance(example, list)
    line = f"{field.key}: {as_yaml(example)}"
    hint = f"add {line}" if short and len(line) < 100 else f"add {field.key}: and what belongs under it"  # noqa: PLR2004 -- a line's length
    path = f"{parent.shown}.{field.key}".lstrip(".")
    return Problem(parent.place, path, "is missing", hint, "FIELD-REQUIRED")
