"""What plain `mkdocs build` does with a rendered site, event by event: the same steps as a press takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from mkdocs.config.defaults import MkDocsConfig as Config
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from handbook.skeletons.asking import asked_for
from handbook.skeletons.compiling import search_settings
from handbook.skeletons.frame import frame_of, meta_of, put_on
from handbook.skeletons.policy import with_policy
from handbook.skeletons.stock import chosen, files_of, on_offer, with_pictures
from handbook.skeletons.tongues import language_of, name_contents, spoken_headings

__all__ = (
    "Config",
    "Files",
    "Page",
    "PlainSite",
    "abort",
    "keep",
    "kept",
    "search_index",
    "write",
    "written",
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs.structure.files import File

    from handbook.errors import Problem
    from handbook.render import RenderedSite


class PlainSite:
    """One site that MkDocs itself builds, and what is known of it so far."""

    def __init__(self, config: Config, site: RenderedSite, logo: str | None) -> None:
        self._frame = frame_of(site, logo)
        self._pages = {page.path: page for page in site.pages}
        self._pictures = site.pictures
        self._offered: tuple[File, ...] = ()
        self._asked: set[str] = set()
        put_on(self._frame, config)

    def files(self, found: Files, config: Config) -> Files:
        """Return the files of this edition: its pages, and what they may ask for."""
        known = with_pictures(found, self._pictures, config)
        self._offered = tuple(on_offer(known, team=self._frame.team))
        return files_of(self._pages.values(), self._offered, config)

    def hold_back(self, files: Files) -> None:
        """Keep MkDocs from copying files that, in the end, no page may have asked for."""
        for file in self._offered:
            files.remove(file)

    def markdown(self, page: Page) -> str:
        """Return a page's slotted Markdown, and give the page the front matter that templates may see."""
        rendered = self._pages[page.file.src_uri]
        page.meta = meta_of(rendered)
        return rendered.markdown

    def contents(self, html: str, page: Page) -> None:
        """Give the contents of a page the titles that the theme shows."""
        language = language_of(self._pages[page.file.src_uri])
        name_contents(page.toc, spoken_headings(html), language)

    def note(self, html: str, page: Page) -> str:
        """Note what a finished page asks for, and return it with the policy of what may run in it."""
        self._asked |= asked_for(html, page.url)
        return with_policy(html, page.content or "")

    def copy_files(self, config: Config) -> None:
        """Copy the files that pages have asked for into the site."""
        for file in chosen(self._offered, self._asked, search_settings(config)["lang"]):
            file.copy_file()


def keep(config: Config, build: object) -> None:
    """Hang a build on its configuration: MkDocs keeps hook modules between builds, so none may hold it."""
    vars(config)["handbook"] = build


def kept(config: Config) -> object:
    """Return the build that hangs on a configuration."""
    return vars(config)["handbook"]


def search_index(config: Config) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the settings and the entries of the search index that Material has written into the site."""
    index = json.loads(Path(config.site_dir, "search", "search_index.json").read_text("utf-8"))
    return index["config"], index["docs"]


def source(entry: Mapping[str, Any]) -> str:
    """Return the path of the page that an entry of the search index leads to."""
    return str(entry["location"]).partition("#")[0].removesuffix(".html") + ".md"


def write(files: Mapping[str, bytes], config: Config) -> None:
    """Write files of ours into the site."""
    for path, content in files.items():
        place = Path(config.site_dir, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def written(config: Config) -> dict[str, bytes]:
    """Return all files of the built site, by their paths in it."""
    site = Path(config.site_dir)
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def abort(problems: Iterable[Problem]) -> NoReturn:
    """End MkDocs' build: every problem on a line of its own, exit code 1, no traceback."""
    lines = [str(problem) for problem in problems]
    click.echo("\n".join(lines), err=True)
    raise Abort(f"Not built: {len(lines)} {'problem' if len(lines) == 1 else 'problems'}, see above")
