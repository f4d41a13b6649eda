"""Whether an edition stands published as a build would make it now, told from the bytes of all it is made of.

Nothing is imported here that takes time to import, and no file is parsed: where nothing has changed, a build
is over before Python could have read the model.
"""

from __future__ import annotations

import json
import os
import sys
from hashlib import blake2b

from handbook import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

# What of the handbook's own files sites are made of, and what of a firm's folder.
BUNDLED = ("docs", "engagement_templates", "hooks", "mkdocs.yml")
OF_FIRM = ("handbook.yml", "pages")
RECORDS = "published"
# Beside the sites: a digest of all engagement files, and of the names in them, which take longer to find.
NAMES = ".names"
EDITIONS = ("client", "team")
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def hash_of(*contents: bytes) -> str:
    """Return a short name for some contents in their order."""
    sized = [part for content in contents for part in (len(content).to_bytes(8, "big"), content)]
    return blake2b(b"".join(sized), digest_size=16).hexdigest()


class Texts:
    """All that every edition of a workspace is made of: texts, theme, settings, code, and other packages.

    `signature` tells of what the files system says of the files, `digest` of what is in them. Where the first
    is as it was, the second is, too; a fresh checkout has another signature and the same digest.
    """

    def __init__(self, bundle: str, root: str) -> None:
        """`root` is the folder of the workspace, where a firm has files of its own."""
        self.root = root
        self._tops = [
            *(os.path.join(bundle, name) for name in BUNDLED),
            *(os.path.join(root, name) for name in OF_FIRM),
            _PACKAGE,
        ]
        self._digest = ""
        self.versions = _versions()
        self.signature = hash_of(self.versions, *self._states())

    @property
    def digest(self) -> str:
        """A name for the contents of all files."""
        if not self._digest:
            self._digest = hash_of(self.versions, *self._contents())
        return self._digest

    def _states(self) -> Iterator[bytes]:
        for number, top in enumerate(self._tops):
            for name, path in files_in(top):
                told = os.stat(path)
                # Nobody can set the time of change, so a file that was put there with an old date is seen.
                state = (told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)
                yield f"{number} {name} {state}".encode(errors="surrogateescape")

    def _contents(self) -> Iterator[bytes]:
        for number, top in enumerate(self._tops):
            for name, path in files_in(top):
                yield f"{number} {name}".encode(errors="surrogateescape")
                yield content_of(path)


def theme_digest(bundle: str) -> str:
    """Return a name for all that compiled pages are made of beside their own text.

    That is the theme with its settings and files, the code, and the packages. Their places count, too: what
    is kept names files by their places.
    """
    tops = [
        (name, os.path.join(bundle, name)) for name in ("mkdocs.yml", "engagement_templates/theme", "hooks")
    ]
    files = [(f"{top} {name}", path) for top, place in tops for name, path in files_in(place)]
    files += [(name, path) for name, path in files_in(_PACKAGE) if name.endswith(".py")]
    files += [
        (name, path) for name, path in files_in(os.path.join(bundle, "docs")) if not name.endswith(".md")
    ]
    place = f"{bundle} {sys.prefix}".encode(errors="surrogateescape")
    return hash_of(_versions(), place, *_told(files))


def files_in(top: str) -> Iterator[tuple[str, str]]:
    """Yield the files of a folder with their names in it, in order; a file itself; nothing where none is."""
    try:
        entries = sorted(os.scandir(top), key=lambda entry: entry.name)
    except NotADirectoryError:
        yield "", top
        return
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in {"__pycache__", "_bundle"}:
            continue
        if entry.is_dir():
            yield from ((f"{entry.name}/{name}", path) for name, path in files_in(entry.path))
        else:
            yield entry.name, entry.path


def content_of(path: str) -> bytes:
    """Return what is in a file, nothing where there is none; of a folder, when its names last changed."""
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError:
        return str(os.stat(path).st_mtime_ns).encode() if os.path.isdir(path) else b""


