"""What stands in place of an edition that has expired or is closed: one page that says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handbook.language import Words
from handbook.outputs.calendar import ALL, cancelled, files_of, of_person
from handbook.outputs.calendar_history import booked_as
from handbook.outputs.edition import manifest
from handbook.phrases import phrases
from handbook.published.history import FORMAT, History
from handbook.records import Record, codes, find, listed
from handbook.standalone import Sheet
from handbook.view import edition_id

if TYPE_CHECKING:
    from handbook.outputs import Manuscript

_FOLDER = "engagement_templates/farewell"


def expired(manuscript: Manuscript) -> dict[str, bytes]:
    """Return the files that stand in place of an edition that has expired."""
    page = _page(manuscript, closed=False, calendars=())
    return {**page, "edition.json": manifest(manuscript.view)}


def closing(manuscript: Manuscript) -> dict[str, bytes]:
    """Return the files that stand in place of the edition of a closed engagement.

    The calendars are with them, in which all that was still ahead is cancelled.
    """
    view, made = manuscript.view, files_of(manuscript, cancelled(manuscript))
    people = [(str(one["name"]), of_person(str(one["id"]))) for one in listed(view.root, "people")]
    offered = [(phrases(manuscript.data, "farewell")("all"), ALL), *people]
    calendars = tuple((name, file) for name, file in offered if file in made)
    return {**_page(manuscript, closed=True, calendars=calendars), **made, "edition.json": manifest(view)}


def forgotten(manuscript: Manuscript) -> History:
    """Return the record of a closed engagement: what stands in calendars, and nothing that it showed."""
    view = manuscript.view
    calendar = booked_as(cancelled(manuscript))
    return History(FORMAT, str(view.root["id"]), view.edition.value, calendar)


def _page(
    manuscript: Manuscript, *, closed: bool, calendars: tuple[tuple[str, str], ...]
) -> dict[str, bytes]:
    """Return the page and its stylesheet: the template prints marks, and the values go in last."""
    view, say = manuscript.view, phrases(manuscript.data, "farewell")
    sheet, words = Sheet(_FOLDER), Words(view.language)
    expires = find(view.root, "site.expires", date)
    supplier = _supplier(view.root) or say("us")
    until = words.date(expires) if expires else ""
    page = sheet.page(
        language=view.language,
        title=sheet.slot(str(view.root["title"])),
        says=sheet.slot(say("closed") if closed else say("expired", date=until)),
        ask=sheet.slot(say("closed-ask" if closed else "expired-ask", supplier=supplier)),
        cancelled=sheet.slot(say("cancelled")),
        calendars=[(sheet.slot(name), file) for name, file in calendars],
        foot=sheet.slot(say("foot", date=words.date(view.as_of), edition=edition_id(view))),
    )
    return {"index.html": page, "farewell.css": (sheet.folder / "farewell.css").read_bytes()}


def _supplier(root: Record) -> str:
    """Return the name of our own firm, or ""."""
    suppliers = [party for party in listed(root, "parties") if "supplier" in codes(party, "kinds")]
    return str(suppliers[0]["name"]) if suppliers else ""
