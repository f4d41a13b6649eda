"""Each change to one field of the clean engagement changes only the findings that it should."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from findings.changes import changed, loaded
from handbook.findings import examine

TODAY = date(2027, 2, 1)

# A field's path, its new value, and every rule that then speaks.
MUTATIONS: tuple[tuple[str, Any, set[str]], ...] = (
    ("status", "closing", set()),
    ("language", "de", set()),
    ("timezone", "Europe/Dublin", set()),
    ("dates.kickoff", "2027-01-05", {"DAT-108"}),
    ("dates.start", "2027-01-12", {"DAT-108"}),
    ("dates.end", "2027-02-26", {"REL-104"}),
    ("dates.last_reviewed", None, {"DAT-105"}),
    ("product.kind", "maintenance", {"MEA-105"}),
    ("product.kind", "discovery", set()),
    ("contract.model", "fixed-price", set()),
    ("parties[harbour].kinds", ["payer", "beneficiary"], set()),
    ("parties[harbour].wants", None, {"PAY-105"}),
    ("parties[islanders].kinds", ["beneficiary"], {"CUS-301"}),
    ("parties[islanders].represented_by", [], set()),
    ("parties[islanders].relationship_owner", "quay", set()),
    ("people[maren].roles", ["sponsor", "scrum-master"], {"ROL-101"}),
    ("people[maren].time_per_week", None, set()),
    ("people[aud].time_per_week", None, {"PO-107"}),
    ("people[aud].away", [{"from": "2027-02-08", "to": "2027-02-08"}], {"CER-106"}),
    ("people[bram].away", [{"from": "2027-02-08", "to": "2027-02-08"}], set()),
    ("people[aud].timezone", "America/New_York", {"CER-105"}),
    ("people[tomasz].hours.days", ["mon", "tue", "wed", "thu"], {"CER-106"}),
    ("product_ownership.arrangement", "intermediary", {"PO-114"}),
    ("product_ownership.final_say", "bram", set()),
    ("product_ownership.backlog_kept_by", ["aud"], set()),
    ("sprint.weeks", 3, set()),
    ("sprint.weeks", 6, {"CER-104"}),
    ("ceremonies[planning]", None, {"CER-101"}),
    ("ceremonies[refinement]", None, set()),
    ("ceremonies[planning].minutes", 500, {"CER-102", "CER-105"}),
    ("ceremonies[daily].attend", ["tomasz", "amara", "aud"], {"CER-110"}),
    ("ceremonies[retro].when.at", "08:00", {"CER-105", "CER-107"}),
    ("ceremonies[quay-visit].lead", "amara", set()),
    ("staging.url", None, {"STG-102"}),
    ("staging.ready_before_review", None, {"STG-101"}),
    ("tools[code]", None, set()),
    ("communication.answer_within", None, {"COM-107"}),
    ("communication.updates[goal]", None, {"COM-102"}),
    ("communication.updates[status].form", "slides", set()),
    ("decisions", [], {"DEC-101"}),
    ("escalation", [], {"DEC-104"}),
    ("releases", [], {"REL-104"}),
    ("asks", [], set()),
    ("measures[knew].target", None, {"MEA-103"}),
    ("demand.tracked", "false", {"MEA-106"}),
    ("done", [], set()),
    ("internal.parties.harbour.stance", "divided", {"INT-204"}),
    ("internal.notes", ["Hostile and difficult."], set()),
)


@pytest.mark.parametrize(
    ("field", "value", "expected"), MUTATIONS, ids=[f"{path}={value}"[:60] for path, value, _ in MUTATIONS]
)
def test_a_change_changes_only_the_findings_it_should(field: str, value: object, expected: set[str]) -> None:
    """After one change, exactly the rules that are about it speak."""
    examination = examine(loaded(changed({field: value})), TODAY)
    assert {one.check for one in examination.findings} == expected
