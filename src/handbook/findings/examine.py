"""All rules over one engagement: each on its own, findings worst first, accepted ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from handbook.errors import Severity
from handbook.findings.data import acceptances, fault_of
from handbook.findings.neighbours import Neighbours
from handbook.findings.rule import Hit
from handbook.findings.situation import Situation
from handbook.findings.table import RULES
from handbook.schedule.from_view import plan_of
from handbook.view import Edition, select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from handbook.errors import Place
    from handbook.findings.rule import Rule
    from handbook.load import Loaded
    from handbook.model import Engagement
    from handbook.model.internal import Acceptance

_WORST_FIRST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}
_ENDED = "DAT-106"


class Finding(Struct, frozen=True):
    """One thing that will go wrong: by which rule, where in the file, what, and one next step.

    `accepted` holds the decision to live with it, where there is one that holds.
    """

    check: str
    severity: Severity
    place: Place
    field: str
    message: str
    advice: str
    source: str
    page: str
    accepted: Acceptance | None = None


class Fault(Struct, frozen=True):
    """A rule that failed: our own mistake, never the file's."""

    check: str
    error: Exception


class Examination(Struct, frozen=True):
    """What all rules found in one engagement, worst first and then in file order."""

    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Return the errors that are not accepted: they keep the client edition from being published."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR and not one.accepted)


def situation_of(engagement: Engagement, as_of: date, neighbours: Neighbours | None = None) -> Situation:
    """Return an engagement on a day as the rules look at it."""
    view = select(engagement, Edition.CLIENT, as_of)
    return Situation(engagement, plan_of(view), as_of, neighbours or Neighbours(), view)


def examine(loaded: Loaded, as_of: date, neighbours: Neighbours | None = None) -> Examination:
    """Return what every rule finds in an engagement on a day; a rule that fails never hides the others."""
    situation = situation_of(loaded.engagement, as_of, neighbours)
    findings: list[Finding] = []
    faults: list[Fault] = []
    for rule in RULES.values():
        try:
            findings.extend(_finding(rule, hit, loaded) for hit in rule.run(situation))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other rules go on
            faults.append(Fault(rule.id, error))
    findings.extend(_unmatched(situation, findings, loaded))
    return Examination(tuple(_in_order(_accepted(situation, findings))), tuple(faults))


def _finding(rule: Rule, hit: Hit, loaded: Loaded) -> Finding:
    return Finding(
        check=rule.id,
        severity=hit.severity or rule.severity,
        place=loaded.places.of(hit.field),
        field=hit.field,
        message=hit.message,
        advice=hit.advice or rule.advice,
        source=rule.source,
        page=rule.page,
    )


def _unmatched(situation: Situation, findings: list[Finding], loaded: Loaded) -> Iterator[Finding]:
    """Yield the acceptances that would hold, and match nothing any more."""
    found = {finding.check for finding in findings}
    rule = RULES[_ENDED]
    for path, acceptance in acceptances(situation):
        if acceptance.check not in found and not fault_of(acceptance, situation):
            known = "nothing matches it any more" if acceptance.check in RULES else "there is no such check"
            message = f"{acceptance.check} is no longer accepted: {known}."
            advice = "Take the acceptance out of the file."
            yield _finding(rule, Hit(path, message, advice), loaded)


def _accepted(situation: Situation, findings: list[Finding]) -> Iterator[Finding]:
    """Yield the findings, those marked that somebody has decided to live with; DAT-106 cannot be."""
    holding = {
        acceptance.check: acceptance
        for _, acceptance in acceptances(situation)
        if not fault_of(acceptance, situation)
    }
    for finding in findings:
        decision = None if finding.check == _ENDED else holding.get(finding.check)
        yield replace(finding, accepted=decision) if decision else finding


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(
        findings, key=lambda one: (_WORST_FIRST[one.severity], one.place.line, one.place.column, one.check)
    )
