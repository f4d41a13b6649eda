"""Time zones come from the tzdata wheel, and odd times have a stated rule."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from pathlib import Path

import pytest

from handbook.schedule import zones
from schedule import clocks
from schedule.plans import ZONES

SOURCE = Path(__file__).parents[2] / "src"
MONTHS_24 = [date(2026, 7, 1) + timedelta(days) for days in range(731)]


def test_the_machines_zone_files_are_not_read(tmp_path: Path) -> None:
    """A machine whose London keeps New York's time changes nothing."""
    folder = tmp_path / "Europe"
    folder.mkdir()
    false_london = resources.files("tzdata").joinpath("zoneinfo", "America", "New_York").read_bytes()
    (folder / "London").write_bytes(false_london)
    program = (
        "import datetime, zoneinfo; from handbook.schedule import zones;"
        "summer = zones.instant(datetime.date(2027, 7, 1), datetime.time(12), 'Europe/London');"
        "print(summer.hour, zoneinfo.ZoneInfo('Europe/London').utcoffset(summer.replace(tzinfo=None)))"
    )
    environment = {"PYTHONPATH": str(SOURCE), "PYTHONTZPATH": str(tmp_path), "TZ": "Asia/Tokyo"}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["11", "-1", "day,", "20:00:00"], "the machine is wrong, and we are not"


@pytest.mark.parametrize("name", ZONES)
def test_offsets_are_those_of_dateutil(name: str) -> None:
    """Noon and small hours of every day of 24 months are the same moments as dateutil has them."""
    for day in MONTHS_24:
        for at in (time(2, 30), time(12)):
            moment = zones.instant(day, at, name)
            assert moment == clocks.moment(day, at, name), f"{day} {at}"
            assert zones.local(moment, name).replace(tzinfo=None) == moment.astimezone(
                clocks.clock(name)
            ).replace(tzinfo=None)


def test_a_skipped_hour_is_read_with_the_offset_before() -> None:
    """02:30 on 28 March 2027 does not exist in Amsterdam: it is 03:30 there."""
    moment = zones.instant(date(2027, 3, 28), time(2, 30), "Europe/Amsterdam")
    assert zones.local(moment, "Europe/Amsterdam").time() == time(3, 30)
    assert zones.trouble(date(2027, 3, 28), time(2, 30), "Europe/Amsterdam") is zones.Trouble.SKIPPED


def test_an_hour_that_comes_twice_is_its_first_coming() -> None:
    """01:30 on 1 November 2026 comes twice in Chicago: the one before the change is meant."""
    assert zones.instant(date(2026, 11, 1), time(1, 30), "America/Chicago") == datetime(
        2026, 11, 1, 6, 30, tzinfo=UTC
    )
    assert zones.trouble(date(2026, 11, 1), time(1, 30), "America/Chicago") is zones.Trouble.TWICE


def test_an_ordinary_time_is_no_trouble() -> None:
    """Ten in the morning exists once on every day."""
    assert [day for day in MONTHS_24 for name in ZONES if zones.trouble(day, time(10), name)] == []


def test_an_unknown_zone_is_an_error() -> None:
    """A name the wheel has not, or a path out of it, is refused."""
    for name in ("Europe/Nowhere", "../zones", "", "Europe"):
        with pytest.raises(KeyError):
            zones.zone(name)


def test_a_zone_has_a_readers_name() -> None:
    """Zones are named by their city."""
    assert [zones.city(name) for name in ("Europe/London", "America/Argentina/Buenos_Aires", "UTC")] == [
        "London", "Buenos Aires", "UTC",
    ]  # fmt: skip


def test_days_include_both_ends() -> None:
    """A span of days has its first and its last, and a span that ends before it starts has none."""
    assert list(zones.days(date(2027, 1, 1), date(2027, 1, 2))) == [date(2027, 1, 1), date(2027, 1, 2)]
    assert list(zones.days(date(2027, 1, 2), date(2027, 1, 1))) == []
