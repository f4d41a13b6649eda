"""COM: whether people hear what they need, in a form they can use, in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from handbook.findings.rule import NOTICE, WARNING, Hit, Hits, rule
from handbook.findings.words import several
from handbook.model.ceremonies import Rhythm
from handbook.model.parties import Level
from handbook.model.people import Role
from handbook.model.working import BacklogView, Comfort, Form, UpdateKind
from handbook.schedule.zones import instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.findings.situation import Situation
    from handbook.model.people import Person
    from handbook.model.working import Update

_SHARED_HOURS = timedelta(hours=3)
_WEEKS_OF_A_MONTH = 4


def _updates(situation: Situation) -> tuple[Update, ...]:
    return situation.engagement.communication.updates


def _to_clients(situation: Situation, updates: Iterable[Update]) -> bool:
    """Whether any of these goes to a person of the client."""
    clients = {person.id for person in situation.client_people}
    return any(clients & set(update.to) for update in updates)


@rule("COM-101", WARNING, "Send a short list with one request.",
      source="S1-10, S1-12", page="working/transparency")  # fmt: skip
def full_backlog_only(situation: Situation) -> Hits:
    """People of a party with little technical background get the full backlog, and no bulleted list.

    Too much information paralyses; a short list with one exact request gets an answer.
    """
    if situation.engagement.communication.backlog_view is not BacklogView.FULL:
        return
    lists = [update for update in _updates(situation) if update.form is Form.BULLETED_LIST]
    served = {person for update in lists for person in update.to}
    names = [
        person.name
        for person in situation.client_people
        if situation.party_of(person).background.technical == Level.LOW and person.id not in served
    ]
    if names:
        yield Hit("communication.backlog_view", f"{several(names)}: the full backlog and nothing else.")


@rule("COM-102", WARNING, "Send it two days ahead, marked as a draft.",
      source="S1-19", page="working/communication")  # fmt: skip
def goal_not_sent_ahead(situation: Situation) -> Hits:
    """No draft sprint goal goes to a client person at least a day before planning.

    A goal read in time can be corrected in time.
    """
    goals = [update for update in _updates(situation) if update.kind is UpdateKind.GOAL]
    if not _to_clients(situation, (one for one in goals if (one.days_before_planning or 0) >= 1)):
        field = f"communication.updates[{goals[0].id}]" if goals else "communication.updates"
        yield Hit(field, "The client meets the sprint goal at planning, not before.")


@rule("COM-103", WARNING, "Send one list on the same day.",
      source="S1-21", page="working/communication")  # fmt: skip
def picked_not_told(situation: Situation) -> Hits:
    """Nothing tells client people after planning which features were pulled in.

    Silence after planning reads as "everything I asked for".
    """
    picked = [update for update in _updates(situation) if update.kind is UpdateKind.PICKED]
    if not _to_clients(situation, picked):
        yield Hit("communication.updates", "Nobody tells the client what planning picked.")


@rule("COM-104", WARNING, "Send five lines a week.", source="S1-24", page="working/communication")
def payer_hears_little(situation: Situation) -> Hits:
    """A payer gets no update at least once a sprint. A monthly one counts in sprints of four weeks.

    Contact is half of the work; the best projects have it all the time.
    """
    monthly = situation.engagement.sprint.weeks >= _WEEKS_OF_A_MONTH
    often = [one for one in _updates(situation) if one.every is not Rhythm.MONTH or monthly]
    reached = {person for update in often for person in update.to}
    for party in situation.payers:
        if not {person.id for person in situation.members(party)} & reached:
            yield Hit("communication.updates", f"{party.short} pays and hears less than once a sprint.")


@rule("COM-105", NOTICE, "Offer an export or a call.", source="S1-25", page="working/tools")
def tool_without_other_way(situation: Situation) -> Hits:
    """A tool is hard for client people, or they are unsure of it, and there is no other way.

    Meet people half way on tools where it is worth the effort.
    """
    for tool in situation.engagement.tools:
        clients = [
            situation.people[person].name
            for person in tool.for_
            if situation.is_client(situation.people[person])
        ]
        if clients and tool.comfort in (Comfort.POOR, Comfort.UNSURE) and not tool.instead:
            message = f"{tool.name} is hard for {several(clients)}, and there is no other way."
            yield Hit(f"tools[{tool.id}].comfort", message)


@rule("COM-106", WARNING, "Explain what it costs, and offer a weekly export.",
      source="S1-26", page="working/tools")  # fmt: skip
def second_copy(situation: Situation) -> Hits:
    """A spreadsheet goes out every day.

    Meeting half way has a limit: a spreadsheet kept live beside the tracker is work twice, and wrong once.
    """
    for update in _updates(situation):
        if update.form is Form.SPREADSHEET and update.every is Rhythm.DAY:
            message = f"We keep a second copy of the tracker: {update.what}, every day."
            yield Hit(f"communication.updates[{update.id}].every", message)


@rule("COM-107", NOTICE, "Agree on one day, or name a deputy who answers.",
      source="18F De-risking Guide", page="people/decisions")  # fmt: skip
def slow_answers(situation: Situation) -> Hits:
    """The answer time is longer than a working day for each week of the sprint, or not agreed.

    A question that waits two days in a sprint of two weeks waits a fifth of it.
    """
    within, weeks = situation.engagement.communication.answer_within, situation.engagement.sprint.weeks
    if within is None:
        yield Hit("communication", "No answer time is agreed.")
    elif within > weeks:
        yield Hit("communication.answer_within", f"Answers take {within.normalize():f} working days.")


@rule("COM-108", NOTICE, "Send one page: goal, result, risk, ask.", source="S2-8", page="roles/sponsor")
def sponsor_reads_hours(situation: Situation) -> Hits:
    """A sponsor of the client gets no update, or only a spreadsheet.

    A sponsor cares for the purpose; a table of hours invites questions about hours.
    """
    for person in situation.in_role(Role.SPONSOR):
        got = [update for update in _updates(situation) if person.id in update.to]
        if not situation.is_client(person):
            continue
        if not got:
            yield Hit("communication.updates", f"{person.name} gets no update.")
        elif all(update.form is Form.SPREADSHEET for update in got):
            field = f"communication.updates[{got[0].id}].form"
            yield Hit(field, f"{person.name} reads {_lower(got[0].what)}, not purpose.")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


@rule("COM-109", WARNING, "Fix a daily window, and write questions down.",
      source="Agile Manifesto, principle 4", page="start/your-time")  # fmt: skip
def few_shared_hours(situation: Situation) -> Hits:
    """The owner and a developer share less than three working hours on some day.

    Business people and developers need to talk daily; without shared hours every question costs a day.
    """
    owner = situation.owner
    for person in situation.in_role(Role.DEVELOPER):
        if owner.hours and person.hours and person.id != owner.id:
            shared = min(_shared(owner, person, day) for day in _sample_days(situation))
            if shared < _SHARED_HOURS:
                hours = f"{max(shared, timedelta(0)) / timedelta(hours=1):.1f}".removesuffix(".0")
                message = f"{owner.name} and {person.name} share {hours} working hours a day."
                yield Hit(f"people[{person.id}].hours", message)


def _sample_days(situation: Situation) -> Iterator[date]:
    """Yield a day of every week ahead: the changes to and from summer time differ from side to side."""
    day = max(situation.as_of, situation.plan.first_start)
    yield day
    while day + timedelta(weeks=1) <= situation.plan.end:
        day += timedelta(weeks=1)
        yield day


def _shared(one: Person, other: Person, day: date) -> timedelta:
    """Return how long two people's working days overlap on a date; negative where they do not."""
    (begin, end), (other_begin, other_end) = _span(one, day), _span(other, day)
    return min(end, other_end) - max(begin, other_begin)


def _span(person: Person, day: date) -> tuple[datetime, datetime]:
    if person.hours is None:
        raise ValueError(f"{person.id} has no hours")
    return instant(day, person.hours.from_, person.timezone), instant(day, person.hours.to, person.timezone)


RULES = (
    full_backlog_only,
    goal_not_sent_ahead,
    picked_not_told,
    payer_hears_little,
    tool_without_other_way,
    second_copy,
    slow_answers,
    sponsor_reads_hours,
    few_shared_hours,
)
