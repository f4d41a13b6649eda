"""What the theme sees of a site besides the page itself: names, navigation, language and logo."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import material  # type: ignore[import-untyped]
from msgspec import Struct

from handbook.skeletons.tongues import in_language, language_of
from handbook.view import Edition

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from handbook.render import RenderedPage, RenderedSite


class Frame(Struct, frozen=True):
    """All that a page's HTML depends on besides its own text: sites of equal frames share their pages."""

    strings: tuple[tuple[str, str], ...]
    """The slotted strings for the theme, by name."""
    navigation: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Sections in order, each with its pages as (title, path); what is in no section is under "".

    The title of a page that is not in the site's language has its own.
    """
    language: str
    """The name of the theme's translation."""
    logo: str | None
    team: bool


def frame_of(site: RenderedSite, logo: str | None) -> Frame:
    """Return the frame of a rendered site, with the path of its logo."""
    languages = {page.path: language_of(page) for page in site.pages}
    return Frame(
        strings=tuple(sorted(site.extras.items())),
        navigation=tuple(
            (part.title, tuple((in_language(title, languages[path]), path) for title, path in part.pages))
            for part in site.nav
        ),
        language=material_language(site.language),
        logo=logo,
        team=site.extras["edition"] == Edition.TEAM,
    )


def put_on(frame: Frame, config: MkDocsConfig) -> None:
    """Set everything in MkDocs' configuration that a frame decides."""
    strings = dict(frame.strings)
    config.site_name = strings["site_name"]
    config.nav = _nav(frame)
    config.extra["handbook"] = MappingProxyType(strings)
    config.theme["language"] = frame.language
    config.theme["logo"] = frame.logo
    # No site address is known, so there is no sitemap, and no page that a server shows for a missing one.
    config.theme.static_templates = set()


def meta_of(page: RenderedPage) -> dict[str, Any]:
    """Return what templates see of a page's front matter; the rest of it has done its work before."""
    return {"title": page.title, "description": page.description, **page.meta}


def material_language(tag: str) -> str:
    """Return the name of Material's translation for a language tag, English where there is none."""
    folder = Path(material.__file__).parent / "templates" / "partials" / "languages"
    there = {path.stem.lower(): path.stem for path in folder.glob("*.html")}
    wanted = tag.lower().replace("_", "-")
    return there.get(wanted) or there.get(wanted.partition("-")[0]) or "en"


def _nav(frame: Frame) -> list[dict[str, Any]]:
    """Return the navigation as MkDocs reads it from mkdocs.yml."""
    nav: list[dict[str, Any]] = []
    for title, pages in frame.navigation:
        entries = [{page_title: path} for page_title, path in pages]
        nav.extend([{title: entries}] if title else entries)
    return nav
