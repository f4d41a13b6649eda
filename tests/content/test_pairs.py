"""No two situations of an engagement spoil each other's pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from content.measures import press
from content.pairs import AXES, all_pairs, choices, engagement, name, pairs_of
from content.reading import AS_OF, filled, site_of, templates
from handbook.outputs import build, write
from handbook.proof import prove
from handbook.view import Edition

if TYPE_CHECKING:
    from content.pairs import Choice

every_choice = pytest.mark.parametrize("choice", choices(), ids=name)
# What is left of a sentence whose middle is missing; code and links aside.
TORN = re.compile(
    r"\{\{|\{%|(?<![.\w])\.\.(?!/|\.)|[,;:] ?\.(?=\s)|,,|\( ?\)| ,|\band and\b|\b(the|a|of) \1\b",
    re.IGNORECASE,
)
# Lists of the tool's own texts, with pieces of YAML between them.
GUIDES = ("internal/writing-the-yaml.md", "internal/checks.md", "internal/manual/")
CODE = re.compile(r"`[^`]*`|\]\([^)]*\)|\{:[^}]*\}")


def test_every_pair_is_there() -> None:
    """For any two questions that pages ask of an engagement, every pair of answers is tried."""
    held = {pair for choice in choices() for pair in pairs_of(choice)}
    assert all_pairs() - held == set()
    longest, second = sorted(map(len, AXES.values()))[-2:]
    assert len(choices()) < 2 * longest * second


def _torn(choice: Choice, edition: Edition) -> dict[str, str]:
    """Return what is torn on the pages of an edition, by page."""
    site = site_of(engagement(choice), edition)
    texts = {page.path: CODE.sub("", filled(page, site)) for page in site.pages}
    return {
        path: found.group()
        for path, text in texts.items()
        if not path.startswith(GUIDES) and (found := TORN.search(text))
    }


@every_choice
def test_pages_fit_every_pair_of_situations(choice: Choice) -> None:
    """In each pair of situations all pages of a client can be written, and no sentence has a hole."""
    assert _torn(choice, Edition.CLIENT) == {}


@pytest.mark.parametrize("choice", choices()[::4], ids=name)
def test_our_own_pages_fit_many_situations(choice: Choice) -> None:
    """The same holds for the pages of our own team, in every fourth of the situations."""
    assert _torn(choice, Edition.TEAM) == {}


@pytest.mark.parametrize("choice", choices()[::12], ids=name)
def test_whole_sites_fit_pairs_of_situations(choice: Choice) -> None:
    """Sites of such situations are built to the last file, and pass every proof."""
    for edition in Edition:
        prove(build(write(engagement(choice), edition, AS_OF, templates()), press()))
