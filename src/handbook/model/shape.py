"""The model's structure as data: which keys a group has, what lists hold, and where references lead."""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from msgspec import Struct
from pydantic import BeforeValidator

from handbook.model.part import INTERNAL, Audience, Part, audience_of, extra, is_free
from handbook.model.reading import Choice, Kind

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


class Leaf(Struct, frozen=True):
    """One text."""

    kind: Kind


class ListOf(Struct, frozen=True):
    """A list; with `or_one` a single item may stand without the list."""

    item: Shape
    or_one: bool = False


class MapOf(Struct, frozen=True):
    """A mapping from keys of one kind to values of one shape."""

    key: Kind
    value: Shape


class Group(Struct, frozen=True):
    """A group of named fields."""

    part: type[Part]


class Anything(Struct, frozen=True):
    """Content that the file may shape as it likes."""


Shape = Leaf | ListOf | MapOf | Group | Anything


class FieldShape(Struct, frozen=True):
    """One field: its name in Python and in the file, its declaration and its shape."""

    name: str
    key: str
    info: FieldInfo
    shape: Shape

    @property
    def audience(self) -> Audience:
        """Return which editions may show the field."""
        return audience_of(self.info)

    @property
    def after(self) -> str:
        """Return the key of the field that this one must not precede, or ""."""
        return extra(self.info, "after")

    @property
    def least(self) -> int:
        """Return how many items a list must have at least."""
        return int(extra(self.info, "least") or 0)

    @property
    def refers_to(self) -> str:
        """Return the list whose items' ids the field holds (`people`, `parties`), or ""."""
        return reference(self.shape)


@cache
def fields(part: type[Part]) -> Mapping[str, FieldShape]:
    """Return the fields of a group by their keys in the file, in the order of declaration, internal last."""
    known = {
        info.alias or name: FieldShape(
            name, info.alias or name, info, _shape(info.annotation, tuple(info.metadata))
        )
        for name, info in part.model_fields.items()
    }
    inner = known.pop(INTERNAL, None)
    return types.MappingProxyType({**known, INTERNAL: inner} if inner else known)


def others(part: type[Part]) -> Shape | None:
    """Return the shape of keys of a group that are none of its fields; None where there may be none."""
    return None if part.others is None else _shape(part.others)


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:  # noqa: ANN401, PLR0911 -- one case a shape
    """Return the shape of a type as the model declares it."""
    kinds = [extra for extra in metadata if isinstance(extra, Kind)]
    if kinds:
        return Leaf(kinds[0])
    if is_free(metadata):
        return Anything()
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(inner[0], inner[1:])
    if origin in {types.UnionType, Union}:
        return _shape(next(part for part in inner if part is not type(None)))
    if origin is tuple:
        or_one = any(isinstance(extra, BeforeValidator) for extra in metadata)
        return ListOf(_shape(inner[0]), or_one)
    if origin is Mapping:
        key = _shape(inner[0])
        return MapOf(key.kind, _shape(inner[1])) if isinstance(key, Leaf) else Anything()
    return Leaf(annotation.kind()) if issubclass(annotation, Choice) else Group(annotation)


def reference(shape: Shape) -> str:
    """Return the list whose items' ids a shape holds, or ""."""
    if isinstance(shape, ListOf):
        return reference(shape.item)
    if isinstance(shape, MapOf):
        return shape.key.refers_to
    return shape.kind.refers_to if isinstance(shape, Leaf) else ""
