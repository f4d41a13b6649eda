"""CER: whether the events are there, have the right length and order, and suit who must come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.findings.ownership import trained
from handbook.findings.rule import ERROR, NOTICE, WARNING, Hit, Hits, rule
from handbook.findings.situation import Situation, needed, present
from handbook.findings.words import dates_in_words, duration, several
from handbook.model.ceremonies import CeremonyKind, Rhythm
from handbook.model.parties import AgileExperience
from handbook.model.people import Role
from handbook.schedule import outside_hours, overlaps
from handbook.schedule.time_of import absent
from handbook.schedule.zones import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.language import Words
    from handbook.model.ceremonies import Ceremony
    from handbook.model.people import Person
    from handbook.schedule import Event

_FOUR_EVENTS = (
    CeremonyKind.SPRINT_PLANNING, CeremonyKind.DAILY_SCRUM, CeremonyKind.SPRINT_REVIEW,
    CeremonyKind.RETROSPECTIVE,
)  # fmt: skip
# Minutes: the Scrum Guide's limits for a sprint of a month; the daily's for every sprint.
_LIMITS = {
    CeremonyKind.SPRINT_PLANNING: 8 * 60,
    CeremonyKind.SPRINT_REVIEW: 4 * 60,
    CeremonyKind.RETROSPECTIVE: 3 * 60,
    CeremonyKind.DAILY_SCRUM: 15,
}
_WEEKS_OF_A_MONTH = 4
_LONGEST_SPRINT = 4


@rule("CER-101", ERROR, "Book it.", source="Scrum Guide, Scrum Events", page="agile/scrum-in-15-minutes")
def event_missing(situation: Situation) -> Hits:
    """One of the four events within a sprint is missing: planning, daily scrum, review, retrospective.

    Each is a chance to look and to change course; without it the same mistake lasts a sprint longer.
    """
    for kind in _FOUR_EVENTS:
        if not situation.ceremonies(kind):
            yield Hit("ceremonies", f"There is no {kind.label}.")


@rule("CER-102", ERROR, "Cut it.", source="Scrum Guide, Scrum Events", page="events/index")
def over_limit(situation: Situation) -> Hits:
    """Planning is over 8 hours, a review over 4, a retrospective over 3, or a daily scrum over 15 minutes.

    These are the Scrum Guide's limits for a sprint of one month; a shorter sprint usually needs less.
    """
    for ceremony, limit in _limited(situation):
        if ceremony.minutes and ceremony.minutes > limit:
            message = f"{situation.name_of(ceremony)} takes {duration(ceremony.minutes)}; the Scrum Guide's limit is {duration(limit)}."  # noqa: E501 -- one sentence
            yield Hit(f"ceremonies[{ceremony.id}].minutes", message)


def _limited(situation: Situation) -> Iterator[tuple[Ceremony, int]]:
    for ceremony in situation.engagement.ceremonies:
        if ceremony.kind in _LIMITS:
            yield ceremony, _LIMITS[ceremony.kind]


@rule("CER-103", WARNING, "Refine more beforehand, so that it can be shorter.",
      source="a convention: the Scrum Guide's limits pro rata", page="events/index")  # fmt: skip
def over_share(situation: Situation) -> Hits:
    """An event takes more than its share of the limit for a sprint of this length, and not more than the limit.

    The Scrum Guide names limits for a month only; taking them pro rata is a convention, and a good alarm.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    weeks = situation.engagement.sprint.weeks
    for ceremony, limit in _limited(situation):
        if ceremony.kind is CeremonyKind.DAILY_SCRUM or not ceremony.minutes:
            continue
        share = limit * min(weeks, _WEEKS_OF_A_MONTH) // _WEEKS_OF_A_MONTH
        if share < ceremony.minutes <= limit:
            sprint = f"{weeks} week{'s' if weeks > 1 else ''}"
            message = f"{situation.name_of(ceremony)} takes {duration(ceremony.minutes)}; the usual share for {sprint} is {duration(share)}."  # noqa: E501 -- one sentence
            yield Hit(f"ceremonies[{ceremony.id}].minutes", message)


@rule("CER-104", ERROR, "Plan sprints of one month at most.",
      source="Scrum Guide, The Sprint", page="agile/scrum-in-15-minutes")  # fmt: skip
def sprint_too_long(situation: Situation) -> Hits:
    """A sprint is longer than four weeks.

    The longer a sprint, the later everybody learns what was wrong with it.
    """
    weeks = situation.engagement.sprint.weeks
    if weeks > _LONGEST_SPRINT:
        yield Hit("sprint.weeks", f"Sprints take {weeks} weeks.")


def _ahead(situation: Situation, ceremony: Ceremony) -> tuple[Event, ...]:
    """Return the events of a ceremony that are still to come: past ones cannot be moved."""
    return tuple(event for event in situation.events_of(ceremony) if event.on >= situation.as_of)


