"""The theme around the pages of one site, put together from parts that were rendered now or before."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from handbook.skeletons.pieces import Bit, Numbers, renumbered
from handbook.skeletons.setting import Heading, items, nearness, neighbours, setting, telling, together
from handbook.skeletons.theme import NAV, TABS, TELLING, TEXT, TOC
from handbook.skeletons.tongues import in_language, language_of
from handbook.slots import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from handbook.render import RenderedPage
    from handbook.skeletons.compiled import CompiledPart, Rendered
    from handbook.skeletons.compiling import Bench
    from handbook.skeletons.frame import Frame
    from handbook.skeletons.memory import Memory
    from handbook.skeletons.setting import Item, Setting

# A part of a page, and which of the page's slots go into it.
Laid: TypeAlias = "tuple[CompiledPart, Numbers]"


class Placed(Struct, frozen=True):
    """Pieces of a page in their order there, and the paths that they ask for."""

    bits: tuple[Bit, ...]
    asks_for: frozenset[str]


class Frontage(Struct, frozen=True):
    """What stands before a page's text and after it, and the paths that this asks for."""

    before: tuple[Bit, ...]
    after: tuple[Bit, ...]
    asks_for: frozenset[str]


class _Here(Struct, frozen=True):
    """A page whose surroundings are put together."""

    page: RenderedPage
    setting: Setting
    numbers: Numbers
    """Which slots of page and site are in the setting."""
    toc: Placed


class Surroundings:
    """What the theme puts around the pages of one site.

    `memory` has each part by all that it depends on. Parts hold slots and no value. `bench` makes what is
    not known.
    """

    def __init__(self, bench: Callable[[], Bench], frame: Frame, memory: Memory) -> None:
        self._bench, self._frame, self._memory = bench, frame, memory
        self._items = tuple(items(frame))
        self._neighbours = neighbours(frame)
        self._told, self._told_numbers = telling(frame)
        self._top = tuple(path for _, pages in frame.navigation for _, path in pages if "/" not in path)
        self._shared: dict[object, Placed] = {}

    def of(self, page: RenderedPage, laid: Sequence[Laid]) -> Frontage:
        """Return what stands around a page that is made of some parts."""
        headings = _headings(laid, language_of(page))
        begun = any(part.begins_page for part, _ in laid)
        opening = _opening(headings)
        seen, numbers = setting(self._frame, page, self._neighbours[page.path], opening, begun=begun)
        here = _Here(page, seen, numbers, self._contents(page, headings))
        parts = {TOC: here.toc, TABS: self._list(TABS, here), NAV: self._list(NAV, here)}
        key = ("page", page.path, self._frame.logo, tuple(sorted(page.meta.items())), seen)
        whole = self._known(key, lambda: self._bench().around(page, seen))
        parts |= {name: self._telling(name, page) for name in TELLING if name in whole.seams}
        bits = tuple(_at_seams(whole, numbers, {name: placed.bits for name, placed in parts.items()}))
        text = bits.index(None)
        asks = whole.asks_for.union(*(placed.asks_for for placed in parts.values()))
        return Frontage(tuple(filter(None, bits[:text])), tuple(filter(None, bits[text + 1 :])), asks)

    def _contents(self, page: RenderedPage, headings: Sequence[Heading]) -> Placed:
        """Return the contents of a page."""
        titles, numbers = together([heading.title for heading in headings], *Scope)
        local = tuple(replace(one, title=title) for one, title in zip(headings, titles, strict=False))
        toc = self._known((TOC, local), lambda: self._bench().toc(page, local))
        return Placed(tuple(piece.within(numbers) for piece in toc.pieces), toc.asks_for)

    def _telling(self, name: str, page: RenderedPage) -> Placed:
        """Return what tells of the edition, which is the same on all pages that lie equally deep."""
        key = (name, self._told, page.path.count("/"))
        if key not in self._shared:
            shown = self._known(key, lambda: self._bench().telling(name, page, self._told))
            bits = tuple(piece.within(self._told_numbers) for piece in shown.pieces)
            self._shared[key] = Placed(bits, shown.asks_for)
        return self._shared[key]

    def _list(self, kind: str, here: _Here) -> Placed:
        """Return the navigation of a page, or its tabs."""
        folder = here.page.path.rpartition("/")[0]
        key = (kind, "list", here.setting.strings, self._frame.logo, folder, self._top, len(self._items))
        shell = self._known(key, lambda: self._bench().list_of(kind, here.page, here.setting))
        placed = [self._item(kind, item, numbers, here) for item, numbers in self._items]
        bits: list[Bit] = []
        for piece, one in zip_longest(shell.pieces, placed):
            bits += (piece.within(here.numbers), *(one.bits if one else ()))
        return Placed(tuple(bits), shell.asks_for.union(*(one.asks_for for one in placed)))

    def _item(self, kind: str, item: Item, numbers: Numbers, here: _Here) -> Placed:
        """Return an item of the navigation or the tabs as a page shows it."""
        own = here.page.path in item.paths
        if kind == TABS:  # a tab leads to the first page of its section
            item = replace(item, pages=item.pages[:1])
        near = nearness(here.page.path, item.paths)
        opening = tuple(one.level for one in here.setting.opening) if own else ()
        key = (kind, item, near, here.page.path if own else "", opening)
        if not own and key in self._shared:
            return self._shared[key]
        shown = self._known(key, lambda: self._bench().item(kind, item, here.page, opening))
        bits = _at_seams(shown, numbers, {TOC: here.toc.bits})
        placed = Placed(tuple(filter(None, bits)), shown.asks_for)
        if not own:
            self._shared[key] = placed
        return placed

    def _known(self, key: tuple[object, ...], render: Callable[[], Rendered]) -> Rendered:
        """Return what a key stands for, rendered now if it is the first time."""
        key = (self._frame.language, *key)
        return self._memory.rendered(key) or self._memory.keep_rendered(key, render())


def _at_seams(
    rendered: Rendered, numbers: Numbers, parts: Mapping[str, Sequence[Bit]]
) -> Iterator[Bit | None]:
    """Yield the pieces of what was rendered, with what belongs at its seams; None for the page's text."""
    for piece, name in zip_longest(rendered.pieces, rendered.seams):
        yield piece.within(numbers)
        if name == TEXT:
            yield None
        elif name:
            yield from parts[name]


def _headings(laid: Sequence[Laid], language: str) -> list[Heading]:
    """Return the headings of a page in a language as the contents show them, with the page's slot numbers."""
    found = [(heading, own) for part, own in laid for heading in part.headings]
    return [
        replace(heading, title=in_language(renumbered(heading.title, own), language))
        for heading, own in found
    ]


def _opening(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return what the theme sees of headings besides the contents: the first, and whether it stands alone.

    Of a page that begins with its title, the contents list what stands below that.
    """
    if not headings:
        return ()
    first = Heading(min(headings[0].level, 2), headings[0].id, "")
    below = first.level == 1 and len(headings) > 1 and headings[1].level > 1
    return (first, Heading(2, "", "")) if below else (first,)
