"""What the sheets of the workbook hold: texts and dates, the same as on the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

from handbook.language import Words
from handbook.outputs.calendar import first_day, shown, writer_of
from handbook.records import Choice, Record, Url, find, listed, need
from handbook.render.filters import sentence, upper_first
from handbook.slots import MARK, read_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.outputs.calendar_entries import Writer
    from handbook.outputs.manuscript import Manuscript
    from handbook.schedule import Event

Cell = str | date
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, what stands above its columns, and its rows. An empty text is an empty cell."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets(manuscript: Manuscript) -> tuple[Sheet, ...]:
    """Return all sheets, in order."""
    return (
        _calendar(writer_of(manuscript)),
        _people(manuscript),
        _decisions(manuscript),
        _asks(manuscript),
        _releases(manuscript),
        _glossary(manuscript),
    )


def _calendar(writer: Writer) -> Sheet:
    """Return the meetings that the calendar files hold, each by the clock by which it is agreed."""
    first = first_day(writer.timetable)
    heads = (
        *("Date", "Begins", "Ends", "Meeting", "By the clock in", "On other clocks", "Needed", "Welcome"),
        *("Where", "What it is for", "What is different"),
    )
    rows = (_meeting(writer, event) for event in shown(writer.timetable) if event.on >= first)
    return Sheet("Calendar", heads, tuple(rows))


def _meeting(writer: Writer, event: Event) -> Row:
    dated, words = writer.timetable.dated(event), writer.timetable.words
    ceremony = writer.timetable.ceremonies[event.ceremony]
    own, *others = listed(dated, "times")
    clocks = (f"{words.time(need(one, 'start', time))} in {need(one, 'place', str)}" for one in others)
    link = find(ceremony, "link", Url)
    where = (find(ceremony, "place", str), link.address if link else None)
    return (
        need(dated, "date", date),
        words.time(need(dated, "start", time)),
        words.time(need(dated, "end", time)),
        writer.name(event),
        need(own, "place", str),
        "; ".join(clocks),
        writer.names(event.required),
        writer.names(event.optional),
        ", ".join(text for text in where if text),
        _text(ceremony, "for_you"),
        writer.change(event) or "",
    )


def _people(manuscript: Manuscript) -> Sheet:
    heads = (
        *("Name", "Party", "Side", "Job", "Part in this", "Works", "By the clock in"),
        *("E-mail", "Phone", "Likes to be asked this way"),
    )
    words = Words(manuscript.view.language)
    rows = (
        _person(person, group, words)
        for group in _facts(manuscript, "people_by_party")
        for person in listed(group, "people")
    )
    return Sheet("Who is who", heads, tuple(rows))


def _person(person: Record, group: Record, words: Words) -> Row:
    return (
        need(person, "name", str),
        need(group, "party.name", str),
        upper_first(_label(group, "side")),
        _text(person, "title"),
        upper_first(words.joined(_labels(person, "roles")) if _labels(person, "roles") else ""),
        _hours(person, words),
        need(person, "place", str),
        _text(person, "email"),
        _text(person, "phone"),
        _text(person, "prefers"),
    )


def _hours(person: Record, words: Words) -> str:
    """Return the days and hours that somebody works."""
    start, end = find(person, "hours.from", time), find(person, "hours.to", time)
    times = f"{words.time(start)} to {words.time(end)}" if start and end else ""
    days = words.joined([upper_first(day) for day in _labels(person, "hours.days")] or [""])
    return ", ".join(part for part in (days, times) if part)


def _decisions(manuscript: Manuscript) -> Sheet:
    words = Words(manuscript.view.language)
    rows = (
        (
            need(rule, "topic", str),
            _names(rule, "deciders", words),
            _names(rule, "consult", words),
            _names(rule, "tie_break", words),
            _days(find(rule, "within_days", Decimal), words),
        )
        for rule in _facts(manuscript, "decisions")
    )
    return Sheet(
        "Decisions", ("About", "Who decides", "Asked first", "Who settles a tie", "Within"), tuple(rows)
    )


def _days(count: Decimal | None, words: Words) -> str:
    if count is None:
        return ""
    return f"{words.number(count)} working day{'' if count == 1 else 's'}"


def _asks(manuscript: Manuscript) -> Sheet:
    """Return what is asked for, the earliest first, those without a day last."""
    asks = sorted(listed(manuscript.view.root, "asks"), key=lambda ask: find(ask, "due", date) or date.max)
    rows = (
        (
            find(ask, "due", date) or "",
            upper_first(_label(ask, "state")),
            need(ask, "what", str),
            _text(ask, "why"),
            _text(ask, "owner.name"),
            upper_first(_label(ask, "kind")),
            _text(ask, "if_late"),
        )
        for ask in asks
    )
    heads = ("Due", "State", "What we need", "What for", "Who sees to it", "Kind", "If it is late")
    return Sheet("What we need", heads, tuple(rows))


def _releases(manuscript: Manuscript) -> Sheet:
    heads = ("Release", "Planned for", "How sure", "No.", "What people can do", "For", "Why", "State")
    rows = (row for release in _facts(manuscript, "releases") for row in _features(release))
    return Sheet("Release plan", heads, tuple(rows))


def _features(release: Record) -> Iterator[Row]:
    """Yield a release's features, or the release alone where nothing is planned in it yet."""
    about: Row = (
        need(release, "name", str),
        find(release, "target", date) or "",
        upper_first(_label(release, "confidence")),
    )
    features = listed(release, "features")
    for number, feature in enumerate(features, start=1):
        yield (
            *about,
            str(number),
            need(feature, "name", str),
            _text(feature, "for.short"),
            _text(feature, "why"),
            upper_first(_label(feature, "state")),
        )
    if not features:
        yield (*about, "", "", "", "", "")


def _glossary(manuscript: Manuscript) -> Sheet:
    """Return the client's own words, then ours as the client calls them."""
    own = [(need(one, "term", str), _text(one, "means")) for one in listed(manuscript.view.root, "glossary")]
    ours = ([_filled(text, manuscript) for text in row] for row in manuscript.site.glossary)
    words = (*own, *((upper_first(word), means) for word, means in ours))
    rows = tuple((word, sentence(means) if means else "") for word, means in words)
    return Sheet("Glossary", ("Word", "What it means"), rows)


def _filled(slotted: str, manuscript: Manuscript) -> str:
    """Return a text of the site with its values."""
    return MARK.sub(lambda mark: manuscript.site.slots[read_mark(mark)[1]].text, slotted)


def _facts(manuscript: Manuscript, name: str) -> tuple[Record, ...]:
    found = manuscript.facts[name]
    return tuple(one for one in found if isinstance(one, Record)) if isinstance(found, tuple) else ()


def _text(record: Record, path: str) -> str:
    return find(record, path, str) or ""


def _label(record: Record, path: str) -> str:
    choice = find(record, path, Choice)
    return choice.label if choice else ""


def _labels(record: Record, path: str) -> list[str]:
    found = find(record, path, tuple) or ()
    return [one.label for one in found if isinstance(one, Choice)]


def _names(record: Record, path: str, words: Words) -> str:
    names = [need(person, "name", str) for person in listed(record, path)]
    return words.joined(names) if names else ""
