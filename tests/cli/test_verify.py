"""`handbook verify`: a finished edition proved again, and everything that was done to it since told."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
import yaml

from handbook.workspace import examples_folder
from terminal import Done, handbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = examples_folder() / "startup-client-po.yml"
NOTE = yaml.safe_load(FILE.read_text("utf-8"))["internal"]["notes"][0]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of one engagement with both its editions built."""
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "engagements").mkdir()
    shutil.copytree(examples_folder() / "assets", folder / "engagements" / "assets")
    text = FILE.read_text("utf-8")
    (folder / "engagements" / "acme.yml").write_text(
        text.replace("id: spokeshare-booking", "id: acme", 1), "utf-8"
    )
    done = handbook("build", "--as-of", "2026-11-22", "--no-handouts", cwd=folder)
    assert done.code == 0, done.err
    return folder


def verified(folder: Path, place: str) -> Done:
    """Return what is said of a place in a workspace."""
    return handbook("verify", place, cwd=folder)


def test_everything_under_a_folder_is_proved(workspace: Path) -> None:
    """All editions below a folder are found and proved, each with its name."""
    done = verified(workspace, "sites")
    assert done.code == 0, done.err
    assert [line.rpartition(":")[0] for line in done.lines] == [
        "proved  sites/acme/client",
        "proved  sites/acme/team",
    ]
    assert done.problems == ["2 proved, 0 not"]


def test_an_edition_is_known_wherever_it_lies(workspace: Path, tmp_path: Path) -> None:
    """An edition that was renamed, moved out of the workspace, or zipped, is proved all the same."""
    moved = shutil.copytree(workspace / "sites" / "acme" / "client", tmp_path / "for them")
    assert verified(workspace, str(moved)).code == 0
    with zipfile.ZipFile(tmp_path / "mail.zip", "w") as archive:
        for path in moved.rglob("*"):
            archive.write(path, f"handbook/{path.relative_to(moved)}")
    assert verified(workspace, str(tmp_path / "mail.zip")).code == 0


def _append(text: str) -> Callable[[Path], object]:
    def change(site: Path) -> None:
        page = site / "index.html"
        page.write_text(page.read_text("utf-8").replace("</body>", f"{text}</body>"), "utf-8")

    return change


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a note": (_append(f"<p>{NOTE}</p>"), "BUILD-SECRET"),
    "a comment": (_append("<!-- x -->"), "BUILD-LEFTOVER"),
    "a link": (_append('<a href="gone.html">x</a>'), "BUILD-LINK"),
    "a script": (_append('<script src="https://count.example/a.js"></script>'), "BUILD-REQUEST"),
    "another client": (_append("<p>Calder Valley Combined Authority"), "BUILD-NAME"),
    "notes": (lambda site: (site / "notes.txt").write_text("x"), "BUILD-FILES"),
    "a finder": (lambda site: (site / ".DS_Store").write_bytes(b"x"), "BUILD-FILES"),
    "a page": (lambda site: (site / "brief.html").write_text("<p>x"), "BUILD-FILES"),
    "a symlink": (lambda site: (site / "a.html").symlink_to(site / "index.html"), "BUILD-FILES"),
    "no page": (lambda site: (site / "index.html").unlink(), "BUILD-FILES"),
    "the teams page": (
        lambda site: shutil.copytree(
            site.parents[1] / "sites" / "acme" / "team" / "internal", site / "internal"
        ),
        "BUILD-SECRET",
    ),
    "no workbook": (lambda site: (site / "workbook.xlsx").write_bytes(b"x"), "BUILD-PROOF"),
    "no manifest": (lambda site: (site / "edition.json").write_text("{}"), "BUILD-STALE"),
}


def test_what_was_done_to_it_is_told(workspace: Path) -> None:
    """Whatever somebody added, changed or took away since, the edition is no longer proved."""
    for name, (change, _) in CHANGES.items():
        change(shutil.copytree(workspace / "sites" / "acme" / "client", workspace / "spoilt" / name))
    done = verified(workspace, "spoilt")
    assert done.code == 1
    assert [line.partition(":")[0] for line in done.lines] == [
        f"WRONG   spoilt/{name}" for name in sorted(CHANGES)
    ]
    for name, (_, code) in CHANGES.items():
        assert f"[{code}]" in done.err, name
    assert NOTE not in done.err


def test_an_edition_of_an_older_file_is_told(workspace: Path, tmp_path: Path) -> None:
    """When the file has changed since, what the edition shows can't be proved, and that is said."""
    copy = shutil.copytree(workspace, tmp_path / "copy")
    file = copy / "engagements" / "acme.yml"
    file.write_text(file.read_text("utf-8").replace("title: Founder", "title: Director"), "utf-8")
    done = verified(copy, "sites/acme/client")
    assert done.code == 1
    assert done.problems[0] == (
        "sites/acme/client/edition.json:1:1: no engagement here gives this edition: its file has changed "
        "since, or is not here; build it again, or run this in the workspace that it was built in "
        "[BUILD-STALE]"
    )


def test_what_is_no_edition(tmp_path: Path) -> None:
    """A folder without an edition, or a file that is no zip, is told; a place that is not there is a slip."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.zip").write_text("dear")
    assert (
        "empty:1:1: holds no edition; name a folder with edition.json in it"
        in verified(tmp_path, "empty").err
    )
    assert "letter.zip:1:1: cannot be read: File is not a zip file" in verified(tmp_path, "letter.zip").err
    assert verified(tmp_path, "gone").code == 2


def test_plain_mkdocs_makes_the_same(workspace: Path, tmp_path: Path) -> None:
    """Plain MkDocs is asked for the same edition, and each file that it makes in another way is told."""
    done = handbook("verify", "sites/acme/client", "--against-mkdocs", cwd=workspace)
    assert (done.code, done.err) == (0, "1 proved, 0 not\n")
    other = shutil.copytree(workspace / "sites" / "acme" / "client", tmp_path / "client")
    with (other / "start" / "your-time.html").open("a", encoding="utf-8") as page:
        page.write("\n")
    done = handbook("verify", str(other), "--against-mkdocs", cwd=workspace)
    assert done.code == 1
    assert [line.partition(";")[0] for line in done.problems[:-1]] == [
        f"{other}/start/your-time.html:1:1: is not what plain MkDocs makes"
    ]
    assert done.problems[0].endswith("[BUILD-MKDOCS]")
