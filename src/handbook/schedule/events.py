"""From a plan to its dated events: rules expanded, days off and single changes applied."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from handbook.schedule.days_off import Calendar, DayOff
from handbook.schedule.plan import Ceremony, Change, Daily, Once, OnHoliday, Plan
from handbook.schedule.sprints import dates, sprint_of
from handbook.schedule.zones import days, instant, local

if TYPE_CHECKING:
    from collections.abc import Iterator


# Ends the key of an event where the rule has one of the same day, which has moved and keeps its name.
ONE_MORE: Final = "-added"


class Event(Struct, frozen=True):
    """One event. `start`, `end` and `planned` are moments in UTC; `zone` is where its clock time was agreed.

    `planned` is when the rule alone would have it: `key`, made from it, stays the same when an event moves.
    `required` are those who attend and who leads; `sources` are the fields that made this event differ from
    its rule.
    """

    ceremony: str
    kind: str
    zone: str
    planned: datetime
    start: datetime
    end: datetime
    sprint: int | None
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    lead: str | None = None
    cancelled: bool = False
    added: bool = False
    one_more: bool = False
    """Whether it was added on a day whose own event is held on another."""
    reason: str = ""
    sources: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it takes place, at another time than planned."""
        return self.start != self.planned and not self.cancelled

    @property
    def planned_on(self) -> date:
        """The date the rule names, in the event's own zone."""
        return local(self.planned, self.zone).date()

    @property
    def on(self) -> date:
        """The date it takes place, in the event's own zone."""
        return local(self.start, self.zone).date()

    @property
    def key(self) -> str:
        """A name for this one event that no move changes: `review-2027-01-22`."""
        return f"{self.ceremony}-{self.planned_on.isoformat()}{ONE_MORE if self.one_more else ''}"

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return (self.end - self.start) // timedelta(minutes=1)


class _Outcome(Struct, frozen=True):
    """What became of one planned event: its date and time, and why it is not as planned."""

    on: date
    at: time
    cancelled: bool = False
    added: bool = False
    reason: str = ""
    sources: tuple[str, ...] = ()


def expand(plan: Plan) -> tuple[Event, ...]:
    """Return every event of the plan in order of time, the cancelled ones included and marked.

    The rules: a change in the file wins. Otherwise a one-off event stays where it is; a daily one on a day
    off is dropped; any other that falls on a day off of somebody who must attend goes by `plan.on_holiday`.
    An event moved for a day off stays between the plan's first day and its end: where no working day is left
    in the wanted direction it moves in the other, and where none is left, or the same ceremony is already on
    that day, it is cancelled.
    """
    calendar = Calendar(plan)
    order = {ceremony.id: number for number, ceremony in enumerate(plan.ceremonies)}
    events = [event for ceremony in plan.ceremonies for event in _of(ceremony, calendar)]
    return tuple(sorted(events, key=lambda event: (event.start, order[event.ceremony], event.planned)))


def _of(ceremony: Ceremony, calendar: Calendar) -> Iterator[Event]:
    """Yield a ceremony's events: those of its rule, then those its changes add."""
    planned = _once_a_day(
        {day: _by_rule(ceremony, calendar, day) for day in dates(ceremony.rule, calendar.plan)}
    )
    changes = _changes(ceremony, planned)
    for day, outcome in planned.items():
        final = _changed(changes[day], ceremony) if day in changes else outcome
        if final is not None:
            yield _event(ceremony, calendar.plan, day, final)
    for change in ceremony.changes:
        if _adds(change, planned):
            added = _Outcome(
                change.on, change.at or ceremony.at, added=True, reason=change.reason, sources=(change.path,)
            )
            event = _event(ceremony, calendar.plan, change.on, added)
            yield replace(event, one_more=planned.get(change.on) is not None)


