"""The schedule by another way: date rules by dateutil, clocks by POSIX rules, days off by set arithmetic."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import holidays
from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule, weekday

from handbook.schedule.plan import Daily, MonthDay, MonthWeekday, Once, OnHoliday, SprintDay, Weekly
from schedule.clocks import clock, moment

if TYPE_CHECKING:
    from handbook.schedule.plan import Ceremony, Plan, Rule

_WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
Row = tuple[str, datetime, datetime, bool]
"""Ceremony, start and end in UTC, whether cancelled."""


def _rrule(plan: Plan, frequency: int, **more: object) -> list[date]:
    first = datetime.combine(plan.first_start, time())
    last = datetime.combine(plan.end, time())
    return [day.date() for day in rrule(frequency, dtstart=first, until=last, **more)]  # type: ignore[arg-type]


def _working(plan: Plan) -> list[weekday]:
    return [_WEEKDAYS[day] for day in sorted(plan.work_days)]


def _sprint_days(plan: Plan, number: int) -> list[date]:
    """Return the nth working day of each sprint, by a rule of its own for each."""
    found = []
    for start in _rrule(plan, WEEKLY, interval=plan.sprint_weeks):
        first = datetime.combine(start, time())
        last = first + timedelta(weeks=plan.sprint_weeks, days=-1)
        found += [*rrule(DAILY, dtstart=first, until=last, byweekday=_working(plan))][number - 1 : number]
    return [day.date() for day in found if day.date() <= plan.end]


def dates(rule: Rule, plan: Plan) -> list[date]:
    """Return the dates a rule names."""
    match rule:
        case Once(on):
            return [on]
        case Daily():
            return _rrule(plan, DAILY, byweekday=_working(plan))
        case Weekly(day):
            return _rrule(plan, WEEKLY, byweekday=_WEEKDAYS[day])
        case SprintDay(number):
            return _sprint_days(plan, number)
        case MonthDay(number):
            return _rrule(plan, MONTHLY, bymonthday=number)
        case MonthWeekday(nth, day):
            return _rrule(plan, MONTHLY, byweekday=_WEEKDAYS[day](nth))


def day_of(start: datetime, zone: str) -> date:
    """Return the date that clocks in a zone show at a moment."""
    return start.astimezone(clock(zone)).date()


def _days_off(plan: Plan, ceremony: Ceremony) -> set[date]:
    years = range(plan.first_start.year - 1, plan.end.year + 2)
    off = {
        day.date()
        for span in plan.closed
        for day in rrule(
            DAILY, dtstart=datetime.combine(span.first, time()), until=datetime.combine(span.last, time())
        )
    }
    for person in {*ceremony.attend, *([ceremony.lead] if ceremony.lead else [])}:
        party = plan.parties[plan.people[person].party]
        if party.country:
            off |= set(holidays.country_holidays(party.country, subdiv=party.region, years=years))
    return off


def rows(plan: Plan) -> list[Row]:
    """Return every event of the plan in order of time."""
    return sorted(row for ceremony in plan.ceremonies for row in _rows(plan, ceremony))


def _rows(plan: Plan, ceremony: Ceremony) -> list[Row]:
    planned, off = dates(ceremony.rule, plan), _days_off(plan, ceremony)
    stands = {day: where for day in planned if (where := _where(plan, ceremony, day, off)) is not None}
    stands = _without_doubles(stands)
    by_change = {change.on: change for change in ceremony.changes}
    moved_here = {where: day for day, (where, cancelled) in stands.items() if where not in planned}
    done: list[tuple[date, time, bool]] = []
    seen: set[date] = set()
    stood = {where for where, cancelled in stands.values()}
    for day, change in by_change.items():
        if change.add:
            done += [(day, change.at or ceremony.at, False)] if day not in stood else []
            continue
        target = day if day in planned else moved_here.get(day)
        at = change.at or ceremony.at
        if target is not None:
            seen.add(target)
            done.append(
                (change.on, ceremony.at, True) if change.cancel else (change.move_to or change.on, at, False)
            )
    done += [(where, ceremony.at, cancelled) for day, (where, cancelled) in stands.items() if day not in seen]
    length = timedelta(minutes=ceremony.minutes)
    starts = [(moment(day, at, ceremony.zone), cancelled) for day, at, cancelled in done]
    return [(ceremony.id, start, start + length, cancelled) for start, cancelled in starts]


def _where(plan: Plan, ceremony: Ceremony, day: date, off: set[date]) -> tuple[date, bool] | None:
    """Return on which day the event planned on `day` is, and whether it is cancelled; None if dropped."""
    if isinstance(ceremony.rule, Once) or day not in off:
        return day, False
    if isinstance(ceremony.rule, Daily) or ceremony.kind == "daily-scrum":
        return None
    if plan.on_holiday is OnHoliday.KEEP:
        return day, False
    free = [one for one in _rrule(plan, DAILY, byweekday=_working(plan)) if one not in off]
    after, before = [one for one in free if one > day][:1], [one for one in free if one < day][-1:]
    wanted = {OnHoliday.CANCEL: [], OnHoliday.NEXT: after + before, OnHoliday.PREVIOUS: before + after}[
        plan.on_holiday
    ]
    return (wanted[0], False) if wanted else (day, True)


def _without_doubles(stands: dict[date, tuple[date, bool]]) -> dict[date, tuple[date, bool]]:
    """Cancel an event moved to a day where the same ceremony is anyway, or was moved to before."""
    result = dict(stands)
    for day, (where, cancelled) in sorted(stands.items()):
        others = [one for one, (there, gone) in result.items() if one != day and there == where and not gone]
        if not cancelled and where != day and any(one == where or one < day for one in others):
            result[day] = (day, True)
    return result
