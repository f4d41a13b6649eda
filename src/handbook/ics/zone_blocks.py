"""What a calendar file says of a time zone: its clock changes as yearly rules, held against its data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from msgspec import Struct

from handbook.schedule.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Observance = TimezoneStandard | TimezoneDaylight
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# From so few changes as one engagement sees, "last Sunday" and "fourth Sunday" can't be told apart.
_YEARS_TO_SEE_A_RULE = 9
_WEEK = 7
# No zone changes its clocks twice in so short a time.
_STEP = timedelta(days=5)


class Change(Struct, frozen=True):
    """A moment at which a zone's clocks change: from one offset to another, with the zone's name after it."""

    moment: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def clock(self) -> datetime:
        """What the clocks show at that moment, before they are changed."""
        return (self.moment + self.before).replace(tzinfo=None)


def changes(name: str, first_year: int, last_year: int) -> tuple[Change, ...]:
    """Return the clock changes of a zone from the first to the last year, both included."""
    begin, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    steps = [begin + _STEP * number for number in range((end - begin) // _STEP + 1)]
    return tuple(
        _change_within(one, two, name)
        for one, two in pairwise((*steps, end))
        if _offset(one, name) != _offset(two, name)
    )


def _offset(moment: datetime, name: str) -> timedelta:
    return moment.astimezone(zone(name)).utcoffset() or timedelta()


def _change_within(begin: datetime, end: datetime, name: str) -> Change:
    """Return the change between two moments with different offsets, found by halving."""
    before, after = _offset(begin, name), _offset(end, name)
    while end - begin > timedelta(seconds=1):
        middle = begin + timedelta(seconds=(end - begin) // timedelta(seconds=2))
        begin, end = (middle, end) if _offset(middle, name) == before else (begin, middle)
    return Change(end, before, after, end.astimezone(zone(name)).tzname() or "")


# Kept for the life of the process: a block is made from constants of the installed time-zone data.
@cache
def zone_block(name: str, first_year: int, last_year: int) -> bytes:
    """Return the VTIMEZONE block that is right for every moment from the first year to the last.

    A change that comes by the same rule every year is written as that rule, which all calendar programs
    read. Zones whose changes follow no such rule (Morocco's follow the moon) get each change by itself; so do
    zones in a year in which their law changes.
    """
    seen = changes(name, first_year - 1, last_year + _YEARS_TO_SEE_A_RULE)
    block = Timezone()
    block.add("tzid", name)
    if not seen or seen[0].moment.year >= first_year:
        block.add_component(_from_the_start(name, first_year))
    for part in _parts(seen, first_year - 1, last_year + 1):
        block.add_component(part)
    return bytes(block.to_ical())


def _parts(seen: Sequence[Change], first_year: int, last_year: int) -> Iterator[Observance]:
    """Yield the observances, those of one kind of change together, the earliest first."""

    def kind(change: Change) -> tuple[timedelta, timedelta]:
        return change.before, change.after

    groups = [tuple(group) for _, group in groupby(sorted(seen, key=kind), key=kind)]
    for group in sorted(groups, key=lambda group: group[0].moment):
        rule = yearly_rule(group, first_year)
        if rule and group[-1].moment.year > last_year:
            yield _observance(group[0], rule)
        else:
            yield from (_observance(change) for change in group if change.moment.year <= last_year)


def yearly_rule(group: Sequence[Change], first_year: int) -> dict[str, object] | None:
    """Return the rule that gives exactly these changes, one in every year, or None if there is none."""
    clocks = [change.clock for change in group]
    if [clock.year for clock in clocks] != list(range(first_year, first_year + len(clocks))):
        return None
    if len({(clock.month, clock.weekday(), clock.time()) for clock in clocks}) != 1:
        return None
    nth = _same((clock.day - 1) // _WEEK + 1 for clock in clocks)
    is_last = all((clock + timedelta(days=_WEEK)).month != clock.month for clock in clocks)
    which = nth or (-1 if is_last else None)
    if which is None:
        return None
    weekday = _WEEKDAYS[clocks[0].weekday()]
    return {"freq": "YEARLY", "bymonth": clocks[0].month, "byday": f"{which}{weekday}"}


def _same(numbers: Iterable[int]) -> int | None:
    found = set(numbers)
    return found.pop() if len(found) == 1 else None


def _observance(change: Change, rule: dict[str, object] | None = None) -> Observance:
    """Return what holds from a change on; ahead of the offset before it is what programs call daylight."""
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.clock)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if rule:
        part.add("rrule", rule)
    return part


def _from_the_start(name: str, year: int) -> Observance:
    """Return the offset that holds before the first change, or always where there is none."""
    begin = datetime(year - 1, 1, 1, tzinfo=UTC)
    offset = _offset(begin, name)
    return _observance(Change(begin, offset, offset, begin.astimezone(zone(name)).tzname() or ""))
