"""Each rule fires on one small change to a clean engagement, with the right words in the right place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from findings.changes import changed, loaded

if TYPE_CHECKING:
    from pathlib import Path
from handbook.errors import Refused
from handbook.findings import RULES, Finding, Neighbours, examine
from handbook.findings.guide import CASES

TODAY = date(2027, 2, 1)
FILES = sorted(CASES.glob("*.yml"))


def case(path: Path) -> dict[str, Any]:
    """Return the two changes of a case file."""
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return data


def found(half: dict[str, Any]) -> tuple[Finding, ...]:
    """Return every finding about the clean engagement after a change."""
    neighbours = Neighbours({"beside": half.get("beside", ())})
    examination = examine(loaded(changed(half["change"])), TODAY, neighbours)
    assert not examination.faults
    return examination.findings


def test_every_rule_has_a_case() -> None:
    """There is one case for each of the 97 rules, and none for a rule that does not exist."""
    assert [path.stem for path in FILES] == sorted(RULES)
    assert len(RULES) == 97


def test_a_clean_engagement_has_no_finding() -> None:
    """An engagement in which nothing is amiss gives no finding at all."""
    assert found({"change": {}}) == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rule_fires(path: Path) -> None:
    """The change makes the rule speak once, about the field that causes it, in exactly these words."""
    half = case(path)["fires"]
    if "refused" in half:
        with pytest.raises(Refused) as refusal:
            loaded(changed(half["change"]))
        problem = refusal.value.problems[0]
        assert (problem.code, problem.field, problem.message) == (path.stem, half["at"], half["refused"])
        return
    mine = [finding for finding in found(half) if finding.check == path.stem]
    assert [(finding.field, finding.message) for finding in mine] == [(half["at"], half["says"])]
    assert mine[0].place == loaded(changed(half["change"])).places.of(half["at"])
    assert mine[0].advice.endswith(".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_near_miss_does_not_fire(path: Path) -> None:
    """A change that is nearly the same, and right, does not make the rule speak."""
    assert path.stem not in {finding.check for finding in found(case(path)["silent"])}