def _required_at(situation: Situation, ceremony: Ceremony) -> Iterator[Person]:
    return (situation.people[person] for person in needed(ceremony))


@rule("CER-105", WARNING, "Move it, or make them optional and send notes.",
      source="Microsoft working agreement template", page="events/index")  # fmt: skip
def outside_working_hours(situation: Situation) -> Hits:
    """An event to come is outside the working hours of somebody who must attend, by their zone, on its date.

    Summer time counts: a meeting can be inside somebody's day in October and outside it in November.
    """
    for ceremony in situation.engagement.ceremonies:
        events = _ahead(situation, ceremony)
        for person in _required_at(situation, ceremony):
            outside = [
                event
                for event in events
                if not absent(situation.calendar, event, person.id)
                and outside_hours(situation.plan, event, person.id)
            ]
            if outside and person.hours:
                time = situation.words.time
                day = f"{time(person.hours.from_)} to {time(person.hours.to)}"
                times = several(_clock_times(outside, person, situation.words))
                dates = [local(event.start, person.timezone).date() for event in outside]
                when = dates_in_words(dates, situation.words)
                message = (
                    f"{situation.name_of(ceremony)}: {times} is outside {person.name}'s day ({day}), {when}."
                )
                yield Hit(f"ceremonies[{ceremony.id}].when.at", message)


def _clock_times(events: Iterable[Event], person: Person, words: Words) -> list[str]:
    """Return the times of day at which a person sees these events, each once."""
    spans = ((local(event.start, person.timezone), local(event.end, person.timezone)) for event in events)
    times = (f"{words.time(start.time())}-{words.time(end.time())}" for start, end in spans)
    return list(dict.fromkeys(times))


@rule("CER-106", WARNING, "Move it, or name a stand-in.",
      source="the dates of the file", page="events/index")  # fmt: skip
def somebody_is_off(situation: Situation) -> Hits:
    """Somebody who must attend an event to come is off or away on that day. The daily scrum is left out.

    A meeting without somebody it needs is held twice.
    """
    for ceremony in situation.engagement.ceremonies:
        if ceremony.kind is CeremonyKind.DAILY_SCRUM:
            continue
        events = _ahead(situation, ceremony)
        for person in _required_at(situation, ceremony):
            off = [event for event in events if absent(situation.calendar, event, person.id)]
            if off:
                when = dates_in_words([event.on for event in off], situation.words)
                message = f"{situation.name_of(ceremony)}: {person.name} is off {when}."
                yield Hit(f"ceremonies[{ceremony.id}].when", message)


@rule("CER-107", ERROR, "Swap them.", source="Scrum Guide, Scrum Events", page="events/retrospective")
def retrospective_first(situation: Situation) -> Hits:
    """In a sprint the retrospective comes before the review.

    What the review brings up is what the retrospective is for.
    """
    first: dict[tuple[CeremonyKind, int], Event] = {}
    for kind in (CeremonyKind.SPRINT_REVIEW, CeremonyKind.RETROSPECTIVE):
        for ceremony in situation.ceremonies(kind):
            for event in situation.events_of(ceremony) if ceremony.when.every is Rhythm.SPRINT else ():
                if event.sprint is not None and not (event.moved or event.added):
                    first.setdefault((kind, event.sprint), event)
    for (kind, sprint), event in first.items():
        review = first.get((CeremonyKind.SPRINT_REVIEW, sprint))
        if kind is CeremonyKind.RETROSPECTIVE and review and event.start < review.start:
            yield Hit(f"ceremonies[{event.ceremony}].when", "The retrospective comes before the review.")
            return


@rule("CER-108", WARNING, "Plan on the first day.",
      source="Scrum Guide, Sprint Planning", page="events/sprint-planning")  # fmt: skip
def planning_late(situation: Situation) -> Hits:
    """Planning of every sprint is not on the sprint's first day.

    Until there is a plan, people work on what lies nearest.
    """
    for planning in situation.ceremonies(CeremonyKind.SPRINT_PLANNING):
        if planning.when.every is Rhythm.SPRINT and planning.when.day != 1:
            message = f"{situation.name_of(planning)} is on day {planning.when.day} of the sprint."
            yield Hit(f"ceremonies[{planning.id}].when.day", message)


def _clients_at(situation: Situation, people: Iterable[str]) -> list[Person]:
    return [situation.people[person] for person in people if situation.is_client(situation.people[person])]


@rule("CER-109", WARNING, "Add a place or a link.",
      source="Scrum Guide, Scrum Events: same time and place", page="events/index")  # fmt: skip
def nowhere_to_go(situation: Situation) -> Hits:
    """An event that client people attend has neither place nor link.

    An invitation without an address is not one.
    """
    for ceremony in situation.engagement.ceremonies:
        if not ceremony.place and not ceremony.link and _clients_at(situation, present([ceremony])):
            message = f"{situation.name_of(ceremony)}: there is nowhere to go."
            yield Hit(f"ceremonies[{ceremony.id}]", message)


