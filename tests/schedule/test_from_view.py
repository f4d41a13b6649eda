"""The plan of an engagement file: what the schedule needs of it, and nothing internal."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import generate
from handbook.schedule import Plan, expand
from handbook.schedule.from_view import plan_of
from handbook.schedule.plan import (
    MONDAY_TO_FRIDAY,
    Daily,
    MonthWeekday,
    Once,
    OnHoliday,
    Span,
    SprintDay,
    Weekly,
)
from handbook.view import Edition, select
from plain import EXAMPLES, PUBLIC, STARTUP, engagement, tree
from schedule import oracle

if TYPE_CHECKING:
    from pathlib import Path
AS_OF = date(2026, 11, 22)
DAYS = st.dates(date(2025, 12, 1), date(2028, 12, 31))
every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def _plan(data: generate.Tree, edition: Edition = Edition.CLIENT, as_of: date = AS_OF) -> Plan:
    return plan_of(select(engagement(data), edition, as_of))


def test_rules_zones_and_people() -> None:
    """Each form of rule, the engagement's zone or the event's own, and who attends."""
    plan = _plan(tree(PUBLIC))
    rules = [ceremony.rule for ceremony in plan.ceremonies]
    assert rules[0] == Once(date(2026, 12, 1))
    assert rules[2:5] == [SprintDay(1), Daily(), Weekly(1)]
    assert rules[8] == MonthWeekday(3, 3)
    review = plan.ceremonies[5]
    assert (review.kind, review.at, review.zone, review.minutes) == (
        "sprint-review",
        time(11),
        "Europe/London",
        60,
    )
    assert (review.required[0], review.optional, review.lead) == (
        "tariq",
        ("bethan", "greg", "sheila"),
        "lena",
    )
    data = tree(PUBLIC)
    data["ceremonies"][5]["when"]["timezone"] = "Europe/Dublin"  # type: ignore[index]
    assert _plan(data).ceremonies[5].zone == "Europe/Dublin"


def test_days_off_of_both_sides() -> None:
    """Closed days, leave, countries, regions, working days and the rule for holidays come from the file."""
    data = tree(STARTUP)
    data["dates"]["closed"] = [{"from": "2027-04-01", "to": "2027-04-02", "reason": "Move"}]  # type: ignore[index]
    data["sprint"] |= {"on_holiday": "keep", "days": ["sun", "mon", "tue", "wed", "thu"]}  # type: ignore[operator]
    data["parties"][0] |= {"country": "GB", "region": "SCT"}  # type: ignore[index]
    plan = _plan(data)
    assert plan.closed == (Span(date(2027, 4, 1), date(2027, 4, 2), "Move", "dates.closed[2027-04-01]"),)
    assert (plan.on_holiday, plan.work_days) == (OnHoliday.KEEP, frozenset({6, 0, 1, 2, 3}))
    assert (plan.parties["fernhill"].country, plan.parties["fernhill"].region) == ("GB", "SCT")
    assert plan.people["noor"].away[0].reason == "Half-term"
    assert plan.people["jeroen"].weekdays == frozenset({1, 2, 3, 4, 5})
    assert _plan(tree(STARTUP)).work_days == MONDAY_TO_FRIDAY


def test_single_changes_come_with_their_fields() -> None:
    """Moves, cancellations and additions, each with its own time and its place in the file."""
    data = tree(STARTUP)
    data["ceremonies"][5]["changes"] = [  # type: ignore[index]
        {"date": "2027-01-22", "move_to": {"date": "2027-01-21", "at": "15:00"}, "reason": "Fair"},
        {"date": "2027-02-05", "cancel": "true"},
        {"date": "2027-02-10", "add": "true", "at": "09:00"},
    ]
    moved, cancelled, added = _plan(data).ceremonies[5].changes
    assert (moved.move_to, moved.at, moved.reason) == (date(2027, 1, 21), time(15), "Fair")
    assert moved.path == "ceremonies[review].changes[2027-01-22]"
    assert (cancelled.cancel, cancelled.add, cancelled.at) == (True, False, None)
    assert (added.add, added.at) == (True, time(9))


def test_without_an_end_the_plan_goes_half_a_year_on() -> None:
    """Recurring events run for 26 weeks after the as-of date where the file gives no end."""
    data = tree(STARTUP)
    del data["dates"]["end"]  # type: ignore[attr-defined]
    assert _plan(data, as_of=date(2027, 1, 1)).end == date(2027, 7, 2)
    assert _plan(tree(STARTUP)).end == date(2027, 4, 30)


@every_example
def test_every_event_of_the_examples_is_the_oracles(path: Path) -> None:
    """The examples' events, with their own changes and days off, are those of the oracle."""
    plan = _plan(tree(path))
    found = sorted((event.ceremony, event.start, event.end, event.cancelled) for event in expand(plan))
    assert found == oracle.rows(plan)
    assert found


@given(generate.engagements(), DAYS)
def test_every_event_of_any_file_is_the_oracles(data: generate.Tree, as_of: date) -> None:
    """Files made at random expand to the oracle's events, and both editions to the same ones."""
    plan = _plan(data, as_of=as_of)
    assert plan == _plan(data, Edition.TEAM, as_of)
    assume(plan.work_days == MONDAY_TO_FRIDAY)
    found = sorted((event.ceremony, event.start, event.end, event.cancelled) for event in expand(plan))
    assert found == oracle.rows(plan)
