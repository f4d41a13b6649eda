"""Where pages and the values on them come from: a page's file, a value's field, and who shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.outputs import Manuscript
    from handbook.slots import Slot
    from handbook.view import Edition

EVERY_PAGE: Final = "every page"
_AROUND: Final = "docs/_data/site.yml"


@dataclass(frozen=True, slots=True)
class PageOrigin:
    """A page: its name, its source, the editions that have it, and for each field it shows those that do."""

    name: str
    file: str
    editions: tuple[Edition, ...]
    fields: Mapping[str, tuple[Edition, ...]]


def page_origins(manuscripts: Mapping[Edition, Manuscript]) -> tuple[PageOrigin, ...]:
    """Return the pages of all editions; last the words around the pages, which every page shows."""
    found: dict[str, str] = {}
    slots: dict[str, dict[Edition, tuple[Slot, ...]]] = {}
    for edition, manuscript in manuscripts.items():
        for page in manuscript.site.pages:
            name = page.path.removesuffix(".md")
            found[name] = page.file
            slots.setdefault(name, {})[edition] = page.slots
        slots.setdefault(EVERY_PAGE, {})[edition] = manuscript.site.slots
    return tuple(
        PageOrigin(name, file, tuple(slots[name]), _fields(slots[name]))
        for name, file in {**found, EVERY_PAGE: _AROUND}.items()
    )


def _fields(slots: Mapping[Edition, Iterable[Slot]]) -> Mapping[str, tuple[Edition, ...]]:
    """Return the fields that a page shows, in the order in which it does, with the editions."""
    shown: dict[str, tuple[Edition, ...]] = {}
    for edition, printed in slots.items():
        for field in dict.fromkeys(field for slot in printed for field in slot.fields):
            shown[field] = (*shown.get(field, ()), edition)
    return shown


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
