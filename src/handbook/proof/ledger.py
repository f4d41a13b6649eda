"""Every value that an edition prints comes from fields that the edition may see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.errors import Problem
from handbook.outputs.ledger import EVERY_PAGE, ledger
from handbook.records import Absent, Record
from handbook.view import CONTACT_DETAILS, Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.proof.evidence import Evidence
    from handbook.records import Datum

_INTERNAL = re.compile(r"(?:^|[.\[])internal(?:$|[.\[\]])")
_HINT = "this is a fault of the handbook itself: nothing was published"


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each page and field that do not belong together."""
    manuscript = evidence.finished.manuscript
    seen = visible(manuscript.view.root, *manuscript.facts.values())
    for page, fields in ledger(manuscript.site).items():
        for field in fields:
            internal = manuscript.view.edition is Edition.CLIENT and _INTERNAL.search(field)
            if internal or field not in seen:
                # What is on every page is on the first.
                place = evidence.place("index.html" if page == EVERY_PAGE else f"{page}.html")
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
