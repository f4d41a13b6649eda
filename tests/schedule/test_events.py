"""Rules, days off and single changes become dated events as the rulings say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from msgspec.structs import replace

from handbook.schedule import expand
from handbook.schedule.plan import (
    Ceremony,
    Change,
    Daily,
    MonthDay,
    MonthWeekday,
    Once,
    OnHoliday,
    Plan,
    Rule,
    Span,
    SprintDay,
    Weekly,
)  # fmt: skip
from handbook.schedule.sprints import skipped_months, sprint_of, sprints
from schedule.plans import ceremony, plan

NEW_YEAR = Span(date(2027, 1, 13), date(2027, 1, 15), "Office move", "dates.closed[2027-01-13]")


def _days(one: Plan) -> list[str]:
    """Return what becomes of each event: its day, "from" where it was planned, or that it is cancelled."""
    return [
        f"{event.on:%a %d %b}"
        + (f" from {event.planned_on:%a %d %b}" if event.moved else "")
        + (" cancelled" if event.cancelled else "")
        for event in expand(one)
    ]


def _first(one: Plan, count: int = 3) -> list[str]:
    return _days(one)[:count]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Once(date(2026, 12, 25)), ["Fri 25 Dec"]),
        (SprintDay(1), ["Mon 04 Jan", "Mon 18 Jan", "Mon 01 Feb"]),
        (SprintDay(10), ["Fri 15 Jan", "Fri 29 Jan", "Fri 12 Feb"]),
        (SprintDay(11), []),
        (Weekly(5), ["Sat 09 Jan", "Sat 16 Jan", "Sat 23 Jan"]),
        (MonthDay(16), ["Sat 16 Jan", "Tue 16 Feb", "Tue 16 Mar"]),
        (MonthDay(31), ["Sun 31 Jan", "Wed 31 Mar", "Mon 31 May from Mon 31 May"]),
        (MonthWeekday(2, 1), ["Tue 12 Jan", "Tue 09 Feb", "Tue 09 Mar"]),
        (MonthWeekday(5, 4), ["Fri 29 Jan", "Fri 30 Apr"]),
        (Daily(), ["Mon 04 Jan", "Tue 05 Jan", "Wed 06 Jan"]),
    ],
    ids=str,
)
def test_each_rule_names_its_dates(rule: Rule, days: list[str]) -> None:
    """Sprint days count weekdays; a weekend stays where a month's day or a weekday puts it."""
    one = plan(ceremony(rule), parties=_without_holidays())
    assert _first(one) == [day.split(" from")[0] for day in days]


def _without_holidays() -> dict[str, object]:
    return {name: replace(party, country=None) for name, party in plan().parties.items()}


def test_events_end_with_the_plan() -> None:
    """Recurring events run from the first sprint to the end, the last, cut sprint included."""
    one = plan(ceremony(Weekly(0)), ceremony(SprintDay(6)), end=date(2027, 1, 20))
    assert _days(one) == ["Mon 04 Jan", "Mon 11 Jan", "Mon 11 Jan", "Mon 18 Jan"]
    assert [(sprint.number, sprint.last, sprint.cut) for sprint in sprints(one)] == [
        (1, date(2027, 1, 17), False),
        (2, date(2027, 1, 20), True),
    ]


def test_a_plan_that_ends_before_it_starts_has_no_sprint() -> None:
    """Nothing recurs between a first day and an earlier end; a one-off stands all the same."""
    one = plan(ceremony(Weekly(0)), ceremony(Once(date(2026, 12, 1))), end=date(2027, 1, 3))
    assert _days(one) == ["Tue 01 Dec"]
    assert sprints(one) == ()


