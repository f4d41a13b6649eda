"""Nothing that an edition withholds stands in any of its files, however it is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.errors import Problem
    from handbook.proof.evidence import Evidence

_HINT: Final = "nothing was published; where the client may read the same, say one of the two otherwise"


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each text that is withheld and stands in a file all the same."""
    for secrets in evidence.beside.secrets:
        for said, line in evidence.hits(secrets.watch):
            message = f"holds what only the team may read: {secrets.origins[said]}"
            yield evidence.found_line("BUILD-SECRET", line, message, _HINT)
