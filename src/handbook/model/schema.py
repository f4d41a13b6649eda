"""The JSON Schema of an engagement file, for editors: what the model declares, in their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handbook.model.basics import Terms
from handbook.model.engagement import Engagement
from handbook.model.firm import Firm
from handbook.model.part import INTERNAL, extra
from handbook.model.parties import PartyKind
from handbook.model.people import Role
from handbook.model.reading import Choice
from handbook.model.shape import Group, Leaf, ListOf, MapOf, fields, others
from handbook.model.words import our_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from handbook.model.part import Part
    from handbook.model.shape import FieldShape, Shape

Schema = dict[str, Any]


Ids = Mapping[str, Mapping[str, str]]
"""The ids of one file by their list (`people`, `parties`), each with what it stands for."""


def schema(given: Mapping[str, Any] | None = None, ids: Ids | None = None) -> Schema:
    """Return the JSON Schema; everything is written out where it stands, which is what hovers show best.

    `given` is what a firm's handbook.yml says: that need not stand in the file. With `ids` the schema is for
    one file: it offers them wherever one belongs, and takes others, which may have been written since.
    """
    whole = _less_needed(_whole("Engagement file", Engagement), given or {})
    if ids:
        _with_ids(whole, Group(Engagement), ids)
    return whole


def _with_ids(described: Schema, shape: Shape, ids: Ids) -> None:
    """Offer the ids of people and parties where they belong."""
    if isinstance(shape, Group):
        for key, field in fields(shape.part).items():
            if key in described.get("properties", {}):
                _with_ids(described["properties"][key], field.shape, ids)
    elif isinstance(shape, ListOf):
        _with_ids(described["items"], shape.item, ids)
        if shape.or_one and "anyOf" in described["items"]:
            described["anyOf"] = described["items"]["anyOf"]
    elif isinstance(shape, MapOf):
        described["properties"] = {
            name: {"description": words, **_shape(shape.value)}
            for name, words in ids.get(shape.key.refers_to, {}).items()
        }
        _with_ids(described["additionalProperties"], shape.value, ids)
    elif isinstance(shape, Leaf) and (known := ids.get(shape.kind.refers_to)):
        offered = {"enum": list(known), "enumDescriptions": list(known.values())}
        described["anyOf"] = [offered, {}]


def firm_schema() -> Schema:
    """Return the JSON Schema of a firm's handbook.yml."""
    whole = _whole("handbook.yml", Firm)
    _with_roles(whole, Group(Firm))
    return whole


def _whole(title: str, part: type[Part]) -> Schema:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "description": (part.__doc__ or "").strip(),
        **_group(part),
    }


def _less_needed(whole: Schema, given: Mapping[str, Any]) -> Schema:
    """Return a schema that asks for nothing that a firm gives."""
    known = whole["properties"]
    if (given.get("firm") or {}).get("name"):
        _need_less(known["parties"]["items"], ["name"])
    for key, value in given.items():
        field = fields(Engagement).get(key)
        if field is None or value is None:
            continue
        if isinstance(field.shape, Group):
            _need_less(known[key], value)
            for name, inner in fields(field.shape.part).items():
                if name in value and isinstance(inner.shape, ListOf):
                    _name_only(known[key]["properties"][name], inner.shape)
        else:
            _need_less(whole, [key])
            if isinstance(field.shape, ListOf):
                _name_only(known[key], field.shape)
    return whole


def _need_less(group: Schema, keys: Collection[str]) -> None:
    needed = [key for key in group.pop("required", []) if key not in keys]
    if needed:
        group["required"] = needed


def _name_only(listed: Schema, shape: ListOf) -> None:
    """Ask of the things of a list only for their names: a firm gives the rest of some."""
    if isinstance(shape.item, Group) and shape.item.part.named_by:
        listed["items"]["required"] = [shape.item.part.named_by]


def _with_roles(described: Schema, shape: Shape) -> None:
    """Offer roles where an engagement file has people's ids, and kinds where it has those of parties."""
    if isinstance(shape, Group):
        for key, field in fields(shape.part).items():
            _with_roles(described["properties"][key], field.shape)
    elif isinstance(shape, ListOf):
        inner = described["items"]
        _with_roles(inner, shape.item)
        if shape.or_one and "enum" in inner:
            described |= {key: inner[key] for key in ("enum", "enumDescriptions")}
    elif isinstance(shape, Leaf) and shape.kind.refers_to:
        choice = (Role if shape.kind.refers_to == "people" else PartyKind).kind().schema
        null = "null" in listed(described.get("type", []))
        described.pop("pattern", None)
        described.update(or_null(choice) if null else choice)


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
