"""The pages of a whole run: each distinct part of one is compiled once, whichever engagements show it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handbook.skeletons.compiling import Bench, CompiledPart, workshop
from handbook.skeletons.frame import frame_of
from handbook.skeletons.parts import parts
from handbook.skeletons.pieces import Foundry, localised
from handbook.skeletons.surroundings import Surroundings
from handbook.slots import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mkdocs.structure.files import File

    from handbook.render import RenderedPage, RenderedSite
    from handbook.skeletons.compiling import Rendered, Workshop
    from handbook.skeletons.pieces import Bit, Values
    from handbook.skeletons.surroundings import Laid


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search index holds of one heading of a page."""

    location: str
    title: Bit
    texts: tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A whole page with holes for its values, and what of it can be found by searching."""

    path: str
    """The page's source: `people/decisions.md`."""
    url: str
    """Where it stands in the site: `people/decisions.html`."""
    before: tuple[Bit, ...]
    text: tuple[Bit, ...]
    after: tuple[Bit, ...]
    entries: tuple[Entry, ...]
    asks_for: frozenset[str]
    """The paths in the site that the page shows, loads or links."""

    def fill(self, values: Values) -> str:
        """Return the page's HTML with its values."""
        before, text, after = (
            [bit.fill(values) for bit in bits] for bits in (self.before, self.text, self.after)
        )
        return "".join([*before, "\n".join(text), *after])

    def fill_entries(self, values: Values) -> Iterator[dict[str, Any]]:
        """Yield the page's entries of the search index with their values."""
        for entry in self.entries:
            text = " ".join([bit.fill(values) for bit in entry.texts])
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
        self._rendered: dict[object, Rendered] = {}
        self._static: dict[object, bytes] = {}

    def compile(self, site: RenderedSite, logo: str | None = None) -> CompiledSite:
        """Return a rendered site as whole pages with slots; `logo` is the path of the client's."""
        frame = frame_of(site, logo)
        shop = self._workshop(frame.language)
        bench = Bench(shop, self._foundry, site, frame)
        around = Surroundings(bench, frame, self._rendered)
        pages = tuple(self._skeleton(bench, page, around) for page in site.pages)
        asked = frozenset[str]().union(*(page.asks_for for page in pages))
        static = {file.src_uri: self._content(file) for file in bench.asked_for(asked)}
        return CompiledSite(pages, shop.search, static)

    def _workshop(self, language: str) -> Workshop:
        if language not in self._workshops:
            other = next(iter(self._workshops.values()), None)
            self._workshops[language] = workshop(self._mkdocs_yml, language, other)
        return self._workshops[language]

    def _skeleton(self, bench: Bench, page: RenderedPage, around: Surroundings) -> Skeleton:
        """Return a page, made of what was compiled now or before."""
        laid, url = tuple(self._laid(bench, page)), bench.url(page)
        front = around.of(page, laid)
        title, site = localised(page.title, *Scope)
        heading = self._foundry.piece(title).within(site)
        return Skeleton(
            page.path,
            url,
            front.before,
            tuple(part.html.within(own) for part, own in laid),
            front.after,
            tuple(_entries(url, heading, laid)),
            front.asks_for.union(*(part.asks_for for part, _ in laid)),
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

    def _content(self, file: File) -> bytes:
        """Return what a file holds; sites share it until it changes."""
        path = Path(file.abs_src_path or "")
        key = (path, path.stat().st_mtime_ns, path.stat().st_size)
        if key not in self._static:
            self._static[key] = file.content_bytes
        return self._static[key]


def _entries(url: str, page_title: Bit, laid: Sequence[Laid]) -> Iterator[Entry]:
    """Yield a page's entries of the search index: one for each heading, and one for what stands before."""
    location, title = url, page_title
    texts: list[Bit] = []
    for part, own in laid:
        for passage in part.passages:
            if passage.id:
                yield Entry(location, title, tuple(texts))
                location, title, texts = f"{url}#{passage.id}", page_title, []
            if passage.title:
                title = passage.title.within(own)
            if passage.text:
                texts.append(passage.text.within(own))
    yield Entry(location, title, tuple(texts))
