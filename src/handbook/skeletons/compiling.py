"""What MkDocs and Material make of slotted pages: their parts as HTML, and the theme around them."""

from __future__ import annotations

import re
from copy import deepcopy
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markdown.extensions.toc import nest_toc_tokens  # type: ignore[import-untyped]
from material.plugins.search.plugin import Parser, SearchIndex  # type: ignore[import-untyped]
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.toc import get_toc
from msgspec import Struct
from msgspec.structs import replace

from handbook.skeletons.compiled import CompiledPart, Passage, Rendered
from handbook.skeletons.frame import meta_of, put_on
from handbook.skeletons.joints import cut_out, said_alone
from handbook.skeletons.policy import with_policy
from handbook.skeletons.setting import Heading
from handbook.skeletons.stock import chosen, files_of, on_offer, with_pictures
from handbook.skeletons.theme import SEAM, TEXT, Some, Withheld, at_seams, seam, theme_of
from handbook.skeletons.tongues import in_language, language_of, spoken_headings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from material.plugins.search.plugin import SearchPlugin
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation, Section
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink, TableOfContents

    from handbook.render import RenderedPage, RenderedSite
    from handbook.skeletons.frame import Frame
    from handbook.skeletons.joints import Form, Fragment
    from handbook.skeletons.pieces import Foundry, Piece
    from handbook.skeletons.setting import Item, Setting
    from handbook.skeletons.theme import Theme

SEARCH = "material/search"
_HEADING = re.compile(r"<h[1-6][ >]")
# What Material's search plugin takes out of a page when it has read it.
_FOR_SEARCH = re.compile(r"\s?data-search-\w+=\"[^\"]+\"")


class Workshop(Struct, frozen=True):
    """MkDocs and Material, set up once for one language of the theme."""

    config: MkDocsConfig
    theme: Theme
    files: tuple[File, ...]
    """The theme's own files."""
    search: Mapping[str, Any]
    """The settings that the search index begins with. MkDocs shares the plugin between all configurations of
    a process, so what it says later is about another language."""


