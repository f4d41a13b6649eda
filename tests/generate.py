"""Valid engagement files made at random, from a seed or by Hypothesis: the same draws give the same text."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, cast

from hypothesis import strategies as st

from words import NAMES, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

Tree = dict[str, object]

ZONES = (
    "Europe/London", "Europe/Amsterdam", "America/New_York", "America/Denver", "Asia/Kolkata",
    "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo", "UTC",
)  # fmt: skip
LANGUAGES = ("en-GB", "en-US", "en", "nl-NL", "de-DE", "fr-FR")
STATUSES = ("pre-engagement", "sprint-zero", "delivering", "closing", "closed")
PRODUCT_KINDS = ("new-product", "enhancement", "rescue", "maintenance", "discovery")
CONTRACT_MODELS = (
    "fixed-price", "time-and-materials", "capped-time-and-materials", "retainer", "outcome-based", "in-house",
)  # fmt: skip
ARRANGEMENTS = ("client", "vendor", "proxy", "intermediary")
LEVELS = ("low", "medium", "high")
AGILE = ("none", "some", "experienced")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
TERMS = ("sprint-review", "daily-scrum", "scrum-master", "stakeholder", "sprint-planning", "product-owner")
CLIENT_ROLES = ("stakeholder", "subject-expert", "end-user-rep", "support-rep", "client-it", "service-owner")
TEAM_ROLES = ("developer", "tech-lead", "designer", "user-researcher", "delivery-lead", "account-owner")
EVENTS = {
    "training": "once", "kickoff": "once", "sprint-planning": "sprint", "daily-scrum": "day",
    "refinement": "week", "sprint-review": "sprint", "retrospective": "sprint", "user-session": "sprint",
    "steering": "month", "other": "once",
}  # fmt: skip
AUDIENCES = (
    "sponsor", "product-owner", "service-owner", "subject-expert", "end-user-rep", "client-it", "support",
    "stakeholder",
)  # fmt: skip
UPDATE_FORMS = ("bulleted-list", "one-page", "slides", "spreadsheet", "dashboard", "call")
MEASURES = (
    "time-to-market", "request-to-resolution", "product-success", "business-benefit", "time-to-value",
    "escaped-defects", "failure-demand", "output",
)  # fmt: skip


class _Draw:
    """The choices behind one file: `fullness` is how likely an optional field is to be there."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.fullness = rng.choice((0.0, 0.3, 0.7, 1.0))
        self.kickoff = date(2026, 1, 1) + timedelta(days=rng.randint(0, 900))
        self.weeks = rng.randint(1, 4)

    def one(self, options: Sequence[str]) -> str:
        return self.rng.choice(options)

    def some(self, options: Sequence[str], least: int = 1, most: int = 4) -> list[str]:
        most = min(most, len(options))
        return self.rng.sample(list(options), self.rng.randint(min(least, most), most))

    def count(self, most: int, least: int = 0) -> int:
        return self.rng.randint(least, most)

    def name(self) -> str:
        return self.one(NAMES)

    def sentence(self) -> str:
        return self.one(SENTENCES)

    def day(self, most: int = 300) -> date:
        return self.kickoff + timedelta(days=self.rng.randint(0, most))

    def time(self, first: int = 6, last: int = 19) -> str:
        return f"{self.rng.randint(first, last):02}:{self.rng.choice((0, 15, 30, 45)):02}"

    def thin(self, full: Tree, *required: str) -> Tree:
        """Return `full` with some of what is not required left out."""
        return {
            key: value for key, value in full.items() if key in required or self.rng.random() < self.fullness
        }

    def internal(self) -> Tree:
        """Return free, candid content, nested as people write it."""
        return {
            "remark": self.sentence(),
            "amounts": {"rate": self.count(2000), "why": [self.sentence(), None]},
        }


