"""An edition on its way out: what all its formats are made from, and when it is done, its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from handbook.errors import Problem, Refused, did_you_mean
from handbook.facts import facts
from handbook.facts.printed import handout_kinds
from handbook.facts.printed import handouts as printed
from handbook.findings import examine, facts_of_findings
from handbook.logo import FIELD, read_logo
from handbook.records import Record
from handbook.render import render
from handbook.skeletons import Around, Values
from handbook.slots import Kind
from handbook.view import Edition, select

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handbook.load import Loaded
    from handbook.load.places import Places
    from handbook.logo import Logo
    from handbook.pages import Sources
    from handbook.records import Datum
    from handbook.render import RenderedPage, RenderedSite, Templates
    from handbook.view import View


@dataclass(frozen=True)
class Manuscript:
    """What every format of an edition is made from."""

    view: View
    facts: Mapping[str, Datum]
    """What is derived from the view, by the names that pages use."""
    site: RenderedSite
    logo: Logo | None
    places: Places
    """Where each field stands in its file."""

    @property
    def name(self) -> str:
        """What messages call the edition: `spokeshare-booking/client`."""
        return f"{self.view.root['id']}/{self.view.edition.value}"

    @cached_property
    def pages(self) -> Mapping[str, RenderedPage]:
        """The pages by their paths."""
        return {page.path: page for page in self.site.pages}

    def values(self, path: str) -> Values:
        """Return what goes into a page."""
        return Values(self.pages[path].slots, self.site.slots, self.pages[path].file, self._around)

    @cached_property
    def _around(self) -> Around:
        return Around(self.site.slots)

    def values_in_words(self, path: str) -> Values:
        """Return what goes into what search knows of a page: a picture is its words there."""
        values = self.values(path)
        page = [replace(slot, kind=Kind.TEXT) if slot.kind is Kind.PICTURE else slot for slot in values.page]
        return Values(page, values.site, values.file, values.around)


@dataclass(frozen=True)
class Finished:
    """An edition with all its files, by their paths in it, not yet published."""

    manuscript: Manuscript
    files: Mapping[str, bytes]


def write(  # noqa: PLR0913 -- what an edition is made from has these parts
    loaded: Loaded,
    edition: Edition,
    as_of: date,
    templates: Templates,
    *,
    draft: bool = False,
    handouts: bool = False,
) -> Manuscript:
    """Return what an edition is made from. Refuses with every problem of its pages and its logo.

    Without `handouts` it has none, and its pages speak of none.
    """
    if problems := list(_no_pages(loaded, templates.sources)):
        raise Refused(problems)
    view = select(loaded.engagement, edition, as_of, draft=draft)
    known = dict(facts(view))
    if edition is Edition.TEAM:
        known |= facts_of_findings(examine(loaded, as_of), view, known)
    if handouts:
        there = printed(view, known)
        known |= {"handouts": there, "handout_kinds": handout_kinds(there)}
    return Manuscript(view, known, render(view, known, templates), _logo(view, loaded), loaded.places)


def _no_pages(loaded: Loaded, sources: Sources) -> Iterator[Problem]:
    """Yield a problem for each page that the file leaves out and nobody has written."""
    for number, page in enumerate(loaded.engagement.site.exclude_pages, 1):
        if page.removesuffix(".md") not in sources.names:
            field = f"site.exclude_pages[{number}]"
            hint = did_you_mean(page, sources.names, "name it by its path, such as 'working/demand'")
            message = f"there is no page '{page}'"
            yield Problem(loaded.places.of(field), field, message, hint, "FIELD-VALUE")


def _logo(view: View, loaded: Loaded) -> Logo | None:
    branding = view.root.fields.get("branding")
    name = branding.fields.get("client_logo") if isinstance(branding, Record) else None
    if not isinstance(name, str):
        return None
    return read_logo(loaded.folder_of(FIELD), name, loaded.places.of(FIELD))
