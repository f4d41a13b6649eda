"""Every value that an edition prints comes from fields that the edition may see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.errors import Place, Problem
from handbook.records import Absent, Record
from handbook.view import CONTACT_DETAILS, Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.proof.evidence import Evidence
    from handbook.records import Datum
    from handbook.slots import Slot

_INTERNAL = re.compile(r"(?:^|[.\[])internal(?:$|[.\[\]])")
_HINT = "this is a fault of the handbook itself: nothing was published"


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each page and field that do not belong together."""
    manuscript = evidence.finished.manuscript
    seen = visible(manuscript.view.root, *manuscript.facts.values())
    told: set[tuple[str, str]] = set()
    for page, slot in _entries(evidence):
        for field in slot.fields:
            internal = manuscript.view.edition is Edition.CLIENT and _INTERNAL.search(field)
            if (internal or field not in seen) and (page, field) not in told:
                told.add((page, field))
                place = Place(f"{manuscript.name}/{page}", 1, 1)
                message = "is shown there, and this edition may not see it"
                yield Problem(place, field, message, _HINT, "BUILD-LEDGER")


def visible(*data: Datum) -> frozenset[str]:
    """Return the path of everything that a view holds, or that is derived from what it holds.

    A fact may be a record at the path of one of the view, with more in it: both are walked.
    """
    records: dict[int, Record] = {}
    waiting = list(data)
    while waiting:
        datum = waiting.pop()
        if isinstance(datum, tuple):
            waiting.extend(datum)
        elif isinstance(datum, Record) and id(datum) not in records:
            records[id(datum)] = datum
            waiting.extend(datum.fields.values())
    return frozenset(path for record in records.values() for path in _paths(record))


def _entries(evidence: Evidence) -> Iterator[tuple[str, Slot]]:
    """Yield every slot with the page it is printed on; those of the site are on all."""
    site = evidence.finished.manuscript.site
    yield from (("index.html", slot) for slot in site.slots)
    yield from ((page.path.removesuffix(".md") + ".html", slot) for page in site.pages for slot in page.slots)


def _paths(record: Record) -> Iterator[str]:
    yield record.path
    for name, datum in record.fields.items():
        # A fact may come from the absence of a field, but what the view withholds is as good as not there.
        if not (isinstance(datum, Absent) and name in CONTACT_DETAILS):
            yield from _paths_at(f"{record.path}.{name}".lstrip("."), datum)


def _paths_at(path: str, datum: Datum) -> Iterator[str]:
    """Yield the path of a datum and, of a list, those of its items."""
    yield path
    if isinstance(datum, tuple):
        for number, item in enumerate(datum, 1):
            yield from _paths_at(f"{path}[{number}]", item)
