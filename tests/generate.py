"""Valid engagement files made at random, from a seed or by Hypothesis: the same draws give the same text.

The fields come from the model, so a new field turns up by itself; what fields say about each other (who owns
the product, which day fits which rhythm) is set right afterwards, in `_MEND`.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, cast

from hypothesis import strategies as st

from handbook.model import Engagement
from handbook.model.basics import Branding, Terms
from handbook.model.ceremonies import Ceremony, Change, Sprint, When
from handbook.model.internal import Internal
from handbook.model.ownership import ProductOwnership
from handbook.model.parties import Party
from handbook.model.people import Person, WorkingHours
from handbook.model.shape import Anything, FieldShape, Group, Leaf, ListOf, MapOf, Shape, fields
from handbook.model.words import our_words
from handbook.model.working import Update
from words import NAMES, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from handbook.model import Part
    from handbook.model.reading import Kind

Tree = dict[str, object]

ARRANGEMENTS = ("client", "vendor", "proxy", "intermediary")
CEREMONIES = {
    "training": "once", "kickoff": "once", "sprint-planning": "sprint", "daily-scrum": "day",
    "refinement": "week", "sprint-review": "sprint", "retrospective": "sprint", "user-session": "sprint",
    "steering": "month", "other": "once",
}  # fmt: skip
CLIENT_ROLES = ("stakeholder", "subject-expert", "end-user-rep", "support-rep", "client-it", "service-owner")
TEAM_ROLES = ("developer", "tech-lead", "designer", "user-researcher", "delivery-lead", "account-owner")
ZONES = (
    "Europe/London", "Europe/Amsterdam", "America/New_York", "America/Denver", "Asia/Kolkata",
    "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo", "UTC",
)  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


class Draw:
    """The choices behind one file: `fullness` is how likely an optional field is to be there."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.fullness = rng.choice((0.0, 0.3, 0.7, 1.0))
        self.kickoff = date(2026, 1, 1) + timedelta(days=rng.randint(0, 900))
        self.weeks = rng.randint(1, 4)
        self.arrangement = self.one(ARRANGEMENTS)
        self.kinds = {"maker": ["supplier"]} | {
            f"party-{number}": kinds for number, kinds in enumerate(_client_kinds(self))
        }
        self.roles = {f"client-{number}": roles for number, roles in enumerate(_client_roles(self))} | {
            f"team-{number}": roles for number, roles in enumerate(_team_roles(self))
        }
        self.ids = {"parties": list(self.kinds), "people": list(self.roles)}

    def one(self, options: Sequence[str]) -> str:
        """Return one of the options."""
        return self.rng.choice(options)

    def some(self, options: Sequence[str], least: int = 0, most: int = 4) -> list[str]:
        """Return some of the options, each once."""
        most = min(most, len(options))
        return self.rng.sample(list(options), self.rng.randint(min(least, most), most))

    def day(self, first: date | None = None) -> date:
        """Return a day of the engagement, or one soon after another."""
        return (first or self.kickoff) + timedelta(days=self.rng.randint(0, 20 if first else 300))

    def time(self, first: int = 6, last: int = 19) -> str:
        """Return a quarter of an hour, as the file writes it."""
        return f"{self.rng.randint(first, last):02}:{self.rng.choice((0, 15, 30, 45)):02}"

    def internal(self) -> Tree:
        """Return free, candid content, nested as people write it."""
        why = [self.one(SENTENCES), None]
        return {"remark": self.one(SENTENCES), "amounts": {"rate": self.rng.randint(0, 2000), "why": why}}

    def group(self, part: type[Part]) -> Tree:
        """Return the fields of a group: all that must be there, some of the others."""
        drawn: Tree = {}
        for key, field in fields(part).items():
            if field.info.is_required() or self.rng.random() < self.fullness:
                first = drawn.get(field.after)
                drawn[key] = self.day(first) if isinstance(first, date) else self.value(field.shape, field)
        _MEND.get(part, _as_it_is)(self, drawn)
        return drawn

    def value(self, shape: Shape, field: FieldShape) -> object:
        """Return a value of a shape."""
        match shape:
            case Group(part):
                return self.group(part)
            case MapOf(key, value):
                return {name: self.value(value, field) for name in self.some(self.ids[key.refers_to])}
            case ListOf(item):
                return self.items(item, field)
            case Leaf(kind):
                return self.leaf(kind, field)
            case Anything():
                return self.internal()

    def items(self, item: Shape, field: FieldShape) -> list[object]:
        """Return a list in which nothing that names an item is there twice."""
        least = max(field.least, int(field.info.is_required()))
        items = [self.value(item, field) for _ in range(self.rng.randint(least, 4))]
        if isinstance(item, Leaf) and not item.kind.distinct:
            return items
        key = item.part.named_by if isinstance(item, Group) else ""
        named = {
            str(cast("Tree", value)[key] if key else json.dumps(value, default=str)): value for value in items
        }
        return list(named.values()) if len(named) >= least else self.items(item, field)

    def leaf(self, kind: Kind, field: FieldShape) -> object:
        """Return a value of a kind; a kind not known here gives the example of its field."""
        if kind.refers_to:
            return self.one(self.ids[kind.refers_to])
        if "enum" in kind.schema:
            return self.one(kind.schema["enum"])
        if "maximum" in kind.schema:
            return self.rng.randint(max(0, kind.schema["minimum"]), min(400, kind.schema["maximum"]))
        if kind.words in _KINDS:
            return _KINDS[kind.words](self)
        example = (field.info.examples or [None])[0]
        return self.rng.choice(example) if isinstance(example, list) else example


