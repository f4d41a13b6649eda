"""Where files of texts are: the layers that they stand in, and what of each file counts."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from handbook.errors import Place, Problem, Refused
from handbook.slots import MARK_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

_T = TypeVar("_T")

OWN: Final = "the handbook's own"
# The language that texts are written in where they do not say otherwise.
BASE_LANGUAGE: Final = "en"
PICTURES: Final = (".svg", ".png", ".jpg", ".jpeg", ".webp")
_LANGUAGE: Final = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


class Layer(Struct, frozen=True):
    """One set of texts: the handbook's own, a firm's, an engagement's; a later one wins."""

    root: Path
    pages: str
    """The folder of the pages inside `root`, as its user knows it: `docs`."""
    partials: str
    name: str = OWN
    shown: str = ""
    """How messages name `root`, with a slash at its end; "" where paths in it stand for themselves."""
    language: str = ""
    """The language of a layer that holds translations of the one below it."""

    def translated(self, language: str) -> Layer:
        """Return the layer of this one's translations: the folder of the language in its pages."""
        return replace(self, pages=f"{self.pages}/{language}", partials="", language=language)

    @property
    def folder(self) -> Path:
        """The folder of the pages."""
        return self.root / self.pages


def in_language(layers: Iterable[Layer], language: str) -> tuple[Layer, ...]:
    """Return layers with their translations for a site's language, each above the one that it translates."""
    tag = language.partition("-")[0]
    folders = [one for one in dict.fromkeys((tag, language)) if one != BASE_LANGUAGE]
    return tuple(one for layer in layers for one in (layer, *(layer.translated(tag) for tag in folders)))


def translated_into(layers: Sequence[Layer], language: str) -> str:
    """Return the language to read layers in for a site: they say the same in both.

    It is the site's own where any of them has texts for its country, such as `pt-BR`, else that of its
    language anywhere, else the one that texts are written in.
    """
    for one in (language, language.partition("-")[0]):
        if any(layer.translated(one).folder.is_dir() for layer in layers):
            return one
    return BASE_LANGUAGE


class TextFile(Struct, frozen=True):
    """A file of a layer: its path inside the layer's folder, its name in messages, and where it is."""

    path: str
    shown: str
    place: Path
    layer: Layer


def files_of(layer: Layer, kind: str, suffixes: Sequence[str], problems: list[Problem]) -> Iterator[TextFile]:
    """Yield the files of one kind in a layer; links that lead out of it are problems."""
    folder = str(getattr(layer, kind))
    for file in _listed(layer, folder, suffixes) if folder else ():
        if file.place.is_symlink() or not file.place.resolve().is_relative_to(
            (layer.root / folder).resolve()
        ):
            message = "the file is a link that leads elsewhere"
            problems.append(problem(file, message, "put a copy of the file here"))
        else:
            yield file


def data_files(layer: Layer) -> Iterator[TextFile]:
    """Yield the files of data beside a layer's pages."""
    yield from _listed(layer, f"{layer.pages}/_data", [".yml"])


def _listed(layer: Layer, shown: str, suffixes: Sequence[str]) -> Iterator[TextFile]:
    folder = layer.root / shown
    found = (place for place in folder.rglob("*") if place.suffix.lower() in suffixes)
    for place in sorted(found, key=lambda path: path.as_posix()):
        path = place.relative_to(folder).as_posix()
        first = PurePosixPath(path).parts[0]
        elsewhere = not layer.language and "/" in path and _LANGUAGE.fullmatch(first)
        if not elsewhere and not any(part.startswith(("_", ".")) for part in path.split("/")):
            yield TextFile(path, f"{layer.shown}{shown}/{path}", place, layer)


def languages_of(layer: Layer) -> tuple[str, ...]:
    """Return the languages that a layer has translations in, by their folders."""
    folders = (path.name for path in layer.folder.glob("*") if path.is_dir())
    return tuple(sorted(name for name in folders if _LANGUAGE.fullmatch(name)))


def same_names(files: Iterable[TextFile]) -> Iterator[Problem]:
    """Yield a problem for each file that some machines cannot tell from another."""
    seen: dict[str, TextFile] = {}
    for file in files:
        other = seen.setdefault(unicodedata.normalize("NFC", file.path).casefold(), file)
        if other is not file:
            yield problem(
                file, f"on some machines this is the same name as {other.shown}", "rename one of them"
            )


def problem(file: TextFile, message: str, hint: str, line: int = 1, column: int = 1) -> Problem:
    """Return a problem of a file of ours."""
    return Problem(Place(file.shown, line, column), "", message, hint, "PAGE-FILE")


def tried(file: TextFile, read: Callable[[TextFile, str], _T], problems: list[Problem]) -> _T | None:
    """Return what a file says, or None with its problems noted."""
    try:
        return read(file, _text(file))
    except Refused as refused:
        problems.extend(refused.problems)
    return None


def _text(file: TextFile) -> str:
    try:
        text = file.place.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: byte 0x{error.object[error.start]:02X}"
        raise Refused([problem(file, message, "save it as UTF-8")]) from None
    except OSError as error:
        raise Refused([problem(file, f"the file cannot be read: {error.strerror}", "")]) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if found := MARK_CHARACTERS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        message = f"private-use character U+{ord(found[0]):04X}"
        raise Refused([problem(file, message, "delete it; the handbook uses it for itself", line, column)])
    return text