def font_folders() -> list[str]:
    """Return the folders in which systems keep fonts, with those in them: a new font changes one of them.

    A folder of the first kind is named even where it is missing: it may come with its first font.
    """
    home, local = os.path.expanduser("~"), os.environ.get("LOCALAPPDATA", "")
    tops = [
        "/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts",
        *(os.path.join(home, name) for name in (".fonts", ".local/share/fonts", "Library/Fonts")),
        *(os.path.join(place, "Fonts") for place in (os.environ.get("WINDIR"),) if place),
        *([os.path.join(local, "Microsoft", "Windows", "Fonts")] if local else []),
    ]  # fmt: skip
    return sorted({*tops, *(folder for top in tops for folder, _, _ in os.walk(top))})


def _versions() -> bytes:
    """Return which Python this is and which packages are there, by the names of their folders."""
    found = {
        name
        for folder in sys.path
        if os.path.isdir(folder)
        for name in os.listdir(folder)
        if name.endswith((".dist-info", ".egg-info"))
    }
    return "\n".join([__version__, sys.version, *sorted(found)]).encode()


class Around:
    """What the engagements of a folder have in common: the firm's files above it, and what was published."""

    def __init__(self, folder: str, root: str, options: Sequence[str]) -> None:
        """`root` is the folder whose files are among the texts; a firm's files elsewhere are read here.

        `options` are the day and the settings of the build.
        """
        self.options = tuple(options)
        firm = _firm_of(folder)
        elsewhere = ((top, os.path.join(firm, top)) for top in OF_FIRM if firm and firm != root)
        files = [(f"{top} {name}", path) for top, place in elsewhere for name, path in files_in(place)]
        self.of_firm = tuple(_told(files))
        # Most often nothing was published yet: one look into a folder spares one at each record.
        places = dict.fromkeys([folder, os.path.dirname(folder), root, *([firm] if firm else ())])
        published = [os.path.join(place, RECORDS) for place in places]
        self._records = [(place, _names_in(place)) for place in published]

    def records(self, engagement: str) -> Iterator[bytes]:
        """Yield what remembers what was published of an engagement, nothing from each place without it."""
        for edition in EDITIONS:
            name = f"{engagement}.{edition}.json"
            yield from (
                content_of(os.path.join(place, name)) if name in names else b""
                for place, names in self._records
            )


class File:
    """An engagement's file: where it is, how messages name it, whose it is, and a name for what is in it."""

    def __init__(self, path: str, shown: str, engagement: str, content: bytes) -> None:
        self.path, self.shown, self.engagement = path, shown, engagement
        self.digest = hash_of(content)


class Wanted:
    """One edition as it is asked for: all that makes it what it is beside the texts."""

    def __init__(self, edition: str, own: bytes, records: tuple[bytes, ...]) -> None:
        """`own` names all that is the edition's own, `records` say what was published."""
        self.edition = edition
        self._own, self._records = own, records

    def fingerprint(self, texts: str, extras: Iterable[str]) -> str:
        """Return a name for all that the edition is made of.

        `texts` is the digest of the texts, and `extras` the files that were read because the engagement's
        names them.
        """
        more = ((str(number), path) for number, path in enumerate(extras))
        return hash_of(texts.encode(), self._own, *self._records, *_told(more))


def wanted(file: File, editions: Iterable[str], around: Around) -> list[Wanted]:
    """Return editions of an engagement as they are asked for, in their order.

    The files are read now: what is changed during the build is built the next time.
    """
    folder, name = os.path.split(os.path.abspath(file.path))
    beside = _told(files_in(folder)) if name.startswith("engagement.") else ()
    own = hash_of(file.digest.encode(), *beside, *around.of_firm)
    records = tuple(around.records(file.engagement))
    told = [file.shown, name, own, *around.options]
    return [Wanted(one, hash_of(json.dumps([one, *told]).encode()).encode(), records) for one in editions]


