"""Where the handbook's own files are: the same shape in a checkout and in the wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundle() -> Path:
    """Return the folder that holds `mkdocs.yml`, `docs/`, `engagement_templates/` and `hooks/`."""
    packed = _PACKAGE / "_bundle"
    return packed if packed.is_dir() else _PACKAGE.parents[1]
