"""`handbook page`: a page of one's own is begun from ours, and works at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handbook.bundle import bundle
from terminal import handbook

if TYPE_CHECKING:
    from pathlib import Path

OURS = (bundle() / "docs" / "people" / "decisions.md").read_text("utf-8")
TODAY = ("--as-of", "2026-11-22")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a new workspace."""
    assert handbook("init", ".", *TODAY, cwd=tmp_path).code == 0
    return tmp_path


def origin(root: Path, page: str) -> list[str]:
    """Return what `explain` says of a page's files."""
    return [line for line in handbook("explain", "example", page, *TODAY, cwd=root).lines if ".md (" in line]


def test_a_copy_to_change(root: Path) -> None:
    """Our page is copied to its path among the firm's, where it replaces ours; it is never overwritten."""
    done = handbook("page", "docs/people/decisions.md", cwd=root)
    assert (done.code, done.lines) == (0, ["pages/people/decisions.md"])
    assert (root / done.lines[0]).read_text("utf-8") == OURS
    assert [line.split(" (")[1].rstrip(")") for line in origin(root, "people/decisions")] == [
        "the firm's), client and team",
        "the handbook's own",
    ]
    done = handbook("page", "people/decisions", cwd=root)
    assert (done.code, "the page is there already" in done.err) == (1, True)


def test_an_addition(root: Path) -> None:
    """With --extend the file names the blocks that there are, and adds to the page as it stands."""
    assert handbook("page", "people/decisions", "--extend", cwd=root).code == 0
    text = (root / "pages/people/decisions.md").read_text("utf-8")
    assert "top, rules, bring-options, write-it-down, end" in text
    assert origin(root, "people/decisions")[1].startswith("  extends ")


def test_a_page_left_out(root: Path) -> None:
    """With --drop the page is in no edition."""
    assert handbook("page", "people/decisions", "--drop", cwd=root).code == 0
    assert "in no edition" in origin(root, "people/decisions")[0]


def test_a_translation(root: Path) -> None:
    """With --language the copy stands in the language's folder and says which text it is of."""
    assert handbook("page", "people/decisions", "--language", "de", cwd=root).lines == [
        "pages/de/people/decisions.md"
    ]
    firm = (root / "handbook.yml").read_text("utf-8")
    (root / "handbook.yml").write_text(firm.replace("language: en-GB", "language: de-DE"), "utf-8")
    done = handbook("check", *TODAY, cwd=root)
    assert "LANGUAGE-MISSING" in done.err
    assert "LANGUAGE-OLDER" not in done.err


def test_a_new_page_for_one_engagement(root: Path) -> None:
    """A page that nobody has begins empty; one engagement has its own where its file has a folder."""
    done = handbook("page", "start/our-way", "--engagement", "example", cwd=root)
    assert (done.code, "move its file to example/engagement.yml" in done.err) == (2, True)
    (root / "engagements/example").mkdir()
    (root / "engagements/example.yml").rename(root / "engagements/example/engagement.yml")
    done = handbook("page", "start/our-way", "--engagement", "example", cwd=root)
    assert done.lines == ["engagements/example/pages/start/our-way.md"]
    assert "title: Our way" in (root / done.lines[0]).read_text("utf-8")
    assert "the engagement's own" in origin(root, "start/our-way")[0]
    done = handbook("page", "people/decsions", cwd=root)
    assert done.problems[-1].endswith(
        "there is none of this path yet; to begin from ours, name 'people/decisions'"
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("people/decision", "--extend"), "did you mean 'people/decisions'?"),
        (("people/decisions", "--extend", "--drop"), "exclude each other"),
        (("people/decisions", "--language", "german"), "is no language tag"),
        (("../decisions",), "write a path such as people/decisions"),
    ],
)
def test_what_is_used_wrongly(words: tuple[str, ...], why: str, root: Path) -> None:
    """A page that is none, or that cannot be, is told with what to write."""
    done = handbook("page", *words, cwd=root)
    assert done.code == 2
    assert why in done.err


def test_outside_of_a_workspace(tmp_path: Path) -> None:
    """Where there is no workspace, the way to one is told, and nothing is written."""
    done = handbook("page", "people/decisions", cwd=tmp_path)
    assert (done.code, "'handbook init DIR' makes one" in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []
