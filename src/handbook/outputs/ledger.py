"""The ledger of an edition: which fields are shown on which page, made from its slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.render import RenderedSite
    from handbook.slots import Slot

EVERY_PAGE: Final = "every page"


def ledger(site: RenderedSite) -> Mapping[str, tuple[str, ...]]:
    """Return the fields that each page shows, by its name, in the order in which it does.

    First those that are shown around all pages, as `EVERY_PAGE`.
    """
    pages = {page.path.removesuffix(".md"): page.slots for page in site.pages}
    return {name: _fields(slots) for name, slots in {EVERY_PAGE: site.slots, **pages}.items()}


def _fields(slots: Iterable[Slot]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field for slot in slots for field in slot.fields))
