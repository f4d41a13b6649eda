"""The formats in which an edition is published: one file each, one table."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from handbook.outputs import site
from handbook.outputs.manuscript import Finished, Manuscript, write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handbook.skeletons import Press

__all__ = ("OUTPUTS", "Finished", "Manuscript", "build", "write")

# Each gives the files of its format by their paths in the edition. Calendars, the workbook and handouts are
# to come; they get the same manuscript, so that a fact is the same in all of them.
OUTPUTS: Mapping[str, Callable[[Manuscript, Press], Mapping[str, bytes]]] = MappingProxyType(
    {"site": site.files}
)


def build(manuscript: Manuscript, press: Press) -> Finished:
    """Return an edition with the files of all its formats."""
    files: dict[str, bytes] = {}
    for output in OUTPUTS.values():
        files |= output(manuscript, press)
    return Finished(manuscript, dict(sorted(files.items())))
