"""Where the handbook's own texts are, and what each file says: pages, partials, sections, data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from handbook.errors import Place, Problem, Refused
from handbook.pages.front_matter import FrontMatter, read_front_matter, split
from handbook.pages.notes import Note, Notes, Phrase, read_notes
from handbook.pages.template_text import TemplateText
from handbook.slots import MARK_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from handbook.pages.notes import Told

_T = TypeVar("_T")

GUARD: Final = '--8<-- "needs-the-engagement-hook"'
INTERNAL: Final = "internal"
ROLES: Final = "roles"
_INCLUDES_FILE = re.compile(r"^[ \t]*-+8<-+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Layer:
    """One set of texts: the handbook's own, a firm's, an engagement's; a later one wins."""

    root: Path
    pages: str
    """The folder of the pages inside `root`, as its user knows it: `docs`."""
    partials: str


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page as it is written."""

    path: str
    """Where it stands among the pages: `people/decisions.md`."""
    front: FrontMatter
    body: TemplateText

    @property
    def name(self) -> str:
        """The page as links name it: `people/decisions`."""
        return self.path.removesuffix(".md")

    @property
    def folder(self) -> str:
        """The section it belongs to, or "" at the top."""
        return self.path.rpartition("/")[0].split("/")[0]

    @property
    def team_only(self) -> bool:
        """Whether clients never get it: the folder decides, and a page may ask for it."""
        return self.folder == INTERNAL or self.front.team_only


@dataclass(frozen=True, slots=True)
class Section:
    """A folder of pages as the navigation shows it."""

    folder: str
    title: str | Phrase
    order: int


@dataclass(frozen=True, slots=True)
class Sources:
    """All texts of a run, read once; pages in the order of the navigation."""

    pages: tuple[PageSource, ...]
    partials: Mapping[str, TemplateText]
    sections: tuple[Section, ...]
    data: Mapping[str, Told]
    """The files beside the pages by their stems: `data['glossary']`."""
    problems: tuple[Problem, ...]
    """What is wrong with files that could not be read; a site is never made without them."""

    @property
    def names(self) -> frozenset[str]:
        """The names of all pages, and of those that are announced."""
        announced = self.data.get("announced")
        told = announced.told if isinstance(announced, Note) else {}
        return frozenset((*(page.name for page in self.pages), *told))


def read_sources(layers: Sequence[Layer]) -> Sources:
    """Return the texts of all layers, lowest first."""
    problems: list[Problem] = []
    data = _data(layers, problems)
    sections = _sections(data, problems)
    pages = [
        page for file in _files(layers, "pages", ".md", problems) if (page := _tried(file, _page, problems))
    ]
    partials = _files(layers, "partials", ".jinja", problems)
    texts = [text for file in partials if (text := _tried(file, _partial, problems))]
    return Sources(
        pages=tuple(sorted(pages, key=lambda page: _position(page, sections))),
        partials=MappingProxyType({text.name: text for text in texts}),
        sections=sections,
        data=MappingProxyType(data),
        problems=tuple(problems),
    )


def _position(page: PageSource, sections: Sequence[Section]) -> tuple[object, ...]:
    """Return what orders the pages: top level first, then sections, a folder's index before the rest."""
    order = {section.folder: section.order for section in sections}
    first = page.name.rpartition("/")[2] != "index"
    return (
        bool(page.folder),
        order.get(page.folder, len(order) * 1000),
        page.folder,
        first,
        page.front.order,
        page.path,
    )


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a layer: its path inside the layer's folder, its name in messages, and where it is."""

    path: str
    shown: str
    place: Path


def _files(layers: Sequence[Layer], kind: str, suffix: str, problems: list[Problem]) -> Iterable[_File]:
    """Return the files of one kind, each once, from the highest layer that has it."""
    found: dict[str, _File] = {}
    for layer in layers:
        folder = getattr(layer, kind)
        for file in _listed(layer.root / folder, folder, suffix):
            if file.place.is_symlink() or not file.place.resolve().is_relative_to(
                (layer.root / folder).resolve()
            ):
                message = "the file is a link that leads elsewhere"
                problems.append(_problem(file, message, "put a copy of the file here"))
            else:
                found[file.path] = file
    problems.extend(_same_names(found.values()))
    return found.values()


def _listed(folder: Path, shown: str, suffix: str) -> Iterator[_File]:
    for place in sorted(folder.rglob(f"*{suffix}"), key=lambda path: path.as_posix()):
        path = place.relative_to(folder).as_posix()
        if not any(part.startswith(("_", ".")) for part in path.split("/")):
            yield _File(path, f"{shown}/{path}", place)


