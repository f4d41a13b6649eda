"""What must be true of an engagement file as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.load.relations import text_of, texts_of, value_of
from handbook.load.wording import problem
from handbook.model.moments import Weekday
from handbook.model.reading import Misread
from handbook.yaml_tree import Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dict

    from handbook.errors import Problem
    from handbook.load.places import Loc, Spot
    from handbook.yaml_tree import Mapping, Node

MONDAY_TO_FRIDAY = frozenset(list(Weekday)[:5])
SIDES = {
    True: ("no party is the supplier", "give the party that you are kinds: [supplier]"),
    False: ("every party is the supplier", "add the client as a party, with kinds: [payer]"),
}


def as_a_whole(found: tuple[Spot, ...], root: Mapping) -> Iterator[Problem]:
    """Yield what is wrong with the file as a whole."""
    by_loc = {spot.loc: spot for spot in found}
    yield from _sides(by_loc, root)
    yield from _sprint_days(by_loc, root)


def items(node: Node | None, name: str) -> tuple[Node, ...]:
    """Return the items of a list under a key."""
    listed = value_of(node, name)
    return listed.items if isinstance(listed, Sequence) else ()


def suppliers(root: Mapping) -> list[Node]:
    """Return the parties that are the supplier."""
    return [party for party in items(root, "parties") if "supplier" in texts_of(party, "kinds")]


def _sides(by_loc: Dict[Loc, Spot], root: Mapping) -> Iterator[Problem]:
    """Yield a side that is missing: without a supplier and a client there is nobody to write for."""
    parties = items(root, "parties")
    if not parties or not all(texts_of(party, "kinds") for party in parties):
        return
    ours = len(suppliers(root))
    if ours in {0, len(parties)}:
        message, hint = SIDES[ours == 0]
        yield problem(by_loc["parties",], Misread(message, hint, "FIELD-REQUIRED", quote=False))


def last_sprint_day(root: Mapping) -> int | None:
    """Return the number of the last working day of a sprint, or None where the file does not tell."""
    weeks = text_of(value_of(root, "sprint"), "weeks") or ""
    if not re.fullmatch("[1-9][0-9]?", weeks):
        return None
    days = set(texts_of(value_of(root, "sprint"), "days")) & set(Weekday)
    return int(weeks) * len(days or MONDAY_TO_FRIDAY)


def _sprint_days(by_loc: Dict[Loc, Spot], root: Mapping) -> Iterator[Problem]:
    """Yield days of a sprint that no sprint of this length has."""
    last = last_sprint_day(root)
    ceremonies: list[tuple[Loc, Node | None]] = [
        (("ceremonies", number, "when", "day"), value_of(ceremony, "when"))
        for number, ceremony in enumerate(items(root, "ceremonies"))
    ]
    updates: list[tuple[Loc, Node | None]] = [
        (("communication", "updates", number, "day"), update)
        for number, update in enumerate(items(value_of(root, "communication"), "updates"))
    ]
    for loc, node in [*ceremonies, *updates]:
        day = text_of(node, "day") or ""
        if (
            last
            and text_of(node, "every") == "sprint"
            and re.fullmatch("[1-9][0-9]?", day)
            and int(day) > last
        ):
            message = f"is past the end: a sprint here has {last} working days"
            yield problem(by_loc[loc], Misread(message, f"write a day from 1 to {last}", "FIELD-WHEN"))
