"""Problems and their codes: each code is explained, each explanation is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.errors import CODES, Place, Problem, did_you_mean, nearest

SOURCE = Path(__file__).parents[1] / "src" / "handbook"
_FAMILIES = re.compile(r'"((?:YAML|FIELD|PAGE|BUILD)-[A-Z][A-Z0-9-]*|DAT-10[12])"')


def _used() -> set[str]:
    files = (path for path in SOURCE.rglob("*.py") if path.name != "errors.py")
    return {code for path in files for code in _FAMILIES.findall(path.read_text("utf-8"))}


def test_every_code_is_explained() -> None:
    """A code that a message shows has its sentence in the table."""
    assert _used() - set(CODES) == set()


@pytest.mark.parametrize("code", CODES)
def test_explanations_are_sentences(code: str) -> None:
    """Each explanation is one sentence that fits a line."""
    assert re.fullmatch(r"[A-Z'].{10,100}\.", CODES[code])


def test_a_problem_in_print() -> None:
    """A problem prints as place, field, what is wrong, what to do, code, and leaves out what it lacks."""
    place = Place("acme.yml", 14, 9)
    full = Problem(place, "sprint.weeks", "'5' is too long", "use 1 to 4", "FIELD-NUMBER")
    assert str(full) == "acme.yml:14:9: sprint.weeks: '5' is too long; use 1 to 4 [FIELD-NUMBER]"
    assert str(Problem(place, "", "a tab", "", "YAML-TAB")) == "acme.yml:14:9: a tab [YAML-TAB]"


def test_the_nearest_word() -> None:
    """A misspelling finds its word whatever its case, and a strange word finds none."""
    assert nearest("Sprnt-Review", ["sprint-planning", "sprint-review"]) == "sprint-review"
    assert nearest("xyz", ["sprint-review"]) is None
    assert did_you_mean("knd", ["kind"]) == "did you mean 'kind'?"
    assert did_you_mean("xyz", ["kind"], "there is only 'kind'") == "there is only 'kind'"
