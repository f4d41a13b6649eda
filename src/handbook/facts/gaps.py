"""The holes in an engagement file as questions for readers: what is to be agreed, by when, with whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.facts.making import fact, made, where
from handbook.facts.sides import client_parties, client_people, of_kind, root_owner
from handbook.records import Absent, Record, code, codes, find, listed, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.facts.timetable import Timetable
    from handbook.records import Fact

# At least this long is left for an answer.
NOTICE = timedelta(days=7)


class Gap(Struct, frozen=True):
    """One hole: the field that would fill it, the question, the page that asks, its subject, who knows."""

    field: str
    question: str
    page: str
    about: Record | None = None
    who: tuple[Record, ...] = ()
    sources: tuple[str, ...] = ()


class Wanted(Struct, frozen=True):
    """An optional field whose absence is a gap: `{named}` in the question is the item's field `named`."""

    field: str
    page: str
    question: str
    named: str = ""


_ONCE = (
    Wanted("product_ownership.final_say", "people/product-owner", "Who has the last word?"),
    Wanted("product_ownership.accepts_work", "people/product-owner", "Who says that work is accepted?"),
    Wanted("communication.urgent", "start/at-a-glance", "What do you do when it cannot wait?"),
    Wanted(
        "communication.answer_within",
        "working/communication",
        "Within how many working days do we answer each other?",
    ),
    Wanted("contract.change_rule", "agile/collaboration-and-contract", "How do you change what is made?"),
    Wanted("dates.end", "working/finishing", "When does this work end?"),
)
_STAGING = (
    Wanted("staging.url", "events/prepare-for-the-review", "Where can you try new work before we show it?"),
    Wanted("staging.sign_in", "events/prepare-for-the-review", "How do you sign in to try new work?"),
    Wanted(
        "staging.ready_before_review",
        "events/prepare-for-the-review",
        "How many working days before we show it is new work ready to try?",
    ),
    Wanted("staging.how_to_comment", "events/prepare-for-the-review", "How do you tell us what you noticed?"),
)
_EACH = {
    "decisions": (
        Wanted("tie_break", "people/decisions", "Who breaks a tie on this: {named}?", "topic"),
        Wanted(
            "within_days",
            "people/decisions",
            "Within how many working days is this decided: {named}?",
            "topic",
        ),
    ),
    "asks": (
        Wanted("owner", "start/what-we-need", "Who will see to this: {named}?", "what"),
        Wanted("due", "start/what-we-need", "By when can we have this: {named}?", "what"),
    ),
    "measures": (
        Wanted("now", "working/measures", "Where does this stand today: {named}?", "what"),
        Wanted("target", "working/measures", "Where should this be: {named}?", "what"),
    ),
    "releases": (Wanted("target", "working/release-plan", "For when is {named} planned?", "name"),),
    "risks": (
        Wanted("owner", "working/risks-and-dependencies", "Who keeps an eye on this: {named}?", "text"),
    ),
}
_SOME = {
    "decisions": Wanted(
        "decisions", "people/decisions", "Which questions will come up, and who decides each of them?"
    ),
    "escalation": Wanted(
        "escalation", "people/escalation", "Whom do you turn to when something worries you?"
    ),
    "releases": Wanted("releases", "working/release-plan", "What comes out first, and when?"),
    "measures": Wanted("measures", "working/measures", "How will we see that it works?"),
    "done": Wanted("done", "agile/backlog-and-done", "When does a piece of work count as done?"),
}
_CUSTOMERS = {
    "payer": "Who pays for {product}?",
    "user": "Who will use {product}?",
    "support": "Who looks after {product} once it is in use?",
    "beneficiary": "Who gains from {product}?",
}


def settle_by(timetable: Timetable) -> Fact:
    """Return the day by which holes are to be settled: the next kick-off or planning, with a week's notice.

    Where neither lies ahead it is the first working day that leaves a week.
    """
    earliest = timetable.view.as_of + NOTICE
    plannings = [event.on for event in timetable.coming if event.kind == "sprint-planning"]
    ahead = [day for day in (need(timetable.view.root, "dates.kickoff", date), *plannings) if day >= earliest]
    day = min(ahead, default=earliest)
    while not ahead and day.weekday() not in timetable.plan.work_days:
        day += timedelta(days=1)
    return fact(day, "dates.kickoff", "sprint.first_start", "sprint.weeks")


def gaps(timetable: Timetable) -> tuple[Record, ...]:
    """Return each hole: the `question`, `by` when, `who` answers, the `page` that asks, the `field`."""
    root, by = timetable.view.root, settle_by(timetable)
    otherwise = (find(root, "product_ownership.final_say", Record) or root_owner(root),)
    return tuple(
        made(
            f"gaps[{gap.question}]",
            question=fact(gap.question, *gap.sources, gap.field),
            by=by,
            who=gap.who or otherwise,
            page=fact(gap.page),
            about=gap.about or Absent(gap.field),
            field=fact(gap.field),
        )
        for gap in (*_all(root), *_events(timetable.ceremonies.values()))
    )


