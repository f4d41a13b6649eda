"""What a new engagement takes from an older one: how you work, and nothing of who it was for, or when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from handbook.interview import with_ids
from handbook.load.places import spots
from handbook.load.relations import text_of, texts_of, value_of
from handbook.model import Engagement
from handbook.model.moments import read_date
from handbook.model.shape import Anything, Group, Leaf
from handbook.splice import cut, replaced
from handbook.yaml_tree import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.load.places import Spot
    from handbook.yaml_tree import Node

# What is only true of one client, and is left out.
_LEFT_OUT: Final = (
    *(("internal",), ("releases",), ("risks",), ("measures",), ("demand",), ("glossary",), ("terms",)),
    *(("branding", key) for key in ("primary", "client_logo", "classification", "footer")),
    *(("dates", key) for key in ("end", "last_reviewed", "closed")),
    *(("site", key) for key in ("url", "expires", "exclude_pages")),
    *(("product_ownership", key) for key in ("reason", "hand_back")),
    ("staging", "url"),
)
_OF_A_PERSON: Final = (
    "known_as",
    "email",
    "phone",
    "prefers",
    "time_per_week",
    "away",
    "training",
    "internal",
)
_OF_A_PARTY: Final = ("short", "wants", "constraints", "internal")
# What must be there, and is to be filled in: `check` then asks for each, at its line.
_TO_FILL_IN: Final = (("title",), ("purpose",), ("product", "name"), ("product", "goal"))
_EMPTY: Final = "null"


def copied(text: str, file: str) -> str:
    """Return an engagement's file with its people, its client and its dates to fill in."""
    names = _names(parse(text.encode(), file))
    text = _with_roles_for_ids(cut(text, file, _LEFT_OUT), file)
    text = cut(text, file, _about_people(parse(text.encode(), file)))
    tree = parse(text.encode(), file)
    gone = [spot.node for spot in spots(tree, Group(Engagement)) if _is_old(spot, names, tree)]
    return replaced(text, [(node, _EMPTY) for node in gone if isinstance(node, Scalar) and not node.is_null])


def _about_people(tree: Mapping) -> Iterator[tuple[str | int, ...]]:
    """Yield what is said of single people and of the client's parties, and changes to single meetings."""
    for number, _ in enumerate(_items(tree, "people")):
        yield from (("people", number, key) for key in _OF_A_PERSON)
    for number, party in enumerate(_items(tree, "parties")):
        if "supplier" not in texts_of(party, "kinds"):
            yield from (("parties", number, key) for key in _OF_A_PARTY)
    for number, _ in enumerate(_items(tree, "ceremonies")):
        yield from (("ceremonies", number, key) for key in ("changes", "internal"))
    for listing in ("asks", "tools", "decisions", "escalation"):
        yield from ((listing, number, "internal") for number, _ in enumerate(_items(tree, listing)))


def _is_old(spot: Spot, names: re.Pattern[str] | None, tree: Mapping) -> bool:
    """Whether a value is a day, the name of somebody, or a text that names somebody."""
    if not isinstance(spot.node, Scalar) or isinstance(spot.shape, Anything):
        return False
    loc = spot.loc
    if loc in _TO_FILL_IN or (loc[0] == "people" and loc[-1] in {"name", "title"}):
        return True
    if loc[0] == "parties" and loc[-1] == "name":
        return "supplier" not in texts_of(_items(tree, "parties")[int(loc[1])], "kinds")
    if isinstance(spot.shape, Leaf) and spot.shape.kind.read is read_date:
        return True
    is_text = isinstance(spot.shape, Leaf) and not spot.shape.kind.refers_to and loc[-1] != "id"
    return bool(is_text and names and names.search(spot.node.text))


def _names(tree: Mapping) -> re.Pattern[str] | None:
    """Return what finds the names of the people and of the client's parties in a text."""
    words: set[str] = set()
    for person in _items(tree, "people"):
        words.update((text_of(person, "name") or "").split())
    for party in _items(tree, "parties"):
        if "supplier" not in texts_of(party, "kinds"):
            words.update(filter(None, (text_of(party, "name"), text_of(party, "short"))))
    # "de" is no name.
    known = sorted((word for word in words if len(word) > 2), key=len, reverse=True)  # noqa: PLR2004 -- as said
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b") if known else None


def _with_roles_for_ids(text: str, file: str) -> str:
    """Return a text in which people are called by their first role, the client's parties by their kind."""
    tree = parse(text.encode(), file)
    for listing, key in (("people", "roles"), ("parties", "kinds")):
        new: dict[str, str] = {}
        for item in _items(tree, listing):
            held, own = texts_of(item, key), text_of(item, "id")
            if own and held and "supplier" not in held:
                count = sum(name.rstrip("0123456789-") == held[0] for name in new.values())
                new[own] = held[0] if not count else f"{held[0]}-{count + 1}"
        text = with_ids(text, listing, new)
    return text


def _items(tree: Mapping, listing: str) -> tuple[Node, ...]:
    listed = value_of(tree, listing)
    return listed.items if isinstance(listed, Sequence) else ()
