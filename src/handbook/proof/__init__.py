"""What is checked over finished files before they are published: one file a proof, one table."""

from handbook.proof.evidence import Beside, Evidence, Memory
from handbook.proof.neighbours import Neighbour
from handbook.proof.prover import Prover
from handbook.proof.table import PROOFS, problems_of, prove

__all__ = ("PROOFS", "Beside", "Evidence", "Memory", "Neighbour", "Prover", "problems_of", "prove")
