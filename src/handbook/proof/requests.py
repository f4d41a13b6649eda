"""The finished pages load nothing from outside: no script, style, font, picture or frame of another host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.markup import in_css, loaded, target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.errors import Problem
    from handbook.markup import Tag
    from handbook.proof.evidence import Evidence

_HINT = "put the file into docs/assets/ and name it there"
# Material's own script fetches when it finds one of these: a diagram to draw, a repository to count stars of.
_FETCHING_CLASSES = frozenset({"mermaid", "md-source"})
# Material's scripts name hosts that they never ask without the above; ours name none.
_OUR_SCRIPTS = "assets/js/"
_HOST_IN_SCRIPT = re.compile(r"[\"'`](?:https?:|wss?:)?//[\w.-]+", re.IGNORECASE)


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each thing that a browser would fetch from elsewhere."""
    for path, start, what in (*_of_pages(evidence), *_of_stylesheets(evidence), *_of_scripts(evidence)):
        yield evidence.found("BUILD-REQUEST", path, start, f"{what} is loaded from outside the site", _HINT)


def _of_pages(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    readings = {id(one): one for page in evidence.readings.values() for one in page}
    if not any(what for one in readings.values() for tag in one.tags for what in _of_tag(tag)):
        return
    for path, tags in evidence.tags.items():  # only now does it matter where each tag stands
        for tag in tags:
            for what in _of_tag(tag):
                yield path, tag.start, what


def _of_tag(tag: Tag) -> Iterator[str]:
    yield from (f"'{address}'" for address in loaded(tag) if _is_outside(address))
    if set(tag.attributes.get("class", "").split()) & _FETCHING_CLASSES:
        yield f"what class '{tag.attributes['class']}' needs"
    if tag.name == "base" or (
        tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "refresh"
    ):
        yield f"what <{tag.name}> leads to"
    if tag.name == "script" and (host := _HOST_IN_SCRIPT.search(tag.text)):
        yield host[0]


def _of_stylesheets(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    for path, text in evidence.texts.items():
        if path.endswith(".css"):
            for address in filter(_is_outside, in_css(text)):
                yield path, text.index(address), f"'{address}'"


def _of_scripts(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    for path, text in evidence.texts.items():
        if path.endswith(".js") and path.startswith(_OUR_SCRIPTS):
            for host in _HOST_IN_SCRIPT.finditer(text):
                yield path, host.start(), host[0]


def _is_outside(address: str) -> bool:
    return target(address, "") is None and not address.strip().lower().startswith("data:")