def workshop(mkdocs_yml: Path, language: str, other: Workshop | None = None) -> Workshop:
    """Return MkDocs set up as for a build, up to the point where engagements begin to differ.

    What does not depend on the language is taken over from the workshop of another one.
    """
    # The hook, and what is watched beside the pages, are plain MkDocs's business; a wheel has no src/.
    config = load_config(str(mkdocs_yml), hooks=[], watch=[])
    config.theme["language"] = language
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    if other:
        return Workshop(config, other.theme, other.files, search_settings(config))
    files = Files([])
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    env = config.plugins.on_env(env, config=config, files=files)
    return Workshop(config, theme_of(env), tuple(files), search_settings(config))


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
        found = [*ours, *(file for file in shop.files if file.src_uri not in ours.src_uris)]
        found = list(with_pictures(found, site.pictures, shop.config))
        self._offered = tuple(on_offer(found, team=frame.team))
        self._files = files_of(site.pages, self._offered, shop.config)
        self._nav: Navigation = get_navigation(self._files, shop.config)
        for page in site.pages:
            self._page(page).meta = meta_of(page)

    def compile(
        self, rendered: RenderedPage, fragments: Sequence[Fragment]
    ) -> tuple[CompiledPart | None, ...]:
        """Return what becomes of fragments of a page's parts; None for one that cannot be cut out."""
        config, page = self._shop.config, self._page(rendered)
        page.markdown = f"\n\n{SEAM}\n\n".join(fragment.markdown for fragment in fragments)
        page.render(config, self._files)
        html = config.plugins.on_page_content(page.content or "", page=page, config=config, files=self._files)
        pieces = html.split(f"\n<p>{SEAM}</p>\n")
        if len(pieces) != len(fragments):
            raise AssertionError(f"{rendered.file}: {len(fragments)} parts came back as {len(pieces)}")
        headings = _flat(page.toc)
        return tuple(
            self._part(piece, fragment.form, page.url, headings)
            for piece, fragment in zip(pieces, fragments, strict=True)
        )

    def around(self, rendered: RenderedPage, setting: Setting) -> Rendered:
        """Return the theme around a page, with seams for its text, navigation, tabs and contents."""
        page = self._set(rendered, setting)
        html = with_policy(self._shop.theme.page.render(self._context(page)), page.content or "")
        return self._rendered(html.replace(page.content or "", seam(TEXT)), page.url)

    def telling(self, name: str, rendered: RenderedPage, strings: Sequence[tuple[str, str]]) -> Rendered:
        """Return what tells of the edition, above the pages or below them, as a page shows it."""
        page, template = self._page(rendered), self._shop.theme.telling[name]
        self._withhold()
        self._shop.config.extra["handbook"] = MappingProxyType(dict(strings))
        return self._rendered(template.render(self._context(page)), page.url)

    def list_of(self, kind: str, rendered: RenderedPage, setting: Setting) -> Rendered:
        """Return the navigation or the tabs of a page with a seam for each item."""
        page = self._set(rendered, setting)
        return self._rendered(self._shop.theme.lists[kind].render(self._context(page)), page.url)

    def item(self, kind: str, item: Item, rendered: RenderedPage, opening: Sequence[int]) -> Rendered:
        """Return an item of the navigation or the tabs; the page's own has a seam for its contents."""
        page, theirs = self._page(rendered), self._nav.items[item.number]
        _name(theirs, item)
        page.toc = _contents(Heading(level, "", "") for level in opening)
        self._withhold()
        context = {**self._context(page), "nav_item": theirs, "path": f"__nav_{item.number + 1}"}
        template = self._shop.theme.items[kind]
        return self._rendered(self._activated(page, lambda: template.render(context)), page.url)

    def toc(self, rendered: RenderedPage, headings: Sequence[Heading]) -> Rendered:
        """Return the contents of a page."""
        page = self._page(rendered)
        page.toc = _contents(headings)
        self._withhold()
        return self._rendered(self._shop.theme.toc.render(self._context(page)), page.url)

    def _set(self, rendered: RenderedPage, setting: Setting) -> Page:
        """Return a page as the theme shall see it, and tell MkDocs the words around it."""
        page, strings, config = self._page(rendered), dict(setting.strings), self._shop.config
        config.site_name, config.extra["handbook"] = strings["site_name"], Some(strings)
        page.title, page.markdown = in_language(setting.title, language_of(rendered)), ""
        page.content = f"<!--{SEAM}{'<h1' if setting.begun else ''}-->"
        page.meta = {**page.meta, "title": setting.title, "description": setting.description}
        for other, neighbour in zip((page.previous_page, page.next_page), setting.neighbours, strict=True):
            if other and neighbour:
                other.title = neighbour[0]
        page.toc = _contents(setting.opening)
        return page

    def _withhold(self) -> None:
        """Let no part that sites share show words of one of them."""
        self._shop.config["site_name"] = self._shop.config.extra["handbook"] = Withheld()

    def _activated(self, page: Page, render: Callable[[], str]) -> str:
        """Return what is rendered while a page is the one that is being read."""
        page.active = True
        try:
            return render()
        finally:
            page.active = False

    def _rendered(self, html: str, url: str) -> Rendered:
        texts = at_seams(html)
        pieces = tuple(map(self._foundry.piece, texts[::2]))
        asks = frozenset[str]().union(*(self._foundry.asks(text, url) for text in texts[::2]))
        return Rendered(pieces, tuple(texts[1::2]), asks)

    def asked_for(self, paths: Iterable[str]) -> list[File]:
        """Return the files among our own and the theme's that a site's pages ask for."""
        return chosen(self._offered, paths, self._shop.search["lang"])

    def url(self, rendered: RenderedPage) -> str:
        """Return where a page stands in the site."""
        return self._page(rendered).url

    def _part(self, html: str, form: Form, url: str, headings: Iterator[Heading]) -> CompiledPart | None:
        spoken, found = spoken_headings(html), [next(headings) for _ in _HEADING.findall(html)]
        own = tuple(replace(one, title=in_language(one.title, spoken.get(one.id, ""))) for one in found)
        passages = tuple(self._passages(html, form))
        cut = cut_out(_FOR_SEARCH.sub("", html), form)
        if cut is None or None in passages:
            return None
        said = tuple(filter(None, passages))
        return CompiledPart(self._foundry.piece(cut), own, said, self._foundry.asks(cut, url), "<h1" in cut)

    def _passages(self, html: str, form: Form) -> Iterator[Passage | None]:
        """Yield what Material's search finds in a piece of a page; None where that cannot be cut out."""
        reader = Parser()
        reader.feed(html)
        reader.close()
        for section in reader.data:
            title, text = "".join(section.title).strip(), said_alone("".join(section.text).strip(), form)
            if text is None:
                yield None
            elif section.is_excluded():
                yield Passage(section.id, None, None, hidden=True)
            else:
                yield Passage(section.id, self._words(title), self._words(text))

    def _words(self, html: str) -> Piece | None:
        return self._foundry.piece(html) if html else None

    def _page(self, rendered: RenderedPage) -> Page:
        file = self._files.get_file_from_path(rendered.path)
        if file is None or file.page is None:
            raise LookupError(rendered.path)
        return file.page

    def _context(self, page: Page) -> dict[str, Any]:
        return {**get_context(self._nav, self._files, self._shop.config, page)}


def _name(item: Section | Page, named: Item) -> None:
    """Give an item of MkDocs' navigation, and the pages in it, the titles that they are to be shown with."""
    item.title = named.title
    for page, (title, _) in zip(item.children or (), named.pages, strict=False):
        page.title = title


def _contents(headings: Iterable[Heading]) -> TableOfContents:
    tokens = [{"level": one.level, "id": one.id, "name": one.title} for one in headings]
    return get_toc(nest_toc_tokens(tokens))


def _flat(toc: Iterable[AnchorLink]) -> Iterator[Heading]:
    for link in toc:
        yield Heading(link.level, link.id, link.title)
        yield from _flat(link.children)
