"""What engagement files take over from `handbook.yml`: two files in, values with places or problems out."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook.errors import Refused
from handbook.records import Absent, Choice, Datum, Record
from handbook.reports import load_source, reports
from handbook.view import Edition, records_of, select
from handbook.workspace import find_workspace, resolve
from load.traps import completed
from terminal import handbook

if TYPE_CHECKING:
    from handbook.load import Loaded

CASES = Path(__file__).parents[1] / "cases" / "inherit"
each_case = pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
TODAY = date(2026, 11, 22)


def workspace_of(case: str, folder: Path) -> Path:
    """Return a workspace that holds a case, its engagement completed by what every engagement must have."""
    shutil.copytree(CASES / case, folder, dirs_exist_ok=True)
    file = folder / "engagements" / "acme.yml"
    file.write_bytes(completed(file.read_bytes()))
    return folder


def taken_over(loaded: Loaded) -> str:
    """Return what an engagement takes over from its firm, a value a line, with the place where it stands."""
    firm = loaded.firm.file if loaded.firm else ""
    lines = []
    for record in records_of(select(loaded.engagement, Edition.TEAM, TODAY).root):
        for key, value in record.fields.items():
            path = f"{record.path}.{key}".lstrip(".")
            place = loaded.places.by_path.get(path)
            if place and place.file == firm and (text := _text(value)):
                lines.append(f"{place}: {path}: {text}\n")
    return "".join(sorted(lines, key=lambda line: [int(part) for part in line.split(":")[1:3]]))


def _text(value: Datum) -> str:
    """Return a value in words; groups and lists of them are told by what is in them."""
    if isinstance(value, tuple):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, Record):
        return str(value.fields["id"]) if value.path.startswith(("people[", "parties[")) else ""
    return "" if isinstance(value, Absent) else value.value if isinstance(value, Choice) else str(value)


@each_case
def test_a_case_comes_out_as_expected(case: str, tmp_path: Path) -> None:
    """Each folder gives the values or the problems that stand beside it, to the letter."""
    root = workspace_of(case, tmp_path)
    (source,) = resolve(["acme"], find_workspace(root), root)
    try:
        found = taken_over(load_source(source))
    except Refused as refused:
        found = "".join(f"{problem}\n" for problem in refused.problems)
    assert found == (CASES / case / "expected.txt").read_text("utf-8")


def test_an_example_takes_over_nothing(tmp_path: Path) -> None:
    """The bundled examples are what they are, whatever workspace they are looked at from."""
    (tmp_path / "handbook.yml").write_text("schema: 1\nbranding: {footer: Ours}\n", "utf-8")
    (source,) = resolve(["spokeshare-booking"], find_workspace(tmp_path), tmp_path)
    assert load_source(source).firm is None


def test_the_firms_mistakes_are_told_once(tmp_path: Path) -> None:
    """A mistake in handbook.yml is one report, however many engagements it keeps from being looked at."""
    root = workspace_of("a-role-that-is-none", tmp_path)
    text = (root / "engagements" / "acme.yml").read_text("utf-8")
    (root / "engagements" / "other.yml").write_text(text.replace("id: acme-shop", "id: other"), "utf-8")
    done = handbook("check", cwd=root)
    assert done.code == 1
    assert [line for line in done.problems if "DAT-101" in line] == [
        line for line in done.problems if line.startswith("handbook.yml:")
    ]
    assert sum(line.endswith("[FIRM-FILE]") for line in done.problems) == 2
    assert done.lines == [
        "handbook.yml: 2 errors",
        "engagements/acme.yml: 1 error",
        "engagements/other.yml: 1 error",
    ]


def test_findings_point_into_the_file_that_says_so(tmp_path: Path) -> None:
    """A finding about something that the firm gives names the line of handbook.yml."""
    root = workspace_of("things-by-their-ids", tmp_path)
    (one,) = reports(resolve(["acme"], find_workspace(root), root), TODAY)
    places = {finding.field: finding.place for finding in one.findings}
    assert places["decisions[Security]"].file == "handbook.yml"
