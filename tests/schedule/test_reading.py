"""How readers in several zones see an event, and when that changes."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise

import pytest

from handbook.schedule import clock_changes, expand, local_times, next_events, upcoming
from handbook.schedule.plan import MonthDay, Weekly
from handbook.schedule.zones import city
from schedule.clocks import clock
from schedule.plans import PAIRS, ceremony, plan


def test_readers_with_one_clock_stand_together() -> None:
    """Zones that show the same hour are told once, in the order asked for."""
    event = expand(plan(ceremony(Weekly(1))))[0]
    times = local_times(event, ("Europe/London", "Europe/Amsterdam", "Europe/Dublin", "Europe/London"))
    assert [(time.zones, time.start.hour) for time in times] == [
        (("Europe/London", "Europe/Dublin"), 10),
        (("Europe/Amsterdam",), 11),
    ]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_local_times_through_two_years(pair: tuple[str, str]) -> None:
    """The other side's clock is right at every event of 24 months, as dateutil reads the same rules."""
    own, other = pair
    one = plan(ceremony(Weekly(1), "09:00", zone=own), first_start=date(2026, 7, 6), end=date(2028, 7, 5))
    for event in expand(one):
        here, *there = local_times(event, pair)
        assert here.start.time() == time(9)
        expected = event.start.astimezone(clock(other)).replace(tzinfo=None)
        seen = there[0].start if there else here.start
        assert seen.replace(tzinfo=None) == expected


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_changes_of_clocks_through_two_years(pair: tuple[str, str]) -> None:
    """Each change a reader sees dates from a day on which, by dateutil, the hour became another one."""
    own, other = pair
    one = plan(ceremony(Weekly(6), "12:00", zone=own), first_start=date(2026, 7, 6), end=date(2028, 7, 5))

    def seen(day: date) -> time:
        return datetime.combine(day, time(12), tzinfo=clock(own)).astimezone(clock(other)).time()

    days = [
        date.fromordinal(number)
        for number in range(date(2026, 7, 12).toordinal(), date(2028, 7, 3).toordinal())
    ]
    expected = [(day, seen(before), seen(day)) for before, day in pairwise(days) if seen(before) != seen(day)]
    found = [(change.on, change.before, change.after) for change in clock_changes(expand(one), other)]
    assert found == expected


def test_a_change_between_rare_events_is_the_one_that_stays() -> None:
    """Two changes lie between two monthly events: together they leave the hour as it was."""
    zones = {"zone": "America/Chicago", "id": "board"}
    one = plan(ceremony(MonthDay(13), **zones), first_start=date(2026, 9, 7), end=date(2027, 4, 30))
    assert clock_changes(expand(one), "Europe/Warsaw") == ()


def test_what_is_to_come() -> None:
    """The day itself is still to come, yesterday is not; the next events are those one must attend."""
    one = plan(ceremony(Weekly(1)), ceremony(Weekly(2), attend=("bo",)), end=date(2027, 2, 1))
    events = expand(one)
    assert [event.on for event in upcoming(events, date(2027, 1, 26))] == [
        date(2027, 1, 26),
        date(2027, 1, 27),
    ]
    assert [event.on for event in next_events(events, date(2027, 1, 6), "bo", 2)] == [
        date(2027, 1, 6),
        date(2027, 1, 13),
    ]


def test_a_city_is_what_a_reader_knows() -> None:
    """Zones are named by their city."""
    assert city("America/New_York") == "New York"
