"""The clocks of a zone by another way: the POSIX rule at the end of its file, as dateutil reads it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources

from dateutil import tz


@cache
def clock(name: str) -> tz.tzstr:
    """Return dateutil's zone for the rule that holds today; it wants letters for a zone's short names."""
    data = resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    rule = data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")
    return tz.tzstr(re.sub(r"<[^>]*>", "XYZ", rule))


def moment(day: date, at: time, name: str) -> datetime:
    """Return the moment in UTC at which clocks there show `at`, skipped times moved on."""
    local = datetime.combine(day, at, tzinfo=clock(name))
    return tz.resolve_imaginary(local).astimezone(UTC)
