"""What MkDocs and Material make of slotted pages: their parts as HTML, and the theme around them."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markdown.extensions.toc import nest_toc_tokens  # type: ignore[import-untyped]
from material.plugins.search.plugin import Parser, SearchIndex  # type: ignore[import-untyped]
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.toc import get_toc

from handbook.skeletons.frame import meta_of, put_on
from handbook.skeletons.stock import chosen, files_of, on_offer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import jinja2
    from material.plugins.search.plugin import SearchPlugin
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink
    from mkdocs.utils.templates import TemplateContext

    from handbook.render import RenderedPage, RenderedSite
    from handbook.skeletons.frame import Frame
    from handbook.skeletons.pieces import Foundry, Piece

SEARCH = "material/search"
# A paragraph of its own between parts that are compiled in one go; no page can hold the character. It also
# stands for a page's text while the theme is put around it.
_SEAM = "\ue004"
_HEADING = re.compile(r"<h[1-6][ >]")
# The navigation, item by item, is the same on many pages.
_ITEM = re.compile(r"(?=<li class=\"md-)")
# What Material's search plugin takes out of a page when it has read it.
_FOR_SEARCH = re.compile(r"\s?data-search-\w+=\"[^\"]+\"")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the table of contents lists it."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What the search finds in a part: the words under a heading, or under the one of a part before."""

    id: str | None
    """The heading's id."""
    title: Piece | None
    text: Piece | None


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """What becomes of a part of a page, with the part's own slot numbers."""

    html: Piece
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    asks_for: frozenset[str]
    begins_page: bool
    """Whether it has a heading of the first level, so that the theme adds none."""


@dataclass(frozen=True, slots=True)
class CompiledFrame:
    """The theme around a page: what stands before its text and after."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    asks_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class Workshop:
    """MkDocs and Material, set up once for one language of the theme."""

    config: MkDocsConfig
    env: jinja2.Environment
    theme: tuple[File, ...]
    """The theme's own files."""
    search: Mapping[str, Any]
    """The settings that the search index begins with. MkDocs shares the plugin between all configurations of
    a process, so what it says later is about another language."""


def workshop(mkdocs_yml: Path, language: str) -> Workshop:
    """Return MkDocs set up as for a build, up to the point where engagements begin to differ."""
    # The hook, and what is watched beside the pages, are plain MkDocs's business; a wheel has no src/.
    config = load_config(str(mkdocs_yml), hooks=[], watch=[])
    config.theme["language"] = language
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    files = Files([])
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    env = config.plugins.on_env(env, config=config, files=files)
    return Workshop(config, env, tuple(files), search_settings(config))


def search_settings(config: MkDocsConfig) -> dict[str, Any]:
    """Return what Material's search index begins with."""
    search: SearchPlugin = config.plugins[SEARCH]
    settings: dict[str, Any] = SearchIndex(**search.config).config
    return deepcopy({name: settings[name] for name in ("lang", "separator", "pipeline", "fields")})


class Bench:
    """One site laid out in a workshop: its pages as MkDocs sees them, to be compiled one by one."""

    def __init__(self, shop: Workshop, foundry: Foundry, site: RenderedSite, frame: Frame) -> None:
        put_on(frame, shop.config)
        self._shop, self._foundry = shop, foundry
        # Looked up for each site: a preview serves on while pictures come and go.
        ours = get_files(shop.config)
        found = [*ours, *(file for file in shop.theme if file.src_uri not in ours.src_uris)]
        self._offered = tuple(on_offer(found, team=frame.team))
        self._files = files_of(site.pages, self._offered, shop.config)
        self._nav: Navigation = get_navigation(self._files, shop.config)
        self.site_numbers = tuple(range(len(site.slots)))
        for page in site.pages:
            self._page(page).meta = meta_of(page)

    def compile(self, rendered: RenderedPage, texts: Sequence[str]) -> tuple[CompiledPart, ...]:
        """Return what becomes of the Markdown of some of a page's parts."""
        config, page = self._shop.config, self._page(rendered)
        page.markdown = f"\n\n{_SEAM}\n\n".join(texts)
        page.render(config, self._files)
        html = config.plugins.on_page_content(page.content or "", page=page, config=config, files=self._files)
        pieces = html.split(f"\n<p>{_SEAM}</p>\n")
        if len(pieces) != len(texts):
            raise AssertionError(f"{rendered.file}: {len(texts)} parts came back as {len(pieces)}")
        headings = _flat(page.toc)
        return tuple(self._part(piece, page.url, headings) for piece in pieces)

    def frame(
        self, rendered: RenderedPage, description: str, headings: Iterable[Heading], *, begun: bool
    ) -> CompiledFrame:
        """Return the theme around a page; `begun` says that the page itself has its first heading."""
        page, seam = self._page(rendered), f"<!--{_SEAM}{'<h1' if begun else ''}-->"
        page.markdown, page.content, page.meta["description"] = "", seam, description
        tokens = [{"level": one.level, "id": one.id, "name": one.title} for one in headings]
        page.toc = get_toc(nest_toc_tokens(tokens))
        page.active = True
        html = self._shop.env.get_template("main.html").render(self._context(page))
        page.active = False
        before, after = (_ITEM.split(half) for half in html.split(seam))
        return CompiledFrame(
            tuple(map(self._foundry.piece, before)),
            tuple(map(self._foundry.piece, after)),
            frozenset[str]().union(*(self._foundry.asks(item, page.url) for item in (*before, *after))),
        )

    def asked_for(self, paths: Iterable[str]) -> list[File]:
        """Return the files among our own and the theme's that a site's pages ask for."""
        return chosen(self._offered, paths, self._shop.search["lang"])

    def url(self, rendered: RenderedPage) -> str:
        """Return where a page stands in the site."""
        return self._page(rendered).url

    def _part(self, html: str, url: str, headings: Iterator[Heading]) -> CompiledPart:
        html = _FOR_SEARCH.sub("", html)
        own = tuple(next(headings) for _ in _HEADING.findall(html))
        passages = tuple(self._passages(html))
        return CompiledPart(
            self._foundry.piece(html), own, passages, self._foundry.asks(html, url), "<h1" in html
        )

    def _passages(self, html: str) -> Iterator[Passage]:
        """Yield what Material's search finds in a piece of a page."""
        reader = Parser()
        reader.feed(html)
        reader.close()
        for section in reader.data:
            words = ("".join(section.title).strip(), "".join(section.text).strip())
            title, text = (self._foundry.piece(html) if html else None for html in words)
            yield Passage(section.id, title, text)

    def _page(self, rendered: RenderedPage) -> Page:
        file = self._files.get_file_from_path(rendered.path)
        if file is None or file.page is None:
            raise LookupError(rendered.path)
        return file.page

    def _context(self, page: Page) -> TemplateContext:
        return get_context(self._nav, self._files, self._shop.config, page)


def _flat(toc: Iterable[AnchorLink]) -> Iterator[Heading]:
    for link in toc:
        yield Heading(link.level, link.id, link.title)
        yield from _flat(link.children)
