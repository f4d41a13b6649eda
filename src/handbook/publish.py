"""How finished files get to their place in an output folder: all at once, or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from handbook.errors import Place, Problem, Refused
from handbook.fresh import NAMES, state_file
from handbook.switching import exchange, locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MARKER = ".handbook"
# What stands here is the same in most editions.
_SHARED = "assets/"
_MARKER_TEXT = "The handbook command writes this folder. What else is put here may be lost.\n"


def claim(root: Path) -> None:
    """Make `root` an output folder of ours: a new or empty one, or one that bears our marker already."""
    with _reported(root):
        root.mkdir(parents=True, exist_ok=True)
        if any(root.iterdir()) and not (root / MARKER).exists():
            raise Refused([_problem(root, "is not empty and not a folder of ours", _CHOOSE, "BUILD-OUTPUT")])
        if not (root / MARKER).exists():
            (root / MARKER).write_text(_MARKER_TEXT, "utf-8", newline="\n")


class Shelf:
    """The assets that editions share: each is written once, and the others link to it.

    What a link leads to is read before it is trusted, so a file that somebody has changed is written anew.
    """

    def __init__(self) -> None:
        self._places: dict[bytes, Path] = {}

    def link(self, content: bytes, there: Path, new: Path) -> bool:
        """Return True if `new` is a link to a file of this content: one of this run, or the one `there`."""
        for known in (self._places.get(content), there):
            if known and _linked(known, new):
                if _holds(new, content):
                    return True
                new.unlink()  # before anything is written there: that would change the other file
        return False

    def note(self, content: bytes, place: Path) -> None:
        """Remember where a file stands that others can link to."""
        self._places.setdefault(content, place)


def _linked(known: Path, new: Path) -> bool:
    """Return whether a link could be made: there may be no such file, or a file system without links."""
    try:
        os.link(known, new)
    except OSError:
        return False
    return True


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def publish(  # noqa: PLR0913, PLR0917 -- the last two may be left out
    root: Path,
    engagement: str,
    edition: str,
    files: Mapping[str, bytes],
    state: bytes | None = None,
    shelf: Shelf | None = None,
) -> Path:
    """Put the files of an edition into their place under `root` in one step, and return that place.

    `state` is what the next build is to know of it; until all is in place, it knows nothing. With a `shelf`,
    assets are shared with other editions by links.

    They are written beside it first. Whatever goes wrong, or is killed, before the switch leaves the old
    edition as it was; what such a run left lying about is removed by the next.
    """
    home, place = root / _name(engagement), root / engagement / _name(edition)
    _refuse_strange_names(place, files)
    claim(root)
    with _reported(place):
        home.mkdir(exist_ok=True)
        _refuse_strangers(home, place)
        with locked(home / f".{edition}.lock"):
            _recover(place)
            note = Path(state_file(str(home), edition))
            note.unlink(missing_ok=True)
            _replace(place, files, shelf)
            if state is not None:
                note.write_bytes(state)
    return place


def files_of(place: Path) -> dict[str, bytes]:
    """Return the files of a published edition, by their paths in it."""
    with _reported(place):
        paths = [path for path in sorted(place.rglob("*")) if path.is_file()]
        return {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}


def note(root: Path, engagement: str, edition: str, state: bytes) -> None:
    """Write down anew what the next build is to know of an edition that stands as it is."""
    home = root / _name(engagement)
    with _reported(home), locked(home / f".{_name(edition)}.lock"):
        Path(state_file(str(home), edition)).write_bytes(state)


def note_names(root: Path, noted: bytes) -> None:
    """Write down what the next build is to know of the names in all engagement files."""
    with _reported(root):
        (root / NAMES).write_bytes(noted)


def standing(root: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each engagement that stands under `root`, with the names of its editions."""
    with _reported(root):
        for home in sorted(root.iterdir()) if root.is_dir() else ():
            found = tuple(sorted(place.parent.name for place in home.glob("[!.]*/edition.json")))
            if found and not home.is_symlink():
                yield home.name, found


def withdraw(root: Path, engagement: str, editions: Iterable[str]) -> None:
    """Take the editions of an engagement away, each in one step, and its folder if nothing is left in it."""
    home = root / _name(engagement)
    for edition in editions:
        place = home / _name(edition)
        with _reported(place), locked(home / f".{edition}.lock"):
            _recover(place)
            Path(state_file(str(home), edition)).unlink(missing_ok=True)
            _refuse_strangers(home, place)
            place.rename(place.with_name(f".{edition}.new"))
            _recover(place)
    with contextlib.suppress(OSError):  # something else stands there, which is not ours
        home.rmdir()


