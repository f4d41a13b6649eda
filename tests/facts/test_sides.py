"""Who is on which side, who speaks for whom, and which hats one person wears."""

from __future__ import annotations

from facts.shown import facts_of, row, rows, show
from handbook.records import Record
from plain import PUBLIC, STARTUP, TELECOM, tree


def test_the_client_is_who_pays() -> None:
    """The handbook is for the first party that pays; the supplier is the party of that kind."""
    facts = facts_of(tree(TELECOM))
    assert show(facts["client"]) == "parties[norvale-it]"
    assert show(facts["supplier"]) == "parties[tallgrass]"
    assert show(facts["payers"]) == ["parties[norvale-it]"]
    assert show(facts["intermediaries"]) == ["parties[norvale-it]"]
    assert show(facts["has_intermediary"]) is True
    assert show(facts["several_customers"]) is False
    assert show(facts["support_parties"]) == ["parties[norvale-noc]"]


def test_a_file_in_the_making_has_a_client_too() -> None:
    """Where nobody pays yet, the first party that is not the supplier stands in."""
    data = tree(STARTUP)
    for party in data["parties"][1:]:  # type: ignore[index]
        party["kinds"] = ["user"]
    facts = facts_of(data)
    assert show(facts["client"]) == "parties[spokeshare]"
    assert show(facts["payers"]) == []


def test_several_users_are_several_customers() -> None:
    """Two user parties or two payers are several customers."""
    assert show(facts_of(tree(PUBLIC))["several_customers"]) is True


def test_people_by_side_and_party() -> None:
    """People are the client's but for the supplier's, and each party has its own, with its side."""
    facts = facts_of(tree(STARTUP))
    assert show(facts["client_people"]) == ["people[noor]", "people[jeroen]"]
    assert show(facts["team_people"]) == ["people[priya]", "people[tomasz]", "people[amara]"]
    assert rows(facts["people_by_party"], "party", "side", "people")[1:] == [
        ("parties[spokeshare]", "client", ["people[noor]"]),
        ("parties[workshops]", "client", ["people[jeroen]"]),
        ("parties[riders]", "client", []),
    ]


def test_people_by_role() -> None:
    """Pages find people by what they do."""
    facts = facts_of(tree(PUBLIC))
    names = (
        "owner",
        "deputy",
        "final_say",
        "accepts_work",
        "proxy",
        "scrum_masters",
        "developers",
        "sponsors",
    )
    assert [show(facts[name]) for name in names] == [
        "people[lena]",
        "people[ade]",
        "people[tariq]",
        "people[tariq]",
        None,
        ["people[rowan]"],
        ["people[kit]", "people[sunita]"],
        ["people[fiona]"],
    ]
    assert show(facts["arrangement"]) == "vendor"
    assert show(facts["owner_is_client"]) is False


def test_texts_suit_the_reader_who_knows_least() -> None:
    """The levels are the lowest that any client party states, and have a default where none states any."""
    facts = facts_of(tree(PUBLIC))
    assert (show(facts["technical"]), show(facts["agile"])) == ("low", "none")
    data = tree(PUBLIC)
    for party in data["parties"]:  # type: ignore[attr-defined]
        party.pop("background", None)
    facts = facts_of(data)
    assert (show(facts["technical"]), show(facts["agile"])) == ("medium", "none")


def test_the_founder_wears_three_hats() -> None:
    """Noor owns the product, pays, and speaks for users; Jeroen only speaks for users."""
    facts = facts_of(tree(STARTUP))
    assert rows(facts["hats"], "person", "roles", "kinds", "parties") == [
        (
            "people[noor]",
            ["owner", "payer", "user"],
            ["payer", "user"],
            ["parties[spokeshare]", "parties[riders]"],
        )
    ]


def test_the_four_kinds_of_customer_show_the_empty_one() -> None:
    """Each kind has its parties and the people who speak for them; nobody supports Spokeshare yet."""
    facts = facts_of(tree(STARTUP))
    assert rows(facts["customer_kinds"], "kind", "parties", "people")[::2] == [
        ("payer", ["parties[spokeshare]"], ["people[noor]"]),
        ("support", [], []),
    ]


def test_who_speaks_for_whom() -> None:
    """Each client person who represents somebody, with those parties."""
    assert rows(facts_of(tree(TELECOM))["spokespeople"], "person", "parties")[2] == (
        "people[rhonda]",
        ["parties[norvale-field]", "parties[subscribers]"],
    )


def test_terms_are_complete() -> None:
    """Every word of the glossary is there, the client's own where the file has one, with its field."""
    terms = facts_of(tree(PUBLIC))["terms"]
    assert isinstance(terms, Record)
    assert row(terms, "sprint_review", "daily_scrum", "sprint_planning", "kick_off") == (
        "Show and tell",
        "Stand-up",
        "sprint planning",
        "kick-off",
    )
    assert terms["sprint_review"].sources == ("terms.sprint-review",)  # type: ignore[union-attr]
    assert terms["sprint_planning"].sources == ()  # type: ignore[union-attr]


def test_people_stand_with_the_place_of_their_clock() -> None:
    """Each person of a party is named with the city by whose clock they work."""
    staff: dict[object, object] = {}
    parties = facts_of(tree(TELECOM))["people_by_party"]
    assert isinstance(parties, tuple)
    for party in parties:
        assert isinstance(party, Record)
        staff.update((str(name), place) for name, place in rows(party["people"], "id", "place"))
    assert (staff["piotr"], staff["rhonda"], staff["dana"]) == ("Warsaw", "Denver", "New York")
