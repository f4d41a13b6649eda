"""Lines that are searched together, and what is kept between runs of those of our own files."""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handbook.bundle import bundle
from handbook.fresh import content_of
from handbook.proof.readings import said_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Words have no such sign in them.
END: Final = b"\0"


class Block:
    """The lines of one edition."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)


class SharedBlock:
    """The lines of a file that many editions have, and what they say."""

    def __init__(self, text: str, said: bytes) -> None:
        """Take the distinct lines as one text, and what each of them says, with `END` between them."""
        self.text, self.said = text, said

    @classmethod
    def of(cls, lines: Mapping[str, None]) -> SharedBlock:
        """Return the block of the distinct lines of a file."""
        # A break in what a PDF says is a space as any other.
        each = [line.replace("\n", " ") for line in lines]
        return cls("\n".join(each), END.join(said_by(each)))

    @classmethod
    def of_bytes(cls, written: bytes) -> SharedBlock:
        """Return what `to_bytes` has written."""
        length, _, both = written.partition(b"\n")
        return cls(both[: int(length)].decode("utf-8", "surrogatepass"), both[int(length) :])

    def to_bytes(self) -> bytes:
        """Return the block in a form that can be kept."""
        text = self.text.encode("utf-8", "surrogatepass")
        return b"%d\n%s%s" % (len(text), text, self.said)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The distinct lines of the file."""
        return tuple(self.text.split("\n"))


def is_ours(path: str, content: bytes) -> bool:
    """Return whether a file of a site is one of the handbook's or of its theme's, as it is there."""
    return any(content_of(str(folder / path)) == content for folder in _folders())


def _folders() -> Iterator[Path]:
    """Yield where files are that sites take over."""
    yield bundle() / "docs"
    theme = find_spec("material")
    for place in (theme and theme.submodule_search_locations) or ():
        yield Path(place) / "templates"
