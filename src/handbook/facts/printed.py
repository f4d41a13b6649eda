"""Which handouts an edition has: for whom or what each is, where its file is, and the page it belongs to."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from handbook.facts.making import choice, fact, made, where
from handbook.facts.sides import client_people
from handbook.model.basics import Handout
from handbook.records import Absent, Choice, Record, Url, code, codes, find, listed, need
from handbook.schedule.zones import city
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.records import Datum
    from handbook.view import View

FOLDER: Final = "handouts"
# The page that each handout goes with; of role cards and ceremony cards, that of the role or the kind.
PAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "role-cards": "start/at-a-glance",
        "personal-sheets": "start/your-time",
        "ceremony-cards": "events/index",
        "first-sprint": "start/first-30-days",
        "who-decides": "people/decisions",
        "four-customers": "people/your-customers",
        "review-sheet": "events/prepare-for-the-review",
        "sprint-calendar": "events/index",
        "release-plan": "working/release-plan",
        "glossary-card": "reference/glossary",
        "purpose-and-measures": "working/measures",
        "demand-tally": "working/demand",
        "training-booklet": "index",
        "team-brief": "internal/brief",
    }
)
_OF_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sponsor": "roles/sponsor",
        "product-owner": "roles/product-owner",
        "service-owner": "roles/product-owner",
        "subject-expert": "roles/subject-expert",
        "end-user-rep": "roles/end-user-rep",
        "client-it": "roles/client-it-and-support",
        "support": "roles/client-it-and-support",
    }
)
_OF_MEETINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "training": "events/training-and-kickoff",
        "kickoff": "events/training-and-kickoff",
        "sprint-planning": "events/sprint-planning",
        "daily-scrum": "events/daily",
        "refinement": "events/refinement",
        "sprint-review": "events/sprint-review",
        "retrospective": "events/retrospective",
    }
)
_ONE_EACH: Final = MappingProxyType(
    {"role-cards": "role-card", "personal-sheets": "personal-sheet", "ceremony-cards": "ceremony-card"}
)


def handouts(view: View, known: Mapping[str, Datum]) -> tuple[Record, ...]:
    """Return the handouts of an edition in the order of the field's values; `known` are the view's facts.

    Each has its `kind`, its `name`, its `file` in the edition, the `picture` of its first page, the `page` it
    belongs to and the `key` by which it differs from others of its kind: an audience, a person, a kind of
    meeting, a zone.
    """
    wanted = set(codes(view.root, "site.handouts"))
    return tuple(
        one
        for kind in Handout
        if kind.value in wanted and (kind is not Handout.TEAM_BRIEF or view.edition is Edition.TEAM)
        for one in _of_kind(kind, view, known)
    )


def handout_kinds(printed: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the kinds of these handouts in order, each with its `id` and its `handouts`."""
    of_kind: dict[str, list[Record]] = {}
    for one in printed:
        of_kind.setdefault(code(one, "kind"), []).append(one)
    return tuple(
        made(f"handout_kinds[{kind}]", id=choice(kind, kind, "site.handouts"), handouts=tuple(of_this))
        for kind, of_this in of_kind.items()
    )


def _of_kind(kind: Handout, view: View, known: Mapping[str, Datum]) -> Iterator[Record]:
    """Yield the handouts of one kind."""
    match kind:
        case Handout.ROLE_CARDS:
            yield from (_role_card(one) for one in _choices(view.root, "site.audiences"))
        case Handout.PERSONAL_SHEETS:
            yield from (_personal_sheet(person) for person in client_people(view.root))
        case Handout.CEREMONY_CARDS:
            yield from _ceremony_cards(known)
        case Handout.SPRINT_CALENDAR:
            yield from (_sprint_calendar(view, zone) for zone in zones(view))
        case Handout.TRAINING_BOOKLET:
            yield _whole(kind)
            yield from (_path_of_role(one) for one in _choices(view.root, "site.audiences"))
        case _:
            yield _whole(kind)


def zones(view: View) -> tuple[str, ...]:
    """Return the zones for which there is a calendar: the engagement's own, then others of the client's."""
    own = need(view.root, "timezone", str)
    theirs = (need(person, "timezone", str) for person in client_people(view.root))
    return tuple(dict.fromkeys((own, *theirs)))


def _choices(root: Record, path: str) -> tuple[Choice, ...]:
    found = find(root, path, tuple) or ()
    return tuple(one for one in found if isinstance(one, Choice))


def _role_card(audience: Choice) -> Record:
    page = _OF_ROLES.get(audience.value, PAGES["role-cards"])
    return _handout(
        Handout.ROLE_CARDS, audience.value, f"Role card: {audience.label}", ("site.audiences",), page
    )


def _path_of_role(audience: Choice) -> Record:
    name = f"Training booklet: {audience.label}"
    return _handout(Handout.TRAINING_BOOKLET, audience.value, name, ("site.audiences",), "index")


def _personal_sheet(person: Record) -> Record:
    name = f"Personal sheet: {need(person, 'name', str)}"
    sources = (where(person, "name"), where(person, "id"))
    return _handout(Handout.PERSONAL_SHEETS, need(person, "id", str), name, sources, None)


def _ceremony_cards(known: Mapping[str, Datum]) -> Iterator[Record]:
    """Yield a card for each kind of meeting that the engagement has, under the client's word for it."""
    events = known["events"]
    of_kind: dict[str, Record] = {}
    for event in events if isinstance(events, tuple) else ():
        if isinstance(event, Record):
            of_kind.setdefault(code(event, "kind"), event)
    for kind, event in of_kind.items():
        name = f"Ceremony card: {need(event, 'name', str)}"
        page = _OF_MEETINGS.get(kind, PAGES["ceremony-cards"])
        yield _handout(Handout.CEREMONY_CARDS, kind, name, (where(event, "kind"),), page)


def _sprint_calendar(view: View, zone: str) -> Record:
    if zone == view.root["timezone"]:
        return _handout(Handout.SPRINT_CALENDAR, zone, "Sprint calendar", ("timezone",), None, file="")
    people = [one for one in listed(view.root, "people") if one["timezone"] == zone]
    sources = tuple(where(person, "timezone") for person in people)
    name, place = f"Sprint calendar: {city(zone)} time", zone.lower().replace("+", "plus-")
    ending = "".join(letter if letter.isalnum() else "-" for letter in place)
    return _handout(Handout.SPRINT_CALENDAR, zone, name, sources, None, file=f"-{ending}")


def _whole(kind: Handout) -> Record:
    return _handout(kind, "", kind.label[:1].upper() + kind.label[1:], ("site.handouts",), None)


def _handout(  # noqa: PLR0913 -- what a handout is has these parts
    kind: Handout, key: str, name: str, sources: tuple[str, ...], page: str | None, *, file: str | None = None
) -> Record:
    stem = _ONE_EACH.get(kind.value, kind.value)
    ending = file if file is not None else (f"-{key}" if key else "")
    path = f"{FOLDER}/{stem}{ending}.pdf"
    belongs = page or PAGES[kind.value]
    return made(
        f"handouts[{stem}{ending}]",
        kind=choice(kind.value, kind.label, "site.handouts"),
        key=choice(key, key, *sources) if key else Absent("site.handouts"),
        name=fact(name, *sources),
        file=fact(Url(path), *sources),
        page=choice(belongs, belongs, "site.handouts"),
    )
