"""What will go wrong in an engagement: the rules, and what they find."""

from handbook.findings.examine import Examination, Finding, examine, situation_of
from handbook.findings.rule import Hit, Rule
from handbook.findings.situation import Neighbour, Situation
from handbook.findings.table import FAMILIES, RULES

__all__ = [
    "FAMILIES",
    "RULES",
    "Examination",
    "Finding",
    "Hit",
    "Neighbour",
    "Rule",
    "Situation",
    "examine",
    "situation_of",
]
