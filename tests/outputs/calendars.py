"""Calendar files as tests read them: strictly, and with the time zones that they themselves describe."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dateutil import tz
from icalendar import Calendar

from facts.shown import AS_OF, view_of
from handbook.facts import facts
from handbook.layers import BUNDLED
from handbook.load.places import Places
from handbook.outputs import Manuscript
from handbook.pages import read_sources
from handbook.render import RenderedPage, RenderedSite
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import generate
    from handbook.pages.notes import Told

_LINE = re.compile(r"[A-Z-]+(;[A-Z-]+=(\"[^\"]*\"|[^\";:,]*))*:.*")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def manuscript_of(
    data: generate.Tree, as_of: date = AS_OF, edition: Edition = Edition.CLIENT, pages: Iterable[str] = ()
) -> Manuscript:
    """Return what an edition of plain data is made from, with pages that are there by name only."""
    view = view_of(data, as_of, edition)
    none = MappingProxyType[str, Any]({})
    there = tuple(RenderedPage(path, path, "", "", "", (), none) for path in pages)
    site, words = RenderedSite(view.language, there, (), (), none), words_of(view.language)
    return Manuscript(view, facts(view), site, None, Places({}), data=words)


@cache
def words_of(language: str) -> Mapping[str, Told]:
    """Return the handbook's own words in a language."""
    return read_sources(BUNDLED, language).data


@dataclass(frozen=True, order=True)
class Row:
    """A meeting as a calendar program understands it: moments in UTC."""

    uid: str
    start: datetime
    end: datetime
    cancelled: bool


def lines(content: bytes) -> list[str]:
    """Return the unfolded lines of a file; fails where it is not exactly as RFC 5545 wants it."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert max(map(len, physical)) <= 75
    decoded = [line.decode("utf-8") for line in physical]  # no character is cut in two
    unfolded = re.sub("\n[ \t]", "", "\n".join(decoded)).split("\n")
    for line in unfolded:
        assert _LINE.fullmatch(line), line
        assert not _CONTROL.search(line), line
        assert not line.startswith("METHOD"), line
    return unfolded


def strictly(content: bytes) -> Any:  # noqa: ANN401 -- each property has one of thirty types
    """Return a file as icalendar reads it; fails on whatever is wrong in its grammar or its references."""
    open_parts: list[str] = []
    for line in lines(content):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_parts.append(value)
        elif name == "END":
            assert open_parts.pop() == value
    assert not open_parts
    parsed: Any = Calendar.from_ical(content)
    assert not [part.errors for part in parsed.walk() if part.errors]
    assert parsed["VERSION"] == "2.0"
    assert parsed.subcomponents
    described = {str(zone["TZID"]) for zone in parsed.walk("VTIMEZONE")}
    named = set(re.findall(r";TZID=([^:;\"]+)[:;]", "\n".join(lines(content))))
    assert named <= described
    uids = [str(event["UID"]) for event in parsed.walk("VEVENT")]
    assert len(uids) == len(set(uids))
    for event in parsed.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS"} <= set(event)
        assert "ORGANIZER" not in event
        whole_day = event["DTSTART"].params.get("VALUE") == "DATE"
        assert whole_day is not isinstance(event["DTSTART"].dt, datetime)
    return parsed


def meetings(content: bytes) -> Iterator[Row]:
    """Yield the meetings of a file, their clock times read with dateutil and the file's own zone blocks."""
    text = content.decode().replace("\r\n ", "")
    zones = tz.tzical(io.StringIO(text.replace("\r\n", "\n")))
    for event in strictly(content).walk("VEVENT"):
        start = _moment(event["DTSTART"], zones)
        if start is not None:
            end = _moment(event["DTEND"], zones) if "DTEND" in event else start
            assert end
            yield Row(str(event["UID"]), start, end, event["STATUS"] == "CANCELLED")


def _moment(value: Any, zones: tz.tzical) -> datetime | None:  # noqa: ANN401 -- as icalendar has it
    if not isinstance(value.dt, datetime):
        return None
    wall = value.dt.replace(tzinfo=None)
    zone = zones.get(value.params["TZID"]) if "TZID" in value.params else UTC
    return wall.replace(tzinfo=zone).astimezone(UTC)


def by_uid(content: bytes) -> dict[str, Any]:
    """Return the entries of a file by the first part of their ids: the key."""
    return {str(one["UID"]).partition("@")[0]: one for one in strictly(content).walk("VEVENT")}
