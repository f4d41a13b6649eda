"""One entry of a calendar file: what it says, and its bytes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from icalendar import Event, vCalAddress, vDate, vDatetime, vText, vUri
from msgspec import Struct

from handbook.schedule.zones import local

if TYPE_CHECKING:
    from collections.abc import Iterable

# What no calendar program has to accept, and some stop at.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]")


class Role(StrEnum):
    """What somebody is to a meeting."""

    LEADS = "CHAIR"
    NEEDED = "REQ-PARTICIPANT"
    WELCOME = "OPT-PARTICIPANT"


class Attendee(Struct, frozen=True):
    """Somebody who comes, and whose e-mail address may be shown."""

    name: str
    email: str
    role: Role


class Entry(Struct, frozen=True):
    """A meeting, or with a date as `start` something that is for a whole day.

    `start` and `end` are moments in UTC, `zone` is where the clock time was agreed; without a later `end` the
    length is not known. `revision` counts from 0 how often the entry is known to have changed.
    """

    uid: str
    summary: str
    start: datetime | date
    description: str = ""
    end: datetime | None = None
    zone: str = "UTC"
    location: str = ""
    url: str = ""
    attendees: tuple[Attendee, ...] = ()
    cancelled: bool = False
    tentative: bool = False
    revision: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that it shows."""
        people = (text for one in self.attendees for text in (one.name, one.email))
        return (self.uid, self.summary, self.description, self.location, self.url, *people)


def unsafe(texts: Iterable[str]) -> str | None:
    """Return the first character that may not stand in a calendar file, or None."""
    found = next((match for text in texts if (match := _UNSAFE.search(text))), None)
    return found[0] if found else None


def event(entry: Entry, stamp: date) -> bytes:
    """Return the VEVENT of an entry, as known on a day."""
    written = Event()
    written.add("uid", entry.uid)
    written.add("dtstamp", datetime.combine(stamp, time(), tzinfo=UTC))
    written.add("sequence", entry.revision)
    written.add("summary", vText(entry.summary))
    _add_times(written, entry)
    written.add("status", _status(entry))
    for name, text in (("description", entry.description), ("location", entry.location)):
        if text:
            written.add(name, vText(text))
    if entry.url:
        written.add("url", vUri(entry.url))
    for one in entry.attendees:
        written.add("attendee", _address(one))
    return bytes(written.to_ical())


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"


def _add_times(written: Event, entry: Entry) -> None:
    """Add start and end; what is for a whole day leaves the reader free."""
    if not isinstance(entry.start, datetime):
        written.add("dtstart", vDate(entry.start), {"VALUE": "DATE"})
        written.add("transp", "TRANSPARENT")
        return
    written.add("dtstart", *_moment(entry.start, entry.zone))
    if entry.end and entry.end > entry.start:
        written.add("dtend", *_moment(entry.end, entry.zone))
    written.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")


def _moment(moment: datetime, zone: str) -> tuple[vDatetime, dict[str, str]]:
    """Return a moment on the clock of its zone, and the zone; in UTC where that clock shows it again.

    In a calendar file a clock time that comes twice is its first coming.
    """
    there = local(moment, zone)
    if zone == "UTC" or there.fold:
        return vDatetime(moment.astimezone(UTC)), {}
    return vDatetime(there.replace(tzinfo=None)), {"TZID": zone}


def _address(one: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{one.email}")
    # A quotation mark here takes RFC 6868, which not all programs know.
    name = one.name.replace('"', "'")
    address.params.update({"CN": name, "CUTYPE": "INDIVIDUAL", "ROLE": one.role.value})
    return address
