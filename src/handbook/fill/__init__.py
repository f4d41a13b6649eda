"""Values into compiled pages, each escaped for its place; nothing else escapes.

A page that many engagements share is cut once (`mould_of_html`) and filled for each; the functions here do
both at once. All refuse with the problems of values that stand where no value can be made safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handbook.fill.mould import Hole, Mould, Words, hole, mould_of_css, mould_of_html, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handbook.slots import Slot

__all__ = (
    "Hole",
    "Mould",
    "Words",
    "fill_css",
    "fill_entry",
    "fill_html",
    "hole",
    "mould_of_css",
    "mould_of_html",
    "words",
)


def fill_html(html: str, page: Sequence[Slot], site: Sequence[Slot], file: str = "") -> str:
    """Return a page, or a piece of HTML or XML, with its values; `file` is its source, for messages."""
    return mould_of_html(html).fill(page, site, file)


def fill_css(stylesheet: str, page: Sequence[Slot], site: Sequence[Slot], file: str = "") -> str:
    """Return a stylesheet with its values."""
    return mould_of_css(stylesheet).fill(page, site, file)


def fill_entry(
    entry: Mapping[str, Any], page: Sequence[Slot], site: Sequence[Slot], file: str = ""
) -> dict[str, Any]:
    """Return an entry of the search index with its values: each text in it is a piece of HTML.

    Whoever writes it as JSON escapes a second time, for JSON.
    """
    return {key: _filled(value, page, site, file) for key, value in entry.items()}


def _filled(value: object, page: Sequence[Slot], site: Sequence[Slot], file: str) -> object:
    if isinstance(value, str):
        return fill_html(value, page, site, file)
    if isinstance(value, list):
        return [_filled(item, page, site, file) for item in value]
    return value
