"""The finished pages load nothing from outside: no script, style, font, picture or frame of another host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.markup import in_css
from handbook.proof.tags import HOST_IN_SCRIPT, fetched, is_outside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.errors import Problem
    from handbook.proof.evidence import Evidence

_HINT = "put the file into docs/assets/ and name it there"
# Material's scripts name hosts that they never ask without the above; ours name none.
_OUR_SCRIPTS = "assets/js/"


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each thing that a browser would fetch from elsewhere."""
    for path, start, what in (*_of_pages(evidence), *_of_stylesheets(evidence), *_of_scripts(evidence)):
        yield evidence.found("BUILD-REQUEST", path, start, f"{what} is loaded from outside the site", _HINT)


def _of_pages(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    if not any(reading.fetches for page in evidence.readings.values() for reading in page):
        return
    for path, tags in evidence.tags.items():  # only now does it matter where each tag stands
        for tag in tags:
            for what in fetched(tag):
                yield path, tag.start, what


def _of_stylesheets(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    for path, text in evidence.texts.items():
        if path.endswith(".css"):
            for address in filter(is_outside, in_css(text)):
                yield path, text.index(address), f"'{address}'"


def _of_scripts(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    for path, text in evidence.texts.items():
        if path.endswith(".js") and path.startswith(_OUR_SCRIPTS):
            for host in HOST_IN_SCRIPT.finditer(text):
                yield path, host.start(), host[0]
