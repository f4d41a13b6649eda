"""The schedule agrees with one written another way, over plans made at random and ten pairs of zones."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from msgspec.structs import replace

from handbook.schedule import Plan, expand
from handbook.schedule.plan import Daily, MonthDay, MonthWeekday, Rule, SprintDay, Weekly
from schedule import oracle
from schedule.plans import PAIRS, ceremony, plan, plans


def _rows(one: Plan) -> list[oracle.Row]:
    return sorted((event.ceremony, event.start, event.end, event.cancelled) for event in expand(one))


@given(plans())
def test_no_event_is_missing_extra_or_shifted(one: Plan) -> None:
    """Every event of a plan made at random, with days off and changes, is that of the oracle."""
    assert _rows(one) == oracle.rows(one)


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_two_years_in_a_pair_of_zones(pair: tuple[str, str]) -> None:
    """Events agreed in either zone of a pair are right through every change of clocks of 24 months."""
    rules: tuple[Rule, ...] = (Daily(), Weekly(1), SprintDay(9), MonthDay(31), MonthWeekday(5, 4))
    times = (time(2, 30), time(9), time(23, 45))
    ceremonies = tuple(
        replace(ceremony(rule), id=f"{zone}-{number}-{at}", zone=zone, at=at)
        for zone in pair
        for number, rule in enumerate(rules)
        for at in times
    )
    two_years = plan(*ceremonies, first_start=date(2026, 7, 6), end=date(2028, 7, 5), zone=pair[0])
    assert _rows(two_years) == oracle.rows(two_years)
