"""All proofs, and how they are made: each over the whole edition, and one that fails stops no other."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from handbook.errors import Problem, Refused
from handbook.proof import carried, ledger, leftovers, links, listing, names, requests, secrets
from handbook.proof.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from handbook.outputs import Finished
    from handbook.proof.evidence import Beside

PROOFS: Final[Mapping[str, Callable[[Evidence], Iterator[Problem]]]] = MappingProxyType(
    {
        "ledger": ledger.prove,
        "secrets": secrets.prove,
        "names": names.prove,
        "listing": listing.prove,
        "carried": carried.prove,
        "leftovers": leftovers.prove,
        "links": links.prove,
        "requests": requests.prove,
    }
)


def problems_of(finished: Finished, beside: Beside | None = None) -> tuple[Problem, ...]:
    """Return every problem that any proof finds in an edition's files, held against what is `beside` it.

    A proof that cannot be made is a problem too.
    """
    evidence = Evidence(finished, beside)
    return tuple(problem for name in PROOFS for problem in _made(name, evidence))


def prove(finished: Finished, beside: Beside | None = None) -> None:
    """Refuse an edition with every problem that any proof finds in its files."""
    if problems := problems_of(finished, beside):
        raise Refused(problems)


def _made(name: str, evidence: Evidence) -> Iterator[Problem]:
    """Yield what a proof finds and, if it fails itself, that nothing is proved."""
    try:
        yield from PROOFS[name](evidence)
    except Exception as error:  # noqa: BLE001 -- whatever keeps a proof from being made, nothing is published
        message = f"the proof '{name}' could not be made: {type(error).__name__}: {error}"
        hint = "nothing was published; this is a fault of the handbook itself, or of a file beside its pages"
        yield Problem(evidence.place(""), "", message, hint, "BUILD-PROOF")
