"""What is checked over finished files before they are published: one file a proof, one table."""

from handbook.proof.anew import Anew, own_digests
from handbook.proof.evidence import Beside, Evidence, Memory
from handbook.proof.neighbours import Neighbour, names_digest
from handbook.proof.prover import Prover
from handbook.proof.table import PROOFS, problems_of, prove

__all__ = (
    "PROOFS",
    "Anew",
    "Beside",
    "Evidence",
    "Memory",
    "Neighbour",
    "Prover",
    "names_digest",
    "own_digests",
    "problems_of",
    "prove",
)
