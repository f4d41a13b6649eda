"""What is asked about a new engagement, and how the answers become its file: names, ids, dates, all else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from handbook.load.places import plain, spots
from handbook.load.relations import texts_of
from handbook.model import Engagement
from handbook.model.moments import read_date, read_zone
from handbook.model.parties import Level
from handbook.model.people import called
from handbook.model.reading import Misread
from handbook.model.shape import Group, MapOf, reference
from handbook.model.texts import decimal, read_line, read_prose, slug, whole
from handbook.splice import at, plain_or_quoted, replaced
from handbook.yaml_tree import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Mapping as Dict

    from handbook.yaml_tree import Node

_Value: TypeAlias = tuple[tuple[str | int, ...], str]
_DAY: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")
# A name that stands in a text without quotes as it is.
_HARMLESS: Final = re.compile(r"[^\W\d_][\w .&'()+-]*[\w.)]")


# How each answer is read: as the field that it goes into.
_READ: Final[Dict[str, Callable[[str], object]]] = MappingProxyType(
    {
        "title": read_line,
        "purpose": read_prose,
        "client": read_line,
        "owner": read_line,
        "hours": decimal(0, 168).read,
        "users": read_line,
        "technical": Level.read,
        "kickoff": read_date,
        "weeks": whole(1, 4).read,
        "timezone": read_zone,
        "client_timezone": read_zone,
    }
)


def wrong(name: str, answer: str) -> str:
    """Return what is wrong with an answer and what to do, or ""."""
    try:
        _READ[name](answer)
    except Misread as fault:
        return f"{fault.message}; {fault.hint}"
    return ""


def answered(text: str, answers: Dict[str, str], today: date) -> str:
    """Return a starter with the answers in place of what it invents; comments stay.

    Who answers today has read the file today.
    """
    if kickoff := answers.get("kickoff"):
        text = _begun_on(text, date.fromisoformat(kickoff))
        text = _set(text, [(("dates", "last_reviewed"), today.isoformat())])
    text = _with_values(text, answers)
    people, parties = _who(parse(text.encode(), ""), answers)
    for listing, old, name in (*parties, *people):
        text = _renamed(text, listing, old, name)
    return text


def from_supplier(text: str, firm: str | None) -> str:
    """Return a starter whose supplier is the firm of this name, in its id and its people's addresses too."""
    suppliers = sorted(_suppliers(parse(text.encode(), "")))
    return _renamed(text, "parties", suppliers[0], firm) if firm and suppliers else text


def _begun_on(text: str, kickoff: date) -> str:
    """Return a text with all dates moved by whole weeks, so that it begins with the kick-off."""
    dates = plain(parse(text.encode(), "")).get("dates") or {}
    old, start = date.fromisoformat(dates["kickoff"]), date.fromisoformat(dates["start"])
    weeks, rest = divmod((kickoff - old).days, 7)
    # Work begins after the kick-off, as it does in the starter.
    weeks += rest >= (start - old).days
    text = _DAY.sub(lambda day: (date.fromisoformat(day[0]) + timedelta(weeks=weeks)).isoformat(), text)
    moved = (old + timedelta(weeks=weeks)).isoformat()
    return re.sub(rf"\b{moved}\b", kickoff.isoformat(), text)


def _with_values(text: str, answers: Dict[str, str]) -> str:
    """Return a text with the answers that are one value each."""
    tree = parse(text.encode(), "")
    found: list[_Value] = [
        ((name,), answers[name]) for name in ("title", "purpose", "timezone") if name in answers
    ]
    payer, owner = _payer(tree), _owner(tree)
    if "weeks" in answers:
        found.append((("sprint", "weeks"), answers["weeks"]))
    if "technical" in answers and payer is not None:
        found.append((("parties", payer, "background", "technical"), answers["technical"]))
    if "hours" in answers and owner is not None:
        found.append((("people", owner, "time_per_week"), answers["hours"]))
    ours, theirs = answers.get("timezone"), answers.get("client_timezone") or answers.get("timezone")
    for number, person in enumerate(_items(tree, "people")):
        party = _text(at(person, ["party"]))
        zone = ours if party in _suppliers(tree) else theirs
        if zone:
            found.append((("people", number, "timezone"), zone))
    return _set(text, found)


def _set(text: str, values: list[_Value]) -> str:
    tree = parse(text.encode(), "")
    nodes = [(at(tree, path), value) for path, value in values]
    return replaced(
        text, [(node, plain_or_quoted(value)) for node, value in nodes if isinstance(node, Scalar)]
    )


Renaming = tuple[str, str, str]