def _client_kinds(draw: Draw) -> list[list[str]]:
    payer = (
        ["payer", "intermediary"] if draw.arrangement == "intermediary" else ["payer", *draw.some(["user"])]
    )
    others = ("user", "support", "beneficiary", "partner", "regulator")
    return [payer, ["user"], *(draw.some(others, 1, 2) for _ in range(draw.rng.randint(0, 3)))]


def _client_roles(draw: Draw) -> list[list[str]]:
    """Return the roles of one person for each party of the client's."""
    owner = [] if draw.arrangement == "vendor" else ["product-owner"]
    return [["sponsor", *owner], *(draw.some(CLIENT_ROLES, 1, 2) for _ in range(len(draw.kinds) - 2))]


def _team_roles(draw: Draw) -> list[list[str]]:
    owner = {"vendor": [["product-owner"]], "proxy": [["proxy-product-owner"]]}.get(draw.arrangement, [])
    more = (draw.some(TEAM_ROLES, 1, 2) for _ in range(draw.rng.randint(0, 4)))
    return [["scrum-master"], ["developer"], *owner, *more]


_KINDS: Mapping[str, Callable[[Draw], object]] = {
    "a text": lambda draw: draw.one(SENTENCES),
    "a text of one line": lambda draw: draw.one(NAMES),
    "an id": lambda draw: f"{draw.one(('a', 'goal', 'long-' * 8 + 'id', 'x-1'))}-{draw.rng.randint(0, 999)}",
    "a time zone": lambda draw: draw.one(ZONES),
    "a language tag": lambda draw: draw.one(("en-GB", "en-US", "nl-NL", "de-DE", "fr-FR")),
    "true or false": lambda draw: draw.rng.random() < 0.5,
    'a time as "HH:MM"': lambda draw: draw.time(),
    'a colour as "#rrggbb"': lambda draw: f"#{draw.rng.randint(0, 0xFFFFFF):06x}",
    "a web address": lambda draw: f"https://maker.example/room?a={draw.rng.randint(0, 9)}&b=2",
    "an e-mail address": lambda draw: f"who.{draw.rng.randint(0, 999)}@maker.example",
    "a phone number": lambda draw: draw.one(("+31 20 555 0142", "0123 555 0100")),
}


def _as_it_is(_draw: Draw, _drawn: Tree) -> None:
    """Leave a group whose fields say nothing about each other."""


def _engagement(draw: Draw, drawn: Tree) -> None:
    """Give the file its parties, its people with their roles, and each kind of event at most once."""
    drawn.pop("without", None)  # there is no handbook.yml above a file that was made up
    drawn["parties"] = [draw.group(Party) | {"id": party, "kinds": draw.kinds[party]} for party in draw.kinds]
    drawn["people"] = [
        draw.group(Person) | {"id": person, "party": _party_of(person), "roles": roles}
        for person, roles in draw.roles.items()
    ]
    kinds = draw.some(list(CEREMONIES), 1, len(CEREMONIES))
    drawn["ceremonies"] = [_ceremony(draw, kind, f"{kind}-{number}") for number, kind in enumerate(kinds)]


