"""What proofs look at: an edition's finished files, read once for all proofs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from handbook.errors import Place, Problem
from handbook.markup import linked, loaded, tags, tags_as_written, target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handbook.markup import Tag
    from handbook.outputs import Finished

# Files that are text; the rest is fonts and pictures.
_TEXT = (".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml")


# How many different tags and addresses a run remembers: about those of a hundred sites.
_REMEMBERED: Final = 30_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tag says, whichever page it stands on."""

    tags: tuple[Tag, ...]
    """The tag itself; a comment is none."""
    addresses: tuple[str, ...]
    """All that it loads or links."""
    anchors: tuple[str, ...]
    """What a link may name after a `#`."""


class Memory:
    """What the proofs of a run have read before: pages of many editions hold the same tags.

    What a tag says follows from the tag alone, so it does not matter which edition it was first seen in.
    """

    def __init__(self) -> None:
        self.read: Callable[[str], Reading] = lru_cache(_REMEMBERED)(_read)
        self.target: Callable[[str, str], tuple[str, str] | None] = lru_cache(_REMEMBERED)(target)


def _read(written: str) -> Reading:
    found = tuple(tags(written))
    addresses = tuple(address for tag in found for address in (*linked(tag), *loaded(tag)))
    ids = [tag.attributes.get("id", "") for tag in found]
    names = [tag.attributes.get("name", "") for tag in found if tag.name == "a"]
    return Reading(found, addresses, (*ids, *names))


class Evidence:
    """A finished edition, with its texts and tags at hand."""

    def __init__(self, finished: Finished, memory: Memory | None = None) -> None:
        self.finished = finished
        self.memory = memory or Memory()

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The text files, by path."""
        files = self.finished.files.items()
        return {path: content.decode("utf-8") for path, content in files if path.endswith(_TEXT)}

    @cached_property
    def tags(self) -> Mapping[str, tuple[Tag, ...]]:
        """The start tags of the pages and drawings, by path."""
        known: dict[str, Mapping[str, str]] = {}
        return {
            path: tuple(tags(text, known))
            for path, text in self.texts.items()
            if path.endswith((".html", ".svg"))
        }

    @cached_property
    def readings(self) -> Mapping[str, tuple[Reading, ...]]:
        """What the tags of the pages and drawings say, by path; each tag once, in no order."""
        read = self.memory.read
        return {
            path: tuple(map(read, tags_as_written(text)))
            for path, text in self.texts.items()
            if path.endswith((".html", ".svg"))
        }

    def found(self, code: str, path: str, start: int, message: str, hint: str) -> Problem:
        """Return the problem of what begins at `start` of a file's text."""
        text = self.texts[path]
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        return Problem(
            Place(f"{self.finished.manuscript.name}/{path}", line, column), "", message, hint, code
        )
