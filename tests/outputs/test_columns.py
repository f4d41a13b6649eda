"""No word in a table of the booklet is wider than its column, as the font itself has it."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from handbook.outputs.handouts.columns import size_of, widths_of
from outputs.printing import ROOT

FONTS = ROOT / "engagement_templates" / "handouts" / "fonts"
REGULAR = ImageFont.truetype(FONTS / "SourceSans3-Regular.ttf", 1000)
BOLD = ImageFont.truetype(FONTS / "SourceSans3-Semibold.ttf", 1000)
# A4 without its margins, and what stands on both sides of a cell's text: in points.
ROOM, BESIDE = 476, 8
LONG = "Everything we may do, most valuable first, with whom it is for and how sure we are of it."
TABLES = {
    "a short column beside long ones": (["View", "What", "Time", "Fits"], [["Summary", LONG, LONG, LONG]]),
    "names in the last column": (
        ["What", "When", "In what form", "To", "From"],
        [[LONG, LONG, "Bulleted list, by email", LONG, "Oliver"]],
    ),
    "wide letters": (["A", "B", "C"], [["WWWWMMMM", LONG, LONG]]),
    "a head longer than its cells": (["Responsibility", "B"], [["1", LONG]]),
    "seven columns": ([*"ABCDEFG"], [["Acceptance", *[LONG] * 5, "Availability"]]),
    "one column": (["A"], [[LONG]]),
    "no heads": ([], [["Confidentiality", LONG, LONG, LONG, LONG]]),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_word_has_room_in_its_column(name: str) -> None:
    """A column is at least as wide as its longest word with the space beside it."""
    heads, rows = TABLES[name]
    shares = widths_of([[head] for head in heads], [[[cell] for cell in row] for row in rows])
    size = size_of(len(shares)) * 10.5
    for at, share in enumerate(shares):
        written = [(row[at], REGULAR) for row in rows] + [(head, BOLD) for head in heads[at : at + 1]]
        longest = max(font.getlength(word) / 1000 for text, font in written for word in text.split())
        assert longest * size + BESIDE <= ROOM * share / sum(shares), heads[at : at + 1]


def test_what_stands_behind_a_link_counts_as_its_words() -> None:
    """A link gets its page on paper, and what is code has letters too: both ask for room."""
    plain, link, code = ([[text]] for text in ("Stand-up", {"is": "see", "body": ["Stand-up"]}, "x"))
    assert widths_of([], [[*link, *code]])[0] > widths_of([], [[*plain, *code]])[0]
    assert widths_of([], [[[{"is": "code", "text": "client-product-owner"}], ["x"]]])[0] > 2 * 350


def test_where_nothing_fits_all_give_way_alike() -> None:
    """A table with more long words than a page is wide has columns all the same."""
    shares = widths_of([], [[["Verantwortungsbereichsabgrenzungen"]] * 12])
    assert len(shares) == 12
    assert len(set(shares)) == 1
