"""All engagements of a firm at a glance: one page for our own team, which needs no server and no network."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.errors import Severity
from handbook.records import Choice, Record, find, listed
from handbook.standalone import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from handbook.outputs import Manuscript
    from handbook.records import Datum

_FOLDER = "engagement_templates/portfolio"
_NOTHING = "none"


class Line(Struct, frozen=True):
    """One engagement in the table: a text for each column, such that sorting the texts sorts the column.

    `editions` are those that stand published, by their folders' names.
    """

    id: str
    title: str
    status: str
    cells: tuple[str, ...]
    editions: tuple[str, ...] = ()


COLUMNS = (
    "Client", "Status", "Next event", "Errors", "Warnings", "Notices", "Overdue asks", "Product owner",
    "Last reviewed", "Edition of",
)  # fmt: skip


def line_of(manuscript: Manuscript, editions: Sequence[str]) -> Line:
    """Return an engagement's line from the manuscript of its team edition."""
    view, known = manuscript.view, manuscript.facts
    root = view.root
    status = find(root, "status", Choice) or Choice("", "")
    client = known.get("client")
    cells = (
        (find(client, "short", str) if isinstance(client, Record) else None) or _NOTHING,
        status.label,
        _next_event(_records(known["next_dates"])),
        *_counts(_records(known["findings"])),
        str(sum(find(ask, "overdue", bool) is True for ask in _records(known["open_asks"]))),
        (find(root, "product_ownership.arrangement", Choice) or status).label,
        _day(find(root, "dates.last_reviewed", date)),
        _day(view.as_of),
    )
    title = find(root, "title", str) or manuscript.name
    return Line(str(root["id"]), title, status.label, cells, tuple(editions))


def refused_line(engagement: str, why: str, editions: Sequence[str]) -> Line:
    """Return the line of an engagement whose file cannot be used, with the first reason."""
    cells = (why, "refused", *("" for _ in COLUMNS[2:]))
    return Line(engagement, engagement, "refused", cells, tuple(editions))


def pages(lines: Sequence[Line], as_of: date) -> dict[str, bytes]:
    """Return the files of the page by their paths."""
    sheet = Sheet(_FOLDER)
    page = sheet.page(
        rows=[_row(line, sheet.slot) for line in sorted(lines, key=lambda one: one.title.casefold())],
        columns=COLUMNS,
        statuses=[sheet.slot(status) for status in sorted({line.status for line in lines})],
        as_of=sheet.slot(as_of.isoformat()),
        count=len(lines),
    )
    assets = {name: (sheet.folder / name).read_bytes() for name in ("portfolio.css", "portfolio.js")}
    return {"index.html": page, **assets}


def _row(line: Line, slot: Callable[[str], str]) -> Mapping[str, object]:
    return {
        "title": slot(line.title),
        # Ids are safe as folders' names, so they may stand in a link as they are.
        "links": [(edition, f"../../{line.id}/{edition}/index.html") for edition in line.editions],
        "cells": [slot(cell) for cell in line.cells],
    }


def _counts(findings: Sequence[Record]) -> Iterator[str]:
    for severity in Severity:
        yield str(sum(_severity(finding) == severity for finding in findings))


def _severity(finding: Record) -> str:
    choice = find(finding, "severity", Choice)
    return choice.value if choice else ""


def _next_event(dates: Sequence[Record]) -> str:
    if not dates:
        return _NOTHING
    return f"{find(dates[0], 'date', date)} {find(dates[0], 'name', str)}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "never"


def _records(datum: Datum) -> tuple[Record, ...]:
    return listed(Record("", {"items": datum}), "items")
