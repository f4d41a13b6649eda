"""Pages that stand alone, beside any site: one template of ours, and values that go in last as slots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handbook.bundle import bundle
from handbook.fill import fill_html
from handbook.slots import Kind, Scope, Slot, mark

if TYPE_CHECKING:
    from pathlib import Path


class Sheet:
    """One such page while it is written; its template lies in a folder of the bundle."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._slots: list[Slot] = []

    @property
    def folder(self) -> Path:
        """Where the template and what it loads are."""
        return bundle() / self._folder

    def slot(self, text: str) -> str:
        """Return the mark that stands for a value until the page is done."""
        self._slots.append(Slot(text, Kind.TEXT, ()))
        return mark(Scope.PAGE, len(self._slots) - 1)

    def page(self, **given: object) -> bytes:
        """Return the finished `index.html`; every value in `given` that people wrote is a mark."""
        environment = Environment(  # noqa: S701 -- it prints marks only; the fill escapes
            loader=FileSystemLoader(self.folder),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        html = environment.get_template("index.html").render(**given)
        return fill_html(html, self._slots, (), f"{self._folder}/index.html").encode()
