"""The pages hold for every valid engagement file, however little or much it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import generate
from content.reading import file_of, filled, site_of, site_of_file
from handbook.view import Edition
from plain import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

# Text that two tags have left without a break between it and a list or table, which then is no list or table.
GLUED = re.compile(
    r"^(?![-|*#!?>\s]|\d\.|    ).*\S.*\n(?:- |\d\. |\|).*|^(?:- |\d\. |\|).*\n(?!- |\d\. |\||\s|\{:).+",
    re.MULTILINE,
)
EMPTY_TABLE = re.compile(r"^\|[-| ]+\|\n(?!\|)", re.MULTILINE)
SEEDS = [pytest.param(range(seed, seed + 10), id=f"{seed}+") for seed in range(0, 40, 10)]
MORE = [
    pytest.param(range(seed, seed + 20), id=f"{seed}+", marks=pytest.mark.slow) for seed in range(40, 200, 20)
]


@pytest.mark.parametrize("seeds", SEEDS + MORE)
def test_pages_render_for_any_valid_file(seeds: range) -> None:
    """No page prints what a file leaves out, in either edition."""
    for seed in seeds:
        loaded = file_of(generate.engagement(seed))
        for edition in Edition:
            assert site_of(loaded, edition).pages


@pytest.mark.parametrize("edition", list(Edition))
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_lists_and_tables_stand_by_themselves(path: Path, edition: Edition) -> None:
    """In every example each list and table has the empty lines round it that make it one."""
    site = site_of_file(path, edition)
    faults = {
        page.path: found[:2]
        for page in site.pages
        if (found := GLUED.findall(filled(page, site)) + EMPTY_TABLE.findall(filled(page, site)))
    }
    assert faults == {}
