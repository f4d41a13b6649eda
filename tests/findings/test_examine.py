"""What an examination promises whatever the rules: order, acceptance, isolation, completeness."""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from msgspec.structs import replace

import generate
from findings.changes import changed, loaded
from handbook.bundle import bundle
from handbook.errors import Severity
from handbook.findings import RULES, Neighbours, examine, names_of_client, table
from handbook.findings.rule import lessons_of
from handbook.load import load, load_text

if TYPE_CHECKING:
    from handbook.findings import Examination, Situation

TODAY = date(2027, 2, 1)
ACCEPTED = {"check": "PO-107", "reason": "Agreed at the kick-off", "by": "priya", "until": "2027-03-01"}
EXAMPLES = bundle() / "engagement_templates" / "examples"


def examined(changes: dict[str, Any], as_of: date = TODAY) -> Examination:
    """Return what is found in the clean engagement after changes."""
    return examine(loaded(changed(changes)), as_of)


def counts(name: str) -> dict[str, int]:
    """Return how many unaccepted findings of each severity an example has."""
    findings = examine(load(EXAMPLES / name), date(2026, 11, 22)).findings
    return {
        severity.value: sum(one.severity is severity and not one.accepted for one in findings)
        for severity in Severity
    }


def test_findings_come_worst_first_and_then_in_file_order() -> None:
    """Errors stand before warnings before notices, each group from the top of the file down."""
    findings = examine(load(EXAMPLES / "telecom-intermediary.yml"), date(2026, 11, 22)).findings
    order = [list(Severity).index(one.severity) for one in findings]
    assert order == sorted(order)
    errors = [one.place.line for one in findings if one.severity is Severity.ERROR]
    assert errors == sorted(errors)


def test_the_examples_show_what_they_are_there_to_show() -> None:
    """The telecom example has its warning signs; the others have no error and few findings."""
    telecom = counts("telecom-intermediary.yml")
    assert telecom["error"] >= 8
    assert telecom["warning"] >= 20
    public = counts("public-sector-vendor-po.yml")
    assert public["error"] == 0
    assert public["warning"] + public["notice"] <= 7
    assert counts("startup-client-po.yml")["error"] == 0
    for healthy in ("ferries-proxy-po.yml", "laboratories-maintenance.yml"):
        assert sum(counts(healthy).values()) <= 2


def test_an_accepted_finding_is_marked_until_its_last_day() -> None:
    """An acceptance with name, reason and date holds up to that date; from the next day DAT-106 speaks."""
    changes = {"people[aud].time_per_week": 12, "internal.accepted_findings": [ACCEPTED]}
    (finding,) = examined(changes, date(2027, 2, 8)).findings
    assert finding.check == "PO-107"
    assert finding.accepted is not None
    assert finding.accepted.by == "priya"
    after = {one.check: one.accepted for one in examined(changes, date(2027, 3, 2)).findings}
    assert after["PO-107"] is None
    assert "DAT-106" in after


@pytest.mark.parametrize("missing", ["reason", "by", "until"])
def test_an_acceptance_without_its_parts_accepts_nothing(missing: str) -> None:
    """Without a reason, a name or an end date the finding comes back, and DAT-106 says what is missing."""
    partial = {key: value for key, value in ACCEPTED.items() if key != missing}
    found = examined({"people[aud].time_per_week": 12, "internal.accepted_findings": [partial]}).findings
    assert {one.check: one.accepted for one in found} == {"PO-107": None, "DAT-106": None}


def test_an_acceptance_that_matches_nothing_is_itself_a_finding() -> None:
    """What nothing matches any more is to be taken out of the file."""
    (finding,) = examined({"internal.accepted_findings": [ACCEPTED]}).findings
    assert finding.check == "DAT-106"
    assert finding.message == "PO-107 is no longer accepted: nothing matches it any more."


def test_only_errors_that_are_not_accepted_block() -> None:
    """What keeps a client edition from being published is every error that nobody has accepted."""
    overdue = {"asks[log].due": "2027-01-31"}
    assert [one.check for one in examined(overdue).blocking] == ["ASK-104"]
    accepted = {**overdue, "internal.accepted_findings": [{**ACCEPTED, "check": "ASK-104"}]}
    assert examined(accepted).blocking == ()


