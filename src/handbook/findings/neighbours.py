"""Which words are names of a client, and where one of another engagement stands in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# The rule that looks for them.
OTHER_CLIENT = "DAT-107"
_WORD = re.compile(r"\w+")
# Shorter ones are words of the language as often as names.
_SHORTEST_NAME = 4
# So many words stand together by chance only when they are meant: a name of theirs counts in any letters.
_MANY: Final = 3
# A word of a sentence, and no part of an address.
_IN_A_SENTENCE: Final = re.compile(r"(?<![\w@./:-])\w+(?![\w@/:-])(?!\.\w)")


def is_distinct(name: str) -> bool:
    """Return whether a name tells who somebody is, and not only what: "Spokeshare", and not "The members"."""
    return "@" in name or any(
        not word.islower() and not word.isdigit() and not _is_common(word.casefold())
        for word in _WORD.findall(name)
        if len(word) > 1 or not word.isascii()
    )


def plain_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts use in small letters: to whoever wrote them they are no names."""
    return frozenset(
        word
        for text in texts
        for word in _IN_A_SENTENCE.findall(text)
        if word.islower() and not word.isdigit()
    )


@cache
def _common() -> frozenset[str]:
    """Return what people, departments and groups are called everywhere."""
    text = resources.files(__package__).joinpath("common-words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _is_common(word: str) -> bool:
    return not _forms(word).isdisjoint(_common())


def _forms(word: str) -> frozenset[str]:
    """Return a word with what it may be the plural of, and its own plural."""
    return frozenset((word, f"{word}s", word.removesuffix("s"), word.removesuffix("es")))


@dataclass(frozen=True)
class Neighbours:
    """What no other engagement's file may hold, by engagement: names and addresses of its client.

    Names are found by their first word, so that a text is read once however many engagements there are.
    One or two words count as they are written, or in capitals: "orange" is a colour, "Orange" a client.
    """

    names: Mapping[str, Collection[str]] = field(default_factory=dict)
    _by_word: dict[str, list[tuple[str, str]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note each name under its first word."""
        for engagement, names in self.names.items():
            for name in dict.fromkeys(names):
                first = _WORD.search(name)
                if first and len(name) >= _SHORTEST_NAME:
                    found = (name[first.start() :], engagement)
                    self._by_word.setdefault(first[0].casefold(), []).append(found)

    def named_in(self, text: str, own: Collection[str], plain: Collection[str] = ()) -> Iterator[str]:
        """Yield the engagements of which a text holds a name.

        `own` are the names, casefolded, that the text's file has itself: what is part of one is none of
        theirs. A single word is none either where the file uses it as a `plain` one.
        """
        for word in _WORD.finditer(text):
            for name, engagement in self._by_word.get(word[0].casefold(), ()):
                end = word.start() + len(name)
                is_there = _is_written(text[word.start() : end], name) and not _WORD.match(
                    text[end : end + 1]
                )
                if is_there and not _is_ours(name.casefold(), own) and not _is_plain(name, plain):
                    yield engagement


def _is_written(found: str, name: str) -> bool:
    """Return whether words are a name: as it is spelt, in capitals, or in any letters if it is long."""
    if "@" in name or len(_WORD.findall(name)) >= _MANY:
        return found.casefold() == name.casefold()
    return found in (name, name.upper())


def _is_plain(name: str, plain: Collection[str]) -> bool:
    words = _WORD.findall(name.casefold())
    return len(words) == 1 and not _forms(words[0]).isdisjoint(plain)


def _is_ours(name: str, own: Collection[str]) -> bool:
    return name in own or any(f" {name} " in f" {mine} " for mine in own)
