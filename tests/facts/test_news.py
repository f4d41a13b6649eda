"""On which day people hear from us."""

from __future__ import annotations

import pytest

from facts.shown import facts_of, rows
from plain import STARTUP, tree


@pytest.mark.parametrize(
    ("every", "day", "words"),
    [
        ("week", "fri", "Friday"),
        ("month", 1, "1st"),
        ("month", "2-tue", "second Tuesday"),
        ("sprint", 9, "9th"),
    ],
)
def test_the_day_of_an_update_is_told_in_words(every: str, day: object, words: str) -> None:
    """A weekday, a day of the month and the nth weekday of a month are said as people say them."""
    data = tree(STARTUP)
    update = data["communication"]["updates"][0]  # type: ignore[index]
    update["every"], update["day"] = every, day
    assert rows(facts_of(data)["updates"], "day_text")[0] == (words,)


def test_an_update_without_a_day_has_no_words_for_it() -> None:
    """What comes before or after planning has no day of its own."""
    assert rows(facts_of(tree(STARTUP))["updates"], "id", "day_text")[1] == ("goal", None)