def _by_rule(ceremony: Ceremony, calendar: Calendar, day: date) -> _Outcome | None:
    """Return where the rules for days off put the event planned on `day`; None drops it."""
    stays = _Outcome(day, ceremony.at)
    if isinstance(ceremony.rule, Once):
        return stays
    off = calendar.off(day, ceremony.required)
    if off is None:
        return stays
    if isinstance(ceremony.rule, Daily) or ceremony.kind == "daily-scrum":
        return None
    return _on_day_off(ceremony, calendar, day, off)


def _on_day_off(ceremony: Ceremony, calendar: Calendar, day: date, off: DayOff) -> _Outcome:
    rule = calendar.plan.on_holiday
    if rule is OnHoliday.KEEP:
        return _Outcome(day, ceremony.at)
    target = None if rule is OnHoliday.CANCEL else _free_day(ceremony, calendar, day)
    if target is None:
        return _Outcome(day, ceremony.at, cancelled=True, reason=off.reason, sources=off.sources)
    return _Outcome(target, ceremony.at, reason=off.reason, sources=off.sources)


def _free_day(ceremony: Ceremony, calendar: Calendar, day: date) -> date | None:
    """Return the nearest working day for all who must attend, first in the direction the plan wants."""
    plan = calendar.plan
    later = days(day + timedelta(days=1), plan.end)
    earlier = (day - timedelta(number) for number in range(1, (day - plan.first_start).days + 1))
    wanted = (earlier, later) if plan.on_holiday is OnHoliday.PREVIOUS else (later, earlier)
    free = (
        candidate
        for direction in wanted
        for candidate in direction
        if calendar.works(candidate) and calendar.off(candidate, ceremony.required) is None
    )
    return next(free, None)


def _once_a_day(planned: dict[date, _Outcome | None]) -> dict[date, _Outcome | None]:
    """Return the outcomes with every move cancelled that leads to a day on which this ceremony already is."""
    taken = {
        day for day, outcome in planned.items() if outcome and outcome.on == day and not outcome.cancelled
    }
    final = dict(planned)
    for day, outcome in planned.items():
        if outcome is None or outcome.on == day:
            continue
        if outcome.on in taken:
            final[day] = replace(outcome, on=day, cancelled=True)
        taken.add(outcome.on)
    return final


def _changes(ceremony: Ceremony, planned: dict[date, _Outcome | None]) -> dict[date, Change]:
    """Return the change of each planned date: named by that date or, failing that, by where it now stands."""
    stands = {outcome.on: day for day, outcome in planned.items() if outcome and outcome.on not in planned}
    found: dict[date, Change] = {}
    for change in ceremony.changes:
        if change.add:
            continue
        day = change.on if change.on in planned else stands.get(change.on)
        if day is not None:
            found[day] = change
    return found


def _adds(change: Change, planned: dict[date, _Outcome | None]) -> bool:
    """Return whether a change adds an event: it says so, and there is none that day."""
    return change.add and change.on not in {outcome.on for outcome in planned.values() if outcome}


def _changed(change: Change, ceremony: Ceremony) -> _Outcome:
    if change.cancel:
        return _Outcome(change.on, ceremony.at, cancelled=True, reason=change.reason, sources=(change.path,))
    on, at = change.move_to or change.on, change.at or ceremony.at
    return _Outcome(on, at, reason=change.reason, sources=(change.path,))


def _event(ceremony: Ceremony, plan: Plan, planned: date, outcome: _Outcome) -> Event:
    start = instant(outcome.on, outcome.at, ceremony.zone)
    added = outcome.added
    return Event(
        ceremony=ceremony.id,
        kind=ceremony.kind,
        zone=ceremony.zone,
        planned=start if added else instant(planned, ceremony.at, ceremony.zone),
        start=start,
        end=start + timedelta(minutes=ceremony.minutes),
        sprint=sprint_of(plan, planned),
        required=ceremony.required,
        optional=ceremony.optional,
        lead=ceremony.lead,
        cancelled=outcome.cancelled,
        added=added,
        reason=outcome.reason,
        sources=outcome.sources,
    )
