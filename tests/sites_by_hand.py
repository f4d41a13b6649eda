"""Rendered sites made by hand, and what MkDocs itself makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.config import load_config

from handbook.fill import fill_entry, fill_html
from handbook.render import NavSection, RenderedPage, RenderedSite
from handbook.skeletons import Press, Values
from handbook.skeletons.events import PlainSite, search_index, source
from handbook.slots import URL_SCHEME, Kind, Scope, Slot, mark

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

MKDOCS = Path(__file__).parents[1] / "mkdocs.yml"
EXTRAS = ("site_name", "client", "classification", "footer", "as_of", "edition_id", "draft")


def page(path: str, markdown: str, *texts: str, title: str = "", **meta: tuple[str, ...]) -> RenderedPage:
    """Return a page whose Markdown prints `texts`: `%0`, `%1` ... stand for their slots, `@0` for links."""
    for number in reversed(range(len(texts))):
        slot = mark(Scope.PAGE, number)
        markdown = markdown.replace(f"%{number}", slot).replace(f"@{number}", URL_SCHEME + slot)
    linked = ("http", "mailto:", "tel:")
    slots = tuple(Slot(text, Kind.URL if text.startswith(linked) else Kind.TEXT, ()) for text in texts)
    name = path.rpartition("/")[2].removesuffix(".md")
    return RenderedPage(
        path,
        f"docs/{path}",
        title or name.capitalize(),
        f"About {name}",
        markdown,
        slots,
        MappingProxyType(meta),
    )


def site(*pages: RenderedPage, language: str = "en-GB", **extras: str) -> RenderedSite:
    """Return a site of pages, each folder a section; what `extras` says stands in slots of the site."""
    said = {
        "site_name": "A handbook",
        "client": "Acme",
        "as_of": "1 January 2027",
        "edition_id": "abc",
    } | extras
    words = [said.get(name, "") for name in EXTRAS]
    around = {name: mark(Scope.SITE, number) for number, name in enumerate(EXTRAS) if words[number]}
    folders = dict.fromkeys(page.path.rpartition("/")[0] for page in pages)
    nav = tuple(
        NavSection(
            folder.title(), tuple((p.title, p.path) for p in pages if p.path.rpartition("/")[0] == folder)
        )
        for folder in folders
    )
    extra = dict.fromkeys(EXTRAS, "") | around | {"edition": extras.get("edition", "client")}
    slots = tuple(Slot(word, Kind.TEXT, ()) for word in words)
    return RenderedSite(language, pages, nav, slots, MappingProxyType(extra))


def pressed(press: Press, made: RenderedSite, logo: str | None = None) -> dict[str, bytes]:
    """Return the pages and the search index that a press makes of a site."""
    compiled = press.compile(made, logo)
    values = {one.path: Values(one.slots, made.slots, one.file) for one in made.pages}
    files = {one.url: one.fill(values[one.path]).encode() for one in compiled.pages}
    entries = [entry for one in compiled.pages for entry in one.fill_entries(values[one.path])]
    index = {"config": compiled.search, "docs": entries}
    return {**compiled.static, **files, "search": json.dumps(index).encode()}


def built_by_mkdocs(made: RenderedSite, folder: Path, logo: str | None = None) -> dict[str, bytes]:
    """Return the same files, made by MkDocs' own build."""
    config = load_config(str(MKDOCS), hooks=[], site_dir=str(folder), strict=False)
    config.plugins["by hand"] = _Hooks(made, logo)  # type: ignore[assignment]
    build(config)
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    del files["search/search_index.json"]
    settings, entries = search_index(config)
    values = {one.path: (one.slots, made.slots, one.file) for one in made.pages}
    index = {"config": settings, "docs": [fill_entry(entry, *values[source(entry)]) for entry in entries]}
    return {**files, "search": json.dumps(index).encode()}


class _Hooks:
    """What hooks/engagement.py does, for a site made by hand."""

    def __init__(self, made: RenderedSite, logo: str | None) -> None:
        self._made, self._logo = made, logo
        self._values = {one.path: (one.slots, made.slots, one.file) for one in made.pages}

    def on_config(self, config: MkDocsConfig) -> None:
        self._site = PlainSite(config, self._made, self._logo)

    on_config.mkdocs_priority = 100  # type: ignore[attr-defined]

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._site.files(files, config)

    def on_page_markdown(self, _: str, *, page: Page, **_more: object) -> str:
        return self._site.markdown(page)

    def on_page_content(self, html: str, *, page: Page, **_more: object) -> None:
        self._site.contents(html, page)

    def on_env(self, _: object, *, files: Files, **_more: object) -> None:
        self._site.hold_back(files)

    def on_post_page(self, output: str, *, page: Page, **_more: object) -> str:
        return fill_html(self._site.note(output, page), *self._values[page.file.src_uri])

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._site.copy_files(config)
