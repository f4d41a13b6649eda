"""What only our own team may know."""

from __future__ import annotations

from datetime import date

from facts.shown import facts_of, rows, view_of
from handbook.facts import facts
from handbook.view import Edition
from plain import TELECOM, tree

AS_OF = date(2026, 11, 22)


def test_the_team_reads_its_notes_on_parties() -> None:
    """Each note comes with its party, in the order in which parties stand in the file."""
    notes = facts(view_of(tree(TELECOM), AS_OF, Edition.TEAM))["party_notes"]
    assert rows(notes, "party", "stance") == [
        ("parties[norvale-it]", "cautious"),
        ("parties[norvale-field]", "hostile"),
    ]


def test_clients_read_none_of_them() -> None:
    """In the client's facts there are no notes at all, nor for a team whose file has none."""
    assert facts_of(tree(TELECOM))["party_notes"] == ()
    data = tree(TELECOM)
    del data["internal"]
    assert facts(view_of(data, AS_OF, Edition.TEAM))["party_notes"] == ()
