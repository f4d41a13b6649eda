"""`handbook init`: a workspace that works at once, and nothing lost."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
import yaml

from handbook import __version__
from handbook.load import read_firm
from terminal import handbook, on_terminal

if TYPE_CHECKING:
    from pathlib import Path

TODAY = ("--as-of", "2026-11-22")
FILES = {
    "handbook.yml",
    "handbook.schema.json",
    "README.md",
    ".gitignore",
    ".pre-commit-config.yaml",
    ".gitlab-ci.yml",
    ".github/workflows/handbook.yml",
    ".vscode/settings.json",
    ".vscode/extensions.json",
    ".idea/jsonSchemas.xml",
    "pages/.gitkeep",
    "engagements/example.yml",
    "engagements/engagement.schema.json",
}


def files(root: Path) -> dict[str, bytes]:
    """Return all files of a folder by their paths in it."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_it_works_at_once(tmp_path: Path) -> None:
    """A new workspace has all its files, says which, and its example has no problem and no finding."""
    done = handbook("init", "ours", "--name", "Fernhill: Studio", *TODAY, cwd=tmp_path)
    root = tmp_path / "ours"
    assert (done.code, set(done.lines)) == (0, {f"ours/{path}" for path in FILES})
    assert set(files(root)) == FILES
    done = handbook("check", "--strict", *TODAY, cwd=root)
    assert (done.code, done.problems, done.lines) == (0, [], ["engagements/example.yml: nothing found"])
    shown = handbook("explain", "example", "parties[fernhill-studio].name", *TODAY, cwd=root)
    assert shown.lines[0].startswith("parties[fernhill-studio].name: handbook.yml:")
    assert read_firm(root / "handbook.yml", "handbook.yml").name == "Fernhill: Studio"


def test_whatever_the_year(tmp_path: Path) -> None:
    """A workspace made years later begins with days ahead, and checks all the same."""
    today = ("--as-of", "2031-05-06")
    assert handbook("init", ".", *today, cwd=tmp_path).code == 0
    assert "2031-12-24" in (tmp_path / "handbook.yml").read_text("utf-8")
    assert handbook("check", *today, cwd=tmp_path).code == 0


def test_never_overwrites(tmp_path: Path) -> None:
    """Files that are there stay as they are and are not named; a workspace that is there is refused."""
    for path in FILES - {"handbook.yml"}:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("mine")
    done = handbook("init", ".", *TODAY, cwd=tmp_path)
    assert (done.code, done.lines) == (0, ["handbook.yml"])
    before = files(tmp_path)
    assert {path for path, content in before.items() if content != b"mine"} == {"handbook.yml"}
    done = handbook("init", ".", *TODAY, cwd=tmp_path)
    hint = "choose another folder, or go on with this one [BUILD-EXISTS]"
    assert (done.code, done.problems) == (1, [f"handbook.yml:1:1: there is a workspace already; {hint}"])
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("option", "answer", "why"),
    [
        ("--country", "UK", "did you mean 'GB'?"),
        ("--contact", "us", "name@firm.example"),
        ("--language", "dutch", "'nl'"),
    ],
)
def test_answers_that_are_wrong(option: str, answer: str, why: str, tmp_path: Path) -> None:
    """An answer that handbook.yml could not hold is refused like a mistake in it, and nothing is written."""
    done = handbook("init", "ours", option, answer, cwd=tmp_path)
    assert done.code == 1
    assert why in done.err
    assert list(tmp_path.iterdir()) == []


def test_questions_on_a_terminal(tmp_path: Path) -> None:
    """On a terminal the few things that matter are asked for; what an option says is not."""
    typed = (b"Its country", "DE\n\nde\n")
    code, shown = on_terminal("init", "ours", "--name", "Wald & Co", cwd=tmp_path, typed=typed)
    assert code == 0
    assert "Your firm's name" not in shown
    text = (tmp_path / "ours" / "handbook.yml").read_text("utf-8")
    assert 'name: "Wald & Co"' in text
    assert "country: DE" in text
    assert "\nlanguage: de " in text


def test_what_others_read_is_right(tmp_path: Path) -> None:
    """The files for editors, git and servers are what those read, and pin this very version."""
    assert handbook("init", ".", *TODAY, cwd=tmp_path).code == 0
    for path in (".vscode/settings.json", ".vscode/extensions.json"):
        assert json.loads((tmp_path / path).read_text("utf-8"))
    for mapped in json.loads((tmp_path / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]:
        assert (tmp_path / mapped).is_file()
    options = ET.parse(tmp_path / ".idea/jsonSchemas.xml").iter("option")  # noqa: S314 -- our own file
    schemas = [one.get("value") for one in options if one.get("name") == "relativePathToSchema"]
    assert all((tmp_path / str(schema)).is_file() for schema in schemas)
    for path in (".pre-commit-config.yaml", ".gitlab-ci.yml", ".github/workflows/handbook.yml"):
        text = (tmp_path / path).read_text("utf-8")
        assert yaml.safe_load(text)
        assert f"engagement-handbook=={__version__}" in text
    ignored = (tmp_path / ".gitignore").read_text("utf-8").splitlines()
    assert {"sites/", "public/"} <= set(ignored)
