"""What is checked over finished files before they are published: one file a proof, one table."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from handbook.errors import Refused
from handbook.proof import ledger, leftovers, links, requests
from handbook.proof.evidence import Evidence, Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from handbook.errors import Problem
    from handbook.outputs import Finished

__all__ = ("PROOFS", "Evidence", "Memory", "prove")

PROOFS: Mapping[str, Callable[[Evidence], Iterator[Problem]]] = MappingProxyType(
    {
        "ledger": ledger.prove,
        "leftovers": leftovers.prove,
        "links": links.prove,
        "requests": requests.prove,
    }
)


def prove(finished: Finished, memory: Memory | None = None) -> None:
    """Refuse an edition with every problem that any proof finds in its files.

    With the `memory` of a run, what pages of many editions have in common is read once.
    """
    evidence = Evidence(finished, memory)
    problems = [problem for proof in PROOFS.values() for problem in proof(evidence)]
    if problems:
        raise Refused(problems)
