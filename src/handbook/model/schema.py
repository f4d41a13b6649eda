"""The JSON Schema of an engagement file, for editors: what the model declares, in their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handbook.model.basics import Terms
from handbook.model.engagement import Engagement
from handbook.model.part import INTERNAL, extra
from handbook.model.reading import Choice
from handbook.model.shape import Group, Leaf, ListOf, MapOf, fields, others
from handbook.model.words import our_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.model.part import Part
    from handbook.model.shape import FieldShape, Shape

Schema = dict[str, Any]


def schema() -> Schema:
    """Return the JSON Schema; everything is written out where it stands, which is what hovers show best."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Engagement file",
        "description": (Engagement.__doc__ or "").strip(),
        **_group(Engagement),
    }


def _group(part: type[Part]) -> Schema:
    known = fields(part)
    needed = [key for key, field in known.items() if field.info.is_required()]
    return {
        "type": "object",
        "properties": {**_words(part), **{key: _field(field) for key, field in known.items()}},
        **({"required": needed} if needed else {}),
        "additionalProperties": part.others is not None and not issubclass(part, Terms),
    }


def _words(part: type[Part]) -> Schema:
    """Return the keys that the glossary allows in `terms`."""
    text = others(part)
    if not issubclass(part, Terms) or text is None:
        return {}
    return {
        key: {"description": f"Your client's word for: {word}.", **_shape(text)}
        for key, word in our_words().items()
    }


def _field(field: FieldShape) -> Schema:
    """Return what an editor should know of one field."""
    described: Schema = {"description": field.info.description, "examples": field.info.examples}
    if field.key == INTERNAL and not isinstance(field.shape, Group):
        return {**described, "type": ["object", "null"]}
    shape = _shape(field.shape)
    if field.least:
        shape["minItems"] = field.least
    if field.info.is_required():
        return {**described, **shape}
    value = field.info.default
    if isinstance(value, Choice | str | bool) and not extra(field.info, "in_words"):
        described["default"] = value.value if isinstance(value, Choice) else value
    return {**described, **or_null(shape)}


def _shape(shape: Shape) -> Schema:
    if isinstance(shape, Leaf):
        return dict(shape.kind.schema)
    if isinstance(shape, Group):
        return _group(shape.part)
    if isinstance(shape, MapOf):
        names = {key: value for key, value in shape.key.schema.items() if key != "type"}
        return {"type": "object", "propertyNames": names, "additionalProperties": _shape(shape.value)}
    if not isinstance(shape, ListOf):
        return {"type": "object"}
    many: Schema = {"type": "array", "items": _shape(shape.item)}
    if isinstance(shape.item, Leaf) and shape.item.kind.distinct:
        many["uniqueItems"] = True
    one = _shape(shape.item)
    return {**one, **many, "type": [*listed(one["type"]), "array"]} if shape.or_one else many


def listed(types: str | list[str]) -> list[str]:
    """Return JSON Schema's types as a list, however few they are."""
    return types if isinstance(types, list) else [types]


def or_null(schema: Mapping[str, Any]) -> Schema:
    """Return a schema that also takes null, which is the same as leaving the field out."""
    if "not" in schema:
        return {**schema, "not": {"type": [kind for kind in schema["not"]["type"] if kind != "null"]}}
    wider: Schema = {**schema, "type": [*listed(schema["type"]), "null"]}
    if "enum" in schema:
        wider["enum"] = [*schema["enum"], None]
        wider["enumDescriptions"] = [*schema["enumDescriptions"], "not known yet"]
    return wider
