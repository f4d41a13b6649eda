"""Cases of the loader: a few lines to be tried, completed to a whole file, and what comes of them as text."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.errors import Refused
from handbook.load import load_text
from handbook.load.places import spots
from handbook.model import Engagement, Part
from handbook.model.reading import Choice
from handbook.model.shape import Group, fields
from handbook.yaml_tree import Scalar, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parents[1] / "cases"
FOLDER = CASES / "traps"
MINIMAL = CASES / "minimal.yml"
_BLOCK = re.compile(rb"^(?:([a-z_]+):.*\n(?:[ \-#].*\n|\n)*)", re.MULTILINE)
_WITHOUT = re.compile(rb"^# without: (.+)$", re.MULTILINE)


def completed(case: bytes) -> bytes:
    """Return a case's lines followed by all that the minimal file has beyond them.

    So the lines of the case keep their numbers. `# without: key` leaves a key out of the rest, and a case
    that begins with `# all` is complete already.
    """
    if case.startswith(b"# all"):
        return case
    given = {match[1] for match in _BLOCK.finditer(case.removeprefix(BOM_UTF8))}
    given.update(key.strip() for match in _WITHOUT.finditer(case) for key in match[1].split(b","))
    rest = [match[0] for match in _BLOCK.finditer(MINIMAL.read_bytes()) if match[1] not in given]
    return case + b"".join(rest)


def value_at(engagement: object, loc: tuple[str | int, ...]) -> object:
    """Return the value that an engagement holds at a location of its file."""
    value = engagement
    for step in loc:
        if isinstance(value, Part):
            known = fields(type(value)).get(str(step))
            value = getattr(value, known.name if known else str(step))
        elif isinstance(value, dict | tuple):
            inner: dict[str | int, object] = dict(enumerate(value)) if isinstance(value, tuple) else value
            value = inner.get(step, value)
    return value


def outcome(case: bytes, file: str, folder: Path = FOLDER) -> str:
    """Return the problems of a case, one a line, or the value of each field in its lines."""
    data = completed(case)
    try:
        loaded = load_text(data, file, folder)
    except Refused as refused:
        return "".join(f"{problem}\n" for problem in refused.problems)
    last = case.count(b"\n")
    warnings = [str(warning) for warning in loaded.warnings]
    return "".join(f"{line}\n" for line in [*warnings, *_values(loaded.engagement, data, last)])


def _values(engagement: Engagement, data: bytes, last: int) -> Iterator[str]:
    for spot in spots(parse(data, ""), Group(Engagement)):
        if isinstance(spot.node, Scalar) and spot.place.line <= last:
            value = value_at(engagement, spot.loc)
            yield f"{spot.path} = {value.value if isinstance(value, Choice) else repr(value)}"
