"""Whether an edition that stands published names anyone whom the workspace has got to know since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.fresh import hash_of
from handbook.proof.names import own_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from handbook.model import Engagement
    from handbook.proof.lines import Lines
    from handbook.proof.neighbours import Names


class Anew:
    """Looks through standing editions for names of other engagements, without reading any engagement.

    It may see a name where the proof itself sees none, never the other way round: what it doubts is built
    again, and proved in full.
    """

    def __init__(self, names: Names, lines: Lines) -> None:
        """Take the names in the files of the workspace, and what is remembered of lines."""
        self._names, self._lines = names, lines

    def names_nobody(self, engagement: str, own: Collection[str], files: Mapping[str, bytes]) -> bool:
        """Return whether no file of an engagement's edition says a name that only others have.

        `own` are the digests of the names that are its own (`own_digests`).
        """
        hits = self._names.watch.hits(self._lines.of(files), self._lines)
        return not any(
            self._names.of_others(said, engagement) for said, _ in hits if _digest(said) not in own
        )


def own_digests(engagement: Engagement) -> list[str]:
    """Return a digest of each name that an engagement's own edition may hold: nobody reads a name there."""
    return [_digest(said) for said in own_words(engagement).splitlines()]


def _digest(said: str) -> str:
    return hash_of(said.encode())