def test_each_event_knows_its_sprint() -> None:
    """Events within the plan have the sprint's number, those before it none."""
    one = plan()
    assert [sprint_of(one, day) for day in (date(2027, 1, 3), date(2027, 1, 17), date(2027, 1, 18))] == [
        None,
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (OnHoliday.NEXT, ["Mon 18 Jan from Fri 15 Jan", "Fri 29 Jan"]),
        (OnHoliday.PREVIOUS, ["Tue 12 Jan from Fri 15 Jan", "Fri 29 Jan"]),
        (OnHoliday.KEEP, ["Fri 15 Jan", "Fri 29 Jan"]),
        (OnHoliday.CANCEL, ["Fri 15 Jan cancelled", "Fri 29 Jan"]),
    ],
)
def test_an_event_on_a_day_off_goes_by_the_plans_rule(rule: OnHoliday, days: list[str]) -> None:
    """On a closed day an event moves to the next or previous working day, stays, or is cancelled."""
    one = plan(ceremony(SprintDay(10)), on_holiday=rule, closed=(NEW_YEAR,))
    assert _first(one, 2) == days
    first = expand(one)[0]
    assert (first.reason, first.sources) == (
        ("", ()) if rule is OnHoliday.KEEP else ("Office move", ("dates.closed[2027-01-13]",))
    )


def test_only_the_holidays_of_who_must_attend_count() -> None:
    """Easter Monday is a holiday in both countries, the King's birthday in one: it moves Bo's event only."""
    april = {"first_start": date(2027, 4, 19), "end": date(2027, 4, 30)}
    kings_day = ceremony(MonthDay(27))
    assert _days(plan(kings_day, **april)) == ["Tue 27 Apr"]
    assert _days(plan(replace(kings_day, optional=("bo",)), **april)) == ["Tue 27 Apr"]
    assert _days(plan(replace(kings_day, attend=("ana", "bo")), **april)) == ["Wed 28 Apr from Tue 27 Apr"]
    assert _days(plan(replace(kings_day, lead="bo"), **april)) == ["Wed 28 Apr from Tue 27 Apr"]
    assert expand(plan(replace(kings_day, lead="bo"), **april))[0].reason == "King's Day (Payer)"


def test_a_region_has_holidays_of_its_own() -> None:
    """Saint Andrew's Day is a holiday in Scotland and not in England."""
    november = plan(ceremony(MonthDay(30)), first_start=date(2027, 11, 1), end=date(2027, 12, 10))
    assert _days(november) == ["Tue 30 Nov"]
    scotland = {**november.parties, "maker": replace(november.parties["maker"], region="SCT")}
    assert _days(replace(november, parties=scotland)) == ["Wed 01 Dec from Tue 30 Nov"]


def test_a_daily_event_on_a_day_off_is_dropped() -> None:
    """The daily scrum is not moved: the day has none, whatever the plan says of other events."""
    for rule in OnHoliday:
        one = plan(ceremony(Daily()), on_holiday=rule, closed=(NEW_YEAR,), end=date(2027, 1, 18))
        assert len(_days(one)) == 8
    weekly = plan(ceremony(Weekly(3), kind="daily-scrum"), closed=(NEW_YEAR,), end=date(2027, 1, 21))
    assert _days(weekly) == ["Thu 07 Jan", "Thu 21 Jan"]


def test_a_one_off_stays_on_a_holiday() -> None:
    """What is held once stays where it is; that it is a holiday is a finding, not a move."""
    assert _days(plan(ceremony(Once(date(2027, 12, 25))))) == ["Sat 25 Dec"]


def test_a_move_stays_within_the_plan() -> None:
    """Where no later working day is free, the event moves the other way, or is cancelled."""
    end = {"closed": (NEW_YEAR,), "end": date(2027, 1, 15)}
    assert _days(plan(ceremony(SprintDay(10)), **end)) == ["Tue 12 Jan from Fri 15 Jan"]
    always = (Span(date(2027, 1, 1), date(2027, 12, 31), "Strike", "dates.closed[2027-01-01]"),)
    assert _days(plan(ceremony(SprintDay(10)), closed=always, end=date(2027, 1, 20))) == [
        "Fri 15 Jan cancelled"
    ]


def test_two_events_of_a_ceremony_do_not_meet_on_one_day() -> None:
    """A weekly event moved onto the day of the next is cancelled: once on that day is enough."""
    week = (Span(date(2027, 1, 11), date(2027, 1, 15), "Office move", "dates.closed[2027-01-11]"),)
    one = plan(ceremony(Weekly(0)), closed=week, end=date(2027, 1, 20))
    assert _days(one) == ["Mon 04 Jan", "Mon 11 Jan cancelled", "Mon 18 Jan"]
    fortnight = (Span(date(2027, 1, 5), date(2027, 1, 15), "Office move", "dates.closed[2027-01-05]"),)
    two = plan(ceremony(Weekly(2)), closed=fortnight, end=date(2027, 1, 20))
    assert _days(two) == [
        "Wed 13 Jan cancelled",
        "Mon 18 Jan from Wed 06 Jan",
        "Wed 20 Jan",
    ]


