"""What counts as a name of another engagement's client, and what is only a word."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.bundle import bundle
from handbook.findings import OTHER_CLIENT, Neighbours, names_of_client
from handbook.findings.examine import examine
from handbook.findings.neighbours import is_distinct, plain_words
from handbook.load import load
from plain import EXAMPLES, STARTUP, engagement, tree

TODAY = date(2026, 11, 22)
STARTERS = sorted((bundle() / "engagement_templates" / "starters").glob("*.yml"))


@pytest.mark.parametrize(
    "name",
    [
        "Spokeshare", "Veldhuis bakeries", "Noor de Wit", "Zephyrine Holdings", "VELDHUIS", "山田太郎",
        "noor@spokeshare.example", "Castellan service desk", "Three Larkfield teams", "Ørsted",
    ],
)  # fmt: skip
def test_who_somebody_is(name: str) -> None:
    """A name with one word of its own is a name, in any script."""
    assert is_distinct(name)


@pytest.mark.parametrize(
    "name",
    [
        "Members", "Visitors", "The members", "Tenants of 41,000 homes", "Service desk", "Shared ICT",
        "Information Services", "Quality and data team", "Three district housing teams", "Nurses",
        "Patients at home", "Community nurses", "The first twelve partner workshops", "Group B",
    ],
)  # fmt: skip
def test_what_somebody_is(name: str) -> None:
    """What a group, a department or a part is called everywhere is no name of a client."""
    assert not is_distinct(name)


def _hits(names: tuple[str, ...], text: str, own: tuple[str, ...] = ()) -> list[str]:
    return list(Neighbours({"other": names}).named_in(text, own, plain_words([text])))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As Orange did.", True),
        ("AS ORANGE DID.", True),
        ("An orange button.", False),
        ("Orange is next to it: press the orange one.", False),
        ("See https://orange.example and ask Orange.", True),
        ("Orangery", False),
    ],
)
def test_one_word_counts_as_it_is_written(text: str, found: bool) -> None:
    """A name of one word is found as it is spelt or in capitals, and not where the file uses it as a word."""
    assert _hits(("Orange",), text) == (["other"] if found else [])


def test_a_part_of_an_own_name_is_no_other_client() -> None:
    """A client called Harbourlight Ferries may name itself beside another one called Harbourlight."""
    assert _hits(("Harbourlight",), "Harbourlight Ferries sails.", ("harbourlight ferries",)) == []
    assert _hits(("Harbourlight",), "Harbourlight sails.", ("harbour ferries",)) == ["other"]


def test_who_pays_has_one_name_that_counts() -> None:
    """A payer whose name is made of everyday words is looked for by its whole name, and nobody else is."""
    data = tree(STARTUP)
    data["parties"][1] |= {"name": "The Post Office", "short": "Office"}  # type: ignore[index]
    names = names_of_client(engagement(data))
    assert "The Post Office" in names
    assert {"Office", "Riders", "Partner workshops", "City cyclists"}.isdisjoint(names)


def test_files_made_from_starters_do_not_name_each_other() -> None:
    """In a workspace of all starters and examples, as they are, no file seems to tell of another's client."""
    loaded = [load(path) for path in (*STARTERS, *EXAMPLES)]
    neighbours = Neighbours({one.engagement.id: names_of_client(one.engagement) for one in loaded})
    assert {
        one.engagement.id: found
        for one in loaded
        if (
            found := [
                (hit.field, hit.message)
                for hit in examine(one, TODAY, neighbours).findings
                if hit.check == OTHER_CLIENT
            ]
        )
    } == {}
