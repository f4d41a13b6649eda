"""Engagements that between them hold every pair of the situations that pages tell apart."""

from __future__ import annotations

from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import generate
from content.reading import file_of
from handbook.model.basics import ContractModel, ProductKind, Status
from handbook.model.ownership import Arrangement
from handbook.model.parties import AgileExperience, Level
from plain import STARTUP, tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from handbook.load import Loaded

File = dict[str, Any]
Choice = dict[str, object]

UNSAID = None
AXES: Mapping[str, Sequence[object]] = {
    "arrangement": [one.value for one in Arrangement],
    "technical": [*(one.value for one in Level), UNSAID],
    "agile": [*(one.value for one in AgileExperience), UNSAID],
    "intermediary": [False, True],
    "several": [False, True],
    "kind": [one.value for one in ProductKind],
    "contract": [*(one.value for one in ContractModel), UNSAID],
    "status": [one.value for one in Status],
    "weeks": [1, 2, 3, 4],
}
# Building began, or will, as long before the as-of date as fits how far the engagement is.
_DATES = {
    "pre-engagement": ("2027-01-06", "2027-01-11", "2027-04-30"),
    "sprint-zero": ("2026-11-18", "2026-11-30", "2027-04-30"),
    "delivering": ("2026-09-02", "2026-09-07", "2027-04-30"),
    "closing": ("2026-02-04", "2026-02-09", "2026-12-18"),
    "closed": ("2026-01-07", "2026-01-12", "2026-06-26"),
}


def pairs_of(choice: Choice) -> set[tuple[str, object, str, object]]:
    """Return every pair of values that a choice holds."""
    return {(one, choice[one], other, choice[other]) for one, other in combinations(AXES, 2)}


def all_pairs() -> set[tuple[str, object, str, object]]:
    """Return every pair of values of two axes."""
    return {
        (one, first, other, second)
        for one, other in combinations(AXES, 2)
        for first, second in product(AXES[one], AXES[other])
    }


@cache
def choices() -> tuple[Choice, ...]:
    """Return choices that hold every pair, each made round a pair that was still missing."""
    missing, made = all_pairs(), []
    while missing:
        # In order, since the same run must give the same files.
        one, first, other, second = min(missing, key=repr)
        choice: Choice = {one: first, other: second}
        for axis, values in AXES.items():
            if axis not in choice:
                choice[axis] = max(values, key=lambda value: _gain(choice, axis, value, missing))
        made.append(choice)
        missing -= pairs_of(choice)
    return tuple(made)


def _gain(choice: Choice, axis: str, value: object, missing: Iterable[object]) -> int:
    """Return how many missing pairs a value adds to a choice in the making."""
    wanted = set(missing)
    ways = (((axis, value, known, had), (known, had, axis, value)) for known, had in choice.items())
    return sum(bool(wanted & set(way)) for way in ways)


def name(choice: Choice) -> str:
    """Return a choice as a test shows it."""
    return "-".join(str(choice[axis]) for axis in AXES)


def engagement(choice: Choice) -> Loaded:
    """Return the start-up's engagement in another situation."""
    data: File = tree(STARTUP)
    kickoff, start, end = _DATES[str(choice["status"])]
    data["status"] = choice["status"]
    data["dates"] |= {"kickoff": kickoff, "start": start, "end": end}
    data["product"]["kind"] = choice["kind"]
    data["sprint"] = {"weeks": choice["weeks"], "first_start": start}
    _set(data["contract"], "model", choice["contract"])
    _ceremonies(data, kickoff, int(str(choice["weeks"])))
    _parties(data, choice)
    _ownership(data, str(choice["arrangement"]))
    return file_of(generate.text(data))


def _set(group: File, key: str, value: object) -> None:
    """Give a field a value, or leave it out."""
    group.pop(key, None)
    if value is not UNSAID:
        group[key] = value


def _ceremonies(data: File, kickoff: str, weeks: int) -> None:
    """Let the meetings fall into the time and the sprints of the engagement."""
    for one in data["ceremonies"]:
        if "once" in one["when"]:
            one["when"]["once"] = kickoff
        elif one["when"].get("day") == "10":
            one["when"]["day"] = str(5 * weeks)


def _parties(data: File, choice: Choice) -> None:
    """Give the client's parties their backgrounds, and let one or several of them use the product."""
    _, payer, workshops, riders = data["parties"]
    for party in (payer, workshops, riders):
        party["background"] = {}
        _set(party["background"], "technical", choice["technical"])
        _set(party["background"], "agile", choice["agile"])
    payer["kinds"] = ["payer", "intermediary"] if choice["intermediary"] else ["payer"]
    riders["kinds"] = ["user", "beneficiary"] if choice["several"] else ["beneficiary"]


def _ownership(data: File, arrangement: str) -> None:
    """Let the product be owned as the arrangement says."""
    ownership = data["product_ownership"]
    ownership["arrangement"] = arrangement
    people = {person["id"]: person for person in data["people"]}
    if arrangement == "vendor":
        people["noor"]["roles"] = ["sponsor", "subject-expert"]
        people["priya"]["roles"] = ["product-owner"]
        people["tomasz"]["roles"] = ["scrum-master", "developer"]
        ownership |= {"owner": "priya", "hand_back": {"to": "noor", "by": "2027-04-30"}}
    elif arrangement == "proxy":
        people["amara"]["roles"] = ["proxy-product-owner", "designer"]
        ownership["proxy"] = "amara"
