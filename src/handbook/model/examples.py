"""Example values as they are written in an engagement file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

_PLAIN: Final = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._/@'-]*[A-Za-z0-9.'])?|20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_WORDS_WITH_A_MEANING: Final = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])


def as_yaml(value: object) -> str:
    """Return a value on one line of YAML, quoted where a reader of YAML could take it for something else."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {as_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS_WITH_A_MEANING
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Sequence):
        return "[" + ", ".join(as_yaml(inner) for inner in value) + "]"
    return json.dumps(value)