def _change(on: date, **more: object) -> Change:
    return Change(on=on, path=f"ceremonies[review].changes[{on}]", reason="Fair", **more)  # type: ignore[arg-type]


def _changed(*changes: Change) -> Ceremony:
    return ceremony(SprintDay(10), changes=changes)


def test_single_events_are_moved_cancelled_and_added() -> None:
    """A change in the file moves, cancels or adds one event, with its reason and its field."""
    one = plan(
        _changed(
            _change(date(2027, 1, 15), move_to=date(2027, 1, 14), at=time(15)),
            _change(date(2027, 1, 29), cancel=True),
            _change(date(2027, 2, 3), add=True),
        ),
        end=date(2027, 2, 10),
    )
    assert _days(one) == ["Thu 14 Jan from Fri 15 Jan", "Fri 29 Jan cancelled", "Wed 03 Feb"]
    moved, cancelled, added = expand(one)
    assert (moved.start, moved.planned) == (
        datetime(2027, 1, 14, 15, tzinfo=UTC),
        datetime(2027, 1, 15, 10, tzinfo=UTC),
    )
    assert (moved.reason, moved.sources) == ("Fair", ("ceremonies[review].changes[2027-01-15]",))
    assert cancelled.start == cancelled.planned
    assert (added.added, moved.added, added.sprint) == (True, False, 3)
    assert [event.key for event in (moved, cancelled, added)] == [
        "review-2027-01-15",
        "review-2027-01-29",
        "review-2027-02-03",
    ]


def test_a_change_wins_over_the_rule_for_days_off() -> None:
    """What the file says of one event holds, also on a closed day, and for the day the rule moved it to."""
    to_friday = _change(date(2027, 1, 15), move_to=date(2027, 1, 15), at=time(11))
    assert _first(plan(_changed(to_friday), closed=(NEW_YEAR,)), 1) == ["Fri 15 Jan from Fri 15 Jan"]
    after = _change(date(2027, 1, 18), cancel=True)
    assert _first(plan(_changed(after), closed=(NEW_YEAR,)), 1) == ["Mon 18 Jan cancelled"]


def test_a_change_of_a_day_without_event_changes_nothing() -> None:
    """Only an addition makes an event where there is none, and it makes none where there is one."""
    nothing = (
        _change(date(2027, 1, 13), cancel=True),
        _change(date(2027, 1, 14), move_to=date(2027, 1, 13)),
        _change(date(2027, 1, 15), add=True),
    )
    assert _days(plan(_changed(*nothing), end=date(2027, 1, 20))) == ["Fri 15 Jan"]


def test_one_more_on_a_day_whose_own_event_has_moved() -> None:
    """What is added on a closed day stands beside the rule's own event of that day, under another name."""
    one = plan(_changed(_change(date(2027, 1, 15), add=True)), closed=(NEW_YEAR,), end=date(2027, 1, 20))
    assert [(event.key, event.on.day) for event in expand(one)] == [
        ("review-2027-01-15-added", 15),
        ("review-2027-01-15", 18),
    ]


def test_a_skipped_hour_and_a_day_of_23_hours() -> None:
    """An event at 01:30 on the day the clocks go forward is at 02:30, and lasts as long as ever."""
    early = plan(ceremony(Once(date(2027, 3, 28)), "01:30", minutes=90))
    event = expand(early)[0]
    assert (event.start, event.end, event.minutes) == (
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 3, 0, tzinfo=UTC),
        90,
    )


def test_months_without_the_day_are_told() -> None:
    """A rule for the 31st or the fifth Friday skips the months that lack it, and tells the whole ones."""
    one = plan()
    assert skipped_months(MonthDay(31), one) == ((2027, 2), (2027, 4), (2027, 6))
    assert skipped_months(MonthWeekday(5, 4), one) == ((2027, 2), (2027, 3), (2027, 5), (2027, 6))
    assert skipped_months(MonthWeekday(4, 4), one) == ()
    assert skipped_months(Weekly(1), one) == ()
