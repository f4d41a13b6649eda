"""How much of people's time the events take, and where they do not fit."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

from msgspec.structs import replace

from handbook.schedule import (
    busiest_week,
    expand,
    minutes_per_sprint,
    outside_hours,
    overlaps,
    usual_sprint,
)  # fmt: skip
from handbook.schedule.days_off import Calendar, working_days_before
from handbook.schedule.plan import Daily, MonthDay, Once, Plan, Span, SprintDay, Weekly
from handbook.schedule.time_of import absent
from schedule.plans import ceremony, plan

RHYTHMS = (
    ceremony(SprintDay(1), id="planning", minutes=120),
    ceremony(Daily(), id="daily", minutes=15),
    ceremony(Weekly(2), id="refinement", attend=("ana", "bo")),
    ceremony(MonthDay(10), id="board", minutes=60, lead="bo", attend=()),
    ceremony(Once(date(2027, 1, 5)), id="kickoff", minutes=240),
)


def test_a_usual_sprint_is_counted_by_the_rules() -> None:
    """In two weeks: one planning, ten daily scrums, two refinements, 6/13 of a board; no one-off."""
    one = plan(*RHYTHMS)
    assert minutes_per_sprint(one, "ana") == 120 + 10 * 15 + 2 * 60
    assert minutes_per_sprint(one, "bo") == 2 * 60 + Fraction(6, 13) * 60
    assert [(share.ceremony.id, share.times) for share in usual_sprint(one, "bo")] == [
        ("refinement", 2),
        ("board", Fraction(6, 13)),
    ]


def test_the_busiest_week_is_counted_by_the_dates() -> None:
    """The first week has the kick-off; what is cancelled takes no time; who has no event has no week."""
    one = plan(*RHYTHMS)
    week = busiest_week(one, expand(one), "ana")
    assert week is not None
    assert (week.first, week.minutes) == (date(2027, 1, 4), 120 + 5 * 15 + 60 + 240)
    closed = (Span(date(2027, 1, 4), date(2027, 6, 30), "Strike"),)
    assert busiest_week(one, expand(plan(*RHYTHMS[:4], closed=closed)), "ana") is None


def _overlapping(second: str, minutes: int = 60) -> Plan:
    first = ceremony(Weekly(1), id="first", minutes=minutes)
    return plan(first, ceremony(Weekly(1), second, id="second"), end=date(2027, 1, 10))


def test_events_overlap_for_who_must_be_at_both() -> None:
    """Half past ten is inside ten to eleven; eleven is after it."""
    pairs = overlaps(expand(_overlapping("10:30")), "ana")
    assert [(one.ceremony, two.ceremony) for one, two in pairs] == [("first", "second")]
    assert overlaps(expand(_overlapping("11:00")), "ana") == ()
    assert overlaps(expand(_overlapping("10:30")), "bo") == ()
    assert len(overlaps(expand(_overlapping("10:00")), "ana")) == 1


def test_outside_hours_is_by_the_persons_own_clock() -> None:
    """At 16:30 in London an hour is inside Ana's day; in Amsterdam it is half past five, and Bo has gone."""
    one = plan(ceremony(Weekly(1), "16:30", attend=("ana", "bo")), end=date(2027, 1, 10))
    event = expand(one)[0]
    assert not outside_hours(one, event, "ana")
    assert outside_hours(one, event, "bo")
    free = replace(one, people={**one.people, "bo": replace(one.people["bo"], start=None)})
    assert not outside_hours(free, event, "bo")


def test_outside_hours_by_summer_time() -> None:
    """A London event at 08:30 is in Bo's day at 09:30, and one past midnight never is."""
    one = plan(ceremony(Weekly(1), "08:30"), ceremony(Weekly(1), "23:30"), end=date(2027, 1, 10))
    early, late = expand(one)
    assert not outside_hours(one, early, "bo")
    assert outside_hours(one, early, "ana")
    assert outside_hours(one, late, "ana")


def test_who_is_away_on_the_day() -> None:
    """Leave, weekdays off, closed days and public holidays are each named."""
    one = plan(ceremony(Daily(), attend=("ana", "bo")))
    leave = Span(date(2027, 2, 15), date(2027, 2, 19), "Half-term", "people[bo].away[2027-02-15]")
    bo = replace(one.people["bo"], weekdays=frozenset({0, 1, 2, 3}), away=(leave,))
    one = replace(
        one, people={**one.people, "bo": bo}, closed=(Span(date(2027, 3, 1), date(2027, 3, 1), "Move"),)
    )
    calendar = Calendar(one)
    by_day = {event.on: event for event in expand(replace(one, closed=(), parties=plan().parties))}

    def why(day: date, person: str = "bo") -> str | None:
        return absent(calendar, by_day[day], person)

    assert why(date(2027, 2, 16)) == "Half-term"
    assert why(date(2027, 2, 16), "ana") is None
    assert why(date(2027, 2, 26)) == "not a working day"
    assert why(date(2027, 3, 1)) == "Move"
    assert calendar.absence(date(2027, 4, 27), "bo") is not None
    assert calendar.absence(date(2027, 4, 27), "ana") is None


def test_working_days_are_counted_back() -> None:
    """Two working days before a Monday is a Thursday, and a holiday between them takes one more."""
    calendar = Calendar(plan())
    assert working_days_before(calendar, date(2027, 1, 18), 2, ("ana",)) == date(2027, 1, 14)
    assert working_days_before(calendar, date(2027, 3, 31), 2, ("ana",)) == date(2027, 3, 25)
    assert working_days_before(calendar, date(2027, 1, 18), 0, ("ana",)) == date(2027, 1, 18)


def test_an_event_has_its_hours_on_both_sides_of_midnight() -> None:
    """An event at 23:30 ends on the next day, at an hour that is before its start."""
    event = expand(plan(ceremony(Once(date(2027, 1, 5)), "23:30")))[0]
    assert (event.on, event.end.time()) == (date(2027, 1, 5), time(0, 30))
