"""A small handbook from a case's folder, rendered and shown with its values in brackets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handbook.pages import GUARD, Layer, read_sources
from handbook.render import Templates, render
from handbook.slots import MARK, Scope, read_mark
from handbook.view import Edition, View
from records_by_hand import root_of

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping
    from pathlib import Path

    from handbook.pages import Sources
    from handbook.records import Datum
    from handbook.render import RenderedSite
    from handbook.slots import Slot


def page(body: str, **front: str) -> str:
    """Return a page's text with the least front matter and the guard."""
    lines = {"title": "A page", **front}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"---\n{GUARD}\n{body}"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder, and return it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def read(folder: Path) -> Sources:
    """Return the texts of `docs/` and `partials/` in a folder, and of `firm/` and `own/` above them."""
    above = [
        Layer(folder / name, "pages", "pages/_partials", f"the {name}'s", f"{name}/")
        for name in ("firm", "own")
        if (folder / name).is_dir()
    ]
    return read_sources([Layer(folder, "docs", "partials"), *above])


def templates_of(folder: Path) -> Templates:
    """Return the templates of a folder."""
    return Templates(read(folder))


def rendered(
    folder: Path, data: str = "", facts: Mapping[str, Datum] | None = None, edition: Edition = Edition.CLIENT
) -> RenderedSite:
    """Return the site of a folder with the engagement that `data` describes."""
    return render(view_of(data, edition), facts or {}, templates_of(folder))


def view_of(data: str, edition: Edition = Edition.CLIENT) -> View:
    """Return the view of the engagement that `data` describes."""
    return View(edition, date(2026, 11, 22), "en-GB", draft=False, root=root_of(data))


def shown(text: str, page_slots: tuple[Slot, ...], site_slots: tuple[Slot, ...] = ()) -> str:
    """Return slotted text with every value in brackets."""
    slots = {Scope.PAGE: page_slots, Scope.SITE: site_slots}

    def value(found: re.Match[str]) -> str:
        scope, number = read_mark(found)
        return f"⟦{slots[scope][number].text}⟧"

    return MARK.sub(value, text)
