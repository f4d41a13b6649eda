"""How an edition is written: what is selected of an engagement, derived from it, and rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from handbook.errors import Problem, Refused, did_you_mean
from handbook.facts import facts
from handbook.facts.changes import changed_since
from handbook.facts.printed import handout_kinds
from handbook.facts.printed import handouts as printed
from handbook.findings import examine, facts_of_findings
from handbook.logo import FIELD, read_logo
from handbook.outputs.handed import handed, words_of
from handbook.outputs.manuscript import Manuscript
from handbook.records import Record
from handbook.render import faults, render
from handbook.view import Edition, select

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from handbook.load import Loaded
    from handbook.logo import Logo
    from handbook.pages import Sources
    from handbook.published import History
    from handbook.records import Datum
    from handbook.render import Templates
    from handbook.view import View


def write(  # noqa: PLR0913 -- what is optional has its name
    loaded: Loaded,
    edition: Edition,
    as_of: date,
    templates: Templates,
    *,
    draft: bool = False,
    handouts: bool = False,
    history: History | None = None,
) -> Manuscript:
    """Return what an edition is made from. Refuses with every problem of its pages and its logo.

    Without `handouts` it has none, and its pages speak of none.
    With the `history` of what was handed over before, the edition tells what changed since.
    """
    if problems := list(no_pages(loaded, templates.sources)):
        raise Refused(problems)
    view = select(loaded.engagement, edition, as_of, draft=draft)
    known = _known(loaded, view, handouts=handouts)
    site = render(view, known, templates)
    data, logo = templates.sources.data, _logo(view, loaded)
    manuscript = Manuscript(view, known, site, logo, loaded.places, history, data)
    if not (history and history.editions):
        return manuscript
    news = _news(manuscript, history, templates)
    # What is told of pages is known once they are made; the page that tells it is made then.
    return (
        replace(manuscript, facts=known | news, site=render(view, known | news, templates))
        if news
        else manuscript
    )


def _known(loaded: Loaded, view: View, *, handouts: bool) -> dict[str, Datum]:
    """Return what pages may know beside the view."""
    known = dict(facts(view))
    if view.edition is Edition.TEAM:
        known |= facts_of_findings(examine(loaded, view.as_of), view, known)
    if handouts:
        there = printed(view, known)
        known |= {"handouts": there, "handout_kinds": handout_kinds(there)}
    return known


def faults_of_pages(
    loaded: Loaded, as_of: date, templates: Templates, wanted: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with pages of some names, and with the texts around all, in any edition."""
    for edition in Edition:
        view = select(loaded.engagement, edition, as_of)
        yield from faults(view, _known(loaded, view, handouts=True), templates, wanted)


def _news(manuscript: Manuscript, history: History, templates: Templates) -> dict[str, Datum]:
    """Return what is told of changes since the newest edition from which something worth telling differs."""
    present = handed(manuscript, words_of(templates))
    fields = {
        page.path.removesuffix(".md"): {field for slot in page.slots for field in slot.fields}
        for page in manuscript.site.pages
    }
    for before in history.editions:
        if changed := changed_since(before, present, fields):
            return {"changed": changed}
    return {}


def no_pages(loaded: Loaded, sources: Sources) -> Iterator[Problem]:
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