def tree(rng: Random) -> Tree:
    """Return one valid engagement as plain data, in the order in which files are written."""
    draw = _Draw(rng)
    arrangement = draw.one(ARRANGEMENTS)
    parties = _parties(draw, arrangement)
    people = _people(draw, parties, arrangement)
    client = [str(p["id"]) for p in people if p["party"] != "maker"]
    team = [str(p["id"]) for p in people if p["party"] == "maker"]
    start = draw.kickoff + timedelta(days=draw.count(20))
    first_start = start + timedelta(days=-start.weekday() % 7)
    dates: Tree = {
        "kickoff": draw.kickoff,
        "start": start,
        "end": start + timedelta(days=draw.count(400, 60)),
        "last_reviewed": draw.kickoff,
        "closed": [_closed(draw)],
    }
    product: Tree = {"name": draw.name(), "goal": draw.sentence(), "kind": draw.one(PRODUCT_KINDS)}
    required: Tree = {
        "schema": 1,
        "id": f"{draw.one(('acme', 'norvale', 'a', 'long-' * 8 + 'id'))}-{draw.count(999)}",
        "title": draw.name(),
        "timezone": draw.one(ZONES),
        "status": draw.one(STATUSES),
        "dates": draw.thin(dates, "kickoff", "start"),
        "purpose": draw.sentence(),
        "product": product,
        "parties": parties,
        "people": people,
        "product_ownership": _ownership(draw, arrangement, people, client, team),
        "sprint": {"weeks": draw.weeks, "first_start": first_start},
        "ceremonies": _ceremonies(draw, client, team),
    }
    optional = _optional(draw, [str(p["id"]) for p in parties], client, team)
    return required | draw.thin(optional)


def _closed(draw: _Draw) -> Tree:
    first = draw.day()
    return {"from": first, "to": first + timedelta(days=draw.count(9)), "reason": draw.sentence()}


def _parties(draw: _Draw, arrangement: str) -> list[Tree]:
    payer = (
        ["payer", "intermediary"]
        if arrangement == "intermediary"
        else draw.one(("payer", "payer user")).split()
    )
    kinds = [
        payer,
        ["user"],
        *(
            draw.some(("user", "support", "beneficiary", "partner", "regulator"), most=2)
            for _ in range(draw.count(3))
        ),
    ]
    parties: list[Tree] = [{"id": "maker", "name": draw.name(), "short": "Maker", "kinds": ["supplier"]}]
    for number, party_kinds in enumerate(kinds):
        full: Tree = {
            "id": f"party-{number}",
            "name": draw.name(),
            "short": draw.name()[:20],
            "kinds": party_kinds,
            "wants": draw.sentence(),
            "constraints": [draw.sentence() for _ in range(draw.count(3))],
            "background": draw.thin(
                {
                    "technical": draw.one(LEVELS),
                    "agile": draw.one(AGILE),
                    "domain": draw.one(LEVELS),
                    "usual_way": draw.sentence(),
                }
            ),
            "represented_by": [f"client-{number}"],
            "internal": draw.internal(),
        }
        if number:
            full["relationship_owner"] = f"party-{draw.count(number - 1)}"
        parties.append(draw.thin(full, "id", "name", "short", "kinds"))
    return parties


def _people(draw: _Draw, parties: list[Tree], arrangement: str) -> list[Tree]:
    """Return a person for each client party and a team, the product owner on the side that has it."""
    people = []
    for number in range(len(parties) - 1):
        roles = draw.some(CLIENT_ROLES, most=2)
        if number == 0:
            roles = ["sponsor"] if arrangement == "vendor" else ["sponsor", "product-owner"]
        people.append(_person(draw, f"client-{number}", f"party-{number}", roles))
    team = [["scrum-master"], ["developer"], *(draw.some(TEAM_ROLES, most=2) for _ in range(draw.count(4)))]
    if arrangement in {"vendor", "proxy"}:
        team.append(["product-owner" if arrangement == "vendor" else "proxy-product-owner"])
    people += [_person(draw, f"team-{number}", "maker", roles) for number, roles in enumerate(team)]
    return people


