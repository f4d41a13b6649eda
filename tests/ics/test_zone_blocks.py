"""A time zone in a calendar file is the zone as its data has it."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

import pytest
from dateutil import tz

from handbook.ics.zone_blocks import changes, zone_block
from handbook.schedule.zones import names, zone
from schedule.plans import ZONES

# Where clocks change by no yearly rule, on odd days, at odd times, by half an hour, or the other way round.
ODD = (
    "Africa/Casablanca", "Africa/Cairo", "America/Santiago", "America/Nuuk", "Asia/Beirut", "Asia/Gaza",
    "Asia/Jerusalem", "Asia/Kathmandu", "Europe/Dublin", "Pacific/Chatham", "Pacific/Norfolk", "UTC",
)  # fmt: skip


def read(name: str, first_year: int, last_year: int) -> tzinfo | None:
    """Return dateutil's reading of a zone's block."""
    block = zone_block(name, first_year, last_year).decode().replace("\r\n", "\n")
    return tz.tzical(io.StringIO(f"BEGIN:VCALENDAR\n{block}END:VCALENDAR\n")).get(name)


def _moments(name: str, first_year: int, last_year: int) -> set[datetime]:
    """Return moments all over some years, and those on both sides of every change of clocks."""
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    days = (datetime(last_year, 12, 31, tzinfo=UTC) - start).days
    moments = {start + timedelta(days=day, hours=day % 24) for day in range(0, days, 3)}
    for change in changes(name, first_year, last_year):
        moments |= {change.moment, change.moment - timedelta(seconds=1)}
    return moments


@pytest.mark.parametrize("name", [*ZONES, *ODD])
def test_two_years_of_a_zone(name: str) -> None:
    """At every change of clocks, a second before, and every third day, the block says what the data says."""
    said = read(name, 2026, 2028)
    for moment in sorted(_moments(name, 2026, 2028)):
        assert moment.astimezone(said).utcoffset() == moment.astimezone(zone(name)).utcoffset(), moment


@pytest.mark.parametrize("year", [2005, 2010, 2023, 2031, 2036])
def test_years_in_which_laws_changed(year: int) -> None:
    """A zone whose law changed, or may change, is right in such years too."""
    for name in ("America/New_York", "Europe/Moscow", "Europe/Istanbul", "Africa/Cairo", "Asia/Amman"):
        said = read(name, year, year + 2)
        for moment in _moments(name, year, year + 2):
            assert moment.astimezone(said).utcoffset() == moment.astimezone(zone(name)).utcoffset(), moment


def test_changes_are_found_to_the_second() -> None:
    """London's clocks change at one in the morning UTC, on the last Sundays of March and October."""
    found = [(change.moment.isoformat(), change.name) for change in changes("Europe/London", 2027, 2027)]
    assert found == [("2027-03-28T01:00:00+00:00", "BST"), ("2027-10-31T01:00:00+00:00", "GMT")]


def test_a_rule_and_no_list() -> None:
    """A zone that changes by rule is described by two rules and by no list of dates."""
    block = zone_block("America/Chicago", 2026, 2027).decode()
    rules = [line for line in block.split("\r\n") if line.startswith("RRULE")]
    assert rules == ["RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"]
    assert "RDATE" not in block


@pytest.mark.slow
def test_every_zone_there_is() -> None:
    """The block of each zone in the world gives the right offset on both sides of every change."""
    seen: set[bytes] = set()
    for name in sorted(names()):
        block = zone_block(name, 2026, 2028).replace(name.encode(), b"")
        if block in seen:
            continue
        seen.add(block)
        said = read(name, 2026, 2028)
        known = changes(name, 2026, 2028)
        assert all(one.after == two.before for one, two in pairwise(known))
        for change in known:
            after = change.moment.astimezone(said).utcoffset()
            before = (change.moment - timedelta(seconds=1)).astimezone(said).utcoffset()
            assert (before, after) == (change.before, change.after), (name, change)
