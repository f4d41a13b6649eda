"""What changed in the dates: those of the engagement, those of a kind of meeting, and single ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.facts.telling import word
from handbook.schedule.zones import city, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from handbook.facts.telling import Telling
    from handbook.published import DateThen
    from handbook.records import Record

# More single dates than these are better looked up in the calendar.
MOST_DATES = 12
_KEY_DATES = ("dates.kickoff", "dates.start", "dates.end", "sprint.first_start")
# What of a meeting readers are told by name, and the fields that it is.
_DETAILS = {
    "length": ("minutes",),
    "people": ("attend", "optional", "lead"),
    "place": ("place", "link"),
}


def key_dates(telling: Telling) -> Iterator[Record]:
    """Yield each date of the engagement or of a release that moved, with the day before and now."""
    for path in _KEY_DATES:
        before, after = telling.days(path)
        if before != after:
            yield telling.row("key_dates", what=word(path.partition(".")[2]), before=before, after=after)
    for path, then, now in telling.items("releases", "name"):
        before, after = telling.days(f"{path}.target")
        if before != after:
            name = now or then
            yield telling.row("key_dates", what=word("release"), name=name, before=before, after=after)
        telling.told(f"{path}.target")
    telling.told("dates", "sprint.first_start")


def meetings(telling: Telling) -> Iterator[Record]:
    """Yield each kind of meeting that is new, gone, or held at other times, for longer, elsewhere."""
    before, after = telling.before.meetings, telling.present.meetings
    for meeting in dict.fromkeys((*after, *before)):
        then, now, path = before.get(meeting), after.get(meeting), f"ceremonies[{meeting}]"
        telling.told(f"{path}.when", f"{path}.changes", *(f"{path}.{name}" for name in _detailed()))
        if now is None and then:
            yield telling.row("meetings", what=word("gone"), name=then.name, before=then.when)
        elif then is None and now:
            telling.told(path)
            yield telling.row("meetings", what=word("new"), name=now.name, after=now.when)
        elif then and now:
            if _has_new_rule(telling, path):
                # In the same words, it is on other days: the first sprint begins on another.
                what = "when" if then.when != now.when else "days"
                when = {"before": then.when, "after": now.when}
                yield telling.row("meetings", what=word(what), name=now.name, **when)
            differing = {change.field.removeprefix(f"{path}.") for change in telling.differing(path)}
            for what, names in _DETAILS.items():
                if not differing.isdisjoint(names):
                    yield telling.row("meetings", what=word(what), name=now.name)


def _has_new_rule(telling: Telling, path: str) -> bool:
    """Return whether a meeting's dates follow another rule. Its words may change with a single date."""
    before, after = telling.before.shows, telling.present.shows
    of_sprints = after.get(f"{path}.when.every") == "sprint"
    elsewhere = before.get("timezone") != after.get("timezone")
    own = telling.differing(f"{path}.when")
    return elsewhere or bool(own) or (of_sprints and bool(telling.differing("sprint")))


def _detailed() -> Iterator[str]:
    for names in _DETAILS.values():
        yield from names


def single_dates(telling: Telling) -> Iterator[Record]:
    """Yield each date to come that was moved, cancelled or added while its meeting keeps its rule."""
    before, after, today = telling.before, telling.present, telling.present.as_of
    same = {
        name
        for name in after.meetings
        if name in before.meetings and not _has_new_rule(telling, f"ceremonies[{name}]")
    }
    told = 0
    for name, one in sorted({**before.dates, **after.dates}.items(), key=lambda item: item[1].start):
        then, now = before.dates.get(name), after.dates.get(name)
        what = _became(then, now, _last(telling, one.meeting))
        if one.meeting in same and what and told < MOST_DATES and one.start.date() >= today:
            told += 1
            yield _date(telling, what, (then, now), one.zone, after.meetings[one.meeting].name)


def _last(telling: Telling, meeting: str) -> datetime | None:
    """Return the last date up to which both editions have planned a meeting: beyond it nothing is news."""
    planned = [
        max((one.start for one in edition.dates.values() if one.meeting == meeting), default=None)
        for edition in (telling.before, telling.present)
    ]
    known = [last for last in planned if last]
    return min(known) if len(known) == len(planned) else None


def _became(then: DateThen | None, now: DateThen | None, last: datetime | None) -> str | None:
    """Return what became of one date, if it is worth telling."""
    held_then, held_now = then and not then.cancelled, now and not now.cancelled
    if held_then and held_now and then and now:
        return "moved" if then.start != now.start else None
    one = now if held_now else then
    if held_then == held_now or not one or (last and one.start > last):
        return None
    return "added" if held_now else "cancelled"


def _date(
    telling: Telling, what: str, sides: tuple[DateThen | None, DateThen | None], zone: str, name: str
) -> Record:
    """Return the row of one date, in the zone in which its time was agreed."""
    before, after = (local(one.start, zone) if one else None for one in sides)
    return telling.row(
        "single_dates",
        what=word(what),
        name=name,
        before=before.date() if before else None,
        before_at=before.time() if before else None,
        after=after.date() if after else None,
        after_at=after.time() if after else None,
        place=city(zone),
    )
