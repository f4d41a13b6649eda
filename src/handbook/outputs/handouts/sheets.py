"""What stands on the papers about the whole engagement: who decides, who is served, what is planned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Final

from handbook.facts.sides import is_client
from handbook.outputs.handouts.copy import shown
from handbook.outputs.handouts.people import calls
from handbook.records import Absent, Record, code, find, listed, need
from handbook.render.filters import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.outputs.handouts.copy import Copy, Plain

_GLOSSARY: Final = 20
_GLOSSARY_PAGE: Final = "reference/glossary.md"
# How wide pictures for the wall are drawn, in pixels: so that their words are as large as those around them.
_WIDE: Final = 760
_NARROW: Final = 420


def first_sprint(copy: Copy, _handout: Record) -> Plain:
    """Return what is to be done until the first review, by side and date."""
    steps = sorted((*_asked(copy), *_opened(copy), *_held(copy)), key=lambda step: (step[0], step[1]))
    sides = {
        side: [_step(copy, on, step) for on, where, step in steps if where == side]
        for side in ("yours", "ours")
    }
    return {
        "start": copy.text(copy.root, "dates.start"),
        "first_sprint": copy.text(copy.root, "sprint.first_start"),
        "client": copy.around["client"],
        **sides,
    }


def _step(copy: Copy, on: date, step: Plain) -> Plain:
    return {**step, "day": copy.words.date_short(on) if on != date.max else ""}


def _asked(copy: Copy) -> Iterator[tuple[date, str, Plain]]:
    """Yield what is asked for and not there yet, on the side of who sees to it."""
    for ask in copy.records("open_asks"):
        owner = find(ask, "owner", Record)
        side = "ours" if owner and not is_client(owner) else "yours"
        about = {"what": copy.clause(ask, "what"), "who": copy.text(ask, "owner.name")}
        yield find(ask, "due", date) or date.max, side, about


def _opened(copy: Copy) -> Iterator[tuple[date, str, Plain]]:
    """Yield what is to be opened to people: tools, and the place where new work can be tried."""
    for tool in copy.records("tools_not_granted"):
        who = listed(tool, "for")
        ours = any(is_client(person) for person in who)
        name, names = copy.text(tool, "name"), copy.names(who)
        what = copy.say("access-for", tool=name, who=names) if names else copy.say("access", tool=name)
        yield (
            find(tool, "needed_by", date) or date.max,
            "ours" if ours else "yours",
            {"what": what, "who": ""},
        )
    if sign_in := copy.sentence(copy.root, "staging.sign_in"):
        yield (
            copy.staging_ready or date.max,
            "yours",
            {"what": copy.say("sign-in", how=sign_in), "who": ""},
        )


def _held(copy: Copy) -> Iterator[tuple[date, str, Plain]]:
    """Yield the first meeting of each kind that the first weeks are made of, for those who must come."""
    for event in copy.records("events"):
        dates = listed(event, "next")
        if dates and code(event, "kind") in {
            "training",
            "kickoff",
            "sprint-planning",
            "sprint-review",
            "retrospective",
        }:
            name = copy.meeting(dates[0])
            for side, path in (("yours", "client_attend"), ("ours", "team_attend")):
                if people := listed(event, path):
                    first = copy.by_clock_of(dates[0], people)
                    said = {"meeting": name, "hours": first["hours"], "place": first["clock"]}
                    what = copy.say("meeting-in" if first["clock"] else "meeting", **said)
                    about = {"what": what, "who": copy.names(people)}
                    yield first["day"], side, about


def who_decides(copy: Copy, _handout: Record) -> Plain:
    """Return the topics with who decides, who is asked first and who breaks ties, and the steps upwards."""
    rules = copy.records("decisions")
    people: dict[Record, None] = {}
    for rule in rules:
        for path in ("deciders", "tie_break", "consult"):
            people |= dict.fromkeys(listed(rule, path))
    return {
        "people": [{"name": copy.text(one, "name"), "short": copy.text(one, "known_as")} for one in people],
        "rules": [_rule(copy, rule, tuple(people)) for rule in rules],
        "picture": copy.drawing("escalation", _WIDE),
        **calls(copy),
    }


def _rule(copy: Copy, rule: Record, people: tuple[Record, ...]) -> Plain:
    parts = (("decides", "deciders"), ("breaks", "tie_break"), ("asked", "consult"))
    return {
        "topic": copy.clause(rule, "topic"),
        "within": copy.days(rule, "within_days"),
        "parts": [[word for word, path in parts if person in listed(rule, path)] for person in people],
        "deciders": [copy.text(one, "name") for one in listed(rule, "deciders")],
        "asked": [copy.text(one, "name") for one in listed(rule, "consult")],
        "tie": copy.text(rule, "tie_break.name"),
    }


def four_customers(copy: Copy, _handout: Record) -> Plain:
    """Return the four kinds of customer with their parties, what they want and who speaks for them."""
    return {
        "kinds": [
            {
                "kind": code(kind, "kind"),
                "does": copy.text(kind, "does"),
                "parties": [_party(copy, party) for party in listed(kind, "parties")],
            }
            for kind in copy.records("customer_kinds")
        ],
        "picture": copy.drawing("customers", _WIDE),
        "owner": copy.text(copy.record("owner"), "name"),
        "contacts": [
            {"party": copy.text(party, "short"), "owner": copy.text(party, "relationship_owner.short")}
            for party in copy.records("client_parties")
            if not isinstance(party["relationship_owner"], Absent)
        ],
    }


def _party(copy: Copy, party: Record) -> Plain:
    return {
        "name": copy.text(party, "name"),
        "short": copy.text(party, "short"),
        "wants": copy.sentence(party, "wants"),
        "speaks": [copy.text(person, "name") for person in listed(party, "represented_by")],
    }


def release_plan(copy: Copy, _handout: Record) -> Plain:
    """Return the releases with what people can do then, for whom, and how sure each day is."""
    return {
        "releases": [
            {
                "name": copy.text(release, "name"),
                "target": copy.text(release, "target"),
                "confidence": copy.text(release, "confidence"),
                "features": [
                    {
                        "name": copy.clause(feature, "name"),
                        "whom": copy.text(feature, "for.short"),
                        "why": copy.sentence(feature, "why"),
                        "state": copy.text(feature, "state"),
                        "done": code(feature, "state") in {"done", "released"},
                    }
                    for feature in listed(release, "features")
                ],
            }
            for release in copy.records("releases")
        ],
        "change": copy.sentence(copy.root, "contract.change_rule"),
        "owner": copy.text(copy.record("owner"), "name"),
    }


def glossary_card(copy: Copy, _handout: Record) -> Plain:
    """Return twenty words with their meanings: the client's own, then ours as the client calls them."""
    here, page = copy.wording.lang, copy.language_of(_GLOSSARY_PAGE)
    own = [
        (copy.text(one, "term"), copy.sentence(one, "means"), here) for one in listed(copy.root, "glossary")
    ]
    ours = [(copy.filled(word), copy.filled(means), page) for word, means in copy.manuscript.site.glossary]
    renamed = set(_renamed(copy))
    theirs_first = sorted(ours, key=lambda row: row[0] not in renamed)
    rows = [*own, *theirs_first][:_GLOSSARY]
    return {
        "rows": [
            {"word": shown(word), "means": sentence(means) if means else "", "lang": lang}
            for word, means, lang in rows
        ]
    }


