"""The pages of a whole run: each distinct part is compiled once, whichever engagements show it."""

from __future__ import annotations

import os
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from handbook.skeletons.frame import frame_of
from handbook.skeletons.learning import Learned
from handbook.skeletons.memory import Memory
from handbook.skeletons.pieces import Foundry, localised
from handbook.skeletons.surroundings import Surroundings
from handbook.slots import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from handbook.kept import Kept
    from handbook.render import RenderedPage, RenderedSite
    from handbook.skeletons.compiling import Bench, Workshop
    from handbook.skeletons.frame import Frame
    from handbook.skeletons.pieces import Bit, Values
    from handbook.skeletons.surroundings import Laid


class Entry(Struct, frozen=True):
    """What the search index holds of one heading of a page."""

    location: str
    title: Bit
    texts: tuple[Bit, ...]


class Skeleton(Struct, frozen=True):
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


class CompiledSite(Struct, frozen=True):
    """All that is made of a rendered site before values go in."""

    pages: tuple[Skeleton, ...]
    search: Mapping[str, Any]
    """The settings that the search index begins with."""
    static: Mapping[str, bytes]
    """The theme's files and ours that the pages ask for, by path."""


class Press:
    """MkDocs and Material for a whole run: set up once for a language, each distinct part compiled once.

    What is kept holds slots and never a value, so nothing can pass from one engagement to another. With what
    earlier runs have `kept`, MkDocs is not even imported until something is not known.
    One press works for one thread.
    """

    def __init__(self, mkdocs_yml: Path, kept: Kept | None = None) -> None:
        self._mkdocs_yml = mkdocs_yml
        self._foundry = Foundry()
        self._workshops: dict[str, Workshop] = {}
        self._memory = Memory(kept)
        self._static: dict[object, bytes] = {}

    def apart(self) -> Press:
        """Return the same press for one engagement's own pages: nothing of them is kept for others."""
        other = copy(self)
        other._memory = self._memory.apart()  # noqa: SLF001 -- it is one of these
        return other

    def compile(self, site: RenderedSite, logo: str | None = None) -> CompiledSite:
        """Return a rendered site as whole pages with slots; `logo` is the path of the client's."""
        work = _Work(self, site, frame_of(site, logo))
        pages = tuple(work.skeleton(page) for page in site.pages)
        asked = frozenset[str]().union(*(page.asks_for for page in pages))
        static = {path: self._content(Path(place)) for path, place in work.files(asked)}
        search = work.search()
        self._memory.save()
        return CompiledSite(pages, search, static)

    def _workshop(self, language: str) -> Workshop:
        from handbook.skeletons.compiling import workshop  # noqa: PLC0415 -- brings MkDocs along

        if language not in self._workshops:
            other = next(iter(self._workshops.values()), None)
            self._workshops[language] = workshop(self._mkdocs_yml, language, other)
        return self._workshops[language]

    def _content(self, path: Path) -> bytes:
        """Return what a file holds; sites share it until it changes."""
        key = (path, path.stat().st_mtime_ns, path.stat().st_size)
        if key not in self._static:
            self._static[key] = path.read_bytes()
        return self._static[key]


class _Work:
    """One site in the press."""

    def __init__(self, press: Press, site: RenderedSite, frame: Frame) -> None:
        self._press, self._site, self._frame = press, site, frame
        self._memory = press._memory  # noqa: SLF001 -- the two are one
        self._around = Surroundings(lambda: self._bench, frame, self._memory)
        self._learned = Learned(site.pages, self._memory, lambda: self._bench)

    @cached_property
    def _bench(self) -> Bench:
        """The site as MkDocs sees it."""
        from handbook.skeletons.compiling import Bench  # noqa: PLC0415 -- brings MkDocs along

        press = self._press
        shop = press._workshop(self._frame.language)  # noqa: SLF001 -- as above
        return Bench(shop, press._foundry, self._site, self._frame)  # noqa: SLF001 -- as above

    def skeleton(self, page: RenderedPage) -> Skeleton:
        """Return a page, made of what was compiled now or before."""
        laid, url = self._learned.of(page), self._url(page)
        front = self._around.of(page, laid)
        title, site = localised(page.title, *Scope)
        heading = self._press._foundry.piece(title).within(site)  # noqa: SLF001 -- as above
        return Skeleton(
            page.path,
            url,
            front.before,
            tuple(part.html.within(own) for part, own in laid),
            front.after,
            tuple(_entries(url, heading, laid)),
            front.asks_for.union(*(part.asks_for for part, _ in laid)),
        )

    def files(self, asked: frozenset[str]) -> list[tuple[str, str]]:
        """Return the files that the pages ask for: path in the site, and where each is."""
        pictures = sorted((path, str(place)) for path, place in self._site.pictures.items())
        key = (self._frame.language, self._frame.team, sorted(asked), pictures)
        known = self._memory.find("files", key)
        if known is None or not all(os.path.isfile(place) for _, place in known):  # noqa: PTH113 -- many
            chosen = self._bench.asked_for(asked)
            known = [(file.src_uri, file.abs_src_path or "") for file in chosen]
            self._memory.keep("files", key, known)
        return [(path, place) for path, place in known]

    def search(self) -> Mapping[str, Any]:
        """Return the settings that the search index begins with."""
        found: Mapping[str, Any] | None = self._memory.find("search", self._frame.language)
        if found is None:
            found = self._press._workshop(self._frame.language).search  # noqa: SLF001 -- as above
            self._memory.keep("search", self._frame.language, found)
        return found

    def _url(self, page: RenderedPage) -> str:
        url: str | None = self._memory.find("url", page.path)
        if url is None:
            url = self._bench.url(page)
            self._memory.keep("url", page.path, url)
        return url


def _entries(url: str, page_title: Bit, laid: Sequence[Laid]) -> Iterator[Entry]:
    """Yield a page's entries of the search index: one for each heading, and one for what stands before."""
    location, title, hidden = url, page_title, False
    texts: list[Bit] = []
    for part, own in laid:
        for passage in part.passages:
            if passage.id:
                if not hidden:
                    yield Entry(location, title, tuple(texts))
                location, title, texts, hidden = f"{url}#{passage.id}", page_title, [], False
            hidden |= passage.hidden
            if passage.title:
                title = passage.title.within(own)
            if passage.text:
                texts.append(passage.text.within(own))
    if not hidden:
        yield Entry(location, title, tuple(texts))
