"""Where a page stands in its site, as the theme sees it: its neighbours, and the items of the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.skeletons.pieces import Numbers, localised
from handbook.slots import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from handbook.render import RenderedPage
    from handbook.skeletons.frame import Frame

# Stands between texts that are numbered together; no text can hold it.
_BETWEEN = "\x00"
# What else than the words of our script differs between sites on every page: optional texts do not, since
# each of them makes other pages of all.
_AROUND_PAGES: Final = ("edition", "site_name")
Named = tuple[str, str]
"""The title and the path of a page."""


class Heading(Struct, frozen=True):
    """A heading as the table of contents lists it."""

    level: int
    id: str
    title: str


class Setting(Struct, frozen=True):
    """What the theme shows around a page besides navigation and contents; its slot numbers are its own."""

    strings: tuple[tuple[str, str], ...]
    title: str
    description: str
    neighbours: tuple[Named | None, Named | None]
    """The pages before and after it."""
    opening: tuple[Heading, ...]
    """The page's first heading, and one more if the contents have any below a title."""
    begun: bool
    """Whether the page itself has its first heading, so that the theme adds none."""


class Item(Struct, frozen=True):
    """An item of the navigation: a page, or a section with its pages. Its slot numbers are its own."""

    number: int
    title: str
    pages: tuple[tuple[str, str], ...]
    """Those of a section, each with its title and path; none where the item itself is a page."""
    path: str
    """That of the page, or "" for a section."""

    @property
    def paths(self) -> frozenset[str]:
        """The paths of its pages."""
        return frozenset([self.path] if self.path else [path for _, path in self.pages])


def items(frame: Frame) -> Iterator[tuple[Item, Numbers]]:
    """Yield the items of a site's navigation in order, and which of the site's slots are theirs."""
    number = 0
    for section, pages in frame.navigation:
        if section:
            (title, *titles), numbers = together([section, *(title for title, _ in pages)], Scope.SITE)
            named = tuple((title, path) for title, (_, path) in zip(titles, pages, strict=True))
            yield Item(number, title, named, ""), numbers
            number += 1
            continue
        for page, path in pages:
            (title,), numbers = together([page], Scope.SITE)
            yield Item(number, title, (), path), numbers
            number += 1


def neighbours(frame: Frame) -> Mapping[str, tuple[Named | None, Named | None]]:
    """Return for each page those that come before and after it."""
    order = [page for _, pages in frame.navigation for page in pages]
    around = zip([None, *order[:-1]], order, [*order[1:], None], strict=True) if order else ()
    return {page[1]: (before, after) for before, page, after in around}


def setting(
    frame: Frame,
    page: RenderedPage,
    beside: tuple[Named | None, Named | None],
    opening: tuple[Heading, ...],
    *,
    begun: bool,
) -> tuple[Setting, Numbers]:
    """Return the setting of a page, and which slots of page and site are in it."""
    around = [(name, text) for name, text in frame.strings if _is_around_pages(name)]
    titles = [one[0] if one else "" for one in beside]
    said = [*(text for _, text in around), page.title, page.description, *titles]
    (*strings, title, description, before, after), numbers = together(said, *Scope)
    named = tuple(
        (title, one[1]) if one else None for title, one in zip((before, after), beside, strict=True)
    )
    return Setting(
        tuple((name, text) for (name, _), text in zip(around, strings, strict=True)),
        title,
        description,
        (named[0], named[1]),
        opening,
        begun,
    ), numbers


def _is_around_pages(name: str) -> bool:
    """Return whether the theme shows a string around each page, and not only in what tells of the edition."""
    return name in _AROUND_PAGES or name.startswith("say-")


def telling(frame: Frame) -> tuple[tuple[tuple[str, str], ...], Numbers]:
    """Return the strings that tell of an edition, and which of the site's slots are in them."""
    told = [(name, text) for name, text in frame.strings if not name.startswith("say-")]
    texts, numbers = together([text for _, text in told], Scope.SITE)
    return tuple((name, text) for (name, _), text in zip(told, texts, strict=True)), numbers


def together(texts: Sequence[str], *scopes: Scope) -> tuple[list[str], Numbers]:
    """Return some texts with their slots numbered from 0 throughout, and which slots those are."""
    joined, numbers = localised(_BETWEEN.join(texts), *scopes)
    return joined.split(_BETWEEN), numbers


def nearness(page: str, others: frozenset[str]) -> str:
    """Return what links from a page to others depend on, so that pages of equal nearness share them.

    That is how deep the page lies, or its folder where one of the others lies there too.
    """
    folder = page.rpartition("/")[0]
    top = page.partition("/")[0] if folder else ""
    if any(other.startswith(f"{top}/") for other in others if top):
        return folder
    return str(page.count("/"))
