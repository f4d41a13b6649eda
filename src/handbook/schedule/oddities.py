"""What a plan says that cannot be held as it stands: dates without events, hours that clocks skip."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from handbook.schedule.days_off import regions
from handbook.schedule.events import expand
from handbook.schedule.sprints import dates, skipped_months
from handbook.schedule.zones import Trouble, city, local, trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from handbook.schedule.plan import Ceremony, Change, Plan


_SHOWN = 3
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Oddity(StrEnum):
    """A kind of thing that cannot be held as it stands."""

    NEVER = "never"
    NOTHING_TO_CHANGE = "nothing to change"
    ALREADY_THERE = "already there"
    FIRST_DAY_OFF = "first day off"
    MONTHS_WITHOUT = "months without"
    CLOCK = "clock"
    NO_SUCH_REGION = "no such region"


class Odd(Struct, frozen=True):
    """One oddity: its kind, the field that says it, and what is so in a sentence."""

    kind: Oddity
    field: str
    message: str


def oddities(plan: Plan) -> tuple[Odd, ...]:
    """Return everything in a plan that cannot be held as it stands, ceremony by ceremony."""
    return (
        *_first_day(plan),
        *_regions(plan),
        *(odd for ceremony in plan.ceremonies for odd in _of(ceremony, plan)),
    )


def _of(ceremony: Ceremony, plan: Plan) -> Iterator[Odd]:
    yield from _never(ceremony, plan)
    yield from _months(ceremony, plan)
    if ceremony.changes:
        stand = [event.on for event in expand(_alone(ceremony, plan)) if not event.cancelled]
        held = frozenset((*stand, *dates(ceremony.rule, plan)))
        for change in ceremony.changes:
            yield from _change(change, stand, held)
    yield from _clock(ceremony, plan)


def _never(ceremony: Ceremony, plan: Plan) -> Iterator[Odd]:
    if next(dates(ceremony.rule, plan), None) is None:
        message = f"This is never held between {plan.first_start} and {plan.end}."
        yield Odd(Oddity.NEVER, f"{ceremony.path}.when", message)


def _months(ceremony: Ceremony, plan: Plan) -> Iterator[Odd]:
    if months := skipped_months(ceremony.rule, plan):
        named = [f"{year}-{month:02}" for year, month in months]
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        shown = ", ".join(named[:_SHOWN]) + more
        message = f"Months without that day have no such meeting: {shown}."
        yield Odd(Oddity.MONTHS_WITHOUT, f"{ceremony.path}.when.day", message)


def _change(change: Change, stand: Sequence[date], held: AbstractSet[date]) -> Iterator[Odd]:
    """Yield a change that finds no event on its day, or adds one where one is.

    Events `stand` on these days without any change; on days that are `held` there is one to change.
    """
    there = change.on in held
    field = f"{change.path}.date"
    if change.add and there:
        yield Odd(Oddity.ALREADY_THERE, field, f"On {change.on} there is one already.")
    if not change.add and not there:
        near = min(stand, key=lambda day: abs(day - change.on), default=None)
        nearest = f" The nearest is on {near}." if near else ""
        yield Odd(Oddity.NOTHING_TO_CHANGE, field, f"On {change.on} there is none to change.{nearest}")


def _alone(ceremony: Ceremony, plan: Plan) -> Plan:
    """Return a plan with one ceremony as its rule has it, without its changes."""
    return replace(plan, ceremonies=(replace(ceremony, changes=()),))


def _clock(ceremony: Ceremony, plan: Plan) -> Iterator[Odd]:
    """Yield the first event whose clock time its zone skips or has twice on that day."""
    for event in expand(replace(plan, ceremonies=(ceremony,))):
        odd = trouble(event.on, ceremony.at, ceremony.zone)
        if odd and not event.cancelled:
            at, held = f"{ceremony.at:%H:%M}", local(event.start, ceremony.zone)
            what = {
                Trouble.SKIPPED: f"does not exist: it is held at {held:%H:%M}",
                Trouble.TWICE: "comes twice: the first is meant",
            }
            message = f"On {event.on} the clocks in {city(ceremony.zone)} change, and {at} {what[odd]}."
            yield Odd(Oddity.CLOCK, f"{ceremony.path}.when.at", message)
            return


def _first_day(plan: Plan) -> Iterator[Odd]:
    if plan.first_start.weekday() not in plan.work_days:
        message = (
            f"{plan.first_start} is a {_DAYS[plan.first_start.weekday()]}, on which the team does not work."
        )
        yield Odd(Oddity.FIRST_DAY_OFF, "sprint.first_start", message)


def _regions(plan: Plan) -> Iterator[Odd]:
    for party in plan.parties.values():
        if party.country and party.region and party.region not in (regions(party.country) or ()):
            message = f"{party.country} has no region {party.region} here: only its national holidays count."
            yield Odd(Oddity.NO_SUCH_REGION, f"parties[{party.id}].region", message)
