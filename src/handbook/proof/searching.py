"""Many words in many lines, found in one pass."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.proof.readings import Lines

# How many lines a watch remembers: those of about ten sites.
_MOST_REMEMBERED: Final = 60_000


class Watch:
    """Words that files are searched for. A line is looked through once, however many editions have it."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = tuple(wanted)
        self._automaton = AhoCorasick(self.wanted)
        self._found: dict[str, tuple[int, ...]] = {}

    def hits(self, lines: Sequence[str], known: Lines) -> Iterator[tuple[str, str]]:
        """Yield each of the wanted words that any line says, once, with the first line that says it."""
        if not self.wanted:
            return
        self._look_through([line for line in lines if line not in self._found], known)
        told: set[int] = set()
        for line in lines:
            for number in self._found[line]:
                if number not in told:
                    told.add(number)
                    yield self.wanted[number], line
        if len(self._found) > _MOST_REMEMBERED:
            self._found.clear()

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
        self._without: set[str] = set()

    def among(self, lines: Sequence[str]) -> bool:
        """Return whether any of the lines shows one of the signs."""
        new = [line for line in lines if line not in self._without]
        if self._automaton.find_matches_as_indexes("\n".join(new)):
            return True
        if len(self._without) > _MOST_REMEMBERED:
            self._without.clear()
        self._without.update(new)
        return False