def _all(root: Record) -> Iterator[Gap]:
    discovery = code(root, "product.kind") == "discovery"
    yield from _customers(root)
    yield from _parties(root)
    yield from _owner(root)
    yield from _group_decides(root)
    yield from _people(root)
    for wanted in (*_ONCE, *(() if discovery else _STAGING)):
        if find(root, wanted.field, object) is None:
            yield Gap(wanted.field, wanted.question, wanted.page)
    for name, wanted in _SOME.items():
        if not root[name] and not (discovery and name == "releases"):
            yield Gap(name, wanted.question, wanted.page)
    for name, fields in _EACH.items():
        for item in listed(root, name):
            yield from (_of_item(item, wanted) for wanted in fields if _open(item, wanted))


def _open(item: Record, wanted: Wanted) -> bool:
    """Return whether a field of an item is to be filled: what is done or dropped is left alone."""
    closed = "state" in item.fields and code(item, "state") in {"done", "dropped"}
    return isinstance(item[wanted.field], Absent) and not closed


def _of_item(item: Record, wanted: Wanted) -> Gap:
    name = need(item, wanted.named, str).rstrip(".?! ")
    people = listed(item, "owner") if "owner" in item.fields else ()
    question = wanted.question.replace("{named}", name)
    return Gap(where(item, wanted.field), question, wanted.page, item, people, (where(item, wanted.named),))


def _customers(root: Record) -> Iterator[Gap]:
    product = need(root, "product.name", str)
    for kind, question in _CUSTOMERS.items():
        if not of_kind(root, kind):
            yield Gap(
                "parties",
                question.format(product=product),
                "people/your-customers",
                sources=("product.name",),
            )


def _parties(root: Record) -> Iterator[Gap]:
    page = "people/your-customers"
    for party in client_parties(root):
        short, heard, sources = (
            need(party, "short", str),
            listed(party, "represented_by"),
            (where(party, "short"),),
        )
        if not heard:
            yield Gap(
                where(party, "represented_by"), f"Who speaks for {short}?", page, party, sources=sources
            )
        if isinstance(party["wants"], Absent):
            yield Gap(
                where(party, "wants"), f"What does {short} want from this?", page, party, heard, sources
            )
        kinds = codes(party, "kinds")
        if "user" in kinds and "payer" not in kinds and isinstance(party["relationship_owner"], Absent):
            question = f"Through whom do we speak with {short}?"
            yield Gap(where(party, "relationship_owner"), question, page, party, sources=sources)


def _owner(root: Record) -> Iterator[Gap]:
    owner, page = root_owner(root), "people/product-owner"
    if find(root, "product_ownership.deputy", Record) is None:
        question = f"Who decides when {need(owner, 'known_as', str)} is away?"
        yield Gap("product_ownership.deputy", question, page, owner, (owner,), (where(owner, "known_as"),))
    arrangement = code(root, "product_ownership.arrangement")
    if arrangement == "vendor" and find(root, "product_ownership.hand_back.to", Record) is None:
        yield Gap("product_ownership.hand_back", "Who takes the product over from us, and when?", page)
    if arrangement == "proxy" and find(root, "product_ownership.proxy", Record) is None:
        yield Gap("product_ownership.proxy", "Who does the owner's daily work on our side?", page)


def _group_decides(root: Record) -> Iterator[Gap]:
    for decision in listed(root, "decisions"):
        deciders = listed(decision, "decides")
        if len(deciders) > 1:
            topic = need(decision, "topic", str).rstrip(".?! ")
            names = " or ".join(need(person, "known_as", str) for person in deciders)
            sources = (where(decision, "topic"), *(where(person, "known_as") for person in deciders))
            question = f"Which one decides this, {names}: {topic}?"
            yield Gap(where(decision, "decides"), question, "people/decisions", decision, deciders, sources)


def _people(root: Record) -> Iterator[Gap]:
    for person in client_people(root):
        if isinstance(person["time_per_week"], Absent):
            question = f"How many hours a week does {need(person, 'known_as', str)} have for this?"
            yield Gap(
                where(person, "time_per_week"),
                question,
                "start/your-time",
                person,
                (person,),
                (where(person, "known_as"),),
            )


def _events(events: Iterable[Record]) -> Iterator[Gap]:
    """Yield where and how long a meeting is, where the file does not say; `events` have their words."""
    page = "events/index"
    for event in events:
        name, sources, who = need(event, "name", str), (where(event, "kind"),), listed(event, "lead")
        if isinstance(event["place"], Absent) and isinstance(event["link"], Absent):
            yield Gap(where(event, "place"), f"Where do we meet for this: {name}?", page, event, who, sources)
        if isinstance(event["minutes"], Absent):
            yield Gap(where(event, "minutes"), f"How long does this take: {name}?", page, event, who, sources)
