"""Finished editions, wherever they lie now, proved again from today's engagement files."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook import outputs
from handbook.bundle import bundle
from handbook.errors import Place, Problem, Refused
from handbook.layers import Library, own_sources
from handbook.outputs import Finished
from handbook.outputs.edition import manifest
from handbook.proof import Prover
from handbook.proof.lines import MOST_UNPACKED
from handbook.reports import history_of, load_source, neighbours
from handbook.view import Edition, select

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from handbook.load import Loaded
    from handbook.workspace import Source

_MANIFEST: Final = "edition.json"
_HANDOUTS: Final = "handouts/"
_HERE: Final = "run this in the workspace that it was built in"
_AGAIN: Final = "build it again"


class Verdict(Struct, frozen=True):
    """What became of proving one edition: its name and how many files it has, or why it is not proved."""

    name: str
    files: int
    problems: tuple[Problem, ...]


def editions_in(place: Path, shown: str) -> dict[str, Mapping[str, bytes]]:
    """Return the finished editions in a folder or a zip by their names, each with its files by path.

    An edition is a folder with an `edition.json`: `place` itself, or one at most two folders below it.
    Refuses where there is none.
    """
    try:
        found = _in_zip(place, shown) if place.is_file() else _in_folder(place, shown)
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused([_problem(shown, f"cannot be read: {error}", "", "BUILD-READ")]) from None
    if not found:
        raise Refused(
            [_problem(shown, "holds no edition", f"name a folder with {_MANIFEST} in it", "BUILD-READ")]
        )
    return found


def verify(
    editions: Mapping[str, Mapping[str, bytes]], known: Sequence[Source], *, against_mkdocs: bool = False
) -> Iterator[Verdict]:
    """Yield whether each edition holds what it may, given the engagements of the workspace.

    `against_mkdocs`: and whether plain `mkdocs build` makes the same bytes of the same sources.
    """
    library, prover = Library(), Prover(neighbours(known), own_sources)
    for name, files in editions.items():
        try:
            problems, match = _problems(name, files, known, library, prover)
            if against_mkdocs and match:
                problems = (*problems, *_unlike_mkdocs(name, files, *match))
        except Refused as refused:
            problems = refused.problems
        yield Verdict(name, len(files), problems)


def _problems(
    name: str, files: Mapping[str, bytes], known: Sequence[Source], library: Library, prover: Prover
) -> tuple[tuple[Problem, ...], tuple[Path, Edition, date] | None]:
    """Return what is wrong with an edition, and what gives the same today: file, edition and day."""
    as_of = _day(name, files)
    for source in _likeliest_first(name, known):
        for loaded, edition, draft in _ways(source):
            if manifest(select(loaded.engagement, edition, as_of, draft=draft)) == files[_MANIFEST]:
                texts, history = library.of(loaded), history_of(loaded, edition)
                made = outputs.write(
                    loaded,
                    edition,
                    as_of,
                    texts,
                    draft=draft,
                    handouts=any(path.startswith(_HANDOUTS) for path in files),
                    history=history,
                )
                problems = prover.problems_of(Finished(made, files), loaded, texts.sources)
                return problems, (source.path, edition, as_of)
    message = "no engagement here gives this edition: its file has changed since, or is not here"
    return (_problem(f"{name}/{_MANIFEST}", message, f"{_AGAIN}, or {_HERE}", "BUILD-STALE"),), None


def _unlike_mkdocs(
    name: str, files: Mapping[str, bytes], path: Path, edition: Edition, as_of: date
) -> Iterator[Problem]:
    """Yield each file that plain MkDocs makes in another way or not at all; it makes no handouts."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "ENGAGEMENT": str(path.absolute()),
            "EDITION": edition.value,
            "AS_OF": as_of.isoformat(),
        }
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder]
        done = subprocess.run(  # noqa: S603 -- our own Python, and no shell
            [*command, "--config-file", str(bundle() / "mkdocs.yml")],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        made = _files(Path(folder)) if done.returncode == 0 else {}
    if not made:
        yield _problem(name, f"plain MkDocs builds nothing: {done.stderr.strip()[-300:]}", "", "BUILD-MKDOCS")
    for file in sorted(files.keys() | made.keys()) if made else ():
        if files.get(file) != made.get(file):
            hint = (
                "build it with --no-handouts and without --draft to compare, and tell us if they still differ"
            )
            yield _problem(f"{name}/{file}", "is not what plain MkDocs makes", hint, "BUILD-MKDOCS")


def _ways(source: Source) -> Iterator[tuple[Loaded, Edition, bool]]:
    """Yield the editions that an engagement's file gives; a file that is refused gives none."""
    try:
        loaded = load_source(source)
    except Refused:
        return
    yield from ((loaded, edition, draft) for edition in Edition for draft in (False, True))


def _likeliest_first(name: str, known: Sequence[Source]) -> list[Source]:
    """Return the engagements, the one that a folder's name tells of before the others."""
    parts = PurePosixPath(name).parts
    return sorted(known, key=lambda source: not any(source.id in part for part in parts))


def _day(name: str, files: Mapping[str, bytes]) -> date:
    """Return the day that an edition is of."""
    try:
        return date.fromisoformat(json.loads(files[_MANIFEST])["as_of"])
    except (ValueError, KeyError, TypeError):
        problem = _problem(f"{name}/{_MANIFEST}", "is no manifest of an edition", _AGAIN, "BUILD-STALE")
        raise Refused([problem]) from None


def _in_folder(place: Path, shown: str) -> dict[str, Mapping[str, bytes]]:
    levels = (place.glob(f"{above}{_MANIFEST}") for above in ("", "*/", "*/*/"))
    folders = sorted(manifest.parent for level in levels for manifest in level)
    return {_below(shown, folder.relative_to(place).as_posix()): _files(folder) for folder in folders}


def _files(folder: Path) -> Mapping[str, bytes]:
    """Return the files of a folder; a link is followed nowhere, so it is no file of an edition."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() or path.is_symlink())
    return {
        path.relative_to(folder).as_posix(): b"" if path.is_symlink() else path.read_bytes() for path in paths
    }


def _in_zip(place: Path, shown: str) -> dict[str, Mapping[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(place.read_bytes())) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise OSError(f"it unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
        files = {member.filename: archive.read(member) for member in members}
    roots = sorted(path.removesuffix(_MANIFEST) for path in files if path.rpartition("/")[2] == _MANIFEST)
    return {
        _below(shown, root.rstrip("/")): {
            path.removeprefix(root): content for path, content in files.items() if path.startswith(root)
        }
        for root in roots
    }


def _below(shown: str, path: str) -> str:
    return shown if path in {"", "."} else f"{shown}/{path}"


def _problem(where: str, message: str, hint: str, code: str) -> Problem:
    return Problem(Place(where, 1, 1), "", message, hint, code)
