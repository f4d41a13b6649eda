"""What the proofs of a run have in common: the secrets of the shared texts, and all clients' names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.findings import OTHER_CLIENT, is_lived_with
from handbook.kept import known
from handbook.proof.anew import Anew
from handbook.proof.evidence import Beside, Memory
from handbook.proof.names import own_words
from handbook.proof.neighbours import Names
from handbook.proof.shared import own_texts_digest, shared_texts
from handbook.proof.table import problems_of, prove
from handbook.proof.withheld import Secrets, secrets_of_file, secrets_of_pages
from handbook.proof.wording import words
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handbook.errors import Problem
    from handbook.kept import Kept
    from handbook.load import Loaded
    from handbook.outputs import Finished
    from handbook.pages import Sources
    from handbook.proof.neighbours import Neighbour

# Engagements with pages of their own come one after the other, each with texts that no other has.
_MOST_TEXTS: Final = 4


class Prover:
    """Proves the editions of a run.

    `others` are the engagements of the workspace, by id; `own_texts` reads the handbook's own texts: a name
    that is a word in them tells nothing. `kept` has what earlier runs have found in our texts and files.
    """

    def __init__(
        self,
        others: Mapping[str, Neighbour],
        own_texts: Callable[[], Sources],
        kept: Kept | None = None,
    ) -> None:
        self._own_texts, self._kept = own_texts, kept
        self._names = Names(others, self._common)
        self._of_pages: dict[int, tuple[Sources, Secrets]] = {}
        self._memory = Memory(kept)

    def anew(self) -> Anew:
        """Return what looks for the same names in editions that stand published."""
        return Anew(self._names, self._memory.lines)

    def prove(self, finished: Finished, loaded: Loaded, sources: Sources, *, alone: bool = False) -> None:
        """Refuse an edition with every problem that any proof finds in its files.

        `loaded` is what it was made from, with the texts `sources`; `alone`: no other engagement has these,
        and nothing of them is kept for later runs.
        """
        prove(finished, self._beside(finished, loaded, sources, alone=alone))

    def problems_of(self, finished: Finished, loaded: Loaded, sources: Sources) -> tuple[Problem, ...]:
        """Return every problem that any proof finds in an edition's files."""
        return problems_of(finished, self._beside(finished, loaded, sources, alone=True))

    def _beside(self, finished: Finished, loaded: Loaded, sources: Sources, *, alone: bool) -> Beside:
        """Return what an edition is held against; what the team reads may hold anything of ours."""
        view = finished.manuscript.view
        if view.edition is Edition.TEAM:
            return Beside(memory=self._memory)
        secrets = (self._secrets_of(sources, alone=alone), secrets_of_file(loaded.engagement))
        names = None if is_lived_with(loaded.engagement, OTHER_CLIENT, view.as_of) else self._names
        return Beside(secrets, names, own_words(loaded.engagement), self._memory)

    def _secrets_of(self, sources: Sources, *, alone: bool) -> Secrets:
        """Return what texts withhold; they are kept with it, so that no others get their number."""
        if id(sources) not in self._of_pages:
            if len(self._of_pages) >= _MOST_TEXTS:
                self._of_pages.clear()
            kept = self._kept.apart() if self._kept and alone else self._kept
            self._of_pages[id(sources)] = sources, secrets_of_pages(sources, kept)
        return self._of_pages[id(sources)][1]

    def _common(self) -> str:
        """Return what the handbook's own texts say, as words."""
        return known(
            self._kept,
            lambda: ("common", own_texts_digest()),
            lambda: "\n".join(words(text) for text in shared_texts(self._own_texts())),
        )
