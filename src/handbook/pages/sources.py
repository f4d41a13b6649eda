"""What the texts of all layers say together: pages, partials, sections, data; a higher layer wins."""

from __future__ import annotations

import hashlib
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from handbook.errors import Place, Problem, Refused, did_you_mean
from handbook.load.pictures import check_picture
from handbook.model.reading import Misread
from handbook.pages.blocks import blocks_of, extended
from handbook.pages.files import (
    BASE_LANGUAGE,
    PICTURES,
    Layer,
    TextFile,
    data_files,
    files_of,
    in_language,
    problem,
    same_names,
    tried,
)
from handbook.pages.front_matter import FrontMatter, read_front_matter, split
from handbook.pages.notes import Note, Notes, Phrase, read_notes
from handbook.pages.template_text import TemplateText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from handbook.pages.notes import Told

GUARD: Final = '--8<-- "needs-the-engagement-hook"'
INTERNAL: Final = "internal"
ROLES: Final = "roles"
_INCLUDES_FILE = re.compile(r"^[ \t]*-+8<-+", re.MULTILINE)


class Origin(Struct, frozen=True):
    """Where a page, or a part of one, comes from: its layer, and what that does to the layers below."""

    layer: str
    file: str
    place: Path
    does: str
    """`is`, `replaces`, `extends`, `translates` or `drops`."""
    mark: str = ""
    """What tells this text of the file from an older or newer one."""


class PageSource(Struct, frozen=True):
    """One page as it is written."""

    path: str
    """Where it stands among the pages: `people/decisions.md`."""
    front: FrontMatter
    body: TemplateText
    origins: tuple[Origin, ...] = ()
    """The files that it is made of, the highest first; those that a higher one replaces come after it."""
    language: str = BASE_LANGUAGE
    blocks: tuple[TemplateText, ...] = ()
    """What higher layers add to it, or put in place of parts of it."""
    dropped: bool = False
    """Whether a higher layer leaves it out."""

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


class Section(Struct, frozen=True):
    """A folder of pages as the navigation shows it."""

    folder: str
    title: str | Phrase
    order: int


class Sources(Struct, frozen=True):
    """All texts of a run, read once; pages in the order of the navigation."""

    pages: tuple[PageSource, ...]
    partials: Mapping[str, TemplateText]
    sections: tuple[Section, ...]
    data: Mapping[str, Told]
    """The files beside the pages by their stems: `data['glossary']`."""
    problems: tuple[Problem, ...]
    """What is wrong with files that could not be read; a site is never made without them."""
    pictures: Mapping[str, Path] = field(default_factory=dict)
    """The pictures of the layers above the handbook's own, by their paths among the pages."""

    @property
    def names(self) -> frozenset[str]:
        """The names of all pages, and of those that are announced."""
        announced = self.data.get("announced")
        told = announced.told if isinstance(announced, Note) else {}
        return frozenset((*(page.name for page in self.pages), *told))


def read_sources(layers: Sequence[Layer], language: str = BASE_LANGUAGE) -> Sources:
    """Return the texts of all layers, lowest first, for a site in a language."""
    problems: list[Problem] = []
    layers = in_language(layers, language)
    data = _data(layers, problems)
    sections = _sections(data, problems)
    pages = tuple(_pages(layers, problems))
    found = {
        file.path: file for layer in layers for file in files_of(layer, "partials", [".jinja"], problems)
    }
    problems.extend(same_names(found.values()))
    texts = [text for file in found.values() if (text := tried(file, _partial, problems))]
    added = [block for page in pages for block in page.blocks]
    pictures = dict(_pictures(layers, problems))
    return Sources(
        pages=tuple(sorted(pages, key=lambda page: _position(page, sections))),
        partials=MappingProxyType({text.name: text for text in (*texts, *added)}),
        sections=sections,
        data=MappingProxyType(data),
        problems=tuple(problems),
        pictures=MappingProxyType(pictures),
    )


