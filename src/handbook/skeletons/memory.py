"""What is known of compiled pages: what this run has made, and what earlier ones have kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handbook.recent import Recent
from handbook.skeletons.compiled import part_from_json, part_to_json, rendered_from_json, rendered_to_json

if TYPE_CHECKING:
    from handbook.kept import Kept
    from handbook.skeletons.compiled import CompiledPart, Rendered

# How many of late a run remembers beside what is kept: about those of a site, and of the theme of some.
_MOST_PARTS: Final = 3_000
_MOST_RENDERED: Final = 1_000


class Memory:
    """Parts of pages and of the theme by all that they depend on: they hold slots and no value."""

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept
        self._parts: Recent[tuple[str, ...], CompiledPart] = Recent(_MOST_PARTS)
        self._rendered: Recent[tuple[object, ...], Rendered] = Recent(_MOST_RENDERED)

    def apart(self) -> Memory:
        """Return a memory that begins with what earlier runs have kept, and of which nothing is kept."""
        return Memory(self._kept.apart() if self._kept else None)

    def part(self, key: tuple[str, ...]) -> CompiledPart | None:
        """Return a part of a page by its folder and its Markdown, and what it is cut out of."""
        found = self._parts.find(key)
        if not found and (kept := self.find("part", key)):
            found = self._parts[key] = part_from_json(kept)
        return found

    def keep_part(self, key: tuple[str, ...], part: CompiledPart) -> CompiledPart:
        """Remember a part of a page, and return it.

        A link to a page that this site lacks stays as it was written, and the next site may have the page.
        """
        if not any(path.endswith(".md") for path in part.asks_for):
            self._parts[key] = part
            self.keep("part", key, part_to_json(part))
        return part

    def rendered(self, key: tuple[object, ...]) -> Rendered | None:
        """Return a part of the theme."""
        found = self._rendered.find(key)
        if not found and (kept := self.find("theme", key)):
            found = self._rendered[key] = rendered_from_json(kept)
        return found

    def keep_rendered(self, key: tuple[object, ...], rendered: Rendered) -> Rendered:
        """Remember a part of the theme, and return it."""
        self._rendered[key] = rendered
        self.keep("theme", key, rendered_to_json(rendered))
        return rendered

    def find(self, kind: str, key: object) -> Any:  # noqa: ANN401 -- whatever was kept
        """Return something else that an earlier run has kept, None where none has."""
        return self._kept.find((kind, key)) if self._kept else None

    def keep(self, kind: str, key: object, value: object) -> None:
        """Keep something for later runs."""
        if self._kept:
            self._kept.keep((kind, key), value)

    def save(self) -> None:
        """Write down what later runs can use, and forget what no site has asked for of late."""
        self._parts.pass_on()
        self._rendered.pass_on()
        if self._kept:
            self._kept.save()
