"""The handbook's own pages, rendered and read: for tests of what they say."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from handbook.bundle import bundle
from handbook.load import load, load_text
from handbook.outputs import write
from handbook.pages import Layer, read_sources
from handbook.render import Templates
from handbook.slots import MARK, Scope, read_mark
from handbook.view import Edition
from plain import PUBLIC

if TYPE_CHECKING:
    import re
    from pathlib import Path

    from handbook.load import Loaded
    from handbook.render import RenderedPage, RenderedSite

AS_OF = date(2026, 11, 22)


@cache
def templates() -> Templates:
    """Return the handbook's own pages, compiled once."""
    return Templates(read_sources([Layer(bundle(), "docs", "engagement_templates/partials")]))


def file_of(text: str) -> Loaded:
    """Return an engagement file of this text, as if it lay beside the examples."""
    return load_text(text.encode(), "test.yml", PUBLIC.parent)


def site_of(loaded: Loaded, edition: Edition = Edition.CLIENT) -> RenderedSite:
    """Return an engagement's edition as slotted Markdown."""
    return write(loaded, edition, AS_OF, templates()).site


@cache
def site_of_file(path: Path, edition: Edition = Edition.CLIENT) -> RenderedSite:
    """Return the edition of an engagement file."""
    return site_of(load(path), edition)


def filled(page: RenderedPage, site: RenderedSite) -> str:
    """Return a page's Markdown with its values in it, for reading only: nothing is escaped."""
    slots = {Scope.PAGE: page.slots, Scope.SITE: site.slots}

    def value(found: re.Match[str]) -> str:
        scope, number = read_mark(found)
        return slots[scope][number].text

    return MARK.sub(value, page.markdown)