@rule("CER-110", NOTICE, "Write one sentence, in their words.", source="S1-9", page="events/index")
def no_reason_to_come(situation: Situation) -> Hits:
    """An event that client people must attend has no `for_you`.

    People come to what is for them, and skip what is only called a meeting.
    """
    for ceremony in situation.engagement.ceremonies:
        clients = _clients_at(situation, needed(ceremony))
        if clients and not ceremony.for_you:
            names = several([person.name for person in clients])
            message = f"{situation.name_of(ceremony)}: nothing says why {names} should come."
            yield Hit(f"ceremonies[{ceremony.id}]", message)


@rule("CER-111", WARNING, "Invite one of them.", source="S4-15", page="events/sprint-review")
def no_user_at_review(situation: Situation) -> Hits:
    """No end-user representative and no subject expert comes to the review.

    Without somebody who does the work, a review judges looks.
    """
    knowing = (*situation.in_role(Role.END_USER_REP), *situation.in_role(Role.SUBJECT_EXPERT))
    if situation.reviews and not {person.id for person in knowing} & present(situation.reviews):
        field = f"ceremonies[{situation.reviews[0].id}].attend"
        yield Hit(field, "Nobody who does the work comes to the review.")


@rule("CER-112", WARNING, "Move one of them.", source="the dates of the file", page="events/index")
def two_at_once(situation: Situation) -> Hits:
    """Two events to come that the same person must attend overlap.

    The person will miss one of them, and choose which without us.
    """
    ahead = [event for event in situation.events if event.on >= situation.as_of]
    by_id = {one.id: one for one in situation.engagement.ceremonies}
    clashes: dict[tuple[str, str], dict[str, list[Event]]] = {}
    for person in situation.engagement.people:
        for one, other in overlaps(ahead, person.id):
            order = sorted((one.ceremony, other.ceremony), key=list(by_id).index)
            clashes.setdefault((order[0], order[1]), {}).setdefault(person.id, []).append(one)
    for (one_id, other_id), people in clashes.items():
        for person_id, events in people.items():
            names = f"{situation.name_of(by_id[one_id])} and {situation.name_of(by_id[other_id])}"
            when = dates_in_words([event.on for event in events], situation.words)
            message = f"{names} overlap for {situation.people[person_id].name} {when}."
            yield Hit(f"ceremonies[{other_id}].when", message)


@rule("CER-113", NOTICE, "Ask the owner in, or hold a joint one each month.",
      source="S0-32; 18F De-risking Guide", page="events/retrospective")  # fmt: skip
def retrospective_without_client(situation: Situation) -> Hits:
    """No client person comes to a retrospective.

    The relationship is part of how we work, and only one side of it would be in the room.
    """
    retrospectives = situation.ceremonies(CeremonyKind.RETROSPECTIVE)
    if retrospectives and not _clients_at(situation, present(retrospectives)):
        field = f"ceremonies[{retrospectives[0].id}].attend"
        yield Hit(field, f"We hold the {_lower(situation.name_of(retrospectives[0]))} without the client.")


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


@rule("CER-114", WARNING, "Invite them to a training; two hours will do.",
      source="S0-3", page="events/training-and-kickoff")  # fmt: skip
def party_untrained(situation: Situation) -> Hits:
    """A client party that is new to agile attends events, and none of its people is trained before the start.

    Training first cut the friction so much, in the case this comes from, that it became the custom.
    """
    there = present(situation.engagement.ceremonies)
    for party in situation.client_parties:
        people = [person for person in situation.members(party) if person.id in there]
        new = party.background.agile == AgileExperience.NONE
        if new and people and not any(trained(situation, person) for person in people):
            yield Hit(f"parties[{party.id}].background.agile", f"Nobody from {party.short} has had training.")


@rule("CER-115", WARNING, "Hold one before work starts.",
      source="18F De-risking Guide, kick-off", page="events/training-and-kickoff")  # fmt: skip
def no_kickoff(situation: Situation) -> Hits:
    """There is no kick-off, or it is held after the first day of work.

    What is not agreed at the beginning is agreed in the middle, at a price.
    """
    kickoffs = situation.ceremonies(CeremonyKind.KICKOFF)
    if not kickoffs:
        yield Hit("ceremonies", "There is no kick-off before work starts.")
        return
    dates = [event.on for one in kickoffs for event in situation.events_of(one)]
    start = situation.engagement.dates.start
    if dates and min(dates) > start:
        when = dates_in_words([min(dates)], situation.words)
        message = f"The kick-off, {when}, is after work starts."
        yield Hit(f"ceremonies[{kickoffs[0].id}].when", message)


RULES = (
    event_missing,
    over_limit,
    over_share,
    sprint_too_long,
    outside_working_hours,
    somebody_is_off,
    retrospective_first,
    planning_late,
    nowhere_to_go,
    no_reason_to_come,
    no_user_at_review,
    two_at_once,
    retrospective_without_client,
    party_untrained,
    no_kickoff,
)