def _same_names(files: Iterable[_File]) -> Iterator[Problem]:
    """Yield a problem for each file that some machines cannot tell from another."""
    seen: dict[str, _File] = {}
    for file in files:
        other = seen.setdefault(unicodedata.normalize("NFC", file.path).casefold(), file)
        if other is not file:
            yield _problem(
                file, f"on some machines this is the same name as {other.shown}", "rename one of them"
            )


def _problem(file: _File, message: str, hint: str, line: int = 1, column: int = 1) -> Problem:
    return Problem(Place(file.shown, line, column), "", message, hint, "PAGE-FILE")


def _tried(file: _File, read: Callable[[_File, str], _T], problems: list[Problem]) -> _T | None:
    """Return what a file says, or None with its problems noted."""
    try:
        return read(file, _text(file))
    except Refused as refused:
        problems.extend(refused.problems)
    return None


def _text(file: _File) -> str:
    try:
        text = file.place.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: byte 0x{error.object[error.start]:02X}"
        raise Refused([_problem(file, message, "save it as UTF-8")]) from None
    except OSError as error:
        raise Refused([_problem(file, f"the file cannot be read: {error.strerror}", "")]) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if found := MARK_CHARACTERS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        message = f"private-use character U+{ord(found[0]):04X}"
        raise Refused([_problem(file, message, "delete it; the handbook uses it for itself", line, column)])
    return text


def _page(file: _File, text: str) -> PageSource:
    head, length = split(text)
    problems: list[Problem] = []
    front = None
    try:
        front = read_front_matter(head, file.shown)
    except Refused as refused:
        problems.extend(refused.problems)
    problems.extend(_guard_problems(file, text, length))
    if problems or front is None:
        raise Refused(problems)
    above = "\n" * text.count("\n", 0, length)
    body = above + text[length:].removeprefix(GUARD)
    return PageSource(file.path, front, TemplateText(file.shown, file.shown, body))


def _guard_problems(file: _File, text: str, body: int) -> Iterator[Problem]:
    """Yield what is wrong with the guard, and with other lines of its kind."""
    first_line = text.count("\n", 0, body) + 1
    if text[body:].partition("\n")[0].rstrip() != GUARD:
        message = "the first line after the front matter is not the guard"
        hint = f"write {GUARD} there, so that an engine without our hook stops"
        yield Problem(Place(file.shown, first_line, 1), "", message, hint, "PAGE-GUARD")
        return
    for found in _INCLUDES_FILE.finditer(text, body + len(GUARD)):
        line = text.count("\n", 0, found.start()) + 1
        hint = 'write {% include "name.jinja" %}'
        yield Problem(
            Place(file.shown, line, 1), "", "a page cannot include a file like this", hint, "PAGE-GUARD"
        )


def _partial(file: _File, text: str) -> TemplateText:
    return TemplateText(file.path, file.shown, text)


def _data(layers: Sequence[Layer], problems: list[Problem]) -> dict[str, Told]:
    """Return what the files in `_data/` say, by their names; the lists in a folder there are one list."""
    files: dict[str, _File] = {}
    for layer in layers:
        folder = f"{layer.pages}/_data"
        files.update({file.path: file for file in _listed(layer.root / folder, folder, ".yml")})
    found: dict[str, Told] = {}
    for file in files.values():
        told = _tried(file, lambda file, text: read_notes(text.encode(), file.shown), problems)
        name = file.path.removesuffix(".yml").partition("/")[0].replace("-", "_")
        before = found.get(name, Notes())
        if isinstance(told, Notes) and isinstance(before, Notes):
            found[name] = Notes((*before, *told))
        elif told is not None:
            found[name] = told
    return found


def _sections(data: Mapping[str, Told], problems: list[Problem]) -> tuple[Section, ...]:
    """Return the sections that `_data/sections.yml` names, in order."""
    told = data.get("sections")
    if not isinstance(told, Note):
        return ()
    sections = [_section(folder, section, told.place) for folder, section in told.told.items()]
    problems.extend(section for section in sections if isinstance(section, Problem))
    named = (section for section in sections if isinstance(section, Section))
    return tuple(sorted(named, key=lambda section: section.order))


def _section(folder: str, told: Told, place: Place) -> Section | Problem:
    if isinstance(told, Note):
        title, order = told.parts.get("title"), told.parts.get("order")
        if isinstance(title, str | Phrase) and isinstance(order, int):
            return Section(folder, title, order)
    hint = "write 'people: {title: People, order: 2}'"
    return Problem(place, "", f"section '{folder}' lacks a title or an order", hint, "PAGE-FRONT")