def tidy(root: Path) -> None:
    """Remove what killed runs left under `root`, and put back an old edition that one had set aside."""
    with _reported(root):
        for leftover in sorted(root.glob("*/.*")):
            match = re.fullmatch(r"\.(\w+)\.(lock|new|old)", leftover.name)
            if match:
                with locked(leftover.parent / f".{match[1]}.lock", wait=False) as ours:
                    if ours:
                        _recover(leftover.parent / match[1])


def _replace(place: Path, files: Mapping[str, bytes], shelf: Shelf | None) -> None:
    """Write the files beside their place and switch; leave nothing there that is not in its place."""
    new = place.with_name(f".{place.name}.new")
    try:
        _write(new, files, place, shelf)
        _switch(new, place)
    finally:
        _remove(new)
    for path, content in files.items() if shelf else ():
        if shelf and path.startswith(_SHARED):
            shelf.note(content, place / path)


def _write(folder: Path, files: Mapping[str, bytes], place: Path, shelf: Shelf | None) -> None:
    """Write the files and see them on the disk, but for those that are links to what is there already."""
    folders = {folder / PurePosixPath(path).parent for path in files} | {folder}
    for inner in sorted(folders):
        inner.mkdir(parents=True, exist_ok=True)
    written = []
    for path, content in files.items():
        shared = shelf and path.startswith(_SHARED)
        if not (shared and shelf and shelf.link(content, place / path, folder / path)):
            (folder / path).write_bytes(content)
            written.append(path)
    for path in written:
        _flush(folder / path)
    for inner in sorted(folders):
        _flush(inner)


def _switch(new: Path, place: Path) -> None:
    """Put `new` in the place of what is there; afterwards `new` is the old edition, or gone."""
    if not place.exists():
        new.rename(place)
    elif not exchange(new, place):
        # Without an exchange there is a moment with nothing in place; `_recover` mends a kill in it.
        old = place.with_name(f".{place.name}.old")
        place.rename(old)
        try:
            new.rename(place)
        except OSError:
            old.rename(place)
            raise
        _remove(old)
    _flush(place.parent)


def _recover(place: Path) -> None:
    """Undo what a killed run left: a half-written new edition, or an old one set aside."""
    new, old = (place.with_name(f".{place.name}.{state}") for state in ("new", "old"))
    if old.exists() and not place.exists():
        old.rename(place)
    _remove(old)
    _remove(new)


def _remove(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(name: str) -> str:
    """Return a name that is safe as a folder's; ids are checked long before, so another is our own fault."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError(f"{name!r} is no folder name")
    return name


def _refuse_strange_names(place: Path, files: Mapping[str, bytes]) -> None:
    """Refuse paths that leave the folder, and paths that some file systems take for the same."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in files:
        parts = path.split("/")
        if not all(parts) or {".", ".."} & set(parts) or "\\" in path or ":" in path:
            problems.append(_problem(place, f"'{path}' is no path inside it", "", "BUILD-PATH"))
        folded = unicodedata.normalize("NFC", path).casefold()
        if seen.setdefault(folded, path) != path:
            twins = f"'{seen[folded]}' and '{path}' are one file on some computers"
            problems.append(_problem(place, twins, "rename one", "BUILD-PATH"))
    if problems:
        raise Refused(problems)


def _refuse_strangers(*folders: Path) -> None:
    """Refuse to write through a link, or where a file stands in the way."""
    for folder in folders:
        try:
            kind = folder.lstat().st_mode
        except FileNotFoundError:
            continue
        if not stat.S_ISDIR(kind):
            raise Refused([_problem(folder, "is not a folder", "move it away", "BUILD-OUTPUT")])


@contextlib.contextmanager
def _reported(place: Path) -> Iterator[None]:
    """Turn what the operating system says into a problem with its place."""
    try:
        yield
    except OSError as error:
        words = error.strerror or str(error)
        where = Path(error.filename) if isinstance(error.filename, str) else place
        problem = _problem(where, f"cannot be written: {words}", "nothing was published there", "BUILD-WRITE")
        raise Refused([problem]) from error


_CHOOSE = "choose a new or an empty folder with --out"


def _problem(where: Path, message: str, hint: str, code: str) -> Problem:
    return Problem(Place(str(where), 1, 1), "", message, hint, code)
