"""Every brand colour gives a theme that everybody can read."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handbook import brand

# What text stands on, in Material's two schemes.
LIGHT = ("#ffffff", "#f5f5f5")
DARK = ("#1e2129", "#272b35")

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@given(colours)
@example("#ffff00")
@example("#000000")
@example("#ffffff")
@example("#767676")
def test_text_is_readable_in_both_schemes(primary: str) -> None:
    """Links, accents, header and buttons have a contrast of 4.5 or more, whatever the brand colour."""
    made = brand.palette(primary)
    pairs = [
        (made.header, made.on_header),
        (made.light_text, made.on_light_text),
        (made.dark_text, made.on_dark_text),
        *((made.light_text, background) for background in LIGHT),
        *((made.dark_text, background) for background in DARK),
    ]
    assert min(brand.contrast(*pair) for pair in pairs) >= 4.5


def test_a_readable_brand_colour_is_left_as_it_is() -> None:
    """A colour that is dark enough is used as given, for header and links."""
    made = brand.palette("#0b6e4f")
    assert (made.header, made.on_header, made.light_text) == ("#0b6e4f", "#ffffff", "#0b6e4f")
    assert made.dark_text != "#0b6e4f"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    """The contrast of known pairs is the one that WCAG's own formula gives."""
    assert brand.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert brand.contrast(other, one) == brand.contrast(one, other)


def test_the_teams_header_never_wears_the_clients_colour() -> None:
    """The team edition's header has a colour of its own, while its links keep the brand's."""
    client, team = (brand.stylesheet("#ad1457", team=team) for team in (False, True))
    assert "--md-primary-fg-color: #ad1457" in client
    assert "--md-primary-fg-color: #ad1457" not in team
    assert "--md-typeset-a-color: #ad1457" in client
    assert "--md-typeset-a-color: #ad1457" in team


def test_without_a_brand_colour_there_is_ours() -> None:
    """An engagement without a brand colour has the default one."""
    assert brand.stylesheet(None, team=False) == brand.stylesheet(brand.DEFAULT, team=False)


@pytest.mark.parametrize("primary", ["red", "#fff", "#12345g", "#123456;}", "", "#0b6e4f\n"])
def test_nothing_but_a_colour_reaches_the_stylesheet(primary: str) -> None:
    """What is not a #rrggbb is refused, so that a value can't end a rule and begin another."""
    with pytest.raises(ValueError, match=re.escape("is not a colour of the form #rrggbb")):
        brand.stylesheet(primary, team=False)
