"""Every link of an edition leads somewhere: each path in the site exists, and so does each anchor on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.markup import linked, loaded, target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.errors import Problem
    from handbook.proof.evidence import Evidence

_HINT = "mend the link on the page, or the condition under which it stands there"


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each address that leads to nothing."""
    anchors = {
        path: frozenset[str]().union(*(reading.anchors for reading in readings))
        for path, readings in evidence.readings.items()
    }
    for path in evidence.readings:
        if not _any_wrong(evidence, anchors, path):
            continue
        for tag in evidence.tags[path]:  # only now does it matter where each tag stands
            for address in (*linked(tag), *loaded(tag)):
                if wrong := _wrong(evidence, anchors, path, address):
                    yield evidence.found("BUILD-LINK", path, tag.start, wrong, _HINT)


def _any_wrong(evidence: Evidence, anchors: Mapping[str, frozenset[str]], path: str) -> bool:
    """Return whether any address on a page leads to nothing."""
    files = evidence.finished.files
    return any(
        goal not in files or (fragment and fragment not in anchors.get(goal, {fragment}))
        for goal, fragment in evidence.aims[path]
    )


def _wrong(evidence: Evidence, anchors: Mapping[str, frozenset[str]], path: str, address: str) -> str | None:
    """Return what is wrong with an address on a page."""
    aim = target(address, path)
    if aim is None:
        return None
    goal, fragment = aim
    if goal not in evidence.finished.files:
        return f"a link leads to '{goal}', which this edition does not have"
    if fragment and goal in anchors and fragment not in anchors[goal]:
        return f"a link leads to '#{fragment}' of '{goal}', where nothing has this id"
    return None
