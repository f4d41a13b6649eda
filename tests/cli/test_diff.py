"""`handbook diff` tells what differs between two editions, by page and by field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from handbook.published import write_history
from handbook.published.files import parse
from plain import STARTUP as STARTUP_FILE
from terminal import Done, handbook

if TYPE_CHECKING:
    from pathlib import Path

STARTUP = STARTUP_FILE.read_text("utf-8").replace("  client_logo: assets/spokeshare.svg\n", "")
DAY = ("--as-of", "2026-11-22")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with two engagements that differ in a title and a person."""
    folder = tmp_path_factory.mktemp("diff")
    (folder / "engagements").mkdir()
    other = STARTUP.replace("id: spokeshare-booking", "id: other").replace(
        "title: Founder", "title: Owner & co"
    )
    (folder / "engagements/acme.yml").write_text(STARTUP.replace("spokeshare-booking", "acme"), "utf-8")
    (folder / "engagements/other.yml").write_text(other, "utf-8")
    return folder


def _json(*words: str, cwd: Path) -> dict[str, list[dict[str, object]]]:
    done = handbook("diff", *words, "--format", "json", *DAY, cwd=cwd)
    assert done.code == 0, done
    found: dict[str, list[dict[str, object]]] = json.loads(done.out)
    return found


def test_two_clients_differ_by_page_and_field(root: Path) -> None:
    """Each field that differs is told with both values, and each page that shows it."""
    found = _json("acme", "other", cwd=root)
    assert [(row["field"], row["before"], row["after"]) for row in found["fields"]] == [
        ("id", "acme", "other"),
        ("people[noor].title", "Founder", "Owner & co"),
    ]
    pages = {row["page"]: row["fields"] for row in found["pages"]}
    assert "people[noor].title" in pages["people/who-is-who"]  # type: ignore[operator]
    assert all(row["what"] == "changed" and not row["text"] for row in found["pages"])


def test_nothing_differs_from_itself(root: Path) -> None:
    """An edition and itself differ in nothing, and that is said."""
    done = handbook("diff", "acme", "acme", *DAY, cwd=root)
    assert (done.code, done.lines[-1]) == (0, "nothing differs")


def test_no_internal_value_is_printed(root: Path) -> None:
    """The team's edition differs in internal fields, whose names are told and whose values are not."""
    done = handbook("diff", "acme/client", "acme/team", *DAY, cwd=root)
    assert "page new     internal/brief" in done.lines
    told = [line for line in done.lines if line.startswith("field new") and "internal" in line]
    assert len(told) > 3
    assert all(line.endswith(": (internal)") for line in told)
    for row in _json("acme/client", "acme/team", cwd=root)["fields"]:
        assert "internal" not in str(row["field"]) or row["after"] == "(internal)"


def _handed_over(root: Path, folder: Path) -> Path:
    """Return a workspace in which something else was handed over than the file says today."""
    (folder / "engagements").mkdir()
    text = (root / "engagements/acme.yml").read_text("utf-8")
    (folder / "engagements/acme.yml").write_text(text, "utf-8")
    done = handbook("publish", "acme", "--as", "zip", "--no-handouts", *DAY, cwd=folder)
    assert done.code == 0, done
    changed = text.replace("  end: 2027-04-30", "  end: 2027-05-28").replace("title: Founder", "title: Owner")
    (folder / "engagements/acme.yml").write_text(changed, "utf-8")
    return folder


def test_today_and_what_was_handed_over(root: Path, tmp_path: Path) -> None:
    """Without a second word, what was handed over is compared with today's file; or by day, or by id."""
    folder = _handed_over(root, tmp_path)
    record = folder / "published/acme.client.json"
    history = parse(record.read_bytes(), "x")
    known = history.editions[0]
    words = ("acme", "acme@published", "acme@2026-11-22", f"acme@{known.id[:6]}")
    found = [handbook("diff", word, *DAY, cwd=folder) for word in words]
    assert [done.err for done in found] == [""] * len(words)
    assert {done.out for done in found} == {found[0].out}
    lines = found[0].lines
    assert lines[0] == f"- acme client as published, edition {known.id} of 2026-11-22"
    assert "field changed dates.end: 2027-04-30 -> 2027-05-28" in lines
    assert "field changed people[noor].title: Founder -> Owner" in lines
    told = {line.partition(": ")[0]: line.partition(": ")[2] for line in lines}
    assert told["page changed people/who-is-who"] == "people[noor].title"
    assert "people[noor].title" not in told["page changed events/index"]
    write_history(record, history)
    assert "there are: " in handbook("diff", "acme@2020-01-01", *DAY, cwd=folder).err


def _refused(done: Done) -> str:
    assert done.code == 2
    return done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("acme",),
            "'acme@published' was not handed over, as far as is remembered; 'handbook",
        ),
        (("acme", "acmee"), "did you mean 'acme'?"),
        (("@", "acme"), "'@'"),
    ],
)
def test_what_is_not_there_is_used_wrongly(words: tuple[str, ...], said: str, root: Path) -> None:
    """An edition that was never handed over, and an engagement that is not there, are told."""
    assert said in _refused(handbook("diff", *words, *DAY, cwd=root))


def test_a_page_shows_values_as_text(root: Path, tmp_path: Path) -> None:
    """The HTML page is written where asked, with every value escaped and nothing loaded."""
    page = tmp_path / "diff.html"
    done = handbook("diff", "acme", "other", "--format", "html", "--out", str(page), *DAY, cwd=root)
    assert (done.code, done.out) == (0, "")
    text = page.read_text("utf-8")
    assert "<td>Owner &amp; co</td>" in text
    assert "people/who-is-who" in text
    assert "src=" not in text
    assert "http" not in text
