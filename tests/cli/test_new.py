"""`handbook new`: a commented file to begin from, and nothing lost."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from handbook.starters import starters
from terminal import handbook, on_terminal

ASKED = b"Kind of engagement"
TODAY = ("--as-of", "2026-11-22")
BEGIN = "begin with lines such as 'schema: 1' and 'id: ...'"

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_with_comments(tmp_path: Path) -> None:
    """The new file is a starter with its own id, comments kept, the schema beside it, and it checks."""
    done = handbook("new", "acme-booking", *TODAY, cwd=tmp_path)
    assert (done.code, done.lines) == (0, ["engagements/acme-booking.yml"])
    text = (tmp_path / "engagements" / "acme-booking.yml").read_text("utf-8")
    original = next(known for known in starters() if known.name == "client-product-owner").path.read_text(
        "utf-8"
    )
    lines, before = text.splitlines(), original.splitlines()
    assert lines[0] == "# yaml-language-server: $schema=engagement.schema.json"
    assert [line for line in lines[1:] if line not in before] == [
        line.replace("client-product-owner", "acme-booking") for line in before if line.startswith("id:")
    ]
    schema = json.loads((tmp_path / "engagements" / "engagement.schema.json").read_text("utf-8"))
    assert "id" in schema["properties"]
    assert handbook("check", *TODAY, cwd=tmp_path).code == 0


@pytest.mark.parametrize("starter", [known.name for known in starters()])
def test_every_starter(starter: str, tmp_path: Path) -> None:
    """Every starter makes a file without problems, and says in its first line what it is for."""
    assert handbook("new", "acme", "--starter", starter, *TODAY, cwd=tmp_path).code == 0
    done = handbook("check", "acme", *TODAY, cwd=tmp_path)
    assert (done.code, done.problems) == (0, [])
    assert next(known for known in starters() if known.name == starter).summary


def test_a_starter_that_is_years_old(tmp_path: Path) -> None:
    """However late it is begun, the dates lie ahead, on the same weekdays, and nothing is overdue."""
    assert handbook("new", "acme", "--as-of", "2029-06-14", cwd=tmp_path).code == 0
    text = (tmp_path / "engagements" / "acme.yml").read_text("utf-8")
    (kickoff,) = re.findall(r"^  kickoff: (\S+)", text, re.MULTILINE)
    assert kickoff == "2029-06-20"
    assert date.fromisoformat(kickoff).weekday() == date(2027, 2, 3).weekday()
    done = handbook("check", "acme", "--as-of", "2029-06-14", cwd=tmp_path)
    assert (done.code, done.problems) == (0, [])


def test_from_another_engagement(tmp_path: Path) -> None:
    """`--from` copies an engagement with its comments; its old schema line goes, and a word warns."""
    old = tmp_path / "old.yml"
    old.write_text(
        "# yaml-language-server: $schema=x.json\r\n# mine\r\nid: 'old'  # its id\r\ntitle: T\r\n", newline=""
    )
    done = handbook("new", "fresh", "--from", "old.yml", cwd=tmp_path)
    assert done.code == 0
    assert "copied all of old.yml, what stands under internal too: read it through" in done.problems
    assert (tmp_path / "engagements" / "fresh.yml").read_bytes() == (
        b"# yaml-language-server: $schema=engagement.schema.json\n# mine\nid: fresh  # its id\ntitle: T\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\n", "old.yml:1:1: id: is missing; add a line 'id: ...' [FIELD-REQUIRED]"),
        ("id: [x]\n", "old.yml:1:1: id: is missing; add a line 'id: ...' [FIELD-REQUIRED]"),
        ("- id: x\n", "old.yml:1:1: the file is not a mapping of keys to values; " + BEGIN + " [YAML-TOP]"),
    ],
)
def test_from_a_file_that_will_not_do(text: str, message: str, tmp_path: Path) -> None:
    """A file to copy from that cannot be read is refused with its place, and nothing is written."""
    (tmp_path / "old.yml").write_text(text)
    done = handbook("new", "fresh", "--from", "old.yml", cwd=tmp_path)
    assert (done.code, done.problems) == (1, [message])
    assert not (tmp_path / "engagements").exists()


@pytest.mark.parametrize("taken", ["acme.yml", "acme.yaml", "acme/engagement.yml", "other.yml"])
def test_never_overwrites(taken: str, tmp_path: Path) -> None:
    """An id that a file has, by its name or by what it says, is refused, and the file stays as it was."""
    file = tmp_path / "engagements" / taken
    file.parent.mkdir(parents=True)
    file.write_text("id: acme\n")
    done = handbook("new", "acme", cwd=tmp_path)
    assert done.code == 1
    assert (
        "there is an engagement 'acme' already; choose another id, or move that away [BUILD-EXISTS]"
        in done.err
    )
    assert file.read_text() == "id: acme\n"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]


@pytest.mark.parametrize("name", ["Acme", "acme booking", "../acme", "acme/x", "-x", ".", "ümlaut", "x" * 61])
def test_ids_that_are_none(name: str, tmp_path: Path) -> None:
    """An id that could be no folder's name is used wrongly, and nothing is written."""
    done = handbook("new", "--", name, cwd=tmp_path)
    assert done.code == 2
    assert "use lower-case letters, digits and hyphens, such as 'acme-booking'" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_starter_that_is_none(tmp_path: Path) -> None:
    """A misspelt starter brings the nearest, a strange one all of them; two origins exclude each other."""
    assert "did you mean 'discovery'?" in handbook("new", "a", "--starter", "dicsovery", cwd=tmp_path).err
    assert (
        "there are: client-product-owner, discovery"
        in handbook("new", "a", "--starter", "?", cwd=tmp_path).err
    )
    (tmp_path / "x.yml").write_text("id: x\n")
    done = handbook("new", "a", "--starter", "discovery", "--from", "x.yml", cwd=tmp_path)
    assert (done.code, list(tmp_path.iterdir())) == (2, [tmp_path / "x.yml"])


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A file in the place of the folder is one line, not a traceback."""
    (tmp_path / "engagements").write_text("")
    done = handbook("new", "acme", cwd=tmp_path)
    assert done.code == 1
    assert done.err.startswith("engagements:1:1: cannot be written: ")
    assert len(done.problems) == 1


def test_questions_on_a_terminal(tmp_path: Path) -> None:
    """On a terminal the kind and a few answers are asked for and written, quoted where they must be."""
    answers = 'discovery\nAcme: the "first" step\n\n2027-03-01\nEurope/Berlin\n'
    code, _ = on_terminal("new", "acme", cwd=tmp_path, typed=(ASKED, answers))
    text = (tmp_path / "engagements" / "acme.yml").read_text("utf-8")
    assert code == 0
    assert '\ntitle: "Acme: the \\"first\\" step"' in text
    assert "kickoff: 2027-03-01" in text
    assert "\ntimezone: Europe/Berlin" in text


def test_interrupted_questions(tmp_path: Path) -> None:
    """Who interrupts the questions gets exit code 130 and no file."""
    assert on_terminal("new", "acme", cwd=tmp_path, typed=(ASKED, "\x03"))[0] == 130
    assert list(tmp_path.rglob("*.yml")) == []
