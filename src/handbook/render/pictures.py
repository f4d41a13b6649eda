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

    from handbook.records import Datum
    from handbook.slots import Drawing
    from handbook.view import View


class Gallery:
    """The pictures of one edition."""

    def __init__(self, view: View, facts: Mapping[str, Datum], captions: object) -> None:
        """`captions` is what `docs/_data/pictures.yml` says: our words for each picture."""
        self._view, self._facts, self._captions = view, facts, captions
        self._drawn: dict[str, Drawing | None] = {}

    def picture(self, context: Context, name: object) -> str:
        """Return a paragraph that is filled with a picture, or nothing where there is nothing to draw."""
        if not isinstance(name, str) or name not in PICTURES:
            hint = did_you_mean(str(name), PICTURES, f"there are {', '.join(PICTURES)}")
            raise Fault("PAGE-NAME", f"there is no picture '{name}'", hint, str(name))
        if name not in self._drawn:
            self._drawn[name] = self._draw(name)
        drawing = self._drawn[name]
        return f"{desk_of(context).draw(drawing)}\n{{: .{PICTURE_CLASS} }}" if drawing else ""

    def _draw(self, name: str) -> Drawing | None:
        try:
            return both(name, scene_of(self._view, self._facts, self._captions, name))
        except Unsaid as unsaid:
            hint = f"write it in docs/_data/pictures.yml, under {name}"
            raise Fault(
                "PAGE-NAME", f"the picture '{name}' has no words for '{unsaid}'", hint, name
            ) from None
