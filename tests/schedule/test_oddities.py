"""What cannot be held as the file has it is told, with its field; a healthy plan has nothing to tell."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from msgspec.structs import replace

from handbook.schedule.oddities import Oddity, oddities
from handbook.schedule.plan import Change, MonthDay, MonthWeekday, Once, Plan, SprintDay, Weekly
from schedule.plans import ceremony, plan, plans

PATH = "ceremonies[review].changes[x]"


def _told(one: Plan) -> list[tuple[str, str]]:
    return [(odd.field, odd.message) for odd in oddities(one)]


def test_a_healthy_plan_has_nothing_odd() -> None:
    """Weekly, monthly and sprint events, a move, a cancelled and an added one: nothing to tell."""
    changes = (
        Change(date(2027, 1, 15), PATH, cancel=True),
        Change(date(2027, 1, 29), PATH, move_to=date(2027, 1, 28)),
        Change(date(2027, 2, 3), PATH, add=True),
    )
    one = plan(ceremony(SprintDay(10), changes=changes), ceremony(Weekly(1)), ceremony(MonthDay(15)))
    assert _told(one) == []


CASES: tuple[tuple[str, Plan, str, str], ...] = (
    (
        "day 12 of two weeks",
        plan(ceremony(SprintDay(12))),
        "ceremonies[review].when",
        "This is never held between 2027-01-04 and 2027-06-30.",
    ),
    (
        "the fifth Tuesday",
        plan(ceremony(MonthWeekday(5, 1))),
        "ceremonies[review].when.day",
        "Months without that day have no such meeting: 2027-02, 2027-04, 2027-05.",
    ),
    (
        "the 30th",
        plan(ceremony(MonthDay(30)), end=date(2028, 3, 31)),
        "ceremonies[review].when.day",
        "Months without that day have no such meeting: 2027-02, 2028-02.",
    ),
    (
        "a change of nothing",
        plan(ceremony(SprintDay(10), changes=(Change(date(2027, 1, 14), PATH, cancel=True),))),
        f"{PATH}.date",
        "On 2027-01-14 there is none to change. The nearest is on 2027-01-15.",
    ),
    (
        "one more on the same day",
        plan(ceremony(SprintDay(10), changes=(Change(date(2027, 1, 15), PATH, add=True),))),
        f"{PATH}.date",
        "On 2027-01-15 there is one already.",
    ),
    (
        "a skipped hour",
        plan(ceremony(Once(date(2027, 3, 28)), "01:30")),
        "ceremonies[review].when.at",
        "On 2027-03-28 the clocks in London change, and 01:30 does not exist: it is held at 02:30.",
    ),
    (
        "an hour that comes twice",
        plan(ceremony(Weekly(6), "01:30", zone="America/Chicago"), first_start=date(2026, 9, 7)),
        "ceremonies[review].when.at",
        "On 2026-11-01 the clocks in Chicago change, and 01:30 comes twice: the first is meant.",
    ),
    (
        "a first day off",
        plan(first_start=date(2027, 1, 3)),
        "sprint.first_start",
        "2027-01-03 is a Sunday, on which the team does not work.",
    ),
    (
        "a region that is none",
        plan(parties={"maker": replace(plan().parties["maker"], region="BY")}),
        "parties[maker].region",
        "GB has no region BY here: only its national holidays count.",
    ),
)


@pytest.mark.parametrize(
    ("one", "field", "message"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_oddity_is_told_at_its_field(one: Plan, field: str, message: str) -> None:
    """One thing that cannot be held as it stands is told once, at the field that says it."""
    people = {name: person for name, person in one.people.items() if person.party in one.parties}
    assert (field, message) in _told(replace(one, people=people))
    assert len(_told(replace(one, people=people))) == 1 or field.endswith("when.at")


def test_a_cancelled_event_troubles_no_clock() -> None:
    """An hour that does not exist on a day matters to nobody where the event is cancelled."""
    cancelled = Change(date(2027, 3, 28), PATH, cancel=True)
    assert _told(plan(ceremony(Once(date(2027, 3, 28)), "01:30", changes=(cancelled,)))) == []
    moved = Change(date(2027, 3, 28), PATH, move_to=date(2027, 3, 29), at=time(1, 30))
    assert _told(plan(ceremony(Once(date(2027, 3, 28)), "01:30", changes=(moved,)))) == []


@given(plans())
def test_no_plan_is_too_odd(one: Plan) -> None:
    """Whatever a plan says, its oddities are told and none is told twice."""
    told = oddities(one)
    assert all(odd.kind in Oddity and odd.message.endswith(".") for odd in told)
    assert len({(odd.kind, odd.field) for odd in told if ".changes[" not in odd.field}) == len(
        [odd for odd in told if ".changes[" not in odd.field]
    )
