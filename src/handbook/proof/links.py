"""Every link of an edition leads somewhere: each path in the site exists, and so does each anchor on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.markup import linked, loaded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handbook.errors import Problem
    from handbook.proof.evidence import Evidence, Reading

_HINT = "mend the link on the page, or the condition under which it stands there"


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each address that leads to nothing."""
    anchors = {
        path: frozenset(anchor for reading in readings for anchor in reading.anchors)
        for path, readings in evidence.readings.items()
    }
    for path, readings in evidence.readings.items():
        if not _any_wrong(evidence, anchors, path, readings):
            continue
        for tag in evidence.tags[path]:  # only now does it matter where each tag stands
            for address in (*linked(tag), *loaded(tag)):
                if wrong := _wrong(evidence, anchors, path, address):
                    yield evidence.found("BUILD-LINK", path, tag.start, wrong, _HINT)


def _any_wrong(
    evidence: Evidence, anchors: Mapping[str, frozenset[str]], path: str, readings: Iterable[Reading]
) -> bool:
    """Return whether any address on a page leads to nothing."""
    follow, files = evidence.memory.target, evidence.finished.files
    addresses = {address for reading in readings for address in reading.addresses}
    aims = {follow(address, path) for address in addresses} - {None}
    return any(
        aim and (aim[0] not in files or (aim[1] and aim[1] not in anchors.get(aim[0], {aim[1]})))
        for aim in aims
    )


def _wrong(evidence: Evidence, anchors: Mapping[str, frozenset[str]], path: str, address: str) -> str | None:
    """Return what is wrong with an address on a page."""
    aim = evidence.memory.target(address, path)
    if aim is None:
        return None
    goal, fragment = aim
    if goal not in evidence.finished.files:
        return f"a link leads to '{goal}', which this edition does not have"
    if fragment and goal in anchors and fragment not in anchors[goal]:
        return f"a link leads to '#{fragment}' of '{goal}', where nothing has this id"
    return None
