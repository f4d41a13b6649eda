"""Files of an older form: what an upgrade changes and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.errors import Refused
from handbook.load import load_text
from handbook.model.texts import SCHEMA
from handbook.upgrade import STEPS, Remove, Rename, Reword, Step, upgraded
from terminal import handbook

MINIMAL = (Path(__file__).parents[1] / "cases" / "minimal.yml").read_text("utf-8")
INVENTED = (
    Step(1),
    Step(
        2,
        (
            Rename("people[].mail", "email"),
            Rename("ceremonies[].people", "attend"),
            Reword("contract.model", "tm", "time-and-materials"),
            Remove("people[].shoe_size", "nobody asked"),
        ),
    ),
    Step(3, (Rename("people[].email", "write to"),)),
)
BEFORE = """\
# Ours.
schema: 1   # the form
people:
  - id: ann   # the first
    mail: "ann@acme.example"   # by day
    # in millimetres
    shoe_size: 38
  - {id: bob, mail: bob@acme.example, shoe_size: 44}   # in braces
contract: {model: tm}
ceremonies:
  - id: review
    people: [ann]
    note: people and mail are words here
"""
AFTER = """\
# Ours.
schema: 3   # the form
people:
  - id: ann   # the first
    "write to": "ann@acme.example"   # by day
  - {id: bob, "write to": bob@acme.example}   # in braces
contract: {model: time-and-materials}
ceremonies:
  - id: review
    attend: [ann]
    note: people and mail are words here
"""


def test_steps_one_after_the_other() -> None:
    """Keys, values and whole entries change wherever they stand; comments, quotes and order stay."""
    done = upgraded(BEFORE, "acme.yml", INVENTED)
    assert done.text == AFTER
    assert [str(change.place) for change in done.changes[:3]] == [
        "acme.yml:5:5",
        "acme.yml:8:15",
        "acme.yml:12:5",
    ]
    assert done.changes[3].what == "contract.model: tm is now time-and-materials"
    assert upgraded(AFTER, "acme.yml", INVENTED).changes == ()


def test_only_the_steps_that_are_missing() -> None:
    """A file of the form between is changed by the later steps only."""
    done = upgraded("schema: 2\npeople: [{id: ann, mail: x, email: y}]\n", "acme.yml", INVENTED)
    assert done.text == 'schema: 3\npeople: [{id: ann, mail: x, "write to": y}]\n'


def test_the_steps_lead_to_todays_form() -> None:
    """There is one step for each form, and the last makes the form that the loader reads."""
    assert [step.to for step in STEPS] == list(range(1, SCHEMA + 1))


def test_a_file_without_a_form(tmp_path: Path) -> None:
    """What lacks its version is told, shown with its line, and written only when asked; then it loads."""
    file = tmp_path / "engagements" / "acme.yml"
    file.parent.mkdir()
    old = "# Ours\n" + MINIMAL.replace("schema: 1\n", "")
    file.write_text(old, "utf-8")
    done = handbook("upgrade", cwd=tmp_path)
    assert (done.code, done.lines[0]) == (1, "engagements/acme.yml:2:1: a line 'schema: 1' is added")
    assert "+schema: 1" in done.lines
    assert file.read_text("utf-8") == old
    assert handbook("upgrade", "--write", cwd=tmp_path).code == 0
    assert file.read_text("utf-8") == "# Ours\n" + MINIMAL
    assert load_text(file.read_bytes(), "acme.yml", tmp_path).engagement.schema_ == 1
    assert (handbook("upgrade", cwd=tmp_path).code, handbook("upgrade", cwd=tmp_path).out) == (0, "")


@pytest.mark.parametrize("form", ["9", "one", "[1]", "-1"])
def test_a_form_that_is_unknown(form: str) -> None:
    """A file that is newer than the tool is left alone, and told with its place."""
    with pytest.raises(Refused) as refused:
        upgraded(f"schema: {form}\n", "acme.yml")
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == ("FIELD-SCHEMA", 1, 9)


def test_the_firms_file_too(tmp_path: Path) -> None:
    """Without a name the whole workspace is looked at, handbook.yml with it; what cannot be read is told."""
    (tmp_path / "engagements").mkdir()
    (tmp_path / "handbook.yml").write_text("language: de\n", "utf-8")
    (tmp_path / "engagements" / "acme.yml").write_text("a: [\n", "utf-8")
    done = handbook("upgrade", "--write", cwd=tmp_path)
    assert done.code == 1
    assert (tmp_path / "handbook.yml").read_text("utf-8") == "schema: 1\nlanguage: de\n"
    assert done.problems[0].startswith("engagements/acme.yml:")