def _pictures(layers: Sequence[Layer], problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """Yield the pictures of all layers but the lowest, whose files MkDocs finds by itself."""
    for layer in layers:
        if layer.root != layers[0].root:
            for file in files_of(layer, "pages", PICTURES, problems):
                try:
                    check_picture(file.place.parent, file.place.name)
                except Misread as fault:
                    problems.append(problem(file, f"the picture {fault.message}", fault.hint))
                else:
                    yield file.path, file.place


def _pages(layers: Sequence[Layer], problems: list[Problem]) -> Iterator[PageSource]:
    """Yield every page, made of what the layers say of it from the lowest to the highest."""
    files: dict[str, list[TextFile]] = {}
    for layer in layers:
        for file in files_of(layer, "pages", [".md"], problems):
            files.setdefault(file.path, []).append(file)
    problems.extend(same_names(several[-1] for several in files.values()))
    names = [path.removesuffix(".md") for path in files]
    for several in files.values():
        page: PageSource | None = None
        for file in several:
            made = tried(file, lambda file, text, below=page: _page(file, text, below, names), problems)  # type: ignore[misc]  # its types are plain
            page = made or page
        if page:
            yield page


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


def _page(file: TextFile, text: str, below: PageSource | None, names: Sequence[str]) -> PageSource:
    """Return a page as one more file makes it; `below` is what the lower layers make of it."""
    head, length = split(text)
    problems: list[Problem] = []
    front = None
    try:
        front = read_front_matter(head, file.shown, below.front if below else None)
    except Refused as refused:
        problems.extend(refused.problems)
    if not (front and front.drop):
        problems.extend(_guard_problems(file, text, length))
    if front and below is None and (front.extends or front.drop):
        problems.append(_nothing_below(file, names))
    if problems or front is None:
        raise Refused(problems)
    above = "\n" * text.count("\n", 0, length)
    body = TemplateText(file.shown, file.shown, above + text[length:].removeprefix(GUARD))
    if below is None:
        return PageSource(file.path, front, body, (_origin(file, text, "is"),), _language(file, front))
    if front.drop:
        return replace(below, dropped=True, origins=(_origin(file, text, "drops"), *below.origins))
    if front.extends:
        made, blocks = extended(below.body, tuple(blocks_of(body)))
        origins = (_origin(file, text, "extends"), *below.origins)
        return replace(below, front=front, body=made, blocks=(*below.blocks, *blocks), origins=origins)
    does = "translates" if file.layer.language else "replaces"
    origins = (_origin(file, text, does), *below.origins)
    return PageSource(file.path, front, body, origins, _language(file, front))


def _origin(file: TextFile, text: str, does: str) -> Origin:
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Origin(file.layer.name, file.shown, file.place, does, mark)


def _language(file: TextFile, front: FrontMatter) -> str:
    return front.language or file.layer.language or BASE_LANGUAGE


def _nothing_below(file: TextFile, names: Sequence[str]) -> Problem:
    own = file.path.removesuffix(".md")
    hint = did_you_mean(
        own, [name for name in names if name != own], "name the file like the page it is about"
    )
    message = "there is no page of this path in the layers below"
    return Problem(Place(file.shown, 1, 1), "", message, hint, "PAGE-LAYER")


def _guard_problems(file: TextFile, text: str, body: int) -> Iterator[Problem]:
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


def _partial(file: TextFile, text: str) -> TemplateText:
    return TemplateText(file.path, file.shown, text)


def _data(layers: Sequence[Layer], problems: list[Problem]) -> dict[str, Told]:
    """Return what the files in `_data/` say, by their names; the lists in a folder there are one list.

    A higher layer's file is laid over the lower one's: its keys and its rows of the same id win.
    """
    found: dict[str, Told] = {}
    for layer in layers:
        own: dict[str, Told] = {}
        for file in data_files(layer):
            told = tried(file, lambda file, text: read_notes(text.encode(), file.shown), problems)
            name = file.path.removesuffix(".yml").partition("/")[0].replace("-", "_")
            before = own.get(name, Notes())
            if isinstance(told, Notes) and isinstance(before, Notes):
                own[name] = Notes((*before, *told))
            elif told is not None:
                own[name] = told
        found |= {
            name: _laid_over(found[name], told) if name in found else told for name, told in own.items()
        }
    return found


def _laid_over(below: Told, above: Told) -> Told:
    """Return what two layers say together."""
    if isinstance(below, Note) and isinstance(above, Note):
        return Note({**below.parts, **above.parts}, below.known | above.known, above.place)
    if not (isinstance(below, Notes) and isinstance(above, Notes)):
        return above
    rows = {_id(row): row for row in above if _id(row)}
    kept = tuple(rows.pop(_id(row), row) for row in below)
    return Notes((*kept, *(row for row in above if not _id(row) or _id(row) in rows)))


def _id(row: Told) -> str:
    own = row.parts.get("id") if isinstance(row, Note) else None
    return own if isinstance(own, str) else ""


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