def _who(tree: Mapping, answers: Dict[str, str]) -> tuple[list[Renaming], list[Renaming]]:
    """Return who gets another name: the list, the id so far, and the new name."""
    people, parties = list[Renaming](), list[Renaming]()
    payer, owner, users = _payer(tree), _owner(tree), _users(tree)
    if "client" in answers and payer is not None:
        parties.append(("parties", _id(tree, "parties", payer), answers["client"]))
    if "users" in answers and users is not None:
        parties.append(("parties", _id(tree, "parties", users), answers["users"]))
    if "owner" in answers and owner is not None:
        people.append(("people", _id(tree, "people", owner), answers["owner"]))
    return people, parties


def _renamed(text: str, listing: str, old: str, name: str) -> str:
    """Return a text in which a person or party has another name and an id of it, wherever it is named."""
    tree = parse(text.encode(), "")
    number = next(
        number for number, item in enumerate(_items(tree, listing)) if _text(at(item, ["id"])) == old
    )
    item = at(tree, [listing, number])
    before = [_text(at(item, [key])) for key in ("name", "short")]
    short = called(name) if listing == "people" else name
    new = _free_id(tree, listing, slug(short) or old)
    paths: list[_Value] = [((listing, number, "name"), name), ((listing, number, "short"), name)]
    text = with_ids(_set(text, paths), listing, {old: new})
    # Addresses are invented of the ids.
    text = re.sub(rf"\b{re.escape(old)}(?=@|\.example\b)", new, text)
    if listing == "people" and before[0]:
        before.append(called(before[0]))
    return _mentions(text, [word for word in before if word], name, short)


def _mentions(text: str, before: list[str], name: str, short: str) -> str:
    """Return a text with a name in place of another, where that can't be taken for anything but a name."""
    if not _HARMLESS.fullmatch(name) or name == "null":
        return text
    for number, word in enumerate(dict.fromkeys(before)):
        text = re.sub(rf"(?<![\w@.]){re.escape(word)}(?![\w@])", name if number == 0 else short, text)
    return text


def with_ids(text: str, listing: str, names: Dict[str, str]) -> str:
    """Return a text in which things of a list have other ids, wherever these are named."""
    tree = parse(text.encode(), "")
    found = []
    for spot in spots(tree, Group(Engagement)):
        node = spot.node
        is_id = len(spot.loc) == 3 and spot.loc[0] == listing and spot.loc[2] == "id"  # noqa: PLR2004 -- list, item, key
        if isinstance(node, Scalar) and node.text in names and (is_id or _refers(spot.shape, listing)):
            found.append((node, names[node.text]))
        if isinstance(node, Sequence) and _refers(spot.shape, listing):
            found += [
                (item, names[item.text])
                for item in node.items
                if isinstance(item, Scalar) and item.text in names
            ]
        if (
            isinstance(node, Mapping)
            and isinstance(spot.shape, MapOf)
            and spot.shape.key.refers_to == listing
        ):
            found += [(entry.key, names[entry.key.text]) for entry in node.entries if entry.key.text in names]
    once = {node.place: (node, new) for node, new in found}
    return replaced(text, [(node, plain_or_quoted(new)) for node, new in once.values()])


def _refers(shape: object, listing: str) -> bool:
    return shape is not None and not isinstance(shape, MapOf) and reference(shape) == listing  # type: ignore[arg-type]  # a Shape


def _free_id(tree: Mapping, listing: str, wanted: str) -> str:
    taken = {_text(at(item, ["id"])) for item in _items(tree, listing)}
    numbers = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in numbers if one not in taken)


def _items(tree: Node | None, listing: str) -> tuple[Node, ...]:
    listed = at(tree, [listing])
    return listed.items if isinstance(listed, Sequence) else ()


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _id(tree: Mapping, listing: str, number: int) -> str:
    return _text(at(tree, [listing, number, "id"]))


def _suppliers(tree: Mapping) -> set[str]:
    return {
        _text(at(party, ["id"]))
        for party in _items(tree, "parties")
        if "supplier" in texts_of(party, "kinds")
    }


def _of_kind(tree: Mapping, kind: str) -> Iterator[tuple[int, list[str]]]:
    for number, party in enumerate(_items(tree, "parties")):
        kinds = texts_of(party, "kinds")
        if kind in kinds:
            yield number, kinds


def _payer(tree: Mapping) -> int | None:
    return next((number for number, _ in _of_kind(tree, "payer")), None)


def _users(tree: Mapping) -> int | None:
    """Return the position of the first party that uses the product and is not the one that pays."""
    return next((number for number, kinds in _of_kind(tree, "user") if "payer" not in kinds), None)


def _owner(tree: Mapping) -> int | None:
    owner = _text(at(tree, ["product_ownership", "owner"]))
    people = enumerate(_items(tree, "people"))
    return next((number for number, person in people if _text(at(person, ["id"])) == owner), None)
