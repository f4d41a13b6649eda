"""Which texts a run is made from: the handbook's own layer, and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.bundle import bundle
from handbook.pages import Layer, read_sources
from handbook.render import Templates

if TYPE_CHECKING:
    from pathlib import Path

OWN: Final = "the handbook's own"
_PARTIALS: Final = "engagement_templates/partials"
_THEME: Final = ("mkdocs.yml", "engagement_templates/theme", "docs/assets")


def templates(before: Templates | None = None) -> Templates:
    """Return the pages and partials of all layers, read now; what `before` compiled is taken over."""
    return Templates(read_sources([Layer(bundle(), "docs", _PARTIALS)]), before)


def texts() -> tuple[Path, ...]:
    """Return the folders and files that sites are made of beside the engagement's own."""
    return tuple(bundle() / name for name in ("docs", "engagement_templates", "hooks", "mkdocs.yml"))


def theme_state() -> tuple[tuple[str, int, int], ...]:
    """Return what tells whether the theme, its settings or its files have changed."""
    places = [bundle() / name for name in _THEME]
    files = [path for place in places for path in (place, *sorted(place.rglob("*"))) if path.is_file()]
    return tuple((path.as_posix(), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
