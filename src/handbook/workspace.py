"""Where engagements are: in a firm's workspace, or among the bundled examples."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.bundle import bundle
from handbook.errors import Place, Problem, Refused, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARKER: Final = "handbook.yml"
FOLDER: Final = "engagements"
FILE: Final = "engagement"
OUTPUT: Final = "sites"
# What was handed over, to be kept in the firm's git: whoever builds tells the same changes.
RECORDS: Final = "published"
# The examples are shown as on that day: they are engagements in the making, and every day after it would find
# more of what they ask for overdue.
EXAMPLES_ON: Final = date(2026, 11, 22)
_ID: Final = re.compile(r"[a-z0-9](?:-?[a-z0-9])*")
_MAX_ID_LENGTH: Final = 60
_PATTERNS: Final = ("*.yml", "*.yaml", "*/engagement.yml", "*/engagement.yaml")
_ID_LINE: Final = re.compile(rb"""^(id:[ \t]+["']?)([^"'#\r\n]*[^"'#\s])""", re.MULTILINE)


class Unknown(Exception):  # noqa: N818 -- it is an outcome: what was asked for is not there
    """An engagement that was asked for and cannot be found; the text says what can."""


class Source(Struct, frozen=True):
    """The file of one engagement, with the id that it gives itself and the place of that id."""

    id: str
    path: Path
    place: Place
    start: Path
    """The folder that messages name files from."""


class Workspace(Struct, frozen=True):
    """A folder of engagements. `root` is where output goes; `folder` holds the files."""

    root: Path
    folder: Path

    @property
    def bundled(self) -> bool:
        """Whether these are the examples that come with the handbook."""
        return self.folder == examples_folder()


class Listing(Struct, frozen=True):
    """The engagements of a workspace by id, without those that have a problem."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


def is_id(name: str) -> bool:
    """Return whether `name` can be an engagement's id, and so the name of its file and its folder."""
    return bool(_ID.fullmatch(name)) and len(name) <= _MAX_ID_LENGTH


def examples_folder() -> Path:
    """Return the folder of the bundled examples."""
    return bundle() / "engagement_templates" / "examples"


def first_example() -> Path:
    """Return the file of the example that stands for all where only one is shown."""
    return examples_folder() / "startup-client-po.yml"


def today(files: Iterable[Path]) -> date:
    """Return the day that counts as today where none is said: for the examples it is their own."""
    chosen = [file.resolve() for file in files]
    if chosen and all(file.is_relative_to(examples_folder().resolve()) for file in chosen):
        return EXAMPLES_ON
    return date.today()  # noqa: DTZ011 -- the day on the user's own calendar


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that `start` lies in, or the bundled examples with `start` for the output."""
    start = start.resolve()
    for root in (start, *start.parents):
        if (root / MARKER).is_file():
            return Workspace(root, root / FOLDER)
    if (start / FOLDER).is_dir():
        return Workspace(start, start / FOLDER)
    return Workspace(start, examples_folder())


def firm_file(engagement: Path) -> Path | None:
    """Return the `handbook.yml` whose defaults an engagement's file takes over: the nearest above it.

    The examples that come with the handbook take over nothing, wherever it is installed.
    """
    folder = engagement.resolve().parent
    if folder.is_relative_to(bundle().resolve()):
        return None
    return next((root / MARKER for root in (folder, *folder.parents) if (root / MARKER).is_file()), None)


def is_in_own_folder(engagement: Path) -> bool:
    """Return whether an engagement's file has a folder of its own, for its pages and pictures."""
    return engagement.stem == FILE


def record_folder(file: Path) -> Path:
    """Return the folder with the records of what was published of an engagement, by the engagement's file.

    It lies beside the folder of engagements, or beside a file that stands alone. What is published of the
    examples is remembered where the command is called: their own folder is the handbook's.
    """
    file = file.resolve()
    if file.is_relative_to(examples_folder().resolve()):
        return find_workspace(Path.cwd()).root / RECORDS
    inside = next((root for root in file.parents if (root / MARKER).is_file()), None)
    engagements = next((root.parent for root in file.parents if root.name == FOLDER), None)
    return (inside or engagements or file.parent) / RECORDS


def listing(workspace: Workspace, start: Path) -> Listing:
    """Return all engagements of a workspace; files are named as seen from `start`."""
    problems: list[Problem] = []
    found: list[Source] = []
    for path in _files(workspace.folder):
        if path.resolve().is_relative_to(workspace.folder.resolve()):
            found.append(_source(path, start))
        else:
            place = Place(shown(path, start), 1, 1)
            hint = "put the file itself there"
            problems.append(Problem(place, "", "a link that leads out of its folder", hint, "BUILD-PATH"))
    sources: list[Source] = []
    for _, group in groupby(sorted(found, key=lambda source: source.id), key=lambda source: source.id):
        first, *others = group
        problems.extend(_same_id(first, other) for other in others)
        sources.extend([] if others else [first])
    return Listing(tuple(sources), tuple(sorted(problems, key=lambda problem: problem.place)))


def examples(start: Path) -> tuple[Source, ...]:
    """Return the bundled examples; files are named as seen from `start`."""
    return listing(Workspace(start, examples_folder()), start).sources


def resolve(names: Sequence[str], workspace: Workspace, start: Path) -> tuple[Source, ...]:
    """Return the engagements that ids and file names on a command line mean, each once, in their order.

    Raises `Unknown` for what is not there, and refuses an id that two files have.
    """
    chosen = [_one(name, workspace, start) for name in names]
    return tuple({source.path.resolve(): source for source in chosen}.values())


def shown(path: Path, start: Path) -> str:
    """Return how messages name a file: as seen from `start` where it lies below it."""
    whole = path.absolute()
    base = start.resolve()
    return whole.relative_to(base).as_posix() if whole.is_relative_to(base) else str(whole)


def _one(name: str, workspace: Workspace, start: Path) -> Source:
    if "/" in name or "\\" in name or name.endswith((".yml", ".yaml")):
        return _source(_file(name, start), start)
    own = listing(workspace, start)
    examples = own if workspace.bundled else listing(Workspace(start, examples_folder()), start)
    for known in (own, examples):
        for source in known.sources:
            if source.id == name:
                return source
        problems = [problem for problem in known.problems if problem.message.startswith(f"the id '{name}' ")]
        if problems:
            raise Refused(problems)
    for source in (*own.sources, *examples.sources):
        if name == (source.path.parent.name if source.path.stem == "engagement" else source.path.stem):
            return source
    raise Unknown(_not_there(name, [source.id for source in (*own.sources, *examples.sources)]))


def _file(name: str, start: Path) -> Path:
    """Return the engagement file that a path names: the file itself, or the one in that folder."""
    path = start / name
    if path.is_dir():
        inner = path / "engagement.yml"
        if inner.is_file():
            return inner
        raise Unknown(f"'{name}' is a folder without an engagement.yml in it")
    if not path.is_file():
        near = sorted(child.name for child in path.parent.glob("*.y*ml")) if path.parent.is_dir() else []
        guess = nearest(path.name, near)
        raise Unknown(f"there is no file '{name}'" + (f"; did you mean '{guess}'?" if guess else ""))
    return path


def _not_there(name: str, ids: list[str]) -> str:
    guess = nearest(name, ids)
    if guess:
        return f"there is no engagement '{name}'; did you mean '{guess}'?"
    return f"there is no engagement '{name}'; there are: {', '.join(ids)}"


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(path for pattern in _PATTERNS for path in folder.glob(pattern)):
        if not path.name.startswith(".") and not path.parent.name.startswith(".") and path.is_file():
            yield path


def _source(path: Path, start: Path) -> Source:
    """Return a file with its id, read without the rest: whether the file is right is another question."""
    file = shown(path, start)
    found = _ID_LINE.search(_beginning(path))
    if not found:
        name = path.parent.name if path.stem == "engagement" else path.stem
        return Source(name, path, Place(file, 1, 1), start)
    line = found.string.count(b"\n", 0, found.start()) + 1
    place = Place(file, line, len(found[1]) + 1)
    return Source(found[2].decode("utf-8", "replace"), path, place, start)


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(20_000)
    except OSError:
        return b""  # whoever reads the file next says why


def _same_id(first: Source, other: Source) -> Problem:
    message = f"the id '{other.id}' is also that of {first.place}"
    return Problem(other.place, "id", message, "give each engagement an id of its own", "FIELD-DUPLICATE")
