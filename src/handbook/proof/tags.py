"""What the tags of pages say: read once, whichever pages of whichever editions they stand on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.markup import linked, loaded, tags, tags_as_written, tags_of_line, target
from handbook.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handbook.markup import Tag

# How many different lines of late and tags a run remembers: about those of a site, and of a few sites.
_MOST_LINES: Final = 8_000
_MOST_TAGS: Final = 10_000
# Material's own script fetches when it finds one of these: a diagram to draw, a repository to count stars of.
_FETCHING_CLASSES: Final = frozenset({"mermaid", "md-source"})
HOST_IN_SCRIPT: Final = re.compile(r"[\"'`](?:https?:|wss?:)?//[\w.-]+", re.IGNORECASE)


class Reading(Struct, frozen=True):
    """What some tags say, whichever page they stand on."""

    addresses: frozenset[str] = frozenset()
    """All that they load or link."""
    anchors: frozenset[str] = frozenset()
    """What a link may name after a `#`."""
    fetches: bool = False
    """Whether a browser would fetch something from elsewhere for one of them."""


_NOTHING: Final = Reading()
# Of a line in which a tag begins that may end in another one.
_OPEN: Final = Reading(fetches=True)


class Tags:
    """What tags say, remembered by the lines that they stand in.

    It follows from the tags alone, so it does not matter in which edition they were first seen.
    """

    def __init__(self) -> None:
        self._lines: Recent[str, Reading] = Recent(_MOST_LINES)
        self._read = lru_cache(_MOST_TAGS)(_read)
        self._drawing = lru_cache(_MOST_TAGS)(self._of_text)

    def of_pages(self, pages: Mapping[str, tuple[str, Mapping[str, None]]]) -> dict[str, tuple[Reading, ...]]:
        """Return what the tags of pages say, in no order; each page is given as its text and its lines."""
        lines: dict[str, None] = {}
        for _, of_page in pages.values():
            lines.update(of_page)
        self._lines.pass_on()
        self._lines.update((line, self._of_line(line)) for line in self._lines.unknown(lines))
        known = self._lines
        telling = {line: said for line in lines if (said := known[line]) is not _NOTHING}
        opening = [line for line, said in telling.items() if said is _OPEN]
        return {
            path: (self._of_text(text),)
            if any(line in of_page for line in opening)
            else tuple([telling[line] for line in telling.keys() & of_page.keys()])
            for path, (text, of_page) in pages.items()
        }

    def of_drawing(self, text: str) -> Reading:
        """Return what the tags of a drawing say."""
        return self._drawing(text)

    def _of_line(self, line: str) -> Reading:
        if "<" not in line:
            return _NOTHING
        written = tags_of_line(line)
        return _OPEN if written is None else self._together(written)

    def _of_text(self, text: str) -> Reading:
        return self._together(tags_as_written(text))

    def _together(self, written: Iterable[str]) -> Reading:
        """Return what some tags say together."""
        said = [reading for tag in written if (reading := self._read(tag)) is not _NOTHING]
        if len(said) < 2:  # noqa: PLR2004 -- most lines have one tag
            return said[0] if said else _NOTHING
        return Reading(
            frozenset().union(*(one.addresses for one in said)),
            frozenset().union(*(one.anchors for one in said)),
            any(one.fetches for one in said),
        )


def fetched(tag: Tag) -> Iterator[str]:
    """Yield what a browser would fetch from outside the site because of a tag."""
    yield from (f"'{address}'" for address in loaded(tag) if is_outside(address))
    if set(tag.attributes.get("class", "").split()) & _FETCHING_CLASSES:
        yield f"what class '{tag.attributes['class']}' needs"
    if tag.name == "base" or (
        tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "refresh"
    ):
        yield f"what <{tag.name}> leads to"
    if tag.name == "script" and (host := HOST_IN_SCRIPT.search(tag.text)):
        yield host[0]


def is_outside(address: str) -> bool:
    """Return whether an address leads out of the site."""
    return target(address, "") is None and not address.strip().lower().startswith("data:")


def _read(written: str) -> Reading:
    """Return what one tag says; a comment says nothing."""
    found = tuple(tags(written))
    said = Reading(
        frozenset(address for tag in found for address in (*linked(tag), *loaded(tag))),
        frozenset(anchor for tag in found for anchor in _anchors(tag)),
        any(True for tag in found for _ in fetched(tag)),
    )
    return said if said != _NOTHING else _NOTHING


def _anchors(tag: Tag) -> Iterator[str]:
    if "id" in tag.attributes:
        yield tag.attributes["id"]
    if tag.name == "a" and "name" in tag.attributes:
        yield tag.attributes["name"]
