"""The sprints of a plan, and which dates a rule names in them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.schedule.plan import Daily, MonthDay, MonthWeekday, Once, Plan, Rule, SprintDay, Weekly
from handbook.schedule.zones import days

if TYPE_CHECKING:
    from collections.abc import Iterator


class Sprint(Struct, frozen=True):
    """One sprint, numbered from 1: its first and last calendar day; `cut` where the plan ends within it."""

    number: int
    first: date
    last: date
    cut: bool = False

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def sprints(plan: Plan) -> tuple[Sprint, ...]:
    """Return every sprint that begins on or before the plan's end, the last, cut one included."""
    found: list[Sprint] = []
    length = timedelta(weeks=plan.sprint_weeks)
    first = plan.first_start
    while first <= plan.end:
        last = first + length - timedelta(days=1)
        found.append(Sprint(len(found) + 1, first, min(last, plan.end), cut=last > plan.end))
        first += length
    return tuple(found)


def sprint_of(plan: Plan, day: date) -> int | None:
    """Return the number of the sprint that holds the day, or None before the first and after the end."""
    if not plan.first_start <= day <= plan.end:
        return None
    return (day - plan.first_start) // timedelta(weeks=plan.sprint_weeks) + 1


def sprint_days(plan: Plan, sprint: Sprint) -> Iterator[date]:
    """Yield the sprint's working days in order; holidays and closed days do not renumber them.

    They are counted past a cut end, so that day 10 is the same date whether or not the sprint is cut.
    """
    whole = sprint.first + timedelta(weeks=plan.sprint_weeks) - timedelta(days=1)
    return (day for day in days(sprint.first, whole) if day.weekday() in plan.work_days)


def working_days_in_sprint(plan: Plan) -> int:
    """Return the number of the last sprint day a rule can name."""
    return plan.sprint_weeks * len(plan.work_days)


def dates(rule: Rule, plan: Plan) -> Iterator[date]:
    """Yield the dates that a rule names, in order; recurring ones from the first sprint to the plan's end."""
    match rule:
        case Once(on):
            yield on
        case Daily():
            yield from (day for day in _range(plan) if day.weekday() in plan.work_days)
        case Weekly(weekday):
            yield from (day for day in _range(plan) if day.weekday() == weekday)
        case SprintDay(number):
            for sprint in sprints(plan):
                yield from (day for day in _nth(plan, sprint, number) if day <= plan.end)
        case MonthDay(number):
            yield from (day for day in _range(plan) if day.day == number)
        case MonthWeekday(nth, weekday):
            yield from (
                day for day in _range(plan) if day.weekday() == weekday and _week_of_month(day) == nth
            )


def _range(plan: Plan) -> Iterator[date]:
    return days(plan.first_start, plan.end)


def _nth(plan: Plan, sprint: Sprint, number: int) -> Iterator[date]:
    return islice(sprint_days(plan, sprint), number - 1, number)


def _week_of_month(day: date) -> int:
    return (day.day - 1) // 7 + 1


def skipped_months(rule: Rule, plan: Plan) -> tuple[tuple[int, int], ...]:
    """Return the (year, month) pairs wholly within the plan in which a monthly rule names no date."""
    if not isinstance(rule, MonthDay | MonthWeekday):
        return ()
    held = {(day.year, day.month) for day in dates(rule, plan)}
    return tuple(month for month in _whole_months(plan) if month not in held)


def _whole_months(plan: Plan) -> Iterator[tuple[int, int]]:
    for day in _range(plan):
        if day.day == 1 and (day.replace(day=28) + timedelta(days=4)).replace(day=1) <= plan.end + timedelta(
            1
        ):
            yield day.year, day.month
