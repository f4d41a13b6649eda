"""`handbook explain`: where pages and shown values come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.workspace import first_example
from terminal import Done, handbook

FILE = "engagements/acme.yml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with one engagement."""
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "engagements").mkdir()
    text = first_example().read_text("utf-8").replace("id: spokeshare-booking", "id: acme", 1)
    (folder / FILE).write_text(text, "utf-8")
    return folder


def _explain(folder: Path, *asked: str) -> Done:
    return handbook("explain", "acme", *asked, "--as-of", "2026-11-22", cwd=folder)


def _line(folder: Path, start: str) -> int:
    """Return the number of the line of the engagement file that begins so."""
    lines = (folder / FILE).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(start))


def test_all_pages(folder: Path) -> None:
    """Without more, each page is listed with its file and editions; pages for the team are the team's."""
    done = _explain(folder)
    assert done.code == 0
    by_name = {line.partition(": ")[0]: line for line in done.lines}
    assert "docs/people/decisions.md, client and team, shows " in by_name["people/decisions"]
    assert "docs/internal/brief.md, team, shows " in by_name["internal/brief"]
    assert "docs/_data/site.yml, client and team, shows " in by_name["every page"]
    for line in by_name.values():
        assert Path(line.partition(": ")[2].partition(", ")[0]).is_file()


@pytest.mark.parametrize("name", ["people/decisions", "docs/people/decisions.md"])
def test_a_page(name: str, folder: Path) -> None:
    """A page is known by its name, its file or its address, and each field it shows has its line."""
    done = _explain(folder, name)
    assert done.code == 0
    assert done.lines[0].startswith("people/decisions: ")
    line = _line(folder, "- {topic: How it is built")
    assert any(f"decisions[How it is built].topic: {FILE}:{line}:" in shown for shown in done.lines[1:])


def test_a_field(folder: Path) -> None:
    """A field has its line, and the pages that show it with their editions."""
    done = _explain(folder, "title")
    assert done.lines[0] == f"title: {FILE}:{_line(folder, 'title:')}:8"
    assert "  every page, client and team" in done.lines


def test_a_group_of_fields(folder: Path) -> None:
    """A group stands for all fields in it that are shown."""
    done = _explain(folder, "contract")
    fields = [line.partition(":")[0] for line in done.lines if not line.startswith(" ")]
    assert {"contract.covers", "contract.change_rule"} <= set(fields)
    assert all(line.startswith(("contract.", "  ")) for line in done.lines)


def test_what_only_the_team_sees(folder: Path) -> None:
    """A field under internal is shown in the team edition only."""
    done = _explain(folder, "internal")
    assert done.code == 0
    pages = [line for line in done.lines if line.startswith("  ")]
    assert pages
    assert all(line.endswith(", team") for line in pages)


def test_a_field_that_no_page_shows(folder: Path) -> None:
    """A field that is in the file and on no page says so, with its line."""
    done = _explain(folder, "schema")
    assert done.lines == [f"schema: {FILE}:{_line(folder, 'schema:')}:9, shown on no page"]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("people/desicions", "did you mean 'people/decisions'?"),
        ("zzzzzz", "see 'handbook explain ID'"),
    ],
)
def test_what_is_not_there(asked: str, hint: str, folder: Path) -> None:
    """What is no page and no field is used wrongly, and the nearest is named."""
    done = _explain(folder, asked)
    assert (done.code, done.out) == (2, "")
    assert f"there is no page and no field '{asked}' in this engagement; {hint}" in " ".join(done.err.split())


def test_a_file_with_problems(tmp_path: Path) -> None:
    """An engagement that cannot be loaded gives its problems, as check does."""
    (tmp_path / "a.yml").write_text("id: a: b\n")
    done = handbook("explain", "a.yml", cwd=tmp_path)
    assert done.code == 1
    assert "[YAML-COLON]" in done.err
