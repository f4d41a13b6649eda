"""No two sites are alike, for a reason."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from content.reading import site_of_file, templates
from handbook.slots import MARK
from plain import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

# The share of client pages that differ between two engagements in more than names.
ENOUGH = 0.6


def _masked(path: Path) -> dict[str, str]:
    """Return each page with every value of the engagement masked: what is left is which text was chosen."""
    return {page.path: MARK.sub("x", page.markdown) for page in site_of_file(path).pages}


@pytest.mark.parametrize(
    ("one", "other"),
    [pytest.param(*pair, id="-".join(p.stem for p in pair)) for pair in combinations(EXAMPLES, 2)],
)
def test_two_engagements_read_differently(one: Path, other: Path) -> None:
    """Most client pages differ between two examples by what they say, not only by whose names they show."""
    first, second = _masked(one), _masked(other)
    names = {*first, *second}
    alike = sorted(name for name in names if first.get(name) == second.get(name))
    assert len(alike) <= (1 - ENOUGH) * len(names), alike


def test_every_page_is_built_by_an_example() -> None:
    """Each page of a client's handbook is there in at least one of the examples."""
    built = {page.path for path in EXAMPLES for page in site_of_file(path).pages}
    written = {page.path for page in templates().sources.pages if not page.team_only}
    # One is there in an edition that follows another one, the other where handouts are made.
    assert written - built == {"start/what-changed.md", "reference/handouts.md"}
