"""What will go wrong in an engagement: the rules, and what they find."""

from handbook.findings.data import is_lived_with, names_of_client
from handbook.findings.examine import Examination, Fault, Finding, examine, situation_of
from handbook.findings.neighbours import OTHER_CLIENT, Neighbours
from handbook.findings.rule import Hit, Rule
from handbook.findings.shown import facts_of_findings
from handbook.findings.situation import Situation
from handbook.findings.table import FAMILIES, RULES

__all__ = (
    "FAMILIES",
    "OTHER_CLIENT",
    "RULES",
    "Examination",
    "Fault",
    "Finding",
    "Hit",
    "Neighbours",
    "Rule",
    "Situation",
    "examine",
    "facts_of_findings",
    "is_lived_with",
    "names_of_client",
    "situation_of",
)
