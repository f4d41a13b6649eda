"""A calendar file: entries put together with the time zones that they name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from icalendar import Calendar, vText
from msgspec import Struct, field

from handbook.ics.entries import event
from handbook.ics.zone_blocks import zone_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from handbook.ics.entries import Entry

_MAKER = "-//Engagement Handbook//Calendar//EN"
_END = b"END:VCALENDAR\r\n"


class Folder(Struct, frozen=True, dict=True):
    """The calendar files of one edition: what they share, and each entry's bytes, written once."""

    stamp: date
    zone: str
    """The zone that every file has a block of, so that none is without any component."""
    years: tuple[int, int]
    """The first and the last year in which anything stands."""
    _written: dict[Entry, bytes] = field(default_factory=dict)

    def event(self, entry: Entry) -> bytes:
        """Return an entry's bytes."""
        if entry not in self._written:
            self._written[entry] = event(entry, self.stamp)
        return self._written[entry]


def calendar(name: str, entries: Sequence[Entry], folder: Folder) -> bytes:
    """Return a calendar file. It names no METHOD: it is there to be read, and asks for no answer."""
    head = Calendar()
    head.add("prodid", _MAKER)
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    head.add("name", vText(name))
    head.add("x-wr-calname", vText(name))
    head.add("x-wr-timezone", folder.zone)
    events = (folder.event(entry) for entry in entries)
    begin = bytes(head.to_ical()).removesuffix(_END)
    return b"".join((begin, *_zones(entries, folder), *events, _END))


def _zones(entries: Iterable[Entry], folder: Folder) -> Iterable[bytes]:
    """Return the blocks of the zones that a file names."""
    timed = (entry.zone for entry in entries if isinstance(entry.start, datetime))
    used = {folder.zone, *(zone for zone in timed if zone != "UTC")}
    return [zone_block(name, *folder.years) for name in sorted(used)]
