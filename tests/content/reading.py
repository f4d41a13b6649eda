"""The handbook's own pages, rendered and read: for tests of what they say."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from handbook.bundle import bundle
from handbook.facts import facts
from handbook.load import load
from handbook.pages import Layer, read_sources
from handbook.records import Fact
from handbook.render import Templates, render
from handbook.slots import MARK, Scope, read_mark
from handbook.view import Edition, select

if TYPE_CHECKING:
    import re
    from pathlib import Path

    from handbook.model import Engagement
    from handbook.render import RenderedPage, RenderedSite

AS_OF = date(2026, 11, 22)


@cache
def templates() -> Templates:
    """Return the handbook's own pages, compiled once."""
    return Templates(read_sources([Layer(bundle(), "docs", "engagement_templates/partials")]))


def site_of(engagement: Engagement, edition: Edition = Edition.CLIENT) -> RenderedSite:
    """Return an engagement's edition as slotted Markdown."""
    return seen_by(engagement, edition, AS_OF, templates())


def seen_by(engagement: Engagement, edition: Edition, as_of: date, texts: Templates) -> RenderedSite:
    """Return an engagement's edition on a day, made from some texts."""
    view = select(engagement, edition, as_of)
    return render(view, {**facts(view), "edition_id": Fact("an edition", ())}, texts)


@cache
def site_of_file(path: Path, edition: Edition = Edition.CLIENT) -> RenderedSite:
    """Return the edition of an engagement file."""
    return site_of(load(path).engagement, edition)


def filled(page: RenderedPage, site: RenderedSite) -> str:
    """Return a page's Markdown with its values in it, for reading only: nothing is escaped."""
    slots = {Scope.PAGE: page.slots, Scope.SITE: site.slots}

    def value(found: re.Match[str]) -> str:
        scope, number = read_mark(found)
        return slots[scope][number].text

    return MARK.sub(value, page.markdown)