def _told(files: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    for name, path in files:
        yield name.encode(errors="surrogateescape")
        yield content_of(path)


def _firm_of(folder: str) -> str:
    """Return the folder of the firm whose file an engagement in a folder takes over from, "" without one."""
    folder = os.path.realpath(folder)
    while not os.path.isfile(os.path.join(folder, "handbook.yml")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    return folder


def _names_in(folder: str) -> frozenset[str]:
    """Return the names in a folder; none where there is no such folder."""
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()


def state_file(home: str, edition: str) -> str:
    """Return where it stands what an edition was made of: beside its folder, never in it."""
    return os.path.join(home, f".{edition}.fresh")


def read_state(home: str, edition: str) -> dict[str, Any]:
    """Return what an edition was made of when it was published, {} where nobody knows."""
    try:
        state = json.loads(content_of(state_file(home, edition)))
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}


def write_state(fingerprint: str, texts: Texts, manifest: bytes, told: dict[str, Any]) -> bytes:
    """Return what is to be remembered of an edition that is published now; `told` is what was said of it."""
    state = {
        "made_of": fingerprint,
        "texts": texts.digest,
        "signature": texts.signature,
        "manifest": hash_of(manifest),
        **told,
    }
    return json.dumps(state).encode()


def is_fresh(wanted: Wanted, texts: Texts, home: str, state: dict[str, Any]) -> bool:
    """Return whether an edition stands in its engagement's folder as a build would make it now."""
    if not state or state.get("manifest") != hash_of(_manifest(home, wanted.edition)):
        return False
    digest = state["texts"] if state["signature"] == texts.signature else texts.digest
    return bool(state["made_of"] == wanted.fingerprint(digest, state["extras"]))


def files_digest(digests: Mapping[str, str]) -> str:
    """Return a name for what is in engagement files, given as names of it by the engagements' ids."""
    return hash_of(json.dumps(sorted(digests.items())).encode())


def names_digest(out: str, files: str) -> str:
    """Return the digest of the names in engagement files of a digest, "" where nobody has noted it."""
    try:
        noted = json.loads(content_of(os.path.join(out, NAMES)))
        return str(noted["names"]) if noted["files"] == files else ""
    except (ValueError, TypeError, KeyError):
        return ""


def names_note(files: str, names: str) -> bytes:
    """Return what notes the digest of the names in engagement files beside the sites."""
    return json.dumps({"files": files, "names": names}).encode()


def is_held_against(names: str, edition: str, state: dict[str, Any]) -> bool:
    """Return whether an edition was proved to name none of the other clients whom the digest stands for.

    The team's may name any.
    """
    return edition != "client" or bool(names and state.get("names") == names)


def _manifest(home: str, edition: str) -> bytes:
    """Return the edition's own account of itself; another one, put there by hand, has another."""
    return content_of(os.path.join(home, edition, "edition.json"))


def options(as_of: str, *, draft: bool, handouts: bool) -> tuple[str, ...]:
    """Return what is asked for beside the day, in one form for all who ask."""
    return (as_of, *(["draft"] if draft else []), *(["handouts"] if handouts else []))


def overview_of(
    out: str, engagements: Iterable[str], options: Sequence[str], states: Mapping[str, Mapping[str, Any]]
) -> str:
    """Return a name for what the page over all engagements tells, "" where an edition of one is not known.

    `states` are those that have been read, by `ENGAGEMENT EDITION`.
    """
    told = [*options]
    for engagement in sorted(engagements):
        for edition in EDITIONS:
            name = f"{engagement} {edition}"
            state = states[name] if name in states else read_state(os.path.join(out, engagement), edition)
            if edition == "team" and not state:
                return ""
            told.append(f"{name} {state.get('made_of')}")
    return hash_of("\n".join(told).encode())
