"""What people type, and what becomes of it: a value as typed, or a message that says how to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from handbook.errors import CODES
from load.traps import FOLDER, outcome

if TYPE_CHECKING:
    from pathlib import Path

TRAPS = sorted(FOLDER.glob("*.yml"))


@pytest.mark.parametrize("case", TRAPS, ids=lambda case: case.stem)
def test_trap(case: Path) -> None:
    """Each file of the folder gives the values or the problems that stand beside it, to the letter."""
    assert outcome(case.read_bytes(), case.name) == case.with_suffix(".txt").read_text("utf-8")


def test_traps_are_many() -> None:
    """At least sixty traps are covered, each file with its outcome beside it."""
    assert len(TRAPS) >= 60
    assert {case.with_suffix(".txt") for case in TRAPS} == set(FOLDER.glob("*.txt"))


def test_every_code_of_a_field_has_a_trap() -> None:
    """No message about a field goes without a case that shows it."""
    texts = [case.read_text("utf-8") for case in FOLDER.glob("*.txt")]
    shown = {code for text in texts for code in re.findall(r"\[([A-Z0-9-]+)\]$", text, re.MULTILINE)}
    fields = {code for code in CODES if code.startswith(("FIELD-", "DAT-"))}
    assert fields - shown == set()
