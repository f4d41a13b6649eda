"""Which keys of an engagement file are not known where they stand, and what they were meant to be."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from handbook.errors import Problem, nearest
from handbook.load.places import INTERNAL
from handbook.model.basics import Terms
from handbook.model.engagement import Engagement
from handbook.model.firm import is_engagements_own
from handbook.model.reading import quoted
from handbook.model.shape import Group, fields
from handbook.yaml_tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from collections.abc import Mapping as Dict

    from handbook.load.places import Spot
    from handbook.model.part import Part
    from handbook.yaml_tree import Entry, Node

# To look for what was meant takes time: so many slips in one group are told, the rest are only named.
MOST_GUESSES: Final = 20
LONGEST_LIST: Final = 16


def known_keys(part: type[Part], words: Dict[str, str]) -> tuple[str, ...]:
    """Return the keys that a group may have; those of `terms` are the ids of our words."""
    return (*words, INTERNAL) if issubclass(part, Terms) else tuple(fields(part))


def odd_keys(node: Mapping, part: type[Part], words: Dict[str, str]) -> dict[str, str | None]:
    """Return the keys of a group that are not known, each with the one it was most likely meant to be."""
    known = known_keys(part, words)
    odd = [entry.key.text for entry in node.entries if entry.key.text not in known]
    return {key: meant(key, node, known) if number < MOST_GUESSES else None for number, key in enumerate(odd)}


def meant(key: str, node: Mapping, known: Collection[str]) -> str | None:
    """Return the key that an unknown one was most likely meant to be; of two as near, the one not given."""
    given = {entry.key.text for entry in node.entries}
    letters = sorted(key.casefold())
    if swapped := [name for name in known if sorted(name) == letters]:
        return next((name for name in swapped if name not in given), swapped[0])
    best = nearest(key, known)
    if best not in given:
        return best
    free = nearest(key, [name for name in known if name not in given])
    return free if free and likeness(key, free) >= likeness(key, best) else best


def likeness(one: str, other: str) -> float:
    """Return how alike two words are, from 0 to 1."""
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def unknown_keys(
    spot: Spot, node: Mapping, part: type[Part], odd: Dict[str, str | None]
) -> Iterator[Problem]:
    """Yield the keys that a group does not know; where others may stand, only those near to a known one."""
    strict = part.others is None or issubclass(part, Terms)
    for entry in node.entries if odd else ():
        if entry.key.text in odd and (strict or odd[entry.key.text]):
            if is_engagements_own(part, entry.key.text):
                message = f"the key {quoted(entry.key.text)} is not the firm's to give"
                hint = "write it in the engagement's own file"
                yield Problem(entry.key.place, spot.shown, message, hint, "FIELD-UNKNOWN")
            else:
                yield _unknown_key(spot, entry, odd[entry.key.text], tuple(fields(part)))


def _unknown_key(spot: Spot, entry: Entry, near: str | None, known: tuple[str, ...]) -> Problem:
    shown = ", ".join(known[:LONGEST_LIST]) + (", ..." if len(known) > LONGEST_LIST else "")
    here = "write the id of a word of the glossary" if known == (INTERNAL,) else f"the keys here are {shown}"
    guess = f"did you mean '{near}'?" if near else here
    if spot.internal:
        # In braces a comma makes a key of the end of a text, and this one may be candid.
        return Problem(entry.key.place, spot.shown, "a key that is not known here", guess, "FIELD-UNKNOWN")
    hint = belongs(entry.key.text) or guess
    if not near and " " in entry.key.text and in_braces(spot.node):
        hint = f"if these words belong to the value before them, quote that value; {hint}"
    message = f"the key {quoted(entry.key.text)} is not known here"
    return Problem(entry.key.place, spot.shown, message, hint, "FIELD-UNKNOWN")


def belongs(key: str) -> str:
    """Return where a key is known, if that is in one group of the file only."""
    homes = [
        name
        for name, field in fields(Engagement).items()
        if isinstance(field.shape, Group) and INTERNAL not in {name, key} and key in fields(field.shape.part)
    ]
    return f"it belongs under {homes[0]}" if len(homes) == 1 else ""


def in_braces(node: Node) -> bool:
    """Whether a mapping was written in braces: then its own place is the brace, before its first key."""
    return isinstance(node, Mapping) and bool(node.entries) and node.place != node.entries[0].key.place
