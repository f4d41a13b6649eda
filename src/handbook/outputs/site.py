"""The website of an edition: pages, search index, and what pages ask for; its colours, logo and manifest."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any, Final

from handbook import brand
from handbook.outputs.edition import manifest
from handbook.records import Record
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.outputs.manuscript import Manuscript
    from handbook.skeletons import Press

_NO_WORD: Final = re.compile(r"\W+")
SEARCH_INDEX = "search/search_index.json"


def files(manuscript: Manuscript, press: Press) -> dict[str, bytes]:
    """Return all files of the website by their paths in it."""
    site = press.compile(manuscript.site, manuscript.logo.path if manuscript.logo else None)
    values, words = manuscript.values, manuscript.values_in_words
    pages = {page.url: page.fill(values(page.path)).encode() for page in site.pages}
    entries = (entry for page in site.pages for entry in page.fill_entries(words(page.path)))
    return {**site.static, **pages, **search(site.search, entries, manuscript)}


def search(
    settings: Mapping[str, Any], entries: Iterable[Mapping[str, Any]], manuscript: Manuscript
) -> dict[str, bytes]:
    """Return the search index, for servers as JSON and for folders opened from disk as a script."""
    words = {f" {_NO_WORD.sub(' ', word)} ": names for word, names in manuscript.site.other_words.items()}
    known = [_also(entry, words) for entry in entries]
    index = json.dumps({"config": settings, "docs": known}, separators=(",", ":"))
    return {SEARCH_INDEX: index.encode(), "search/search_index.js": f"var __index = {index}".encode()}


def _also(entry: Mapping[str, Any], other_words: Mapping[str, tuple[str, ...]]) -> Mapping[str, Any]:
    """Return a page or passage that can be found by what people elsewhere call the words of its title.

    The words that they call otherwise have a space on either side.
    """
    title = f" {_NO_WORD.sub(' ', html.unescape(str(entry['title'])).casefold())} "
    held = (names for word, names in other_words.items() if word in title)
    others = list(dict.fromkeys(name for names in held for name in names))
    return {**entry, "tags": others} if others else entry


def own(manuscript: Manuscript) -> dict[str, bytes]:
    """Return what is made for an edition beside its pages: its colours, its logo and its manifest."""
    made = {"assets/brand.css": _colours(manuscript), "edition.json": manifest(manuscript.view)}
    if manuscript.logo:
        made[manuscript.logo.path] = manuscript.logo.content
    return made


def _colours(manuscript: Manuscript) -> bytes:
    branding = manuscript.view.root.fields.get("branding")
    primary = branding.fields.get("primary") if isinstance(branding, Record) else None
    chosen = primary if isinstance(primary, str) else None
    return brand.stylesheet(chosen, team=manuscript.view.edition is Edition.TEAM).encode()
