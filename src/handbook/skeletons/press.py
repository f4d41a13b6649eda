"""The pages of a whole run: each distinct part of one is compiled once, whichever engagements show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from handbook.skeletons.compiling import Bench, CompiledPart, workshop
from handbook.skeletons.frame import frame_of
from handbook.skeletons.parts import parts
from handbook.skeletons.pieces import Foundry, Numbers, Stretch, localised, renumbered
from handbook.slots import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mkdocs.structure.files import File

    from handbook.render import RenderedPage, RenderedSite
    from handbook.skeletons.compiling import CompiledFrame, Workshop
    from handbook.skeletons.frame import Frame
    from handbook.skeletons.pieces import Values

# A part of a page, and which of the page's slots go into it.
Laid: TypeAlias = tuple[CompiledPart, Numbers]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search index holds of one heading of a page."""

    location: str
    title: Stretch
    texts: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A whole page with holes for its values, and what of it can be found by searching."""

    path: str
    """The page's source: `people/decisions.md`."""
    url: str
    """Where it stands in the site: `people/decisions.html`."""
    before: Stretch
    text: tuple[Stretch, ...]
    after: Stretch
    entries: tuple[Entry, ...]
    asks_for: frozenset[str]
    """The paths in the site that the page shows, loads or links."""

    def fill(self, values: Values) -> str:
        """Return the page's HTML with its values."""
        text = "\n".join([stretch.fill(values) for stretch in self.text])
        return self.before.fill(values) + text + self.after.fill(values)

    def fill_entries(self, values: Values) -> Iterator[dict[str, Any]]:
        """Yield the page's entries of the search index with their values."""
        for entry in self.entries:
            text = " ".join([stretch.fill(values) for stretch in entry.texts])
            yield {"location": entry.location, "title": entry.title.fill(values), "text": text}


@dataclass(frozen=True, slots=True)
class CompiledSite:
    """All that is made of a rendered site before values go in."""

    pages: tuple[Skeleton, ...]
    search: Mapping[str, Any]
    """The settings that the search index begins with."""
    static: Mapping[str, bytes]
    """The theme's files and ours that the pages ask for, by path."""


class Press:
    """MkDocs and Material for a whole run: set up once for a language, each distinct part compiled once.

    What is kept holds slots and never a value, so nothing can pass from one engagement to another.
    One press works for one thread.
    """

    def __init__(self, mkdocs_yml: Path) -> None:
        self._mkdocs_yml = mkdocs_yml
        self._foundry = Foundry()
        self._workshops: dict[str, Workshop] = {}
        self._parts: dict[tuple[str, str], CompiledPart] = {}
        self._frames: dict[object, CompiledFrame] = {}
        self._static: dict[object, bytes] = {}

    def compile(self, site: RenderedSite, logo: str | None = None) -> CompiledSite:
        """Return a rendered site as whole pages with slots; `logo` is the path of the client's."""
        frame = frame_of(site, logo)
        shop = self._workshop(frame.language)
        bench = Bench(shop, self._foundry, site, frame)
        pages = tuple(self._skeleton(bench, page, frame) for page in site.pages)
        asked = frozenset[str]().union(*(page.asks_for for page in pages))
        static = {file.src_uri: self._content(file) for file in bench.asked_for(asked)}
        return CompiledSite(pages, shop.search, static)

    def _workshop(self, language: str) -> Workshop:
        if language not in self._workshops:
            self._workshops[language] = workshop(self._mkdocs_yml, language)
        return self._workshops[language]

    def _skeleton(self, bench: Bench, page: RenderedPage, frame: Frame) -> Skeleton:
        """Return a page, made of what was compiled now or before."""
        laid = tuple(self._laid(bench, page))
        around, numbers = self._framed(bench, page, laid, frame)
        title, site = localised(page.title, *Scope)
        heading = Stretch((self._foundry.piece(title),), site)
        return Skeleton(
            page.path,
            bench.url(page),
            Stretch(around.before, numbers),
            tuple(Stretch((part.html,), own) for part, own in laid),
            Stretch(around.after, numbers),
            tuple(_entries(bench.url(page), heading, laid)),
            around.asks_for.union(*(part.asks_for for part, _ in laid)),
        )

    def _laid(self, bench: Bench, page: RenderedPage) -> Iterator[Laid]:
        """Yield a page's parts in order; their links depend on the folder that the page stands in."""
        folder, own = page.path.rpartition("/")[0], parts(page.markdown)
        texts = dict.fromkeys(part.markdown for part in own)
        missing = [text for text in texts if (folder, text) not in self._parts]
        if missing:
            for text, compiled in zip(missing, bench.compile(page, missing), strict=True):
                self._parts[folder, text] = compiled
        yield from ((self._parts[folder, part.markdown], part.numbers) for part in own)

    def _framed(
        self, bench: Bench, page: RenderedPage, laid: Sequence[Laid], frame: Frame
    ) -> tuple[CompiledFrame, Numbers]:
        """Return the theme around a page, which shows of the page its description and its headings."""
        headings = [(heading, own) for part, own in laid for heading in part.headings]
        titles = [renumbered(heading.title, own) for heading, own in headings]
        shown, numbers = localised("\n".join([page.description, *titles]), Scope.PAGE)
        description, *titles = shown.split("\n")
        toc = tuple(
            replace(heading, title=title) for (heading, _), title in zip(headings, titles, strict=True)
        )
        begun = any(part.begins_page for part, _ in laid)
        key = (frame, page.path, page.title, repr(page.meta), description, toc, begun)
        if key not in self._frames:
            self._frames[key] = bench.frame(page, description, toc, begun=begun)
        return self._frames[key], Numbers(numbers.page, bench.site_numbers)

    def _content(self, file: File) -> bytes:
        """Return what a file holds; sites share it until it changes."""
        path = Path(file.abs_src_path or "")
        key = (path, path.stat().st_mtime_ns, path.stat().st_size)
        if key not in self._static:
            self._static[key] = file.content_bytes
        return self._static[key]


def _entries(url: str, page_title: Stretch, laid: Sequence[Laid]) -> Iterator[Entry]:
    """Yield a page's entries of the search index: one for each heading, and one for what stands before."""
    location, title, texts = url, page_title, list[Stretch]()
    for part, own in laid:
        for passage in part.passages:
            if passage.id:
                yield Entry(location, title, tuple(texts))
                location, title, texts = f"{url}#{passage.id}", page_title, []
            if passage.title:
                title = Stretch((passage.title,), own)
            if passage.text:
                texts.append(Stretch((passage.text,), own))
    yield Entry(location, title, tuple(texts))
