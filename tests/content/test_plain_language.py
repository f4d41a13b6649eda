"""The built pages are plain: measured on what a client reads, for every example."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

import pytest

from content.measures import minutes, pages, paths
from plain import EXAMPLES
from readability import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from content.measures import Read

HIGHEST_GRADE = 8
HIGHEST_MEDIAN = 6.5
LOWEST_EASE = 60
LONGEST_SENTENCE = 30
FEWEST_WORDS, MOST_WORDS = 400, 900
LONGEST_PATH_MINUTES = 30
# Pages to look things up in are as long as their lists.
LOOKED_UP = {
    "reference/certificate",
    "reference/faq",
    "reference/glossary",
    "reference/handouts",
    "reference/progress",
    "reference/sources",
    "404",
}
NOT_FOR_CLIENTS = re.compile(r"\binternal\b|wring-?able neck|pigs and chickens|grooming", re.IGNORECASE)
LEFT_OVER = re.compile(r"\{\{|\{%|\bTBD\b|\bTODO\b|lorem ipsum|\bthe client\b", re.IGNORECASE)

pytestmark = [pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)]


def _where(path: Path, says: Callable[[Read], object]) -> dict[str, object]:
    """Return what `says` says of each page of which it says anything."""
    return {name: said for name, page in pages(path).items() if (said := says(page))}


def test_every_page_is_plain(path: Path) -> None:
    """No page asks for more than eight years of school; what is too hard is shown, hardest first."""

    def hard(page: Read) -> object:
        too_hard = page.whole.grade > HIGHEST_GRADE or page.whole.ease < LOWEST_EASE
        return too_hard and (round(page.whole.grade, 1), round(page.whole.ease), page.whole.worst[:5])

    assert _where(path, hard) == {}


def test_most_pages_are_plainer_still(path: Path) -> None:
    """Half of the pages need six and a half years of school or less."""
    assert median(page.whole.grade for page in pages(path).values()) <= HIGHEST_MEDIAN


def test_no_sentence_is_long(path: Path) -> None:
    """No sentence, be it in a table, has more than thirty words."""
    assert _where(path, lambda page: page.whole.longest_words > LONGEST_SENTENCE and page.whole.longest) == {}


def test_pages_are_worth_opening_and_can_be_finished(path: Path) -> None:
    """A page with what belongs to it has at least 400 words, and its text at most 900."""

    def wrong(page: Read) -> object:
        if page.whole.words_all < FEWEST_WORDS:
            return page.whole.words_all
        return page.taught_words > MOST_WORDS and page.taught_words

    assert {name: found for name, found in _where(path, wrong).items() if name not in LOOKED_UP} == {}


def test_a_reading_path_takes_half_an_hour_at_most(path: Path) -> None:
    """What a role is asked to read takes thirty minutes at 220 words a minute, questions included."""
    times = {role: minutes(names, pages(path)) for role, names in paths().items() if role != "team"}
    assert {role: time for role, time in times.items() if time > LONGEST_PATH_MINUTES} == {}


def test_clients_do_not_meet_words_for_our_own_people(path: Path) -> None:
    """Words of the trade that hurt, and the word for what clients do not see, stand on no page of theirs."""
    assert _where(path, lambda page: NOT_FOR_CLIENTS.findall(page.text)) == {}


def test_nothing_is_left_unsaid(path: Path) -> None:
    """No template code, placeholder or nameless client stands on a page."""
    assert _where(path, lambda page: LEFT_OVER.findall(page.text)) == {}


def test_a_page_speaks_to_its_reader(path: Path) -> None:
    """Every page says "you"."""
    assert (
        _where(path, lambda page: not {"you", "your", "yours"} & {word.lower() for word in words(page.text)})
        == {}
    )
