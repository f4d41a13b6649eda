"""The files of an edition are its own pages and what they ask for: none is missing, none is more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from handbook.pages import INTERNAL
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.errors import Problem
    from handbook.proof.evidence import Evidence

_HINT: Final = "nothing was published; this is a fault of the handbook itself"
_INDEX: Final = "search/search_index.json"
# What no page links: the edition's name, and what the theme's script asks for.
_UNLINKED: Final = ("edition.json", _INDEX, "search/search_index.js")
_UNLINKED_FOLDERS: Final = ("assets/javascripts/workers/", "assets/javascripts/lunr/")


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each file that is missing, and for each that nothing of the edition asks for."""
    yield from _pages(evidence)
    yield from _others(evidence)
    yield from _search(evidence)


def _pages(evidence: Evidence) -> Iterator[Problem]:
    files, wanted = evidence.finished.files, evidence.pages
    for path in sorted(wanted - files.keys()):
        yield evidence.found_file("BUILD-FILES", path, "is a page of this edition, and is not there", _HINT)
    for path in sorted(path for path in files if _is_page(path) and path not in wanted):
        yield evidence.found_file("BUILD-FILES", path, "is no page of this edition", _HINT)


def _others(evidence: Evidence) -> Iterator[Problem]:
    asked = evidence.asked_for
    client = evidence.finished.manuscript.view.edition is Edition.CLIENT
    for path in sorted(evidence.finished.files):
        folders = path.split("/")
        if (client and INTERNAL in folders) or any(part.startswith((".", "_")) for part in folders):
            yield evidence.found_file("BUILD-FILES", path, "has a place that no such edition has", _HINT)
        elif not (path in asked or path in _UNLINKED or path.startswith(_UNLINKED_FOLDERS) or _is_page(path)):
            yield evidence.found_file("BUILD-FILES", path, "is asked for by no page", _HINT)


def _search(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each page that the search knows and this edition does not have."""
    if _INDEX in evidence.texts:
        for entry in json.loads(evidence.texts[_INDEX])["docs"]:
            path = entry["location"].partition("#")[0]
            if path not in evidence.pages:
                yield evidence.found_file(
                    "BUILD-FILES", _INDEX, f"leads to '{path}', which is no page", _HINT
                )


def _is_page(path: str) -> bool:
    return path.endswith(".html")
