"""What stands on the papers about meetings: ceremony cards, the review sheet, the calendar by months."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from babel import Locale

from handbook.outputs.calendar import shown as meetings_of
from handbook.outputs.handouts.copy import shown
from handbook.records import Record, Url, code, find, listed, need
from handbook.schedule import sprints
from handbook.schedule.zones import city, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.outputs.handouts.copy import Copy, Plain
    from handbook.schedule import Event

# The Scrum Guide's limits in minutes, but for the daily one for a sprint of one month.
_LIMITS: Final[Mapping[str, int]] = MappingProxyType(
    {"daily-scrum": 15, "retrospective": 180, "sprint-planning": 480, "sprint-review": 240}
)
_WEEK: Final = 7
_DECEMBER: Final = 12


def named(copy: Copy, kind: str) -> str:
    """Return what the meetings of a kind are called, by the first of them."""
    return copy.term(next(event for event in copy.records("events") if code(event, "kind") == kind), "name")


def ceremony_card(copy: Copy, handout: Record) -> Plain:
    """Return what stands on the card of a kind of meeting: all meetings of the kind, with who and when."""
    kind = code(handout, "key")
    of_kind = [event for event in copy.records("events") if code(event, "kind") == kind]
    return {
        "kind": kind,
        "name": copy.meeting(of_kind[0]),
        "limit": copy.words.duration(_LIMITS[kind]) if kind in _LIMITS else "",
        "meetings": [_meeting(copy, event) for event in of_kind],
    }


def _meeting(copy: Copy, event: Record) -> Plain:
    link = find(event, "link", Url)
    theirs = (*listed(event, "client_attend"), *listed(event, "client_optional"))
    coming = [copy.by_clock_of(dated, theirs) for dated in listed(event, "next")]
    return {
        "when": copy.text(event, "when_text"),
        "length": copy.minutes(event, "minutes"),
        "client": [_who(copy, person) for person in listed(event, "client_attend")],
        "team": [_who(copy, person) for person in listed(event, "team_attend")],
        "welcome": [_who(copy, person) for person in listed(event, "optional")],
        "lead": copy.text(event, "lead.name"),
        "place": copy.text(event, "place"),
        "link": link.address if link else "",
        "for_you": copy.sentence(event, "for_you"),
        "clock": coming[0]["clock"] if coming else "",
        "next": [_day_hours(copy, one) for one in coming],
    }


def _day_hours(copy: Copy, seen: Plain) -> str:
    return copy.say("day-hours", day=copy.words.date_short(seen["day"]), hours=seen["hours"])


def _who(copy: Copy, person: Record) -> str:
    return copy.text(person, "name")


def review_sheet(copy: Copy, _handout: Record) -> Plain:
    """Return what stands on the sheet for the next review: when it is, and what can be tried before."""
    review = copy.records("next_review")
    dated = review[0] if review else None
    seen = copy.by_clock_of(dated, listed(dated, "client_attend")) if dated else None
    link = find(copy.root, "staging.url", Url)
    ready = copy.staging_ready
    return {
        "when": _day_hours(copy, seen) if seen else "",
        "place": copy.place(need(dated, "event", Record)) if dated else "",
        "clock": seen["clock"] if seen else "",
        "ready": copy.words.date_short(ready) if ready else "",
        "address": link.address if link else "",
        "sign_in": copy.sentence(copy.root, "staging.sign_in"),
        "comment": copy.sentence(copy.root, "staging.how_to_comment"),
        "owner": copy.text(copy.record("owner"), "name"),
        "features": [
            {
                "name": copy.clause(feature, "name"),
                "whom": copy.text(feature, "for.short"),
                "why": copy.sentence(feature, "why"),
                "state": copy.text(feature, "state"),
                "ready": code(feature, "state") == "ready-to-try",
            }
            for feature in copy.records("features_to_try")
        ],
    }


def sprint_calendar(copy: Copy, handout: Record) -> Plain:
    """Return the months of the engagement, a week a row, with the meetings by the clock of one zone."""
    zone = code(handout, "key")
    by_day: dict[date, list[Plain]] = {}
    for event in meetings_of(copy.timetable):
        if event.kind != "daily-scrum":
            by_day.setdefault(local(event.start, zone).date(), []).append(_entry(copy, event, zone))
    return {
        "place": city(zone),
        "weekdays": [_weekday(copy, number) for number in range(_WEEK)],
        "daily": _daily(copy),
        "months": [_month(copy, first, by_day) for first in _months(copy, by_day)],
    }


def _daily(copy: Copy) -> str:
    """Return when the daily meeting is, which stands above the months and not on every day."""
    daily = [event for event in copy.records("events") if code(event, "kind") == "daily-scrum"]
    mine = [event for event in daily if listed(event, "client_attend") or listed(event, "client_optional")]
    if not mine:
        return ""
    return copy.say("daily", meeting=copy.meeting(mine[0]), when=copy.text(mine[0], "when_text"))


def _entry(copy: Copy, event: Event, zone: str) -> Plain:
    ceremony = copy.timetable.ceremonies[event.ceremony]
    return {
        "at": copy.words.time(local(event.start, zone).time()),
        "name": copy.meeting(ceremony),
        "cancelled": event.cancelled,
        "moved": event.moved,
    }


def _first_weekday(copy: Copy) -> int:
    return Locale.parse(copy.manuscript.view.language, sep="-").first_week_day


def _weekday(copy: Copy, number: int) -> str:
    return shown(copy.words.weekday_number((_first_weekday(copy) + number) % _WEEK))


def _months(copy: Copy, by_day: Mapping[date, object]) -> Iterator[date]:
    """Yield the first day of each month, from today's or the first meeting's to that of the last."""
    as_of = copy.manuscript.view.as_of
    days = sorted(day for day in by_day if day >= as_of.replace(day=1)) or [as_of]
    month = max(days[0], as_of).replace(day=1)
    while month <= days[-1]:
        yield month
        month = month.replace(year=month.year + month.month // _DECEMBER, month=month.month % _DECEMBER + 1)


def _month(copy: Copy, first: date, by_day: Mapping[date, list[Plain]]) -> Plain:
    monday = first - timedelta((first.weekday() - _first_weekday(copy)) % _WEEK)
    weeks = []
    while monday.replace(day=1) <= first:
        days = [monday + timedelta(number) for number in range(_WEEK)]
        if any(day.month == first.month for day in days):
            weeks.append([_day(copy, day, by_day) if day.month == first.month else None for day in days])
        monday += timedelta(_WEEK)
    return {"name": shown(copy.words.month(first)), "weeks": weeks}


def _day(copy: Copy, day: date, by_day: Mapping[date, list[Plain]]) -> Plain:
    begins = next((one for one in sprints(copy.timetable.plan) if one.first == day), None)
    ends = next((one for one in sprints(copy.timetable.plan) if one.last == day), None)
    return {
        "number": str(day.day),
        "weekday": shown(copy.words.weekday(day)),
        "begins": str(begins.number) if begins else "",
        "ends": str(ends.number) if ends else "",
        "closed": _closed(copy, day),
        "events": by_day.get(day, []),
    }


def _closed(copy: Copy, day: date) -> str:
    """Return why nobody works on a day, if the file says that nobody does."""
    for one in listed(copy.root, "dates.closed"):
        if need(one, "from", date) <= day <= need(one, "to", date):
            return copy.text(one, "reason") or copy.say("closed")
    return ""