def _party_of(person: str) -> str:
    side, number = person.split("-")
    return "maker" if side == "team" else f"party-{number}"


def _ceremony(draw: Draw, kind: str, name: str) -> Tree:
    when = draw.group(When)
    _when(draw, when, CEREMONIES[kind])
    ceremony = draw.group(Ceremony) | {"id": name, "kind": kind, "when": when}
    needed = cast("list[str]", ceremony.get("attend", []))
    welcome = cast("list[str]", ceremony.get("optional", []))
    return ceremony | {"optional": [person for person in welcome if person not in needed]}


def _when(draw: Draw, drawn: Tree, rhythm: str = "day") -> None:
    for key in ("once", "every", "day"):
        drawn.pop(key, None)
    drawn.update({"once": draw.day()} if rhythm == "once" else {"every": rhythm} | _day(draw, rhythm))


def _day(draw: Draw, rhythm: str) -> Tree:
    days = {"sprint": draw.rng.randint(1, 5 * draw.weeks), "week": draw.one(WEEKDAYS),
            "month": draw.rng.choice((1, 15, 31, "2-tue", "5-fri"))}  # fmt: skip
    return {"day": days[rhythm]} if rhythm in days else {}


def _update(draw: Draw, drawn: Tree) -> None:
    if drawn.pop("day", None):
        drawn.update(_day(draw, str(drawn["every"])))
    if "days_before_planning" in drawn:
        drawn.pop("days_after_planning", None)


def _change(draw: Draw, drawn: Tree) -> None:
    kind = draw.one(("cancel", "add", "move_to") if "move_to" in drawn else ("cancel", "add"))
    drawn |= {"cancel": kind == "cancel", "add": kind == "add"}
    if kind != "move_to":
        drawn.pop("move_to", None)
    if kind != "add":
        drawn.pop("at", None)


def _ownership(draw: Draw, drawn: Tree) -> None:
    holder = {role: person for person, roles in draw.roles.items() for role in roles}
    drawn |= {"arrangement": draw.arrangement, "owner": holder["product-owner"]}
    drawn.pop("proxy", None)
    if draw.arrangement == "proxy":
        drawn["proxy"] = holder["proxy-product-owner"]


def _hours(draw: Draw, drawn: Tree) -> None:
    drawn |= {"from": draw.time(6, 10), "to": draw.time(14, 19)}


def _party(draw: Draw, drawn: Tree) -> None:
    drawn.pop("region", None)
    if drawn.get("country") and draw.rng.random() < draw.fullness:
        drawn["region"] = "SCT"


def _sprint(draw: Draw, drawn: Tree) -> None:
    first = draw.day(draw.kickoff)
    drawn |= {"weeks": draw.weeks, "first_start": first - timedelta(days=first.weekday())}
    if "days" in drawn:
        drawn["days"] = ["sun", "mon", "tue", "wed", "thu"]


def _terms(draw: Draw, drawn: Tree) -> None:
    drawn.update({word: draw.one(NAMES) for word in draw.some(sorted(our_words()))})


def _branding(_draw: Draw, drawn: Tree) -> None:
    drawn.pop("client_logo", None)  # there is no picture beside a file that was made up


def _internal(draw: Draw, drawn: Tree) -> None:
    drawn.update(draw.internal())


_MEND: Mapping[type[Part], Callable[[Draw, Tree], None]] = {
    Branding: _branding,
    Change: _change,
    Engagement: _engagement,
    Internal: _internal,
    Party: _party,
    ProductOwnership: _ownership,
    Sprint: _sprint,
    Terms: _terms,
    Update: _update,
    When: _when,
    WorkingHours: _hours,
}


def tree(rng: Random) -> Tree:
    """Return one valid engagement as plain data, in the order in which files are written."""
    return Draw(rng).group(Engagement)


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
        [("-", item) for item in value]
        if isinstance(value, list)
        else [(f"{key}:", item) for key, item in cast("Tree", value).items()]
    )
    lines = []
    for lead, item in pairs:
        if depth > 1 and isinstance(item, dict | list) and item:
            inner = _block(item, depth - 1, indent + "  ")
            lines += [f"{indent}- {inner[0].strip()}", *inner[1:]] if lead == "-" else [indent + lead, *inner]
        else:
            lines.append(f"{indent}{lead} {_flow(item)}")
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