def test_a_rule_that_fails_is_our_fault_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule's failure is reported as ours, by its name, beside all that the others find."""

    def fail(_: Situation) -> Any:  # noqa: ANN401 -- it never returns
        raise KeyError("odd")

    broken = {**table.RULES, "PAY-101": replace(RULES["PAY-101"], run=fail)}
    monkeypatch.setattr(sys.modules["handbook.findings.examine"], "RULES", broken)
    examination = examined({"people[aud].time_per_week": 12})
    assert [fault.check for fault in examination.faults] == ["PAY-101"]
    assert [one.check for one in examination.findings] == ["PO-107"]


def test_a_guest_does_not_stand_in_for_who_owns_the_relationship() -> None:
    """Where somebody of the owning party is only welcome, the finding says so, and by name."""
    people = {"attend": ["tove", "priya"], "optional": ["bram"]}
    found = examined({f"ceremonies[quay-visit].{name}": who for name, who in people.items()}).findings
    assert [one.message for one in found if one.check == "INT-201"] == [
        (
            "User session: nobody from The Trust, who owns the relationship with Islanders, has to come: "
            "Bram Sorley is only welcome."
        )
    ]


def test_what_rules_lean_on_is_said_in_words() -> None:
    """Each lesson that a rule names is there, and no code is left in the words beside it."""
    known = {row["id"] for row in yaml.safe_load((bundle() / "docs/_data/lessons.yml").read_text("utf-8"))}
    for rule in RULES.values():
        lessons, words = lessons_of(rule.source)
        assert lessons or words, rule.id
        assert set(lessons) <= known, rule.id
        assert not re.search(r"S\d-", words), rule.id
    assert lessons_of("S0-19, S0-20, S2-1; 18F guide, capacity") == (("S0-19", "S2-1"), "18F guide, capacity")


def test_other_clients_are_found_by_name_person_and_address() -> None:
    """A file that names another engagement's client, its people or an address says so; its own may."""
    other = load(EXAMPLES / "startup-client-po.yml").engagement
    neighbours = Neighbours({other.id: names_of_client(other)})
    for foreign in ("Spokeshare B.V.", "Noor de Wit", "noor@spokeshare.example"):
        data = changed({"asks[log].why": f"As {foreign} said"})
        found = examine(loaded(data), TODAY, neighbours).findings
        assert [(one.check, one.field) for one in found] == [("DAT-107", "asks[log].why")]
    assert examine(load(EXAMPLES / "startup-client-po.yml"), TODAY, neighbours).findings
    assert "DAT-107" not in {
        one.check for one in examine(load(EXAMPLES / "startup-client-po.yml"), TODAY, neighbours).findings
    }


@pytest.mark.slow
def test_any_valid_engagement_can_be_examined() -> None:
    """In 1,000 generated engagements no rule fails; each finding has a step, a source and a page."""
    pages = {
        path.relative_to(bundle() / "docs").with_suffix("").as_posix()
        for path in (bundle() / "docs").rglob("*.md")
    }
    for seed in range(1000):
        examination = examine(load_text(generate.engagement(seed).encode(), f"{seed}.yml", EXAMPLES), TODAY)
        assert not examination.faults, seed
        for one in examination.findings:
            assert one.message.endswith("."), (seed, one)
            assert one.advice.endswith("."), (seed, one)
            assert one.source, (seed, one)
            assert one.page in pages, (seed, one)


@pytest.mark.parametrize(
    ("language", "day", "hours"),
    [
        ("en-GB", "2 March 2027", "16:30-17:30"),
        ("en-US", "March 2, 2027", "4:30\u202fPM-5:30\u202fPM"),
        ("de", "2 March 2027", "16:30-17:30"),
    ],
)
def test_dates_and_times_are_written_as_the_engagement_writes_them(
    language: str, day: str, hours: str
) -> None:
    """A finding has the days and hours of its engagement's English; of another language, those of Britain."""
    late = {"people[tove].timezone": "Europe/Oslo", "ceremonies[quay-visit].when.at": "15:30"}
    messages = [one.message for one in examined({"language": language, **late}).findings]
    assert any(day in one and hours in one for one in messages)
