"""Where pages and the values on them come from: a page's file, a value's field, and who shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.bundle import bundle
from handbook.outputs.ledger import EVERY_PAGE, ledger
from handbook.pages import OWN, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.outputs import Manuscript
    from handbook.pages import Sources
    from handbook.view import Edition

_AROUND: Final = "docs/_data/site.yml"


class PageOrigin(Struct, frozen=True):
    """A page: its name, its files, the editions that have it, and for each field it shows those that do.

    The first of the files is what the highest layer says of the page; one that a layer drops has no edition.
    """

    name: str
    origins: tuple[Origin, ...]
    editions: tuple[Edition, ...]
    fields: Mapping[str, tuple[Edition, ...]]


def page_origins(manuscripts: Mapping[Edition, Manuscript], sources: Sources) -> tuple[PageOrigin, ...]:
    """Return the pages of all editions, then those that a layer drops; last the words around all pages."""
    known = {page.name: page.origins for page in sources.pages}
    ledgers = {edition: ledger(manuscript.site) for edition, manuscript in manuscripts.items()}
    found = {name: known[name] for one in ledgers.values() for name in one if name != EVERY_PAGE}
    found |= {page.name: page.origins for page in sources.pages if page.dropped}
    around = (Origin(OWN, _AROUND, bundle() / _AROUND, "is"),)
    return tuple(_page(name, origins, ledgers) for name, origins in {**found, EVERY_PAGE: around}.items())


def _page(
    name: str, origins: tuple[Origin, ...], ledgers: Mapping[Edition, Mapping[str, tuple[str, ...]]]
) -> PageOrigin:
    """Return a page with what the ledgers of the editions say that it shows."""
    shown: dict[str, tuple[Edition, ...]] = {}
    for edition, one in ledgers.items():
        for field in one.get(name, ()):
            shown[field] = (*shown.get(field, ()), edition)
    return PageOrigin(name, origins, tuple(edition for edition in ledgers if name in ledgers[edition]), shown)


def is_within(field: str, group: str) -> bool:
    """Return whether a field is the one that `group` names, or stands in it."""
    return field == group or field.startswith((f"{group}.", f"{group}["))


def shown_fields(pages: Iterable[PageOrigin]) -> tuple[str, ...]:
    """Return all fields that any page shows, each once."""
    return tuple(dict.fromkeys(field for page in pages for field in page.fields))


def page_named(pages: Iterable[PageOrigin], asked: str) -> PageOrigin | None:
    """Return the page that a user means by its name, its file or its address."""
    name = asked.removeprefix("docs/").removesuffix(".md").removesuffix(".html").strip("/")
    return next((page for page in pages if page.name == name), None)
