"""The self-checks cannot be passed by guessing: how an answer looks says nothing of whether it is right."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from content.reading import filled, site_of_file
from handbook.slots import MARK, Scope, read_mark
from plain import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from handbook.render import RenderedPage

# Questions of an example.
FEWEST = 120
every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
QUESTION = re.compile(r"^    \{: \.hb-answer data-hb-answer=.*\}$", re.MULTILINE)
ANSWER = re.compile(
    r'^    - <span class="hb-again">(?P<text>.*)</span>: '
    r"\*\*.*?\*\*\{: \.hb-(?P<kind>right|wrong) \} (?P<reason>.*)$",
    re.MULTILINE,
)


@cache
def _questions(path: Path) -> list[list[tuple[bool, str, str]]]:
    """Return the answers of each question that an example asks: whether right, what they say, and why."""
    site = site_of_file(path)
    asked = (part for page in site.pages for part in QUESTION.split(filled(page, site))[1:])
    answers = [
        [(found["kind"] == "right", found["text"], found["reason"]) for found in ANSWER.finditer(part)]
        for part in asked
    ]
    assert len(answers) > FEWEST
    return answers


@every_example
def test_no_answer_stands_there_twice(path: Path) -> None:
    """Every question has three answers that differ, each with a reason of its own, and one is right."""
    for answers in _questions(path):
        assert [right for right, _, _ in answers].count(True) == 1, answers
        assert len({text for _, text, _ in answers}) == len({reason for _, _, reason in answers}) == 3, (
            answers
        )


@every_example
def test_the_longest_answer_is_seldom_the_right_one(path: Path) -> None:
    """Whoever always takes the longest answer is right no more often than half of the time."""
    longest = [max(answers, key=lambda answer: len(answer[1])) for answers in _questions(path)]
    assert sum(right for right, _, _ in longest) <= len(longest) / 2


@every_example
def test_the_right_answer_has_no_place_of_its_own(path: Path) -> None:
    """Whoever always takes the first, the second or the third answer is right in a third of the cases."""
    places = Counter([right for right, _, _ in answers].index(True) for answers in _questions(path))
    assert all(0.25 <= count / len(_questions(path)) <= 0.42 for count in places.values()), places


@every_example
def test_every_page_asks_about_this_engagement(path: Path) -> None:
    """At least one question of each page is made of names, days or decisions of the engagement."""
    without = []
    for page in site_of_file(path).pages:
        _, asks, check = page.markdown.partition("{: #check-yourself }")
        fields = (field for found in MARK.finditer(check) for field in _fields(found, page))
        if asks and all(field.startswith("terms.") for field in fields):
            without.append(page.path)
    assert without == []


def _fields(found: re.Match[str], page: RenderedPage) -> tuple[str, ...]:
    """Return the fields of the engagement that a mark on a page stands for."""
    scope, number = read_mark(found)
    return page.slots[number].fields if scope is Scope.PAGE else ()