def _person(draw: _Draw, person: str, party: str, roles: list[str]) -> Tree:
    full: Tree = {
        "id": person,
        "name": draw.name(),
        "title": draw.one(("Founder", "Head of R&D", "Chef d'équipe", "Owner, Maas Tweewielers")),
        "party": party,
        "roles": roles,
        "email": f"{person}@{party}.example",
        "phone": draw.one(("+31 20 555 0142", "0123 555 0100")),
        "timezone": draw.one(ZONES),
        "hours": {
            "days": sorted(draw.some(WEEKDAYS, 2, 5), key=WEEKDAYS.index),
            "from": draw.time(6, 10),
            "to": draw.time(14, 19),
        },
        "time_per_week": draw.count(40, 1),
        "away": [
            {"from": (first := draw.day()), "to": first + timedelta(days=draw.count(14)), "note": "Leave"}
        ],
        "prefers": draw.sentence(),
        "training": {"agreed": draw.day(), "hours": draw.count(8, 1)},
        "internal": draw.internal(),
    }
    return draw.thin(full, "id", "name", "title", "party", "roles", "timezone", "hours")


def _ownership(draw: _Draw, arrangement: str, people: list[Tree], client: list[str], team: list[str]) -> Tree:
    def holder(role: str) -> str:
        return next(str(p["id"]) for p in people if role in cast("list[str]", p["roles"]))

    full: Tree = {
        "arrangement": arrangement,
        "owner": holder("product-owner"),
        "deputy": draw.rng.choice([None, *team]),
        "final_say": "client-0",
        "backlog_kept_by": draw.some(client + team, most=2),
        "accepts_work": draw.one(client),
        "can_decide_alone": [draw.sentence() for _ in range(draw.count(3))],
        "must_ask_first": [draw.sentence() for _ in range(draw.count(2))],
        "reason": draw.sentence(),
    }
    if arrangement == "proxy":
        full["proxy"] = holder("proxy-product-owner")
    if arrangement == "vendor":
        full["hand_back"] = {"to": "client-0", "by": draw.day()}
    return draw.thin(full, "arrangement", "owner", "proxy")


def _ceremonies(draw: _Draw, client: list[str], team: list[str]) -> list[Tree]:
    kinds = [kind for kind in EVENTS if draw.rng.random() < max(0.5, draw.fullness)] or ["sprint-review"]
    return [_ceremony(draw, f"{kind}-{number}", kind, client + team) for number, kind in enumerate(kinds)]


def _ceremony(draw: _Draw, ceremony: str, kind: str, everybody: list[str]) -> Tree:
    when = _when(draw, EVENTS[kind])
    attend = draw.some(everybody, 1, 6)
    full: Tree = {
        "id": ceremony,
        "kind": kind,
        "when": when,
        "minutes": draw.rng.choice((15, 45, 60, 90, 150, 240)),
        "attend": attend,
        "optional": [p for p in everybody if p not in attend][:2],
        "lead": attend[0],
        "place": draw.name(),
        "link": "https://meet.maker.example/room?a=1&b=2",
        "for_you": draw.sentence(),
        "internal": draw.internal(),
    }
    if "once" in when:
        full["changes"] = [{"date": when["once"], "cancel": True, "reason": draw.sentence()}]
    return draw.thin(full, "id", "kind", "when", "minutes", "attend")


def _when(draw: _Draw, rhythm: str) -> Tree:
    if rhythm == "once":
        when: Tree = {"once": draw.day(), "at": draw.time()}
    else:
        days = {
            "sprint": draw.count(5 * draw.weeks, 1),
            "week": draw.one(WEEKDAYS),
            "month": draw.rng.choice((1, 15, 31, "2-tue", "5-fri")),
        }
        when = {"every": rhythm, "at": draw.time()} | ({"day": days[rhythm]} if rhythm in days else {})
    return when | draw.thin({"timezone": draw.one(ZONES)})


