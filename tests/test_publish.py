"""An edition is published whole or not at all, and only into folders that are ours."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from handbook import publish, switching
from handbook.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]


def edition(word: str, pages: int = 6) -> dict[str, bytes]:
    """Return the files of an edition in which every file says `word`."""
    paths = [f"{folder}page-{number}.html" for folder in ("", "people/") for number in range(pages)]
    return {path: f"{word} {path}".encode() for path in paths}


def read(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder, hidden ones too."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refused(root: Path, files: dict[str, bytes] | None = None) -> str:
    """Publish, and return the words of the refusal."""
    with pytest.raises(Refused) as refusal:
        publish.publish(root, "acme", "client", files or edition("new"))
    return str(refusal.value)


def test_an_edition_lies_where_the_command_line_says(tmp_path: Path) -> None:
    """Files go to OUT/ID/EDITION, beside the marker, with nothing else."""
    place = publish.publish(tmp_path / "sites", "acme", "client", edition("one"))
    assert place == tmp_path / "sites" / "acme" / "client"
    assert read(place) == edition("one")
    everything = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert {path for path in everything if "page-" not in path} == {
        "sites",
        "sites/.handbook",
        "sites/acme",
        "sites/acme/client",
        "sites/acme/client/people",
    }


def test_a_new_edition_replaces_all_of_the_old(tmp_path: Path) -> None:
    """Pages that the new edition does not have are gone."""
    publish.publish(tmp_path / "s", "acme", "client", edition("old", pages=9))
    publish.publish(tmp_path / "s", "acme", "client", edition("new", pages=2))
    assert read(tmp_path / "s" / "acme") == {f"client/{p}": c for p, c in edition("new", pages=2).items()}


def test_editions_stand_side_by_side(tmp_path: Path) -> None:
    """Publishing one edition or engagement leaves the others as they are."""
    for engagement, kind in (("acme", "client"), ("acme", "team"), ("bolt", "client")):
        publish.publish(tmp_path / "s", engagement, kind, edition(f"{engagement} {kind}"))
    assert read(tmp_path / "s" / "acme" / "client") == edition("acme client")
    assert read(tmp_path / "s" / "acme" / "team") == edition("acme team")
    assert read(tmp_path / "s" / "bolt" / "client") == edition("bolt client")


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """A folder with other people's files and without our marker is refused and stays as it was."""
    (tmp_path / "thesis.txt").write_text("years of work")
    assert refused(tmp_path) == (
        f"{tmp_path}:1:1: is not empty and not a folder of ours; "
        "choose a new or an empty folder with --out [BUILD-OUTPUT]"
    )
    assert read(tmp_path) == {"thesis.txt": b"years of work"}


def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """A file where the output folder should be is a problem with its place, not a traceback."""
    (tmp_path / "sites").write_text("")
    assert refused(tmp_path / "sites").endswith("nothing was published there [BUILD-WRITE]")


@pytest.mark.parametrize("inner", ["acme", "acme/client"])
def test_links_are_not_followed(tmp_path: Path, inner: str) -> None:
    """A link inside the output folder that leads out of it is refused, and its target untouched."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    publish.claim(tmp_path / "s")
    (tmp_path / "s" / inner).parent.mkdir(exist_ok=True)
    (tmp_path / "s" / inner).symlink_to(elsewhere, target_is_directory=True)
    assert refused(tmp_path / "s").endswith("is not a folder; move it away [BUILD-OUTPUT]")
    assert read(elsewhere) == {"kept": b"kept"}


@pytest.mark.parametrize(
    "path", ["../out", "/etc/passwd", "a//b", "a/../../b", "", "a/", "./a", "c:\\windows", "a\\b", "a:b"]
)
def test_a_path_stays_inside(tmp_path: Path, path: str) -> None:
    """A file whose path leads out of the edition's folder is refused, and nothing is written."""
    assert f"'{path}' is no path inside it [BUILD-PATH]" in refused(tmp_path / "s", {path: b""})
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(("one", "other"), [("a/Zoë.html", "a/Zoe\u0308.html"), ("A.html", "a.html")])
def test_names_that_collide_on_other_computers_are_refused(tmp_path: Path, one: str, other: str) -> None:
    """Two paths that differ by case or Unicode form only would be one file on some computers."""
    assert "are one file on some computers; rename one" in refused(tmp_path / "s", {one: b"", other: b""})


