"""What the proofs of a run have in common: the secrets of the shared texts, and all clients' names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.findings import OTHER_CLIENT, is_lived_with
from handbook.proof.anew import Anew
from handbook.proof.evidence import Beside, Memory
from handbook.proof.names import own_words
from handbook.proof.neighbours import Names
from handbook.proof.shared import shared_texts
from handbook.proof.table import problems_of, prove
from handbook.proof.withheld import Secrets, secrets_of_file, secrets_of_pages
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handbook.errors import Problem
    from handbook.load import Loaded
    from handbook.outputs import Finished
    from handbook.pages import Sources
    from handbook.proof.neighbours import Neighbour


# Engagements with pages of their own come one after the other, each with texts that no other has.
_MOST_TEXTS: Final = 4


class Prover:
    """Proves the editions of a run.

    `others` are the engagements of the workspace, by id; `own_texts` reads the handbook's own texts: a name
    that is a word in them tells nothing.
    """

    def __init__(self, others: Mapping[str, Neighbour], own_texts: Callable[[], Sources]) -> None:
        self._names = Names(others, lambda: shared_texts(own_texts()))
        self._of_pages: dict[int, tuple[Sources, Secrets]] = {}
        self._memory = Memory()

    def anew(self) -> Anew:
        """Return what looks for the same names in editions that stand published."""
        return Anew(self._names, self._memory.lines)

    def prove(self, finished: Finished, loaded: Loaded, sources: Sources) -> None:
        """Refuse an edition with every problem that any proof finds in its files.

        `loaded` is what it was made from, with the texts `sources`.
        """
        prove(finished, self._beside(finished, loaded, sources))

    def problems_of(self, finished: Finished, loaded: Loaded, sources: Sources) -> tuple[Problem, ...]:
        """Return every problem that any proof finds in an edition's files."""
        return problems_of(finished, self._beside(finished, loaded, sources))

    def _beside(self, finished: Finished, loaded: Loaded, sources: Sources) -> Beside:
        """Return what an edition is held against; what the team reads may hold anything of ours."""
        view = finished.manuscript.view
        if view.edition is Edition.TEAM:
            return Beside(memory=self._memory)
        secrets = (self._secrets_of(sources), secrets_of_file(loaded.engagement))
        names = None if is_lived_with(loaded.engagement, OTHER_CLIENT, view.as_of) else self._names
        return Beside(secrets, names, own_words(loaded.engagement), self._memory)

    def _secrets_of(self, sources: Sources) -> Secrets:
        """Return what texts withhold; they are kept with it, so that no others get their number."""
        if id(sources) not in self._of_pages:
            if len(self._of_pages) >= _MOST_TEXTS:
                self._of_pages.clear()
            self._of_pages[id(sources)] = sources, secrets_of_pages(sources)
        return self._of_pages[id(sources)][1]
