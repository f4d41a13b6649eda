"""The holes of a file are questions with a date, an answerer and a page."""

from __future__ import annotations

from datetime import date

import pytest

from facts.shown import facts_of, rows, show
from plain import PUBLIC, STARTUP, tree


def _questions(data: dict[str, object]) -> list[object]:
    return [question for (question,) in rows(facts_of(data)["gaps"], "question")]


def test_a_full_file_has_no_gaps() -> None:
    """Where everything is settled nothing is asked."""
    assert _questions(tree(PUBLIC)) == []


def test_a_gap_says_what_is_asked_of_whom_by_when_and_where() -> None:
    """Nobody decides for Noor, and nobody looks after the product later: asked by the kick-off."""
    gaps = rows(facts_of(tree(STARTUP))["gaps"], "question", "by", "who", "page")
    assert gaps[:2] == [
        (
            "Who looks after Spokeshare once it is in use?",
            date(2027, 1, 6),
            ["people[noor]"],
            "people/your-customers",
        ),
        ("Who decides when Noor is away?", date(2027, 1, 6), ["people[noor]"], "people/product-owner"),
    ]


@pytest.mark.parametrize(
    ("as_of", "by"),
    [
        (date(2026, 11, 22), date(2027, 1, 6)),  # the kick-off
        (date(2026, 12, 30), date(2027, 1, 6)),  # a week before it
        (date(2026, 12, 31), date(2027, 1, 11)),  # the kick-off is too near: the first planning
        (date(2027, 1, 8), date(2027, 1, 25)),  # the next planning
        (date(2027, 4, 20), date(2027, 4, 27)),  # no planning to come: a week
        (date(2027, 4, 24), date(2027, 5, 3)),  # a week, moved on from a Saturday
    ],
)
def test_gaps_are_settled_by_the_next_occasion(as_of: date, by: date) -> None:
    """It is the kick-off or the next planning that leaves a week, else the working day after a week."""
    assert show(facts_of(tree(STARTUP), as_of)["settle_by"]) == by


MISSING: tuple[tuple[str, tuple[str | int, ...], str], ...] = (
    ("final word", ("product_ownership", "final_say"), "Who has the last word?"),
    ("urgent", ("communication", "urgent"), "What do you do when it cannot wait?"),
    ("staging", ("staging", "url"), "Where can you try new work before we show it?"),
    ("decisions", ("decisions",), "Which questions will come up, and who decides each of them?"),
    ("releases", ("releases",), "What comes out first, and when?"),
    ("tie", ("decisions", 0, "tie_break"), "Who breaks a tie on this: Order of work?"),
    ("due", ("asks", 1, "due"), "By when can we have this: Data protection assessment started?"),
    ("wants", ("parties", 1, "wants"), "What does The Authority want from this?"),
    ("voice", ("parties", 2, "represented_by"), "Who speaks for Housing teams?"),
    ("through", ("parties", 3, "relationship_owner"), "Through whom do we speak with Tenants?"),
    ("hours", ("people", 0, "time_per_week"), "How many hours a week does Fiona have for this?"),
    ("hand back", ("product_ownership", "hand_back"), "Who takes the product over from us, and when?"),
    ("deputy", ("product_ownership", "deputy"), "Who decides when Lena is away?"),
    ("place", ("ceremonies", 2, "link"), "Where do we meet for this: sprint planning?"),
    ("minutes", ("ceremonies", 5, "minutes"), "How long does this take: Show and tell?"),
    ("target", ("measures", 0, "target"), "Where should this be: Repairs reported online?"),
    ("risk", ("risks", 0, "owner"), "Who keeps an eye on this: Each council wants its own process?"),
)


@pytest.mark.parametrize(
    ("keys", "question"), [case[1:] for case in MISSING], ids=[case[0] for case in MISSING]
)
def test_each_hole_asks_its_question(keys: tuple[str | int, ...], question: str) -> None:
    """Taking one field out of a full file asks one question, in the words of that field."""
    data = tree(PUBLIC)
    node: object = data
    for key in keys[:-1]:
        node = node[key]  # type: ignore[index]
    del node[keys[-1]]  # type: ignore[attr-defined]
    assert _questions(data) == [question]


def test_a_group_that_decides_is_asked_which_one() -> None:
    """Two deciders are a question for the two."""
    data = tree(PUBLIC)
    data["decisions"][0]["decides"] = ["lena", "tariq"]  # type: ignore[index]
    gaps = facts_of(data)["gaps"]
    assert rows(gaps, "question", "who", "about") == [
        (
            "Which one decides this, Lena or Tariq: Order of work?",
            ["people[lena]", "people[tariq]"],
            "decisions[Order of work]",
        )
    ]


def test_a_discovery_needs_no_staging_and_no_releases() -> None:
    """Nothing can be tried or released in a discovery, so nothing of the kind is asked."""
    data = tree(PUBLIC)
    data["product"]["kind"] = "discovery"  # type: ignore[index]
    del data["staging"], data["releases"]
    assert _questions(data) == []


def test_what_is_done_is_not_asked_for() -> None:
    """An ask that was met needs neither owner nor date."""
    data = tree(PUBLIC)
    ask = data["asks"][1]  # type: ignore[index]
    del ask["owner"], ask["due"]
    ask["state"] = "done"
    assert _questions(data) == []