def _optional(draw: _Draw, parties: list[str], client: list[str], team: list[str]) -> Tree:
    """Return every top-level field that a file may leave out."""
    return {
        "language": draw.one(LANGUAGES),
        "terms": {term: draw.name() for term in draw.some(TERMS)},
        "contract": {
            "model": draw.one(CONTRACT_MODELS),
            "covers": draw.sentence(),
            "change_rule": draw.sentence(),
        },
        "branding": draw.thin(
            {
                "primary": f"#{draw.count(0xFFFFFF):06x}",
                "classification": draw.name(),
                "footer": draw.sentence(),
            }
        ),
        "staging": draw.thin(
            {
                "url": "https://staging.maker.example",
                "sign_in": draw.sentence(),
                "ready_before_review": draw.count(4),
                "how_to_comment": draw.sentence(),
            }
        ),
        "tools": [_tool(draw, number, client + team) for number in range(draw.count(3))],
        "communication": {
            "backlog_view": draw.one(("full", "summary", "both")),
            "answer_within": draw.count(5),
            "urgent": draw.sentence(),
            "updates": [_update(draw, n, client, team) for n in range(draw.count(4, 1))],
        },
        "decisions": [_decision(draw, n, client + team) for n in range(draw.count(4, 1))],
        "escalation": [
            {
                "level": level,
                "when": draw.sentence(),
                "client": draw.one(client),
                "vendor": draw.one(team),
                "within_hours": draw.count(48, 1),
            }
            for level in range(1, draw.count(3, 1) + 1)
        ],
        "releases": [_release(draw, number, parties) for number in range(draw.count(3))],
        "asks": [_ask(draw, number, client) for number in range(draw.count(4))],
        "risks": [
            {
                "id": f"risk-{n}",
                "text": draw.sentence(),
                "likelihood": draw.one(LEVELS),
                "impact": draw.one(LEVELS),
                "owner": draw.one(client + team),
                "response": draw.sentence(),
            }
            for n in range(draw.count(3))
        ],
        "measures": [_measure(draw, number, parties, client) for number in range(draw.count(3))],
        "demand": {"tracked": True, "value": draw.count(50), "failure": draw.count(50), "period": "sprint"},
        "done": [draw.sentence() for _ in range(draw.count(4, 1))],
        "glossary": [{"term": f"Word {n}", "means": draw.sentence()} for n in range(draw.count(3))],
        "site": draw.thin(
            {
                "audiences": draw.some(AUDIENCES, most=8),
                "contact_details": draw.some(("email", "phone")),
                "draft": draw.rng.random() < 0.3,
                "url": "https://handbook.maker.example/x",
                "paper": draw.one(("A4", "Letter")),
            }
        ),
        "internal": draw.thin(
            draw.internal()
            | {
                "account_owner": draw.one(team),
                "notes": [draw.sentence()],
                "parties": {
                    party: {"stance": "wary", "note": draw.sentence()} for party in draw.some(parties, 0, 2)
                },
                "we_want_them_to_learn": [draw.sentence()],
                "how_we_help": [draw.sentence()],
            },
            "remark",
        ),
    }


def _tool(draw: _Draw, number: int, people: list[str]) -> Tree:
    full: Tree = {
        "id": f"tool-{number}",
        "name": draw.name(),
        "kind": draw.one(("board", "backlog", "code", "chat", "docs", "hosting", "staging", "other")),
        "use": draw.sentence(),
        "access": draw.one(("none", "view", "comment", "read", "member", "edit", "admin")),
        "for": draw.some(people),
        "granted": draw.rng.choice([None, draw.day()]),
        "needed_by": draw.day(),
        "comfort": draw.one(("fine", "unsure", "poor")),
        "instead": draw.sentence(),
    }
    return draw.thin(full, "id", "name", "use")