def _renamed(copy: Copy) -> Iterator[str]:
    """Yield the words of ours for which the client has its own: as the client says them."""
    own = need(copy.root, "terms", Record)
    names = [name for name in own.fields if name.replace("-", "_") in copy.record("terms").fields]
    yield from (copy.text(own, name) for name in names)


def measures(copy: Copy, _handout: Record) -> Plain:
    """Return what it is for, and how everybody will know that it works."""
    return {
        "purpose": copy.sentence(copy.root, "purpose"),
        "goal": copy.sentence(copy.root, "product.goal"),
        "measures": [
            {
                "what": copy.clause(one, "what"),
                "whom": copy.text(one, "for.short"),
                "now": _amount(copy, one, "now"),
                "target": _amount(copy, one, "target"),
                "by": copy.text(one, "by"),
                "how": copy.sentence(one, "how"),
                "owner": copy.text(one, "owner.name"),
            }
            for one in listed(copy.root, "measures")
            if code(one, "kind") != "output"
        ],
    }


def _amount(copy: Copy, measure: Record, path: str) -> str:
    """Return a measured amount with its unit: '61%', '19 days'; "" where it is not known."""
    number, unit = find(measure, path, object), copy.text(measure, "unit")
    if not isinstance(number, int | Decimal):
        return ""
    return copy.words.percent(number) if unit == "%" else f"{copy.words.number(number)} {unit}".strip()


