"""The names of the other engagements of a portfolio, and where one of them stands in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

# The rule that looks for them.
OTHER_CLIENT = "DAT-107"
_WORD = re.compile(r"\w+")
# Shorter ones are words of the language as often as names.
_SHORTEST_NAME = 4


@dataclass(frozen=True)
class Neighbours:
    """What no other engagement's file may hold, by engagement: names and addresses of its client.

    Names are found by their first word, so that a text is read once however many engagements there are.
    """

    names: Mapping[str, Collection[str]] = field(default_factory=dict)
    _by_word: dict[str, list[tuple[str, str]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note each name under its first word."""
        for engagement, names in self.names.items():
            for name in dict.fromkeys(name.casefold() for name in names):
                first = _WORD.search(name)
                if first and len(name) >= _SHORTEST_NAME:
                    self._by_word.setdefault(first[0], []).append((name[first.start() :], engagement))

    def named_in(self, text: str, own: Collection[str]) -> Iterator[str]:
        """Yield the engagements of which a text holds a name that is not among our `own`, casefolded ones."""
        folded = text.casefold()
        for word in _WORD.finditer(folded):
            for name, engagement in self._by_word.get(word[0], ()):
                after = folded[word.start() + len(name) :][:1]
                if name not in own and folded.startswith(name, word.start()) and not _WORD.match(after):
                    yield engagement
