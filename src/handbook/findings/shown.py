"""What pages of the team edition may say of an examination: its findings, and the rule for each meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.facts.making import fact, made
from handbook.findings.rule import lessons_of
from handbook.findings.table import RULES
from handbook.records import Absent, Choice, Record, codes, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from handbook.findings.examine import Examination, Finding
    from handbook.records import Datum
    from handbook.view import View


def facts_of_findings(
    examination: Examination, view: View, known: Mapping[str, Datum]
) -> Mapping[str, Datum]:
    """Return the findings by the names that pages use: `findings` worst first, `accepted_findings`, and
    `meeting_rules` for the dates ahead. `known` are the view's own facts.
    """  # noqa: D205 -- three names take two lines
    people = {str(person["id"]): person for person in listed(view.root, "people")}
    shown = tuple(_shown(number, one, people) for number, one in enumerate(examination.findings, start=1))
    return {
        "findings": tuple(one for one in shown if not isinstance(one["accepted_by"], Record)),
        "accepted_findings": tuple(one for one in shown if isinstance(one["accepted_by"], Record)),
        "meeting_rules": tuple(meeting_rules(_records(known["dates_ahead"]))),
    }


def _records(datum: Datum) -> tuple[Record, ...]:
    return tuple(item for item in datum if isinstance(item, Record)) if isinstance(datum, tuple) else ()


def _shown(number: int, finding: Finding, people: Mapping[str, Record]) -> Record:
    """Return a finding as pages show it; its page, check and severity are fixed words of ours."""
    source, decision = finding.field, finding.accepted
    nothing = Absent(source)
    lessons, rest = lessons_of(RULES[finding.check].source)
    return made(
        f"findings[{number}]",
        check=_word(finding.check, source),
        severity=_word(finding.severity.value, source),
        page=_word(finding.page, source),
        field=fact(source, source),
        line=fact(finding.place.line, source),
        message=fact(finding.message, source),
        advice=fact(finding.advice, source),
        lessons=tuple(_word(lesson, source) for lesson in lessons),
        source=fact(rest, source) if rest else nothing,
        accepted_by=people[decision.by] if decision and decision.by else nothing,
        accepted_reason=fact(str(decision.reason), source) if decision else nothing,
        accepted_until=fact(decision.until, source) if decision and decision.until else nothing,
    )


def _word(word: str, source: str) -> Datum:
    return fact(Choice(word, word), source)


def meeting_rules(coming: Sequence[Record]) -> Iterator[Record]:
    """Yield, for each event at which somebody is met through another party, that party and the dates.

    `absent` says that nobody of that party, and nobody who pays, must come today.
    """
    dated: dict[str, list[Record]] = {}
    for event in coming:
        if isinstance(event["event"], Record):
            dated.setdefault(event["event"].path, []).append(event)
    for event, *others in dated.values():
        ceremony = event["event"]
        if not isinstance(ceremony, Record):
            continue
        there = [person["party"] for person in listed(ceremony, "attend")]
        for party in dict.fromkeys(one for one in there if isinstance(one, Record)):
            owner = party.fields.get("relationship_owner")
            if isinstance(owner, Record) and owner != party:
                yield made(
                    f"{event.path}.rule[{party.path}]",
                    event=event,
                    dates=(event, *others),
                    met=party,
                    owner=owner,
                    absent=fact(not _accompanied(there, owner), f"{ceremony.path}.attend"),
                )


def _accompanied(there: Sequence[Datum], owner: Record) -> bool:
    return any(isinstance(one, Record) and (one == owner or "payer" in codes(one, "kinds")) for one in there)
