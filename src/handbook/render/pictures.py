"""The pictures of an edition as templates show them: each drawn once, however many pages have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.diagrams import PICTURES, Unsaid, both, scene_of
from handbook.errors import did_you_mean
from handbook.render.desk import Fault
from handbook.render.running import desk_of
from handbook.slots import PICTURE_CLASS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2.runtime import Context

    from handbook.language import Words
    from handbook.pages.notes import Told
    from handbook.records import Datum
    from handbook.slots import Drawing
    from handbook.view import View


class Gallery:
    """The pictures of one edition."""

    def __init__(self, view: View, facts: Mapping[str, Datum], data: Mapping[str, Told]) -> None:
        """Take our words for each picture from `docs/_data/pictures.yml` and a language's `captions.yml`."""
        self._view, self._facts = view, facts
        self._english, self._translated = data.get("pictures"), data.get("captions")
        self._drawn: dict[tuple[str, str], Drawing | None] = {}

    def picture(self, context: Context, name: object) -> str:
        """Return a paragraph that is filled with a picture, or nothing where there is nothing to draw."""
        if not isinstance(name, str) or name not in PICTURES:
            hint = did_you_mean(str(name), PICTURES, f"there are {', '.join(PICTURES)}")
            raise Fault("PAGE-NAME", f"there is no picture '{name}'", hint, str(name))
        words = desk_of(context).words
        if (name, words.language) not in self._drawn:
            self._drawn[name, words.language] = self._draw(name, words)
        drawing = self._drawn[name, words.language]
        return f"{desk_of(context).draw(drawing)}\n{{: .{PICTURE_CLASS} }}" if drawing else ""

    def _draw(self, name: str, words: Words) -> Drawing | None:
        """Return a picture in the language of its page: one that nobody has translated is English."""
        translated = self._translated if words.is_of(self._view.language) else None
        try:
            return both(name, scene_of(self._view, self._facts, translated or self._english, name, words))
        except Unsaid as unsaid:
            hint = f"write it in docs/_data/pictures.yml, under {name}"
            raise Fault(
                "PAGE-NAME", f"the picture '{name}' has no words for '{unsaid}'", hint, name
            ) from None