def demand_tally(copy: Copy, _handout: Record) -> Plain:
    """Return what the sheet for counting two kinds of requests begins with."""
    count = {name: find(copy.root, f"demand.{name}", int) for name in ("value", "failure")}
    period = find(copy.root, "demand.period", object)
    return {
        "value": "" if count["value"] is None else copy.words.number(count["value"]),
        "failure": "" if count["failure"] is None else copy.words.number(count["failure"]),
        "period": code(copy.root, "demand.period") if period else "",
        "picture": copy.drawing("demand", _NARROW),
        "days": 5 * need(copy.root, "sprint.weeks", int),
        "support": copy.names(copy.records("support_parties"), "short"),
    }


def team_brief(copy: Copy, _handout: Record) -> Plain:
    """Return what our own people read before they meet the client: for the team edition alone."""
    internal = find(copy.root, "internal", Record)
    return {
        "client": copy.around["client"],
        "payers": copy.names(copy.records("payers")),
        "account": copy.text(internal, "account_owner.name") if internal else "",
        "intermediaries": copy.names(copy.records("intermediaries"), "short"),
        "fixed_price": code(copy.root, "contract.model") == "fixed-price",
        "owner": copy.text(copy.record("owner"), "name"),
        "alone": copy.texts(copy.root, "product_ownership.can_decide_alone"),
        "ask_first": copy.texts(copy.root, "product_ownership.must_ask_first"),
        "parties": [_stance(copy, party) for party in copy.records("client_parties")],
        "tensions": [
            {"between": copy.names(listed(one, "between"), "short"), "about": copy.sentence(one, "about")}
            for one in (listed(internal, "tensions") if internal else ())
        ],
        "notes": [sentence(note) for note in copy.texts(internal, "notes")] if internal else [],
        "rules": [
            {
                "when": copy.say("day-meeting", day=_days(copy, rule), meeting=_event(copy, rule)),
                "met": copy.text(rule, "met.short"),
                "owner": copy.text(rule, "owner.short"),
                "absent": need(rule, "absent", bool),
            }
            for rule in copy.records("meeting_rules")
        ],
        "errors": [
            {
                "check": copy.text(one, "check"),
                "message": copy.text(one, "message"),
                "advice": copy.text(one, "advice"),
            }
            for one in copy.records("findings")
            if code(one, "severity") == "error"
        ],
    }


def _event(copy: Copy, rule: Record) -> str:
    return copy.inside(copy.term(need(rule, "event", Record), "name"))


def _days(copy: Copy, rule: Record) -> str:
    """Return the days of a rule in a row; where days have a comma of their own, it is told from the next."""
    days = [copy.day(one, "date") for one in listed(rule, "dates")]
    if not any("," in day for day in days):
        return copy.words.joined(days)
    return reduce(lambda one, two: copy.wording.shared("semicolon", one=one, two=two), days)


def _stance(copy: Copy, party: Record) -> Plain:
    notes = [note for note in copy.records("party_notes") if note["party"] == party]
    return {
        "name": copy.text(party, "short"),
        "wants": copy.sentence(party, "wants"),
        "stance": copy.text(notes[0], "stance") if notes else "",
        "note": copy.sentence(notes[0], "note") if notes else "",
        "through": copy.text(party, "relationship_owner.short"),
    }
