"""Small changes to the clean engagement: by the path of a field, as cases and mutations name them."""

from __future__ import annotations

import copy
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handbook.load import Loaded, load_text

CASES = Path(__file__).parents[1] / "cases" / "findings"
_STEP = re.compile(r"\.?([\w-]+)|\[([^\]]+)\]")
_NAMES = ("id", "topic", "name", "level", "term", "from")


@cache
def clean() -> dict[str, Any]:
    """Return the clean engagement as plain data, every scalar as its text."""
    text = (CASES / "clean.yml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 -- ours, texts only
    return data


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the clean engagement with fields set, items added (`people[+]`), or taken out (None)."""
    data = copy.deepcopy(clean())
    for path, value in changes.items():
        _set(data, path, value)
    return data


def loaded(data: dict[str, Any]) -> Loaded:
    """Return plain data as if it had been read from a file."""
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return load_text(text.encode(), "case.yml", CASES)


def _set(data: Any, path: str, value: Any) -> None:  # noqa: ANN401 -- plain data of any kind
    steps = [key or f"[{item}]" for key, item in _STEP.findall(path)]
    for step in steps[:-1]:
        data = _item(data, step) if step.startswith("[") else data.setdefault(step, {})
    last = steps[-1]
    if last == "[+]":
        data.extend(value)
    elif last.startswith("["):
        data.remove(_item(data, last))
    elif value is None:
        data.pop(last, None)
    else:
        data[last] = value


def _item(items: list[dict[str, Any]], step: str) -> dict[str, Any]:
    name = step.strip("[]")
    return next(item for item in items if name in (str(item.get(key)) for key in _NAMES))
