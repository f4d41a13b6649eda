"""What stands on the papers that people keep about their own part: role cards and personal sheets."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from handbook.facts.sides import is_client, with_role
from handbook.outputs.handouts.copy import shown
from handbook.records import Absent, Choice, Record, code, find, listed, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handbook.outputs.handouts.copy import Copy, Plain

# Whose card each is: the roles of an audience.
ROLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sponsor": ("sponsor",),
        "product-owner": ("product-owner", "deputy-product-owner", "proxy-product-owner"),
        "service-owner": ("service-owner",),
        "subject-expert": ("subject-expert",),
        "end-user-rep": ("end-user-rep",),
        "client-it": ("client-it",),
        "support": ("support-rep",),
        "stakeholder": ("stakeholder",),
    }
)


def reader(copy: Copy, audience: str) -> str:
    """Return what the readers of an audience are called."""
    told = find(copy.root, "site.audiences", tuple) or ()
    return next(copy.words.text(one) for one in told if isinstance(one, Choice) and one.value == audience)


def name_of(copy: Copy, person: str) -> str:
    """Return the name of the person with an id."""
    return next(copy.text(one, "name") for one in listed(copy.root, "people") if one["id"] == person)


def role_card(copy: Copy, handout: Record) -> Plain:
    """Return what stands on the card of an audience: its people, their meetings, decisions and asks."""
    audience = code(handout, "key")
    people = with_role(copy.root, *ROLES[audience])
    people = people if audience == "product-owner" else tuple(one for one in people if is_client(one))
    return {
        "audience": audience,
        "label": copy.text(handout, "key"),
        "people": [copy.contact(person) for person in people],
        "events": list(_meetings(copy, people)),
        **_part(copy, people),
    }


def personal_sheet(copy: Copy, handout: Record) -> Plain:
    """Return what stands on the sheet of one person: hours, next dates by their own clock, their part."""
    diary = next(
        one for one in copy.records("diaries") if need(one, "person.id", str) == code(handout, "key")
    )
    person = need(diary, "person", Record)
    return {
        "party": copy.text(person, "party.name"),
        "job": copy.text(person, "title"),
        "roles": _roles(copy, person),
        "clock": copy.text(diary, "place"),
        "prefers": copy.sentence(person, "prefers"),
        "booked": copy.time_taken(diary, "hours"),
        "offered": copy.hours(diary, "offered"),
        "average": any(isinstance(line["times"], Absent) for line in listed(diary, "lines")),
        "over": need(diary, "over", bool),
        "weeks": need(copy.root, "sprint.weeks", int),
        "lines": [
            {
                "name": copy.meeting(line),
                "hours": copy.time_taken(line, "hours"),
                "average": isinstance(line["times"], Absent),
            }
            for line in listed(diary, "lines")
        ],
        "dates": [_dated(copy, one) for one in listed(diary, "next")],
        "welcome": [copy.meeting(one) for one in listed(diary, "welcome_at")],
        "away": list(_away(copy, person)),
        "tools": [_tool(copy, tool) for tool in listed(copy.root, "tools") if person in listed(tool, "for")],
        **_part(copy, (person,)),
    }


def _roles(copy: Copy, person: Record) -> str:
    """Return what somebody is, in words; "" where the file does not say."""
    roles = copy.texts(person, "roles")
    return shown(copy.words.joined(roles)) if roles else ""


def _part(copy: Copy, people: Iterable[Record]) -> Plain:
    """Return what people decide and are asked, what is asked of them, and whom they call."""
    people = tuple(people)
    return {
        "decides": [
            {"topic": copy.clause(rule, "topic"), "within": copy.days(rule, "within_days")}
            for rule in copy.records("decisions")
            if _any(people, listed(rule, "deciders"))
        ],
        "ties": [
            copy.clause(rule, "topic")
            for rule in copy.records("decisions")
            if _any(people, listed(rule, "tie_break")) and not _any(people, listed(rule, "deciders"))
        ],
        "asked": [
            copy.clause(rule, "topic")
            for rule in copy.records("decisions")
            if _any(people, listed(rule, "consult")) and not _any(people, listed(rule, "deciders"))
        ],
        "asks": [
            {
                "what": copy.clause(ask, "what"),
                "why": copy.sentence(ask, "why"),
                "due": copy.day(ask, "due"),
                "overdue": need(ask, "overdue", bool),
                "late": copy.sentence(ask, "if_late"),
            }
            for ask in copy.records("open_asks")
            if _any(people, listed(ask, "owner"))
        ],
        **calls(copy),
    }


def calls(copy: Copy) -> Plain:
    """Return whom to call: who looks after the way of working, what is urgent, and the steps upwards."""
    helpers = copy.records("scrum_masters")
    return {
        "urgent": copy.sentence(copy.root, "communication.urgent"),
        "answer_within": copy.days(need(copy.root, "communication", Record), "answer_within"),
        "helper": copy.contact(helpers[0]) if helpers else None,
        "owner": copy.text(copy.record("owner"), "name"),
        "steps": [
            {
                "when": copy.sentence(step, "when"),
                "client": copy.text(step, "client.name"),
                "vendor": copy.text(step, "vendor.name"),
                "within": copy.hours(step, "within_hours"),
            }
            for step in copy.records("escalation")
        ],
    }


def _any(people: tuple[Record, ...], others: tuple[Record, ...]) -> bool:
    return any(person in others for person in people)


def _meetings(copy: Copy, people: tuple[Record, ...]) -> Iterator[Plain]:
    """Yield the meetings that people come to, or without people those for the client's side."""
    for event in copy.records("events"):
        needed = _any(people, listed(event, "attend")) if people else bool(listed(event, "client_attend"))
        welcome = _any(people, listed(event, "optional"))
        if needed or welcome:
            yield {
                "name": copy.meeting(event),
                "when": copy.text(event, "when_text"),
                "length": copy.minutes(event, "minutes"),
                "place": copy.place(event),
                "needed": needed,
                "for_you": copy.sentence(event, "for_you"),
            }


def _dated(copy: Copy, dated: Record) -> Plain:
    event = need(dated, "event", Record)
    return {
        "day": copy.day(dated, "date"),
        "hours": copy.from_to(dated),
        "name": copy.meeting(dated),
        "place": copy.place(event),
    }


def _away(copy: Copy, person: Record) -> Iterator[str]:
    for one in listed(person, "away"):
        days = copy.say("from-to", start=copy.day(one, "from"), end=copy.day(one, "to"))
        note = copy.text(one, "note")
        yield copy.say("note", what=days, note=note) if note else days


def _tool(copy: Copy, tool: Record) -> Plain:
    return {
        "name": copy.text(tool, "name"),
        "use": copy.sentence(tool, "use"),
        "granted": not isinstance(tool["granted"], Absent),
        "by": copy.day(tool, "needed_by"),
        "instead": copy.sentence(tool, "instead") if find(tool, "instead", str) else "",
    }
