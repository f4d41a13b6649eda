"""Many words in many lines, found in one pass."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick

from handbook.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.proof.readings import Lines

# How many lines of late a watch remembers: a site has about as many, and most of them are in every site.
_MOST_REMEMBERED: Final = 20_000


class Watch:
    """Words that files are searched for. A line is looked through once, however many editions have it."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = tuple(wanted)
        self._automaton = AhoCorasick(self.wanted)
        self._found: Recent[str, tuple[int, ...]] = Recent(_MOST_REMEMBERED)

    def hits(self, lines: Sequence[str], known: Lines) -> Iterator[tuple[str, str]]:
        """Yield each of the wanted words that any line says, once, with the first line that says it."""
        if not self.wanted:
            return
        self._look_through(self._found.unknown(lines), known)
        told: set[int] = set()
        for line in filter(self._found.__getitem__, lines):
            for number in self._found[line]:
                if number not in told:
                    told.add(number)
                    yield self.wanted[number], line
        self._found.pass_on()

    def _look_through(self, lines: Sequence[str], known: Lines) -> None:
        texts = known.said(lines)
        starts = [0, *accumulate(len(text) + 1 for text in texts)]
        found: dict[int, dict[int, None]] = {}
        matches = self._automaton.find_matches_as_indexes("\n".join(texts), overlapping=True)
        for number, start, _ in matches:
            found.setdefault(bisect_right(starts, start) - 1, {})[number] = None
        self._found.update(dict.fromkeys(lines, ()))
        self._found.update((lines[at], tuple(numbers)) for at, numbers in found.items())


class Signs:
    """What must stand in no line as it is written. A line is looked through once, however many have it."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._automaton = AhoCorasick(wanted)
        self._without: Recent[str, None] = Recent(_MOST_REMEMBERED)

    def among(self, lines: Sequence[str]) -> bool:
        """Return whether any of the lines shows one of the signs."""
        new = self._without.unknown(lines)
        if self._automaton.find_matches_as_indexes("\n".join(new)):
            return True
        self._without.update(dict.fromkeys(new))
        self._without.pass_on()
        return False
