"""The schedule of one view, worked out once: ceremonies with their words, and dated events as records."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from handbook.facts.making import extended, fact, made, where
from handbook.facts.rhythm import Clocks, when_text
from handbook.facts.sides import is_client
from handbook.facts.terms import event_word
from handbook.language import Words, english
from handbook.records import Absent, Choice, Record, code, find, listed, need
from handbook.schedule.events import Event, expand
from handbook.schedule.from_view import plan_of
from handbook.schedule.reading import local_times, upcoming
from handbook.schedule.zones import city, local

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handbook.records import Datum
    from handbook.schedule.plan import Ceremony, Plan
    from handbook.schedule.reading import LocalTime
    from handbook.view import View


class Timetable(Struct, frozen=True, dict=True):
    """A view's plan and events, and how pages show them. Made and thrown away with one view's facts."""

    view: View
    terms: Record
    _dated: dict[tuple[str, str], Record] = field(default_factory=dict)

    @cached_property
    def plan(self) -> Plan:
        """The view's plan."""
        return plan_of(self.view)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event, in order of time, the cancelled ones too."""
        return expand(self.plan)

    @cached_property
    def coming(self) -> tuple[Event, ...]:
        """The events from the as-of date on that take place."""
        return upcoming(self.events, self.view.as_of)

    @cached_property
    def by_ceremony(self) -> Mapping[str, tuple[Event, ...]]:
        """The events of each ceremony that has any, by its id."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.ceremony, []).append(event)
        return {ceremony: tuple(events) for ceremony, events in found.items()}

    @cached_property
    def in_english(self) -> Words:
        """How dates and times are written in our own sentences about rhythms."""
        return english(self.view.language)

    @cached_property
    def words(self) -> Words:
        """How the view's language writes dates and times."""
        return Words(self.view.language)

    @cached_property
    def _people(self) -> Mapping[str, Record]:
        return {need(person, "id", str): person for person in listed(self.view.root, "people")}

    @cached_property
    def ceremonies(self) -> Mapping[str, Record]:
        """Each ceremony's record, with its words, by its id, in the order of the file."""
        plans = {ceremony.id: ceremony for ceremony in self.plan.ceremonies}
        records = {need(one, "id", str): one for one in listed(self.view.root, "ceremonies")}
        return {name: self._worded(record, plans[name]) for name, record in records.items()}

    def _worded(self, record: Record, ceremony: Ceremony) -> Record:
        sources = (*rule_fields(record), *self._zone_fields(ceremony))
        return extended(
            record,
            name=self._name(record, ceremony),
            when_text=fact(when_text(ceremony, self.plan, self.in_english, self._clocks(ceremony)), *sources),
            client_attend=tuple(one for one in listed(record, "attend") if is_client(one)),
            client_optional=tuple(one for one in listed(record, "optional") if is_client(one)),
            team_attend=tuple(one for one in listed(record, "attend") if not is_client(one)),
        )

    def _name(self, record: Record, ceremony: Ceremony) -> Datum:
        """Return what a meeting is called: by the file, by the word for its kind, else by its id in words."""
        if name := find(record, "name", str):
            return fact(name, where(record, "name"))
        if ceremony.kind == "other":
            return fact(ceremony.id.replace("-", " "), where(record, "id"))
        return event_word(self.terms, ceremony.kind)

    def zones(self, ceremony: Ceremony | Event) -> tuple[str, ...]:
        """Return the zones in which an event is looked up: its own first, then those of who may come."""
        people = (*ceremony.required, *ceremony.optional)
        return tuple(dict.fromkeys((ceremony.zone, *(self.plan.people[person].zone for person in people))))

    def _zone_fields(self, ceremony: Ceremony) -> tuple[str, ...]:
        return tuple(f"people[{person}].timezone" for person in (*ceremony.required, *ceremony.optional))

    def _clocks(self, ceremony: Ceremony) -> Clocks:
        """Return what the clocks of those who may come show, the client's people first."""
        people = [self.plan.people[name] for name in (*ceremony.required, *ceremony.optional)]
        client = [person.zone for person in people if is_client(self._people[person.id])]
        return Clocks.of(self.by_ceremony.get(ceremony.id, ()), client, [person.zone for person in people])

    def dated(self, event: Event, zone: str | None = None) -> Record:
        """Return one event as pages show it, in a zone (by default its own) and in those of who may come."""
        key = (event.key, zone or event.zone)
        if key not in self._dated:
            self._dated[key] = self._show(event, zone or event.zone)
        return self._dated[key]

    def _show(self, event: Event, zone: str) -> Record:
        ceremony = self.ceremonies[event.ceremony]
        sources = (*rule_fields(ceremony), *event.sources)
        times = local_times(event, (zone, *self.zones(event)))
        here, planned = times[0], local(event.planned, zone)
        as_planned = Absent(where(ceremony, "changes"))
        changed = event.moved or event.cancelled
        return made(
            f"dates[{event.key}][{zone}]",
            event=ceremony,
            kind=fact(need(ceremony, "kind", Choice), where(ceremony, "kind")),
            name=ceremony["name"],
            date=fact(here.start.date(), *sources),
            start=fact(here.start.time(), *sources),
            end=fact(here.end.time(), *sources, where(ceremony, "minutes")),
            times=tuple(self._time(event, time, sources) for time in times),
            sprint=fact(event.sprint, "sprint.first_start", "sprint.weeks")
            if event.sprint
            else Absent("sprint"),
            moved=fact(event.moved, *sources),
            cancelled=fact(event.cancelled, *sources),
            planned_date=fact(planned.date(), *sources) if changed else as_planned,
            planned_start=fact(planned.time(), *sources) if changed else as_planned,
            reason=fact(event.reason, *event.sources) if event.reason else as_planned,
            client_attend=ceremony["client_attend"],
        )

    def _time(self, event: Event, time: LocalTime, sources: Sequence[str]) -> Record:
        """Return the clock time in the zones that share it, with the people who read those clocks."""
        there = [self._people[person] for person in (*event.required, *event.optional)]
        readers = tuple(one for one in there if need(one, "timezone", str) in time.zones)
        fields = (*sources, *(where(one, "timezone") for one in readers))
        return made(
            f"dates[{event.key}].times[{time.zones[0]}]",
            place=fact(", ".join(city(zone) for zone in time.zones), *fields),
            people=readers,
            date=fact(time.start.date(), *fields),
            start=fact(time.start.time(), *fields),
            end=fact(time.end.time(), *fields),
        )


def rule_fields(ceremony: Record) -> tuple[str, ...]:
    """Return the fields that decide when a ceremony takes place."""
    names = ("once", "every", "day", "at", "timezone")
    given = [
        f"{ceremony.path}.when.{name}" for name in names if find(ceremony, f"when.{name}", object) is not None
    ]
    return (
        (*given, "sprint.first_start", "sprint.weeks")
        if code(ceremony, "when.every") == "sprint"
        else tuple(given)
    )
