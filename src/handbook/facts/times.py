"""The events by kind and by date, the changes of clocks, the sprints: what pages say of times."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from handbook.facts.making import extended, fact, first_of, made, where
from handbook.facts.sides import is_client
from handbook.facts.terms import attribute
from handbook.facts.timetable import rule_fields
from handbook.records import Absent, Record, code, find, listed, need
from handbook.schedule.days_off import Calendar, working_days_before
from handbook.schedule.reading import clock_changes, local_times
from handbook.schedule.sprints import sprint_days, sprints
from handbook.schedule.zones import city
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from handbook.facts.timetable import Timetable
    from handbook.records import Datum, Fact
    from handbook.schedule.events import Event
    from handbook.schedule.sprints import Sprint

EVENT_KINDS = (
    "training", "kickoff", "sprint-planning", "daily-scrum", "refinement", "sprint-review", "retrospective",
    "user-session", "steering", "other",
)  # fmt: skip
# How far ahead pages list single dates, how many they list first of all, and how many of one event.
AHEAD = timedelta(weeks=6)
FIRST = 12
NEXT = 3


def facts_of_times(timetable: Timetable) -> Mapping[str, Datum]:
    """Return the events, by kind and by date. The daily scrum is left out where single dates are listed."""
    events = tuple(_event(timetable, ceremony) for ceremony in timetable.ceremonies.values())
    coming = [event for event in timetable.coming if event.kind != "daily-scrum"]
    with_clients = [event for event in coming if timetable.ceremonies[event.ceremony]["client_attend"]]
    review = next((event for event in coming if event.kind == "sprint-review"), None)
    team = timetable.view.edition is Edition.TEAM
    ahead = [event for event in coming if event.on < coming[0].on + AHEAD]
    first = [event for event in (ahead if team else with_clients) if event in ahead][:FIRST]
    others = [event for event in coming if event not in first]
    return {
        "events": events,
        "event_by_kind": _by_kind(events),
        "next_dates": tuple(timetable.dated(event) for event in with_clients[:NEXT]),
        "dates_ahead": tuple(timetable.dated(event) for event in ahead),
        "first_dates": tuple(timetable.dated(event) for event in first),
        "other_dates": tuple(_months(timetable, others)),
        "next_review": timetable.dated(review) if review else Absent("ceremonies"),
        "staging_ready": _staging_ready(timetable, review),
        "clocks_differ": _clocks_differ(timetable),
        **_sprints(timetable),
    }


def _months(timetable: Timetable, coming: Sequence[Event]) -> Iterator[Record]:
    """Yield each month with its dates: those that clients may come to, for our own team all."""
    team = timetable.view.edition is Edition.TEAM
    shown = [one for one in coming if team or _is_open(timetable.ceremonies[one.ceremony])]
    for first, events in groupby(shown, key=lambda event: event.on.replace(day=1)):
        those = list(events)
        sources = rule_fields(timetable.ceremonies[those[0].ceremony])
        yield made(
            f"other_dates[{first:%Y-%m}]",
            first=fact(first, *sources),
            dates=tuple(timetable.dated(event) for event in those),
        )


def _is_open(ceremony: Record) -> bool:
    """Return whether somebody of the client's is needed or welcome."""
    people = [*listed(ceremony, "attend"), *listed(ceremony, "optional"), *listed(ceremony, "lead")]
    return any(is_client(person) for person in people)


def _by_kind(events: Sequence[Record]) -> Record:
    """Return the first event of each kind, under a name that templates can write: `sprint_review`."""
    kinds = {kind: [event for event in events if code(event, "kind") == kind] for kind in EVENT_KINDS}
    return made(
        "event_by_kind",
        **{attribute(kind): first_of(of_kind, "ceremonies") for kind, of_kind in kinds.items()},
    )


def _staging_ready(timetable: Timetable, review: Event | None) -> Datum:
    """Return the day on which new work can be tried before a review."""
    day = staging_day(timetable, review) if review else None
    if review is None or day is None:
        return Absent("staging.ready_before_review")
    return fact(day, "staging.ready_before_review", *rule_fields(timetable.ceremonies[review.ceremony]))


