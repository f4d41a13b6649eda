"""A view's plan: the records that decide when events take place, as the schedule's plain data."""

from __future__ import annotations

from datetime import date, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from handbook.records import Choice, code, codes, find, listed, need
from handbook.schedule.plan import (
    MONDAY_TO_FRIDAY,
    WEEKDAYS,
    Ceremony,
    Change,
    Daily,
    MonthDay,
    MonthWeekday,
    Once,
    OnHoliday,
    Party,
    Person,
    Plan,
    Rule,
    Span,
    SprintDay,
    Weekly,
)

if TYPE_CHECKING:
    from handbook.records import Record
    from handbook.view import View

# Without an end date, how far recurring events are planned from the as-of date.
HORIZON = timedelta(weeks=26)


def plan_of(view: View) -> Plan:
    """Return the plan of a view; both editions have the same one, for no internal field plays a part."""
    root = view.root
    zone = need(root, "timezone", str)
    return Plan(
        zone=zone,
        first_start=need(root, "sprint.first_start", date),
        sprint_weeks=need(root, "sprint.weeks", int),
        end=find(root, "dates.end", date) or view.as_of + HORIZON,
        work_days=_weekdays(root, "sprint.days") or MONDAY_TO_FRIDAY,
        on_holiday=OnHoliday(code(root, "sprint.on_holiday") or OnHoliday.NEXT),
        closed=_spans(root, "dates.closed", "reason"),
        ceremonies=tuple(_ceremony(record, zone) for record in listed(root, "ceremonies")),
        people=MappingProxyType({need(one, "id", str): _person(one) for one in listed(root, "people")}),
        parties=MappingProxyType({need(one, "id", str): _party(one) for one in listed(root, "parties")}),
    )


def _spans(record: Record, path: str, reason: str) -> tuple[Span, ...]:
    return tuple(
        Span(
            need(one, "from", date), find(one, "to", date) or date.max, find(one, reason, str) or "", one.path
        )
        for one in listed(record, path)
    )


def _weekdays(record: Record, path: str) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(day) for day in codes(record, path))


def _party(record: Record) -> Party:
    return Party(
        id=need(record, "id", str),
        short=need(record, "short", str),
        country=find(record, "country", str),
        region=find(record, "region", str),
    )


def _person(record: Record) -> Person:
    return Person(
        id=need(record, "id", str),
        party=need(record, "party.id", str),
        zone=need(record, "timezone", str),
        weekdays=_weekdays(record, "hours.days") or MONDAY_TO_FRIDAY,
        start=find(record, "hours.from", time),
        end=find(record, "hours.to", time),
        away=_spans(record, "away", "note"),
    )


def _ceremony(record: Record, zone: str) -> Ceremony:
    lead = find(record, "lead", object)
    return Ceremony(
        id=need(record, "id", str),
        kind=code(record, "kind"),
        rule=_rule(need(record, "when", type(record))),
        at=need(record, "when.at", time),
        zone=find(record, "when.timezone", str) or zone,
        minutes=find(record, "minutes", int) or 0,
        attend=_ids(record, "attend"),
        optional=_ids(record, "optional"),
        lead=next(iter(_ids(record, "lead")), None) if lead else None,
        changes=tuple(_change(one) for one in listed(record, "changes")),
    )


def _ids(record: Record, path: str) -> tuple[str, ...]:
    return tuple(need(person, "id", str) for person in listed(record, path))


def _change(record: Record) -> Change:
    return Change(
        on=need(record, "date", date),
        path=record.path,
        reason=find(record, "reason", str) or "",
        cancel=find(record, "cancel", bool) or False,
        move_to=find(record, "move_to.date", date),
        add=find(record, "add", bool) or False,
        at=find(record, "move_to.at", time) or find(record, "at", time),
    )


def _rule(when: Record) -> Rule:
    """Return the rule that a ceremony's `when` states."""
    if once := find(when, "once", date):
        return Once(once)
    day = find(when, "day", object)
    match code(when, "every"), day:
        case "day", None:
            return Daily()
        case "sprint", int(number):
            return SprintDay(number)
        case "week", Choice(value=weekday):
            return Weekly(WEEKDAYS.index(weekday))
        case "month", int(number):
            return MonthDay(number)
        case "month", str(text):
            nth, _, weekday = text.partition("-")
            return MonthWeekday(int(nth), WEEKDAYS.index(weekday))
    raise LookupError(f"{when.path}: no rule for every {code(when, 'every')} on day {day}")
