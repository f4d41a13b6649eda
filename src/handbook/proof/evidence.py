"""What proofs look at: an edition's finished files, read once for all proofs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from handbook.errors import Place, Problem
from handbook.markup import in_css, linked, loaded, tags, tags_as_written, target
from handbook.proof.readings import TEXT, Lines
from handbook.proof.searching import Signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from handbook.markup import Tag
    from handbook.outputs import Finished
    from handbook.proof.neighbours import Names
    from handbook.proof.searching import Watch
    from handbook.proof.withheld import Secrets

# How many different tags and addresses a run remembers: about those of thirty sites.
_REMEMBERED: Final = 10_000
# How many stylesheets: the theme's and ours, and the colours of the last few engagements.
_STYLESHEETS: Final = 20


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
        self.in_css: Callable[[str], frozenset[str]] = lru_cache(_STYLESHEETS)(_addresses_in_css)
        self.lines = Lines()
        self.signs: Callable[[tuple[str, ...]], Signs] = lru_cache(Signs)


def _read(written: str) -> Reading:
    found = tuple(tags(written))
    addresses = tuple(address for tag in found for address in (*linked(tag), *loaded(tag)))
    ids = [tag.attributes.get("id", "") for tag in found]
    names = [tag.attributes.get("name", "") for tag in found if tag.name == "a"]
    return Reading(found, addresses, (*ids, *names))


def _addresses_in_css(text: str) -> frozenset[str]:
    return frozenset(in_css(text))


@dataclass(frozen=True, slots=True)
class Beside:
    """What an edition is held against: what it must not hold, and the names that it may."""

    secrets: tuple[Secrets, ...] = ()
    names: Names | None = None
    own_names: str = ""
    memory: Memory = field(default_factory=Memory)


class Evidence:
    """A finished edition, with its texts and tags at hand."""

    def __init__(self, finished: Finished, beside: Beside | None = None) -> None:
        self.finished = finished
        self.beside = beside or Beside()
        self.memory = self.beside.memory

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The text files, by path."""
        files = self.finished.files.items()
        return {path: content.decode("utf-8") for path, content in files if path.endswith(TEXT)}

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

    @cached_property
    def pages(self) -> frozenset[str]:
        """The paths of the pages that the edition is to have."""
        pages = self.finished.manuscript.site.pages
        return frozenset(page.path.removesuffix(".md") + ".html" for page in pages)

    @cached_property
    def aims(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """The paths and fragments in the site that pages, drawings and stylesheets show, load or link."""
        addresses = {
            path: {address for reading in readings for address in reading.addresses}
            for path, readings in self.readings.items()
        }
        styles = {path: text for path, text in self.texts.items() if path.endswith(".css")}
        for path, text in styles.items():
            addresses.setdefault(path, set()).update(self.memory.in_css(text))
        follow = self.memory.target
        return {
            path: frozenset(aim for address in listed if (aim := follow(address, path)))
            for path, listed in addresses.items()
        }

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """The paths that pages, drawings and stylesheets show, load or link."""
        return frozenset(path for aims in self.aims.values() for path, _ in aims)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Every distinct line of all files and of what they pack, and all paths."""
        files = self.finished.files
        return tuple(dict.fromkeys(chain(files, self._written, self.memory.lines.of_others(files))))

    @cached_property
    def _written(self) -> tuple[str, ...]:
        return self.memory.lines.of_texts(self.finished.files)

    def hits(self, watch: Watch) -> Iterator[tuple[str, str]]:
        """Yield each of a watch's words that any file says, once, with the first line that says it."""
        return watch.hits(self.lines, self.memory.lines)

    def shows_any(self, signs: tuple[str, ...]) -> bool:
        """Return whether any text file shows one of some signs, as it is written there."""
        return self.memory.signs(signs).among(self._written)

    def found(self, code: str, path: str, start: int, message: str, hint: str) -> Problem:
        """Return the problem of what begins at `start` of a file's text."""
        text = self.texts[path]
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        return Problem(self.place(path, line, column), "", message, hint, code)

    def found_line(self, code: str, line: str, message: str, hint: str) -> Problem:
        """Return the problem of a line, at the first file that has it."""
        files = self.finished.files.items()
        path = next(
            path
            for path, content in files
            if line == path or line in self.memory.lines.of_file(path, content)
        )
        text = self.finished.files[path].decode("utf-8", "replace") if path.endswith(TEXT) else ""
        number = text.count("\n", 0, max(text.find(line), 0)) + 1
        return Problem(self.place(path, number), "", message, hint, code)

    def found_file(self, code: str, path: str, message: str, hint: str) -> Problem:
        """Return the problem of a whole file."""
        return Problem(self.place(path), "", message, hint, code)

    def place(self, path: str, line: int = 1, column: int = 1) -> Place:
        """Return a place in a file, named with its edition."""
        return Place(f"{self.finished.manuscript.name}/{path}", line, column)
