"""The formats in which an edition is published: one file each, one table."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from handbook.outputs import calendar, site, workbook
from handbook.outputs.manuscript import Finished, Manuscript
from handbook.outputs.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handbook.outputs.standing import Standing
    from handbook.skeletons import Press
    from handbook.typesetting import Typesetter

__all__ = ("BESIDE", "Finished", "Manuscript", "beside", "build", "write")

# Each gives the files of its format by their paths in the edition; all get the same manuscript, so that a
# fact is the same in all of them. The website alone needs a press.
BESIDE: Mapping[str, Callable[[Manuscript], Mapping[str, bytes]]] = MappingProxyType(
    {"edition": site.own, "calendar": calendar.files, "workbook": workbook.files}
)


def build(
    manuscript: Manuscript,
    press: Press,
    typesetter: Typesetter | None = None,
    standing: Standing | None = None,
) -> Finished:
    """Return an edition with the files of all its formats.

    `typesetter` serves many editions of a run; `standing` are the handouts that an earlier build has left.
    """
    pages = site.files(manuscript, press)
    files = {**pages, **beside(manuscript), **_printed(manuscript, pages, typesetter, standing)}
    return Finished(manuscript, dict(sorted(files.items())))


def _printed(
    manuscript: Manuscript,
    pages: Mapping[str, bytes],
    typesetter: Typesetter | None,
    standing: Standing | None,
) -> Mapping[str, bytes]:
    if not manuscript.facts["handouts"]:
        return {}
    from handbook.outputs import handouts  # noqa: PLC0415 -- slow to import, and not asked for

    return handouts.files(manuscript, pages, typesetter or handouts.typesetter(), standing)


def beside(manuscript: Manuscript) -> dict[str, bytes]:
    """Return the files that an edition has beside its pages."""
    return {path: content for output in BESIDE.values() for path, content in output(manuscript).items()}
