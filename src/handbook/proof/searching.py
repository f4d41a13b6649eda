"""Many words in many lines, found in one pass."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, TypeAlias

from ahocorasick_rs import BytesAhoCorasick

from handbook.proof.blocks import END, Block, SharedBlock
from handbook.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.proof.lines import Lines

# How many lines of late a watch remembers: a site has about as many, and most of them are in every site.
_MOST_REMEMBERED: Final = 8_000
# How many files that sites share: those of one, and those that only some have.
_MOST_REMEMBERED_FILES: Final = 100
# Lines with the numbers of the words that each says.
Found: TypeAlias = "Sequence[tuple[str, tuple[int, ...]]]"


class Glance:
    """Words that the files of one edition are searched for."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = tuple(wanted)
        self._automaton = BytesAhoCorasick([word.encode() for word in self.wanted])

    def hits(self, blocks: Sequence[Block | SharedBlock], known: Lines) -> Iterator[tuple[str, str]]:
        """Yield each of the wanted words that any line says, once, with the first line that says it."""
        told: set[int] = set()
        for block in blocks if self.wanted else ():
            for line, numbers in self._found(block, known):
                for number in numbers:
                    if number not in told:
                        told.add(number)
                        yield self.wanted[number], line

    def _found(self, block: Block | SharedBlock, known: Lines) -> Found:
        """Return the lines of a block that say any of the words, in their order, and which ones."""
        return self._look_through(
            block, block.said if isinstance(block, SharedBlock) else known.said(block.lines)
        )

    def _look_through(self, block: Block | SharedBlock, said: bytes) -> Found:
        """Return the same, given what the lines say."""
        matches = self._automaton.find_matches_as_indexes(said, overlapping=True)
        if not matches:
            return ()
        starts = [0, *accumulate(len(text) + 1 for text in said.split(END))]
        found: dict[int, dict[int, None]] = {}
        for number, start, _ in matches:
            found.setdefault(bisect_right(starts, start) - 1, {})[number] = None
        lines = block.lines
        return [(lines[at], tuple(numbers)) for at, numbers in found.items()]


class Watch(Glance):
    """Words that the files of many editions are searched for: a line is looked through once."""

    def __init__(self, wanted: Sequence[str]) -> None:
        super().__init__(wanted)
        self._lines: Recent[str, tuple[int, ...]] = Recent(_MOST_REMEMBERED)
        self._files: Recent[SharedBlock, Found] = Recent(_MOST_REMEMBERED_FILES)

    def _found(self, block: Block | SharedBlock, known: Lines) -> Found:
        if isinstance(block, SharedBlock):
            if (found := self._files.find(block)) is None:
                self._files.pass_on()
                found = self._files[block] = super()._found(block, known)
            return found
        new = self._lines.unknown(block.lines)
        self._lines.update(dict.fromkeys(new, ()))
        self._lines.update(self._look_through(Block(new), known.said(new)))
        found = [(line, numbers) for line in block.lines if (numbers := self._lines[line])]
        self._lines.pass_on()
        return found


class Signs:
    """What stands in lines as it is written there. A line is looked through once, however many have it."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._automaton = BytesAhoCorasick([sign.encode() for sign in wanted])
        self._lines: Recent[str, bool] = Recent(_MOST_REMEMBERED)
        self._files: Recent[SharedBlock, Sequence[str]] = Recent(_MOST_REMEMBERED_FILES)

    def shown(self, block: Block | SharedBlock) -> Sequence[str]:
        """Return the lines of a block that show any of the signs."""
        if isinstance(block, SharedBlock):
            if (found := self._files.find(block)) is None:
                self._files.pass_on()
                found = self._files[block] = self._among(block.lines) if self._any_in(block.text) else ()
            return found
        new = self._lines.unknown(block.lines)
        self._lines.update(dict.fromkeys(new, False))
        self._lines.update(dict.fromkeys(self._among(new), True))
        found = list(filter(self._lines.__getitem__, block.lines))
        self._lines.pass_on()
        return found

    def _among(self, lines: Sequence[str]) -> Sequence[str]:
        """Return which of some lines show a sign: few do, so they are looked for by halves."""
        if not (lines and self._any_in("\n".join(lines))):
            return ()
        half = len(lines) // 2
        return (*self._among(lines[:half]), *self._among(lines[half:])) if half else lines

    def _any_in(self, text: str) -> bool:
        # As bytes, since the places of what is found in a text are counted in letters all through it.
        return bool(self._automaton.find_matches_as_indexes(text.encode("utf-8", "surrogatepass")))
