"""What the sheets of the workbook hold: texts and dates, the same as on the pages."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.outputs.calendar import first_day, shown, writer_of
from handbook.phrases import phrases, words_in
from handbook.records import Choice, Record, Url, find, listed, need
from handbook.render.filters import sentence, upper_first
from handbook.slots import MARK, read_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from handbook.language import Words
    from handbook.outputs.calendar_entries import Writer
    from handbook.outputs.manuscript import Manuscript
    from handbook.phrases import Phrases
    from handbook.schedule import Event

Cell = str | date
Row = tuple[Cell, ...]


class Sheet(Struct, frozen=True):
    """One sheet: its name, what stands above its columns, and its rows. An empty text is an empty cell."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets(manuscript: Manuscript) -> tuple[Sheet, ...]:
    """Return all sheets, in order."""
    return tuple(_sheet(manuscript, name, rows(manuscript)) for name, rows in _SHEETS)


def _sheet(manuscript: Manuscript, name: str, rows: Iterable[Row]) -> Sheet:
    """Return a sheet with its name and its heads in the edition's language."""
    words = phrases(manuscript.data, "workbook").part(name)
    return Sheet(words("sheet"), words.several("heads"), tuple(rows))


def _calendar(manuscript: Manuscript) -> Iterator[Row]:
    """Yield the meetings that the calendar files hold, each by the clock by which it is agreed."""
    writer = writer_of(manuscript)
    first = first_day(writer.timetable)
    return (_meeting(writer, event) for event in shown(writer.timetable) if event.on >= first)


def _meeting(writer: Writer, event: Event) -> Row:
    dated, words = writer.timetable.dated(event), writer.timetable.words
    ceremony = writer.timetable.ceremonies[event.ceremony]
    own, *others = listed(dated, "times")
    link = find(ceremony, "link", Url)
    where = (find(ceremony, "place", str), link.address if link else None)
    return (
        need(dated, "date", date),
        words.time(need(dated, "start", time)),
        words.time(need(dated, "end", time)),
        writer.name(event),
        need(own, "place", str),
        "; ".join(map(writer.clock, others)),
        writer.names(event.required),
        writer.names(event.optional),
        ", ".join(text for text in where if text),
        _text(ceremony, "for_you"),
        writer.change(event) or "",
    )


def _people(manuscript: Manuscript) -> Iterator[Row]:
    words, say = _words(manuscript), phrases(manuscript.data, "workbook")
    return (
        _person(person, group, words, say)
        for group in _facts(manuscript, "people_by_party")
        for person in listed(group, "people")
    )


def _words(manuscript: Manuscript) -> Words:
    return words_in(manuscript.view.language, manuscript.data)


def _person(person: Record, group: Record, words: Words, say: Phrases) -> Row:
    roles = _labels(person, "roles", words)
    return (
        need(person, "name", str),
        need(group, "party.name", str),
        upper_first(_label(group, "side", words)),
        _text(person, "title"),
        upper_first(words.joined(roles) if roles else ""),
        _hours(person, words, say),
        need(person, "place", str),
        _text(person, "email"),
        _text(person, "phone"),
        _text(person, "prefers"),
    )


def _hours(person: Record, words: Words, say: Phrases) -> str:
    """Return the days and hours that somebody works."""
    start, end = find(person, "hours.from", time), find(person, "hours.to", time)
    times = say("from-to", start=words.time(start), end=words.time(end)) if start and end else ""
    days = words.joined([upper_first(day) for day in _labels(person, "hours.days", words)] or [""])
    return ", ".join(part for part in (days, times) if part)


def _decisions(manuscript: Manuscript) -> Iterator[Row]:
    words, say = _words(manuscript), phrases(manuscript.data, "workbook")
    return (
        (
            need(rule, "topic", str),
            _names(rule, "deciders", words),
            _names(rule, "consult", words),
            _names(rule, "tie_break", words),
            _days(find(rule, "within_days", Decimal), words, say),
        )
        for rule in _facts(manuscript, "decisions")
    )


def _days(count: Decimal | None, words: Words, say: Phrases) -> str:
    if count is None:
        return ""
    return say("working-day" if count == 1 else "working-days", count=words.number(count))


def _asks(manuscript: Manuscript) -> Iterator[Row]:
    """Yield what is asked for, the earliest first, those without a day last."""
    words = _words(manuscript)
    asks = sorted(listed(manuscript.view.root, "asks"), key=lambda ask: find(ask, "due", date) or date.max)
    return (
        (
            find(ask, "due", date) or "",
            upper_first(_label(ask, "state", words)),
            need(ask, "what", str),
            _text(ask, "why"),
            _text(ask, "owner.name"),
            upper_first(_label(ask, "kind", words)),
            _text(ask, "if_late"),
        )
        for ask in asks
    )


def _releases(manuscript: Manuscript) -> Iterator[Row]:
    words = _words(manuscript)
    return (row for release in _facts(manuscript, "releases") for row in _features(release, words))


def _features(release: Record, words: Words) -> Iterator[Row]:
    """Yield a release's features, or the release alone where nothing is planned in it yet."""
    about: Row = (
        need(release, "name", str),
        find(release, "target", date) or "",
        upper_first(_label(release, "confidence", words)),
    )
    features = listed(release, "features")
    for number, feature in enumerate(features, start=1):
        yield (
            *about,
            str(number),
            need(feature, "name", str),
            _text(feature, "for.short"),
            _text(feature, "why"),
            upper_first(_label(feature, "state", words)),
        )
    if not features:
        yield (*about, "", "", "", "", "")


def _glossary(manuscript: Manuscript) -> Iterator[Row]:
    """Yield the client's own words, then ours as the client calls them."""
    own = [(need(one, "term", str), _text(one, "means")) for one in listed(manuscript.view.root, "glossary")]
    ours = ([_filled(text, manuscript) for text in row] for row in manuscript.site.glossary)
    words = (*own, *((upper_first(word), means) for word, means in ours))
    return ((word, sentence(means) if means else "") for word, means in words)


def _filled(slotted: str, manuscript: Manuscript) -> str:
    """Return a text of the site with its values."""
    return MARK.sub(lambda mark: manuscript.site.slots[read_mark(mark)[1]].text, slotted)


def _facts(manuscript: Manuscript, name: str) -> tuple[Record, ...]:
    found = manuscript.facts[name]
    return tuple(one for one in found if isinstance(one, Record)) if isinstance(found, tuple) else ()


def _text(record: Record, path: str) -> str:
    return find(record, path, str) or ""


def _label(record: Record, path: str, words: Words) -> str:
    choice = find(record, path, Choice)
    return words.text(choice) if choice else ""


def _labels(record: Record, path: str, words: Words) -> list[str]:
    found = find(record, path, tuple) or ()
    return [words.text(one) for one in found if isinstance(one, Choice)]


def _names(record: Record, path: str, words: Words) -> str:
    names = [need(person, "name", str) for person in listed(record, path)]
    return words.joined(names) if names else ""


# The sheets in order, by the names of their words in `docs/_data/workbook.yml`.
_SHEETS: Final[tuple[tuple[str, Callable[[Manuscript], Iterator[Row]]], ...]] = (
    ("calendar", _calendar),
    ("people", _people),
    ("decisions", _decisions),
    ("asks", _asks),
    ("releases", _releases),
    ("glossary", _glossary),
)