def staging_day(timetable: Timetable, review: Event) -> date | None:
    """Return the day on which new work can be tried before a review, or None where none is agreed."""
    count = find(timetable.view.root, "staging.ready_before_review", int)
    if not count:
        return None
    team = [one.id for one in timetable.plan.people.values() if one.id in review.required]
    return working_days_before(Calendar(timetable.plan), review.on, count, team)


def _clocks_differ(timetable: Timetable) -> Fact:
    """Return whether anybody's clock shows another time for an event than the event's own."""
    firsts = [events[-1] for events in timetable.by_ceremony.values()]
    differ = any(len(local_times(event, timetable.zones(event))) > 1 for event in firsts)
    return fact(
        differ, "timezone", *(where(person, "timezone") for person in listed(timetable.view.root, "people"))
    )


def _sprints(timetable: Timetable) -> Mapping[str, Datum]:
    """Return all sprints, the one under way and the next to begin."""
    as_of, sources = timetable.view.as_of, ("sprint.first_start", "sprint.weeks")
    records = {
        sprint: made(
            f"sprints[{sprint.number}]",
            number=fact(sprint.number, *sources),
            first=fact(sprint.first, *sources),
            last=fact(sprint.last, *sources, "dates.end"),
        )
        for sprint in sprints(timetable.plan)
    }
    shown = next((sprint for sprint in records if sprint.last >= as_of), None)
    return {
        "sprints": tuple(records.values()),
        "sprint_in_view": _in_view(timetable, shown, records[shown]) if shown else Absent("sprint"),
        "this_sprint": first_of([record for sprint, record in records.items() if as_of in sprint], "sprint"),
        "next_sprint": first_of(
            [record for sprint, record in records.items() if sprint.first > as_of], "sprint"
        ),
    }


def _in_view(timetable: Timetable, sprint: Sprint, record: Record) -> Record:
    """Return the sprint that is under way, or the first to come, with its working days and its events."""
    sources = ("sprint.first_start", "sprint.weeks")
    working = (day for day in sprint_days(timetable.plan, sprint) if day in sprint)
    held = [event for event in timetable.events if not event.cancelled and event.on in sprint]
    return made(
        "sprint_in_view",
        number=record["number"],
        first=record["first"],
        last=record["last"],
        days=tuple(fact(day, *sources) for day in working),
        dates=tuple(timetable.dated(event) for event in held),
    )


def _event(timetable: Timetable, ceremony: Record) -> Record:
    """Return a ceremony with its next dates, what differs from its rule, and the changes of clocks."""
    mine = timetable.by_ceremony.get(need(ceremony, "id", str), ())
    ahead = [event for event in mine if event.on >= timetable.view.as_of]
    held = [event for event in ahead if not event.cancelled]
    odd = [event for event in ahead if event.cancelled or event.moved or event.added]
    return extended(
        ceremony,
        next=tuple(timetable.dated(event) for event in held[:NEXT]),
        exceptions=tuple(timetable.dated(event) for event in odd),
        clock_changes=_clock_changes(timetable, ceremony, held),
    )


def _clock_changes(timetable: Timetable, ceremony: Record, events: Sequence[Event]) -> tuple[Record, ...]:
    """Return from which days somebody sees the event at another time of day than before."""
    others = [zone for zone in timetable.zones(events[0]) if zone != events[0].zone] if events else []
    return tuple(
        made(
            f"{ceremony.path}.clock_changes[{zone}][{change.on}]",
            place=fact(city(zone), *_fields(ceremony, zone)),
            people=_in_zone(ceremony, zone),
            on=fact(change.on, *_fields(ceremony, zone)),
            before=fact(change.before, *_fields(ceremony, zone)),
            after=fact(change.after, *_fields(ceremony, zone)),
        )
        for zone in others
        for change in clock_changes(events, zone)
    )


def _in_zone(ceremony: Record, zone: str) -> tuple[Record, ...]:
    people = (*listed(ceremony, "attend"), *listed(ceremony, "optional"))
    return tuple(person for person in people if need(person, "timezone", str) == zone)


def _fields(ceremony: Record, zone: str) -> tuple[str, ...]:
    return (*rule_fields(ceremony), *(where(person, "timezone") for person in _in_zone(ceremony, zone)))