def _update(draw: _Draw, number: int, client: list[str], team: list[str]) -> Tree:
    rhythm = draw.rng.choice(
        (
            {"every": "week", "day": "fri"},
            {"every": "sprint", "days_before_planning": 2},
            {"every": "sprint", "days_after_planning": 1},
            {"every": "month"},
        )
    )
    full: Tree = {
        "id": draw.one((f"update-{number}", f"note-{number}")),
        "kind": draw.one(("goal", "picked", "staging", "status", "other")),
        "what": draw.sentence(),
        "form": draw.one(UPDATE_FORMS),
        "to": draw.some(client),
        **rhythm,
        "from": draw.one(team),
        "by": "email",
    }
    return draw.thin(full, "id", "what", "form", "to", "every", "day", "from")


def _decision(draw: _Draw, number: int, people: list[str]) -> Tree:
    full: Tree = {
        "topic": f"Topic {number}: {draw.name()}",
        "decides": draw.one(people),
        "consult": draw.some(people),
        "tie_break": draw.one(people),
        "within_days": draw.count(10, 1),
    }
    return draw.thin(full, "topic", "decides")


def _release(draw: _Draw, number: int, parties: list[str]) -> Tree:
    features = [
        draw.thin(
            {
                "name": f"Feature {n} {draw.name()}",
                "for": draw.one(parties),
                "why": draw.sentence(),
                "order": n + 1,
                "state": draw.one(("planned", "in-progress", "ready-to-try", "done", "released")),
            },
            "name",
            "order",
        )
        for n in range(draw.count(4))
    ]
    full: Tree = {
        "id": f"release-{number}",
        "name": draw.name(),
        "target": draw.day(),
        "confidence": draw.one(LEVELS),
        "features": features,
        "internal": draw.internal(),
    }
    return draw.thin(full, "id", "name")


def _ask(draw: _Draw, number: int, client: list[str]) -> Tree:
    full: Tree = {
        "id": f"ask-{number}",
        "what": draw.sentence(),
        "why": draw.sentence(),
        "kind": draw.one(("access", "content", "data", "decision", "people", "feedback")),
        "owner": draw.rng.choice([None, *client]),
        "due": draw.rng.choice([None, draw.day()]),
        "if_late": draw.sentence(),
        "state": draw.one(("open", "done", "dropped")),
    }
    return draw.thin(full, "id", "what")


def _measure(draw: _Draw, number: int, parties: list[str], client: list[str]) -> Tree:
    full: Tree = {
        "id": f"measure-{number}",
        "what": draw.sentence(),
        "kind": draw.one(MEASURES),
        "for": draw.one(parties),
        "now": draw.rng.choice([None, 0, 61]),
        "target": draw.count(100),
        "unit": draw.one(("%", "days")),
        "by": draw.day(),
        "how": draw.sentence(),
        "owner": draw.one(client),
    }
    return draw.thin(full, "id", "what", "kind")


_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 -]*[A-Za-z0-9])?")


def _scalar(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str) and (value == "null" or not _PLAIN.fullmatch(value)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _block(value: object, depth: int, indent: str) -> list[str]:
    """Return the lines of a non-empty mapping or list, in braces below `depth` levels."""
    pairs = (
        [("- ", item) for item in value]
        if isinstance(value, list)
        else [(f"{key}:", item) for key, item in cast("Tree", value).items()]
    )
    lines = []
    for lead, item in pairs:
        if depth > 1 and isinstance(item, dict | list) and item:
            inner = _block(item, depth - 1, indent + "  ")
            lines += (
                [f"{indent}- {inner[0].strip()}", *inner[1:]] if lead == "- " else [indent + lead, *inner]
            )
        else:
            lines.append(f"{indent}{lead.strip()} {_flow(item)}")
    return lines


def text(engagement: Tree, depth: int = 3) -> str:
    """Return an engagement as YAML, its first `depth` levels in indented blocks and the rest in braces."""
    return "\n".join(_block(engagement, depth, "")) + "\n"


def engagement(seed: int) -> str:
    """Return the text of the valid engagement file number `seed`."""
    rng = Random(seed)
    return text(tree(rng), rng.randint(1, 6))


def engagements() -> SearchStrategy[Tree]:
    """Return Hypothesis' strategy for valid engagements as plain data; `text` writes one down."""
    return st.randoms(use_true_random=False).map(tree)
