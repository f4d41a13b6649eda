"""The field guide: every field of an engagement file in words, in the order of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.model.engagement import Engagement
from handbook.model.examples import as_yaml
from handbook.model.firm import Firm
from handbook.model.part import INTERNAL, Audience, extra
from handbook.model.reading import Choice
from handbook.model.shape import Group, Leaf, ListOf, MapOf, fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.model.part import Part
    from handbook.model.shape import FieldShape, Shape


class GuideRow(Struct, frozen=True):
    """One field: its path (`people[].hours.from`), and all that its declaration says."""

    path: str
    type: str
    need: str
    help: str
    example: str
    audience: Audience


def field_guide() -> tuple[GuideRow, ...]:
    """Return a row for every field; the free `internal` keys, which every group may have, are one row."""
    own = GuideRow(
        "*.internal", "free content", "optional", _INTERNAL_HELP, "{note: Met at the fair}", Audience.TEAM
    )
    return (*_rows(Engagement, ""), own)


def firm_guide() -> tuple[GuideRow, ...]:
    """Return a row for every field that only a firm's handbook.yml has."""
    return tuple(row for row in _rows(Firm, "") if row.path.startswith("firm"))


def inherited_fields() -> tuple[str, ...]:
    """Return the paths of what engagement files can take over; of groups given in part, their parts."""
    found: list[str] = []
    for key, field in fields(Firm).items():
        if key in {"schema", "firm"}:
            continue
        part = field.shape.part if isinstance(field.shape, Group) else None
        if part and fields(part).keys() < fields(_engagements(key)).keys():
            found += [f"{key}.{inner}" for inner in fields(part) if inner != INTERNAL]
        else:
            found.append(key)
    return tuple(found)


def _engagements(key: str) -> type[Part]:
    shape = fields(Engagement)[key].shape
    return shape.part if isinstance(shape, Group) else Engagement


_INTERNAL_HELP = (
    "Every group of keys may hold an internal key with anything under it: never in a client edition."
)


def _rows(part: type[Part], before: str) -> Iterator[GuideRow]:
    for key, field in fields(part).items():
        if key == INTERNAL and not isinstance(field.shape, Group):
            continue
        path = f"{before}{key}"
        example = as_yaml(field.info.examples[0]) if field.info.examples else ""
        help_ = field.info.description or ""
        audience = Audience.TEAM if path.startswith(INTERNAL) else field.audience
        yield GuideRow(path, type_in_words(field.shape), _need(field), help_, example, audience)
        yield from _inside(field.shape, path)


def _inside(shape: Shape, path: str) -> Iterator[GuideRow]:
    if isinstance(shape, Group):
        yield from _rows(shape.part, f"{path}.")
    elif isinstance(shape, ListOf):
        yield from _inside(shape.item, f"{path}[]")
    elif isinstance(shape, MapOf):
        yield from _inside(shape.value, f"{path}.*")


def type_in_words(shape: Shape) -> str:
    """Return what a field holds, in words."""
    if isinstance(shape, Leaf):
        return shape.kind.words
    if isinstance(shape, ListOf):
        item = (
            "groups of keys" if isinstance(shape.item, Group) else f"items, each {type_in_words(shape.item)}"
        )
        return f"{type_in_words(shape.item)}, or a list of them" if shape.or_one else f"a list of {item}"
    if isinstance(shape, MapOf):
        return f"keys, each {shape.key.words}"
    return "a group of keys" if isinstance(shape, Group) else "free content"


def _need(field: FieldShape) -> str:
    """Return whether a field must be there, and what holds where it is not."""
    if field.info.is_required():
        return "required"
    words = extra(field.info, "in_words")
    value = field.info.default
    if not words and isinstance(value, Choice | str | bool):
        words = as_yaml(value.value if isinstance(value, Choice) else value)
    return f"default: {words}" if words else "optional"
