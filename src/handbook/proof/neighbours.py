"""The names in the files of a workspace: clients, their people and addresses, as far as text alone tells."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.fresh import content_of, hash_of
from handbook.proof.searching import Watch
from handbook.proof.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path


_SHORTEST: Final = 4
# Each begins with its letters and looks back from there: from one such letter to the next is a quick step.
_BLOCK: Final = re.compile(
    r"(?:parties(?:(?<=^parties)|(?<=^[\"']parties))|people(?:(?<=^people)|(?<=^[\"']people)))[\"']?[ \t]*:",
    re.MULTILINE,
)
_NEXT_BLOCK: Final = re.compile(r"\n[^\s#-]")
_NAMED: Final = re.compile(
    r"(?:name(?<!\wname)|short(?<!\wshort)|email(?<!\wemail))[\"']?[ \t]*:[ \t]*"
    r"(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\n]|'')*)'|([^\n,}#]+))"
)


class Neighbour(Struct, frozen=True):
    """Another engagement: its file, and what reads the names of its client there; that may be refused."""

    path: Path
    clients: Callable[[], Collection[str]]


class Names:
    """What may be a name in the files of a workspace, and in whose.

    All files are looked through once a run, as text: reading thousands as engagements would take minutes.
    Only where an edition holds such a name is that one file read, to see whether it is its client's.
    """

    def __init__(self, others: Mapping[str, Neighbour], common: Callable[[], str]) -> None:
        """Take the other engagements; `common` gives what our own texts say, as words.

        A name among them tells nothing.
        """
        self.others = others
        self._common = common
        found: dict[str, dict[tuple[str, str], None]] = {}
        for engagement, other in others.items():
            for name in _written_in(other.path):
                found.setdefault(words(name), {})[engagement, name] = None
        self.candidates: Mapping[str, tuple[tuple[str, str], ...]] = {
            said: tuple(of) for said, of in found.items() if len(said.strip()) >= _SHORTEST
        }
        """What may be a name, as words, with the engagements that have it and how they write it."""
        self.watch = Watch(tuple(self.candidates))

    @cached_property
    def common(self) -> str:
        """What our own texts say, as words; asked for when the first name is found."""
        return self._common()

    def of_others(self, said: str, engagement: str) -> bool:
        """Return whether words may be a name in another engagement's file, and are none of our own."""
        return any(of != engagement for of, _ in self.candidates[said]) and said not in self.common


def names_digest(others: Mapping[str, Path]) -> str:
    """Return a name for all that engagement files, given by id, say of parties and people."""
    return hash_of(*(part for name in sorted(others) for part in (name.encode(), _said_in(others[name]))))


def _said_in(path: Path) -> bytes:
    text = content_of(str(path)).decode("utf-8", "replace")
    return "\n".join(text[start:end] for start, end in _blocks(text)).encode()


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a file tells of parties and of people."""
    for block in _BLOCK.finditer(text):
        end = _NEXT_BLOCK.search(text, block.end())
        yield block.end(), end.start() + 1 if end else len(text)


def _written_in(path: Path) -> Iterator[str]:
    """Yield what a file says are names and addresses of parties and people, without reading the rest."""
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError:
        return  # whoever builds that engagement is told
    for start, end in _blocks(text):
        for double, single, plain in _NAMED.findall(text, start, end):
            name = double or single.replace("''", "'") or plain.strip()
            if name not in {"", "~", "null"}:
                yield name
