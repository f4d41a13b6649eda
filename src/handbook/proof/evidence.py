"""What proofs look at: an edition's finished files, read once for all proofs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from handbook.errors import Place, Problem
from handbook.markup import tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.markup import Tag
    from handbook.outputs import Finished

# Files that are text; the rest is fonts and pictures.
_TEXT = (".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml")


class Evidence:
    """A finished edition, with its texts and tags at hand."""

    def __init__(self, finished: Finished) -> None:
        self.finished = finished

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

    def found(self, code: str, path: str, start: int, message: str, hint: str) -> Problem:
        """Return the problem of what begins at `start` of a file's text."""
        text = self.texts[path]
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        return Problem(
            Place(f"{self.finished.manuscript.name}/{path}", line, column), "", message, hint, code
        )
