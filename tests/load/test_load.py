"""Engagement files through the front door: bytes in, an engagement with places or every problem out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handbook.bundle import bundle
from handbook.load import load

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = sorted((bundle() / "engagement_templates" / "examples").glob("*.yml"))
every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


@every_example
def test_every_example_loads(path: Path) -> None:
    """The bundled examples are engagements without a problem."""
    loaded = load(path)
    assert loaded.engagement.schema_ == 1
    assert loaded.path == path


@every_example
def test_a_place_is_where_the_value_stands(path: Path) -> None:
    """Each single value is found in the file at the place that its path leads to."""
    loaded = load(path)
    lines = path.read_text("utf-8").splitlines()
    for person in loaded.engagement.people:
        place = loaded.places.of(f"people[{person.id}].hours.from")
        assert lines[place.line - 1][place.column - 1 :].startswith('"')
        assert loaded.places.of(f"people[{person.id}].no.such.field").line <= place.line
