"""What is asked for, decided and planned, in the order in which pages tell it."""

from __future__ import annotations

from datetime import date

from facts.shown import facts_of, row, rows, show
from plain import PUBLIC, STARTUP, TELECOM, tree


def test_open_asks_come_by_date() -> None:
    """The next one due is first, one without a date last, and what is overdue says so."""
    asks = facts_of(tree(TELECOM))["open_asks"]
    assert rows(asks, "id", "due", "overdue") == [("code", date(2026, 10, 19), True), ("domain", None, False)]
    asks = facts_of(tree(STARTUP))["open_asks"]
    assert [what for (what,) in rows(asks, "id")] == ["prices", "payments", "deputy"]


def test_asks_stand_under_their_owners() -> None:
    """Owners come by their first date; what nobody owns comes last, under an owner who is absent."""
    data = tree(PUBLIC)
    data["asks"][1]["owner"] = None  # type: ignore[index]
    groups = facts_of(data)["open_asks_by_owner"]
    assert rows(groups, "owner", "asks") == [
        ("people[bethan]", ["asks[calls]"]),
        ("people[anil]", ["asks[hosting]"]),
        (None, ["asks[dpia]"]),
    ]


def test_done_and_dropped_asks_are_not_open() -> None:
    """What is done is listed by itself; what was dropped is nowhere."""
    data = tree(STARTUP)
    data["asks"][0]["state"], data["asks"][1]["state"] = "done", "dropped"  # type: ignore[index]
    facts = facts_of(data)
    assert (show(facts["done_asks"]), show(facts["open_asks"])) == (["asks[deputy]"], ["asks[payments]"])


def test_tools_without_access_are_listed() -> None:
    """A tool whose access was not given yet is listed, one that was given is not."""
    assert show(facts_of(tree(STARTUP))["tools_not_granted"]) == ["tools[backlog]"]


def test_a_release_that_is_past_is_not_next() -> None:
    """The next release is the first that is still to come; one without a date is to come."""
    assert show(facts_of(tree(STARTUP))["next_release"]) == "releases[pilot]"
    assert show(facts_of(tree(STARTUP), date(2027, 3, 6))["next_release"]) == "releases[spring]"
    assert show(facts_of(tree(STARTUP), date(2027, 5, 1))["next_release"]) is None
    data = tree(STARTUP)
    del data["releases"][1]["target"]  # type: ignore[index]
    assert show(facts_of(data, date(2027, 5, 1))["next_release"]) == "releases[spring]"


def test_features_to_try_are_the_nearest_first() -> None:
    """What is ready comes before what is in progress and planned, each in the file's order of work."""
    data = tree(STARTUP)
    pilot = data["releases"][0]["features"]  # type: ignore[index]
    pilot[0]["state"], pilot[2]["state"] = "released", "ready-to-try"
    assert rows(facts_of(data)["features_to_try"], "name", "release") == [
        ("Pay online", "releases[pilot]"),
        ("Workshop day view", "releases[pilot]"),
    ]
    for feature in pilot:
        feature["state"] = "done"
    assert rows(facts_of(data)["features_to_try"], "name") == [("Move or cancel a booking",)]


def test_escalation_goes_up() -> None:
    """The steps are in the order of their levels, whatever the order in the file."""
    data = tree(STARTUP)
    data["escalation"].reverse()  # type: ignore[attr-defined]
    assert rows(facts_of(data)["escalation"], "level") == [(1,), (2,)]


def test_a_decision_has_its_deciders_as_a_list() -> None:
    """One decider or a group: pages loop over `deciders`."""
    data = tree(STARTUP)
    data["decisions"][0]["decides"] = ["noor", "jeroen"]  # type: ignore[index]
    decisions = facts_of(data)["decisions"]
    assert isinstance(decisions, tuple)
    assert row(decisions[0], "deciders") == (["people[noor]", "people[jeroen]"],)
    assert row(decisions[1], "deciders") == (["people[tomasz]"],)
