"""Records from a few lines of YAML, for tests of what comes after the view."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

from handbook.records import Absent, Choice, Record, Url

if TYPE_CHECKING:
    from handbook.records import Datum


class _Loader(yaml.SafeLoader):
    """YAML with `!choice label`, `!url address`, `!time 10:00`, and `!ref people[noor]`."""


class _Reference(str):
    __slots__ = ()


def _choice(_: yaml.SafeLoader, node: yaml.Node) -> Choice:
    value, _, label = node.value.partition("|")
    return Choice(value, label or value)


_Loader.add_constructor("!choice", _choice)
_Loader.add_constructor("!url", lambda _, node: Url(node.value))
_Loader.add_constructor("!time", lambda _, node: time.fromisoformat(node.value))
_Loader.add_constructor("!ref", lambda _, node: _Reference(node.value))


def root_of(text: str) -> Record:
    """Return the record of a whole file; lists of mappings with an `id` or `name` have it in their paths."""
    made: dict[str, dict[str, Datum]] = {}
    return _record(yaml.load(text, Loader=_Loader) or {}, "", made)  # noqa: S506 -- a safe loader with four tags


def _record(content: dict[str, Any], path: str, made: dict[str, dict[str, Datum]]) -> Record:
    fields = made.setdefault(path, {})
    for name, value in content.items():
        fields[name] = _datum(value, f"{path}.{name}".lstrip("."), made)
    return Record(path, MappingProxyType(fields))


def _datum(value: Any, path: str, made: dict[str, dict[str, Datum]]) -> Datum:  # noqa: ANN401 -- one line a type
    match value:
        case None:
            return Absent(path)
        case _Reference():
            return Record(str(value), MappingProxyType(made.setdefault(str(value), {})))
        case dict():
            return _record(value, path, made)
        case list():
            return tuple(
                _datum(item, _item_path(item, path, number), made) for number, item in enumerate(value, 1)
            )
        case float():
            return Decimal(str(value))
        case datetime():
            raise TypeError(path)
        case str() | int() | bool() | date() | time() | Choice() | Url():
            return value
    raise TypeError(path)


def _item_path(item: object, path: str, number: int) -> str:
    named = item.get("id") or item.get("name") if isinstance(item, dict) else None
    return f"{path}[{named or number}]"
