"""The minutes that a handbook promises are those that its built pages take."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

import pytest

from content.measures import WORDS_A_MINUTE, minutes, pages, paths
from content.reading import file_of, filled, site_of
from handbook.render.reading import words_of
from handbook.slots import Kind, Scope, Slot, mark
from plain import EXAMPLES, STARTUP

if TYPE_CHECKING:
    from pathlib import Path

PATH = re.compile(
    r'\?\?\? note path path-[a-z-]+ "(?P<role>[^:]+): (?P<all>\d+) minutes?"\n(?P<pages>(?:    .*\n)+)'
)
PAGE = re.compile(r"\]\((?P<name>[^)]+)\.md\) \((?P<minutes>\d+) min\)")


def _minutes(engagement: str) -> dict[str, tuple[int, dict[str, int]]]:
    """Return what the first page says of each path: its minutes, and those of each page of it."""
    site = site_of(file_of(engagement))
    text = filled(next(page for page in site.pages if page.path == "index.md"), site)
    found = list(PATH.finditer(text))
    steps = ({row["name"]: int(row["minutes"]) for row in PAGE.finditer(one["pages"])} for one in found)
    return {one["role"]: (int(one["all"]), each) for one, each in zip(found, steps, strict=True)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_first_page_tells_how_long_each_path_takes(path: Path) -> None:
    """Each path stands there with its minutes, those that its pages take once they are built."""
    shown, built = _minutes(path.read_text("utf-8")), pages(path)
    steps = {tuple(name for name in names[1:] if name in built) for names in paths().values()}
    assert shown
    for role, (all_of_it, each) in shown.items():
        assert tuple(each) in steps, role
        assert all_of_it == pytest.approx(minutes(tuple(each), built), abs=1), role
        for name, one in each.items():
            assert one == pytest.approx(ceil(built[name].whole.words_all / WORDS_A_MINUTE), abs=1), name


def test_longer_data_takes_longer() -> None:
    """The minutes follow the data: what a file says at length takes its readers longer."""
    text = STARTUP.read_text("utf-8").replace("Fixed seed budget", "Seed money " * 330, 1)
    before, after = _minutes(STARTUP.read_text("utf-8")), _minutes(text)
    assert after["Sponsor"][0] >= before["Sponsor"][0] + 3
    assert after["Product owner"] == before["Product owner"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# Two words {: #an-anchor }", 2),
        ("[Two words](../people/decisions.md) and two", 4),
        ('!!! question "Two words"\n    and two', 4),
        ('<abbr title="what it means">Word</abbr>', 1),
        ("Mail noor@spokeshare.example or look at https://spokeshare.example/x", 4),
        ("It isn't 3 words", 3),
    ],
)
def test_only_what_is_read_is_counted(text: str, count: int) -> None:
    """Addresses, anchors, kinds of boxes and hover texts are no words on the way down a page."""
    assert words_of(text, ()) == count


def test_values_are_counted_as_they_stand() -> None:
    """A value has as many words as it shows, whatever it looks like."""
    slots = (Slot("<b>Ana</b> [and](x) Bo", Kind.TEXT, ()),)
    assert words_of(f"Ask {mark(Scope.PAGE, 0)}", slots) == 7
