"""A run remembers what it asks for again and again, and no more than two generations of the rest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handbook.recent import Recent

MOST = 5


def test_what_is_asked_for_in_every_round_is_never_forgotten() -> None:
    """A value that each of a thousand sites asks for is worked out once, whatever else they bring."""
    recent: Recent[str, int] = Recent(MOST)
    made = 0
    for site in range(1_000):
        for key in ("shared", *(f"own {site} {number}" for number in range(MOST))):
            if recent.find(key) is None:
                recent[key] = site
                made += key == "shared"
        recent.pass_on()
    assert made == 1


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    """Of a thousand sites' own values only those of the last two are still there."""
    recent: Recent[tuple[int, int], str] = Recent(MOST)
    every = [(site, number) for site in range(1_000) for number in range(MOST + 1)]
    for key in every:
        recent[key] = "here"
        if key[1] == MOST:
            recent.pass_on()
    assert [key for key in every if recent.find(key)] == every[-(MOST + 1) :]


@given(st.lists(st.lists(st.integers(0, 30), max_size=12), max_size=30))
def test_a_value_is_the_one_that_was_given_or_unknown(rounds: list[list[int]]) -> None:
    """In any order of asking, a key is either among the unknown ones or has its own value."""
    recent: Recent[int, str] = Recent(MOST)
    for keys in rounds:
        missing = recent.unknown(keys)
        assert all(recent[key] == str(key) for key in keys if key not in missing)
        recent.update((key, str(key)) for key in missing)
        assert recent.unknown(keys) == []
        recent.pass_on()
