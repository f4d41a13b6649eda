"""The answer to `handbook build` where nothing has changed, given before anything heavy is imported.

Whatever is not the plainest case (a name, another option, a link, a file without an id, anything stale) has
no answer here, and the build goes its usual way.
"""

from __future__ import annotations

import os
import sys
import time

from handbook import fresh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

_SWITCHES = {"-q": "quiet", "--quiet": "quiet", "--draft": "draft", "--no-handouts": "no handouts"}
_VALUES = {"--edition": "edition", "--out": "out", "--as-of": "as_of", "--jobs": "jobs"}
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_BEGINNING = 20_000


class _Unusual(Exception):  # noqa: N818 -- it is no fault: somebody else answers
    """What is asked has no quick answer."""


def answer(arguments: Sequence[str]) -> int | None:
    """Print what stands published and return 0 where all of it is fresh, None where there is work to do."""
    try:
        asked = _asked(arguments)
        warnings: dict[str, None] = {}
        lines = list(_lines(asked, warnings))
    except (_Unusual, OSError, KeyError, TypeError, ValueError):
        return None
    if not all(line.isprintable() for line in (*lines, *warnings)):
        return None
    notes = [] if "quiet" in asked else [f"0 built, {len(lines)} fresh, 0 refused"]
    sys.stderr.write("".join(f"{line}\n" for line in warnings))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
    sys.stderr.write("".join(f"{line}\n" for line in notes))
    return 0


def _asked(arguments: Sequence[str]) -> dict[str, str]:
    """Return what a command line asks for, by our own short names."""
    if not arguments or arguments[0] != "build":
        raise _Unusual
    asked: dict[str, str] = {}
    rest = iter(arguments[1:])
    for word in rest:
        name, _, value = word.partition("=")
        if word in _SWITCHES:
            asked[_SWITCHES[word]] = word
        elif name in _VALUES:
            asked[_VALUES[name]] = value or next(rest, "")
        else:
            raise _Unusual
    return asked


def _lines(asked: dict[str, str], warnings: dict[str, None]) -> Iterator[str]:
    """Yield the summary's line of each edition, and note what was said when it was built.

    All of them stand as they would be built now.
    """
    here = os.path.realpath(os.getcwd())
    root, folder, bundled = _workspace(here)
    out = os.path.abspath(asked.get("out") or os.path.join(root, "sites"))
    editions = _editions(asked.get("edition", "all"))
    day = asked.get("as_of") or ("2026-11-22" if bundled else time.strftime("%Y-%m-%d"))
    options = fresh.options(day, draft="draft" in asked, handouts="no handouts" not in asked)
    files = {file.engagement: file for file in _engagements(here, folder)}
    if not files or not os.path.isfile(os.path.join(out, ".handbook")):
        raise _Unusual
    texts = fresh.Texts(_bundle(), root)
    digests = {name: file.digest for name, file in files.items()}
    names = fresh.names_digest(out, fresh.files_digest(digests))
    around: dict[str, fresh.Around] = {}
    states: dict[str, dict[str, Any]] = {}
    for engagement, file in sorted(files.items()):
        beside = os.path.dirname(file.path)
        if beside not in around:
            around[beside] = fresh.Around(beside, root, options)
        home = os.path.join(out, engagement)
        there = frozenset(os.listdir(home))
        for wanted in fresh.wanted(file, editions, around[beside]):
            edition = wanted.edition
            if not there.isdisjoint((f".{edition}.new", f".{edition}.old", f".{edition}.lock")):
                raise _Unusual
            state = states[f"{engagement} {edition}"] = _fresh(wanted, texts, home, names)
            warnings.update(dict.fromkeys(state["says"]))
            index = os.path.join(home, edition, "index.html")
            yield f"fresh    {engagement} {edition}: {_seen_from(here, index)}"
    if "team" in editions:
        _overview_is_fresh(out, files, options, states)
    if set(os.listdir(out)) - {*files, ".handbook", fresh.NAMES, "portfolio"}:
        raise _Unusual  # something stands there that has no file any more: that has to be told


def _fresh(wanted: fresh.Wanted, texts: fresh.Texts, home: str, names: str) -> dict[str, Any]:
    """Return what is known of an edition that is fresh."""
    state = fresh.read_state(home, wanted.edition)
    if not fresh.is_fresh(wanted, texts, home, state):
        raise _Unusual
    if not fresh.is_held_against(names, wanted.edition, state):
        raise _Unusual
    return state


def _overview_is_fresh(
    out: str, engagements: Iterable[str], options: Sequence[str], states: Mapping[str, dict[str, Any]]
) -> None:
    told = fresh.overview_of(out, engagements, options, states)
    page = os.path.join(out, "portfolio", "team", "index.html")
    if not told or fresh.read_state(os.path.join(out, "portfolio"), "team").get("made_of") != told:
        raise _Unusual
    if not os.path.isfile(page):
        raise _Unusual


def _workspace(here: str) -> tuple[str, str, bool]:
    """Return the folder of the workspace, that of its engagements, and whether they are the examples."""
    above = here
    while True:
        if os.path.isfile(os.path.join(above, "handbook.yml")):
            return above, os.path.join(above, "engagements"), False
        if above == os.path.dirname(above):
            break
        above = os.path.dirname(above)
    own = os.path.join(here, "engagements")
    if os.path.isdir(own):
        return here, own, False
    return here, os.path.join(_bundle(), "engagement_templates", "examples"), True


def _bundle() -> str:
    package = os.path.dirname(os.path.realpath(__file__))
    packed = os.path.join(package, "_bundle")
    return packed if os.path.isdir(packed) else os.path.dirname(os.path.dirname(package))


def _editions(name: str) -> tuple[str, ...]:
    if name == "all":
        return fresh.EDITIONS
    if name not in fresh.EDITIONS:
        raise _Unusual
    return (name,)


def _engagements(here: str, folder: str) -> Iterator[fresh.File]:
    """Yield the files of the engagements in a folder."""
    seen: set[str] = set()
    for path in _files(folder):
        content = fresh.content_of(path)
        name = _id(content[:_BEGINNING])
        if os.path.islink(path) or name in seen:
            raise _Unusual
        seen.add(name)
        yield fresh.File(path, _seen_from(here, path), name, content)


def _files(folder: str) -> Iterator[str]:
    endings = (".yml", ".yaml")
    for entry in os.scandir(folder):
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            raise _Unusual
        if entry.is_dir():
            inner = (os.path.join(entry.path, f"engagement{ending}") for ending in endings)
            yield from (path for path in inner if os.path.isfile(path))
        elif entry.name.endswith(endings):
            yield entry.path


def _id(beginning: bytes) -> str:
    """Return the id that a file gives itself, as it is written by nearly everybody."""
    start = 0 if beginning.startswith(b"id:") else beginning.find(b"\nid:") + 1
    line = beginning[start:].partition(b"\n")[0].decode("ascii")
    name = line.removeprefix("id:").partition("#")[0].strip(" \t\r\"'")
    if not line.startswith("id: ") or not name or set(name) - _LETTERS:
        raise _Unusual
    return name


def _seen_from(here: str, path: str) -> str:
    """Return how messages name a file: as seen from here where it lies below."""
    return path[len(here) + 1 :].replace(os.sep, "/") if path.startswith(here + os.sep) else path