@pytest.mark.parametrize("name", ["..", "", "a/b", "A", ".hidden"])
def test_a_strange_id_is_our_own_fault(tmp_path: Path, name: str) -> None:
    """An id that is no folder name never gets here: it is an error of ours, not a message."""
    with pytest.raises(ValueError, match="is no folder name"):
        publish.publish(tmp_path / "s", name, "client", edition("new"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    """Files are as readable as those of any other program, never writable by the world."""
    before = os.umask(0o027)
    try:
        place = publish.publish(tmp_path / "s", "acme", "client", edition("one"))
    finally:
        os.umask(before)
    modes = {oct(path.stat().st_mode & 0o777) for path in place.rglob("*") if path.is_file()}
    assert modes == {"0o640"}
    assert oct(place.stat().st_mode & 0o777) == "0o750"


class Fault:
    """Makes the n-th writing call of the operating system fail, and counts them."""

    def __init__(self, number: int, code: int) -> None:
        self.left = number
        self.code = code

    def wrap(self, call: Callable[..., object]) -> Callable[..., object]:
        """Return `call`, failing when its turn comes."""

        def failing(*arguments: object, **named: object) -> object:
            self.take(*arguments)
            return call(*arguments, **named)

        return failing

    def take(self, *arguments: object) -> None:
        """Count a call, and fail if it is the one."""
        self.left -= 1
        if self.left == 0:
            raise OSError(self.code, os.strerror(self.code), str(arguments[0]) if arguments else "somewhere")

    def opened(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return `open`, whose files fail when they are written, after half of what they got."""

        def opening(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 -- as `open` has it
            self.take(*arguments)
            file = call(*arguments, **named)
            if "w" in str(arguments[1:2]) or "w" in str(named.get("mode")):
                return _Full(file, self)
            return file

        return opening


class _Full:
    """A file whose disk may be full in the middle of what is written."""

    def __init__(self, file: Any, fault: Fault) -> None:  # noqa: ANN401 -- any open file
        self._file, self._fault = file, fault

    def write(self, content: Any) -> object:  # noqa: ANN401 -- text or bytes
        try:
            self._fault.take()
        except OSError:
            self._file.write(content[: len(content) // 2])
            raise
        return self._file.write(content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- as above
        return getattr(self._file, name)


# Every call by which anything is written, made, renamed or removed.
WRITING = ("fsync", "rename", "mkdir", "open", "unlink", "rmdir", "scandir")


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the one-step exchange, as on systems that have none."""
    monkeypatch.setattr(publish, "exchange", lambda *_: False)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize(("one_step", "first"), [(True, False), (False, False), (True, True)])
def test_whatever_call_fails_the_old_or_the_new_edition_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, one_step: bool, first: bool
) -> None:
    """Let each writing call fail in turn: a whole edition stands, and the next run cleans up."""
    root, number = tmp_path / "s", 0
    if not first:
        publish.publish(root, "acme", "client", edition("old", pages=2))
    while True:
        number += 1
        fault = Fault(number, code)
        with monkeypatch.context() as patch:
            if not one_step:
                patch.setattr(publish, "exchange", lambda *_: False)
            for name in WRITING:
                patch.setattr(os, name, fault.wrap(getattr(os, name)))
            patch.setattr(io, "open", fault.opened(io.open))
            with contextlib.suppress(Refused):
                publish.publish(root, "acme", "client", edition("new", pages=2), state=b"known")
        wholes = [edition("new", pages=2), {} if first else edition("old", pages=2)]
        assert read(root / "acme" / "client") in wholes
        if fault.left > 0:
            break
        if first:
            publish.publish(root, "acme", "client", edition("new", pages=2))
            assert sorted(path.name for path in (root / "acme").iterdir()) == ["client"]
            shutil.rmtree(root)
        else:
            publish.publish(root, "acme", "client", edition("old", pages=2))
            assert sorted(path.name for path in (root / "acme").iterdir()) == ["client"]
    assert number > 20


@pytest.mark.usefixtures("no_exchange")
def test_an_old_edition_set_aside_is_put_back(tmp_path: Path) -> None:
    """A run killed between two renames leaves nothing in place; the next run puts the old edition back."""
    place = publish.publish(tmp_path / "s", "acme", "client", edition("old"))
    place.rename(place.with_name(".client.old"))
    (place.parent / ".client.new").mkdir()
    publish.tidy(tmp_path / "s")
    assert read(place.parent) == {f"client/{path}": content for path, content in edition("old").items()}


_PUBLISHER = """
import itertools, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from handbook import publish
files = {f"{folder}page-{n}.html": b"" for folder in ("", "people/") for n in range(6)}
print("ready", flush=True)
for word in itertools.cycle(("one", "two")):
    publish.publish(Path(sys.argv[1]), "acme", "client",
        {path: f"{word} {path}".encode() for path in files})
"""


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start processes that publish two editions in turns, without end."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", _PUBLISHER, str(tmp_path / "s"), str(ROOT / "src")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot exchange folders in one step")
def test_a_kill_at_any_moment_leaves_a_whole_edition() -> None:
    """Kill -9 at 200 random moments: a whole edition stands, and the next run leaves nothing over."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, str(ROOT / "tests" / "kills.py"), "200", "7"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["one"] + found["two"] == 200
    assert min(found.values()) > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot exchange folders in one step")
def test_many_at_once_never_show_a_missing_or_mixed_page(
    tmp_path: Path, publisher: Callable[[], subprocess.Popen[str]]
) -> None:
    """While eight processes publish into one folder, a reader finds every page at every moment."""
    place = publish.publish(tmp_path / "s", "acme", "client", edition("one"))
    for _ in range(8):
        publisher()
    until = time.monotonic() + 1
    while time.monotonic() < until:
        assert (place / "people" / "page-5.html").read_text() in (
            "one people/page-5.html",
            "two people/page-5.html",
        )


def test_a_lock_that_another_holds_is_waited_for_or_told(tmp_path: Path) -> None:
    """One holder at a time, threads too; who does not want to wait is told."""
    path, order = tmp_path / "lock", []

    def second() -> None:
        with switching.locked(path):
            order.append("second")

    with switching.locked(path) as ours:
        assert ours
        thread = threading.Thread(target=second)
        thread.start()
        with switching.locked(path, wait=False) as also_ours:
            assert not also_ours
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert not path.exists()


ASSETS = {"index.html": b"page", "assets/a.css": b"a {}", "assets/fonts/f.woff2": b"font"}


def test_editions_share_their_assets(tmp_path: Path) -> None:
    """What several editions have among their assets is on the disk once; pages are their own."""
    shelf = publish.Shelf()
    one, two = (publish.publish(tmp_path, name, "client", ASSETS, shelf=shelf) for name in ("one", "two"))
    assert read(one) == read(two) == ASSETS
    assert [path for path in ASSETS if (one / path).samefile(two / path)] == [*ASSETS][1:]
    again = publish.publish(
        tmp_path, "two", "client", {**ASSETS, "index.html": b"new"}, shelf=publish.Shelf()
    )
    assert (again / "assets" / "a.css").samefile(one / "assets" / "a.css")
    assert ((one / "index.html").read_bytes(), (again / "index.html").read_bytes()) == (b"page", b"new")


def test_an_asset_that_somebody_changed_is_not_shared(tmp_path: Path) -> None:
    """A file that was edited where it is published is written anew, and the others' stays as it is."""
    shelf = publish.Shelf()
    _, two = (publish.publish(tmp_path, name, "client", ASSETS, shelf=shelf) for name in ("one", "two"))
    (two / "assets" / "a.css").write_bytes(b"b {}")
    for new in (shelf, publish.Shelf()):
        assert read(publish.publish(tmp_path, "one", "client", ASSETS, shelf=new)) == ASSETS
    assert (two / "assets" / "a.css").read_bytes() == b"b {}"


def test_without_links_there_are_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without hard links each edition has copies of its own."""

    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", none)
    shelf = publish.Shelf()
    one, two = (publish.publish(tmp_path, name, "client", ASSETS, shelf=shelf) for name in ("one", "two"))
    assert read(one) == read(two) == ASSETS
    assert not (one / "assets" / "a.css").samefile(two / "assets" / "a.css")


def test_whatever_call_fails_what_is_shared_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let each writing call fail while an edition could link to a changed file: that one never changes."""
    shelf, number, left = publish.Shelf(), 0, 0
    one = publish.publish(tmp_path, "one", "client", ASSETS, shelf=shelf)
    (one / "assets" / "a.css").write_bytes(b"changed")
    changed = read(one)
    while left <= 0:
        number += 1
        fault = Fault(number, errno.EIO)
        with monkeypatch.context() as patch:
            for name in (*WRITING, "link"):
                patch.setattr(os, name, fault.wrap(getattr(os, name)))
            patch.setattr(io, "open", fault.opened(io.open))
            with contextlib.suppress(Refused):
                publish.publish(tmp_path, "two", "client", ASSETS, shelf=shelf)
        left = fault.left
        assert read(one) == changed
        assert read(tmp_path / "two" / "client") in ({}, ASSETS)
    assert number > 20
