"""The words of one engagement: the client's own where the file gives them, else the handbook's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.facts.making import fact, made
from handbook.records import Fact, Record, find, need

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the glossary calls each kind of event, where that is not the kind itself.
_EVENT_WORDS = {"kickoff": "kick-off", "other": "event"}


def terms(root: Record, words: Mapping[str, str]) -> Record:
    """Return the word for every id of the glossary, under names that templates can write: `sprint_review`."""
    own = need(root, "terms", Record)
    return made("terms", **{attribute(key): _word(own, key, word) for key, word in words.items()})


def _word(own: Record, key: str, ours: str) -> Fact:
    theirs = find(own, key, str) if key in own.fields else None
    return fact(theirs or ours, *((f"terms.{key}",) if theirs else ()))


def attribute(name: str) -> str:
    """Return an id as a name that templates can write."""
    return name.replace("-", "_")


def event_word(words: Record, kind: str) -> Fact:
    """Return the word for a kind of event."""
    word = words[attribute(_EVENT_WORDS.get(kind, kind))]
    if not isinstance(word, Fact):
        raise TypeError(f"terms.{kind} is no word")
    return word
