"""What proofs look at: an edition's finished files, read once for all proofs."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from handbook.errors import Place, Problem
from handbook.markup import in_css, tags, target
from handbook.proof.lines import TEXT, Lines
from handbook.proof.searching import Signs
from handbook.proof.tags import Tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from handbook.kept import Kept
    from handbook.markup import Tag
    from handbook.outputs import Finished
    from handbook.proof.blocks import Block, SharedBlock
    from handbook.proof.neighbours import Names
    from handbook.proof.searching import Glance
    from handbook.proof.tags import Reading
    from handbook.proof.withheld import Secrets

# How many addresses a run remembers, by the folders that they stand in: about those of a few sites.
_ADDRESSES: Final = 10_000
# How many stylesheets: the theme's and ours, and the colours of the last few engagements.
_STYLESHEETS: Final = 20


class Memory:
    """What the proofs of a run have read before: pages of many editions hold the same lines."""

    def __init__(self, kept: Kept | None = None) -> None:
        """`kept` has what earlier runs have read in our own files."""
        self.tags = Tags()
        self.target: Callable[[str, str], tuple[str, str] | None] = lru_cache(_ADDRESSES)(target)
        self.in_css: Callable[[str], frozenset[str]] = lru_cache(_STYLESHEETS)(_addresses_in_css)
        self.lines = Lines(kept)
        self.signs: Callable[[tuple[str, ...]], Signs] = lru_cache(Signs)

    def aims(self, addresses: Iterable[str], page: str) -> Iterator[tuple[str, str]]:
        """Yield the paths and fragments in the site that addresses on a page lead to."""
        # A path that nothing leads to: so what leads to it leads to the page itself, whichever it is.
        here = page[: page.rfind("/") + 1] + "./."
        for address in addresses:
            if aim := self.target(address, here):
                yield aim if aim[0] != here else (page, aim[1])


def _addresses_in_css(text: str) -> frozenset[str]:
    return frozenset(in_css(text))


class Beside(Struct, frozen=True):
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
        """What the tags of the pages and drawings say, by path, in no order."""
        texts, read = self.texts.items(), self.memory.tags
        pages = {path: (text, self.written[path]) for path, text in texts if path.endswith(".html")}
        drawings = {path: (read.of_drawing(text),) for path, text in texts if path.endswith(".svg")}
        return {**read.of_pages(pages), **drawings}

    @cached_property
    def pages(self) -> frozenset[str]:
        """The paths of the pages that the edition is to have."""
        pages = self.finished.manuscript.site.pages
        return frozenset(page.path.removesuffix(".md") + ".html" for page in pages)

    @cached_property
    def aims(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """The paths and fragments in the site that pages, drawings and stylesheets show, load or link."""
        addresses = {
            path: frozenset[str]().union(*(reading.addresses for reading in readings))
            for path, readings in self.readings.items()
        }
        styles = {
            path: self.memory.in_css(text) for path, text in self.texts.items() if path.endswith(".css")
        }
        return {
            path: frozenset(self.memory.aims(listed, path))
            for path, listed in {**addresses, **styles}.items()
        }

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """The paths that pages, drawings and stylesheets show, load or link."""
        return frozenset(path for aims in self.aims.values() for path, _ in aims)

    @cached_property
    def written(self) -> Mapping[str, Mapping[str, None]]:
        """The distinct lines of each text file that is the edition's own, by path."""
        return self.memory.lines.of_texts(self.finished.files)

    @cached_property
    def lines(self) -> tuple[Block | SharedBlock, ...]:
        """Every line of all files and of what they pack, and all paths."""
        return self.memory.lines.blocks(self.finished.files, self.written)

    def hits(self, watch: Glance) -> Iterator[tuple[str, str]]:
        """Yield each of a watch's words that any file says, once, with the first line that says it."""
        return watch.hits(self.lines, self.memory.lines)

    def showing(self, signs: tuple[str, ...]) -> list[str]:
        """Return the text files with a line that shows one of some signs, as it is written there."""
        shown = self.memory.signs(signs).shown
        found = {line for block in self.lines for line in shown(block)}
        if not found:
            return []
        files, of_file = self.finished.files, self.memory.lines.of_file
        return [
            path
            for path in files
            if path.endswith(TEXT)
            and not found.isdisjoint(self.written.get(path) or of_file(path, files[path]))
        ]

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
