"""What handouts are written from: one edition, and its values as the plain texts that templates take."""

from __future__ import annotations

import base64
import io
import re
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import segno
from babel import Locale
from msgspec import Struct

from handbook import brand
from handbook.diagrams import Ink, draw, scene_of
from handbook.facts.timetable import Timetable
from handbook.language import english
from handbook.outputs.handouts.wording import Wording
from handbook.outputs.paper import on_letter
from handbook.phrases import word_of
from handbook.records import Choice, Fact, Record, Url, find, listed, need
from handbook.render.filters import clause, lower_first, sentence, upper_first
from handbook.slots import MARK, read_mark
from handbook.view import Edition, edition_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.language import Words
    from handbook.outputs.manuscript import Manuscript
    from handbook.phrases import Phrases

# What templates take: texts, lists and groups of them, nothing that could be more than it shows.
Plain: TypeAlias = dict[str, Any]
# From here on a word without a space may be broken, so that it never leaves its column.
_LONGEST_WORD: Final = 28
_BREAK: Final = "\u200b"
# Pages take a word of the client's as it is typed where they are in another language; so do papers.
_ENGLISH: Final = "en"
# What joins or changes the emoji before it: a joiner, a mark for the look of a sign, a skin tone, the letters
# of a region's flag, the frame around a number.
_JOINED: Final = re.compile(
    "(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200d\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]+"
    "|(?<=[0-9#*])\ufe0f?\u20e3"
)
# A country's flag is two signs for letters, which stand for themselves where they are not joined.
_FLAG_LETTERS: Final = {0x1F1E6 + number: chr(ord("A") + number) for number in range(26)}
_HYPHENATED: Final = re.compile(r"[^-]+-*|-+")
_PLACE_PARTS: Final = re.compile(r"[.]*[^./]+/*|[./]+")
_MAIL_PARTS: Final = re.compile(r"[@.]?[^@.]+|[@.]")


class Copy(Struct, frozen=True, dict=True):
    """One edition, as the makers of handouts read it."""

    manuscript: Manuscript

    @property
    def root(self) -> Record:
        """The fields of the engagement."""
        return self.manuscript.view.root

    @cached_property
    def wording(self) -> Wording:
        """Our words, in the language of the edition where somebody has translated them."""
        return Wording(self.manuscript.view.language, self.manuscript.data)

    @property
    def words(self) -> Words:
        """How dates and numbers are written: as our own words beside them."""
        return self.wording.words

    @property
    def say(self) -> Phrases:
        """What says parts of sentences, with values in their places."""
        return self.wording.say

    @cached_property
    def timetable(self) -> Timetable:
        """The edition's schedule."""
        return Timetable(self.manuscript.view, self.record("terms"))

    def record(self, name: str) -> Record:
        """Return a fact that is a record."""
        found = self.manuscript.facts[name]
        if not isinstance(found, Record):
            raise TypeError(f"{name} is no record")
        return found

    def records(self, name: str) -> tuple[Record, ...]:
        """Return a fact that is a list of records; none where it is absent."""
        found = self.manuscript.facts[name]
        found = found if isinstance(found, tuple) else (found,)
        return tuple(one for one in found if isinstance(one, Record))

    @cached_property
    def terms(self) -> Plain:
        """The client's words and ours, under names that templates can write."""
        own = self.record("terms")
        return {name.replace("_", "-"): self.inside(self.term(own, name)) for name in own.fields}

    def inside(self, word: str) -> str:
        """Return a word to stand inside a sentence: without its capital where the papers are in English."""
        return lower_first(word) if self.wording.lang == _ENGLISH else word

    def term(self, record: Record, name: str) -> str:
        """Return a word that the client may have its own for; ours is that of the papers' language."""
        return breakable(word_of(record, name, self.words))

    def meeting(self, record: Record) -> str:
        """Return what a meeting is called, as it begins a line."""
        return shown(self.term(record, "name"))

    def text(self, record: Record, path: str) -> str:
        """Return a value in words, or "" where it is absent; long words can be broken."""
        value = find(record, path, object)
        if value is None or isinstance(value, Record | tuple):
            return ""
        if isinstance(value, str | Choice | Url | int | Decimal | date | time):
            return breakable(self.words.text(value))
        raise TypeError(f"{record.path}: {path} is no single value")

    def sentence(self, record: Record, path: str) -> str:
        """Return a text with its full stop, or "" where it is absent."""
        text = self.text(record, path)
        return sentence(text) if text else ""

    def clause(self, record: Record, path: str) -> str:
        """Return a text without its full stop, or "" where it is absent."""
        return clause(self.text(record, path))

    def day(self, record: Record, path: str) -> str:
        """Return a date with its weekday and without its year: 'Wed 6 Jan'; "" where it is absent."""
        found = find(record, path, date)
        return self.words.date_short(found) if found else ""

    def minutes(self, record: Record, path: str) -> str:
        """Return a length in words: '2 hours 30 minutes'; "" where it is absent."""
        found = find(record, path, int)
        return self.words.duration(found) if found else ""

    def days(self, record: Record, path: str) -> str:
        """Return '2 working days'; "" where it is absent."""
        found = (
            find(record, path, Decimal)
            if not isinstance(record[path], int)
            else Decimal(need(record, path, int))
        )
        if found is None:
            return ""
        return self.say("working-day" if found == 1 else "working-days", count=self.words.number(found))

    def hours(self, record: Record, path: str) -> str:
        """Return '16 hours'; "" where it is absent."""
        found = find(record, path, object)
        if not isinstance(found, int | Decimal):
            return ""
        return self.words.hours(found)

    def time_taken(self, record: Record, path: str) -> str:
        """Return what meetings take as the pages say it: '2.25 hours', '45 minutes', or that it is little."""
        found = need(record, path, object)
        if not isinstance(found, int | Decimal) or found >= 1:
            return self.hours(record, path)
        return self.words.duration(int(found * 60)) if found else self.say("little")

    def texts(self, record: Record, path: str) -> list[str]:
        """Return a list of single values in words."""
        found = find(record, path, tuple) or ()
        return [breakable(self.words.text(one)) for one in found if isinstance(one, str | Choice)]

    def name(self, record: Record, path: str = "name") -> str:
        """Return the name of the person or party that a path leads to; "" where there is none."""
        return self.text(record, path)

    def names(self, people: Iterable[Record], path: str = "name") -> str:
        """Return names as a list in words; "" for nobody."""
        names = [self.text(person, path) for person in people]
        return self.words.joined(names) if names else ""

    def contact(self, person: Record) -> Plain:
        """Return a person with what this edition shows of how to reach them."""
        return {
            "name": self.text(person, "name"),
            "title": self.text(person, "title"),
            "party": self.text(person, "party.short"),
            "email": self.text(person, "email"),
            "phone": self.text(person, "phone"),
        }

    def from_to(self, dated: Record) -> str:
        """Return the hours of a dated event: '10:00 to 11:00'."""
        return self.say("from-to", start=self.text(dated, "start"), end=self.text(dated, "end"))

    def by_clock_of(self, dated: Record, people: Iterable[Record]) -> Plain:
        """Return a dated event by the clock of these people, by its own if theirs differ, with the place.

        The place is "" where all who may come have the same clock.
        """
        times, who = listed(dated, "times"), tuple(people)
        theirs = [time for time in times if any(one in listed(time, "people") for one in who)]
        seen = theirs[0] if len(theirs) == 1 else times[0]
        return {
            "day": need(seen, "date", date),
            "hours": self.from_to(seen),
            "clock": self.text(seen, "place") if len(times) > 1 else "",
        }

    def place(self, ceremony: Record) -> str:
        """Return where a meeting is: the place, or that it is a call."""
        place, link = self.text(ceremony, "place"), find(ceremony, "link", Url)
        call = self.say("call") if link else ""
        return self.say("or", place=place, call=call) if place and call else place or call

    def filled(self, slotted: str) -> str:
        """Return a text of the site with its values."""
        slots = self.manuscript.site.slots
        return breakable(MARK.sub(lambda mark: slots[read_mark(mark)[1]].text, slotted))

    @cached_property
    def around(self) -> Plain:
        """What stands around every handout of the edition: paper, language, colours, the line at the foot."""
        view = self.manuscript.view
        team = view.edition is Edition.TEAM
        client = self.manuscript.facts["client"]
        who = self.text(client, "short") if isinstance(client, Record) else self.text(self.root, "title")
        supplier = self.manuscript.facts["supplier"]
        return {
            "engagement": self.text(self.root, "title"),
            "client": who,
            "author": self.text(supplier, "name") if isinstance(supplier, Record) else who,
            "product": self.text(self.root, "product.name"),
            # What the client may do with it; our own team's copy has a mark of its own.
            "classification": "" if team else self.text(self.root, "branding.classification"),
            "footer": self.text(self.root, "branding.footer"),
            "draft": view.draft,
            "team": team,
            "edition": edition_id(view),
            "as_of": self.words.date(view.as_of),
            "settle_by": self.settle_by,
            "paper": "us-letter" if on_letter(view) else "a4",
            "lang": self.wording.lang,
            "region": self.wording.region,
            "brand": self._colour(team=team),
            "logo": self._logo,
            "terms": self.terms,
        }

    @cached_property
    def settle_by(self) -> str:
        """The day until which open questions are to be settled."""
        found = self._day("settle_by")
        return self.words.date(found) if found else ""

    @property
    def staging_ready(self) -> date | None:
        """The day on which new work can be tried before the next review."""
        return self._day("staging_ready")

    def _day(self, name: str) -> date | None:
        """Return a fact that is a date, or None where it is absent."""
        found = self.manuscript.facts[name]
        value = found.value if isinstance(found, Fact) else found
        return value if isinstance(value, date) else None

    def _colour(self, *, team: bool) -> str:
        """Return the brand colour, dark enough for text on paper; the team's own papers do not wear it."""
        given = find(self.root, "branding.primary", str)
        return brand.palette(brand.TEAM if team else (given or brand.DEFAULT).lower()).light_text

    @cached_property
    def _logo(self) -> str | None:
        """The logo as a drawing; a picture is put into one, so that templates take texts alone."""
        logo = self.manuscript.logo
        if logo is None:
            return None
        if logo.path.endswith(".svg"):
            return logo.content.decode("utf-8-sig")
        kind = "jpeg" if logo.path.endswith(".jpg") else logo.path.rpartition(".")[2]
        picture = base64.b64encode(logo.content).decode()
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100" width="300" height="100">'
            f'<image width="300" height="100" preserveAspectRatio="xMaxYMid meet" '
            f'href="data:image/{kind};base64,{picture}"/></svg>'
        )

    def language_of(self, path: str) -> str:
        """Return the language of a page, by its path."""
        told = self.manuscript.pages[path].meta.get("lang")
        return (
            told[0].partition("-")[0]
            if told
            else Locale.parse(self.manuscript.view.language, sep="-").language
        )

    def drawing(self, name: str, width: float, language: str = "") -> Plain | None:
        """Return one of our pictures with what it tells in words, or None where there is nothing to draw.

        `width` is in pixels of a screen: the wider, the smaller its words are on paper. Its words are in the
        language of the papers, or in that of the page that it stands on.
        """
        view, data = self.manuscript.view, self.manuscript.data
        translated = data.get("captions") if self.words.is_of(language or self.wording.lang) else None
        words = self.words if translated else english(view.language)
        scene = scene_of(view, self.manuscript.facts, translated or data.get("pictures"), name, words)
        colour = self._colour(team=view.edition is Edition.TEAM)
        drawn = draw(name, scene, width, Ink(brand=colour, on_brand=brand.palette(colour).on_header))
        return {"drawing": apart(drawn.svg), "words": drawn.words} if drawn else None

    def home(self, page: str) -> Plain:
        """Return where the page of a handout is: its address with a code to scan, or its name in the menu."""
        path = f"{page}.md" if f"{page}.md" in self.manuscript.pages else "index.md"
        title = self.filled(self.manuscript.pages[path].title)
        within = (nav.title for nav in self.manuscript.site.nav for _, at in nav.pages if at == path)
        section = next(within, "")
        base = find(self.root, "site.url", Url)
        address = f"{base.address.rstrip('/')}/{path.removesuffix('.md')}.html" if base else ""
        return {
            "page": title,
            "lang": self.language_of(path),
            "section": self.filled(section),
            "address": address,
            "short": address.partition("://")[2],
            "code": code_of(address) if address else None,
        }


def code_of(address: str) -> str:
    """Return an address as a drawing to point a phone at."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=2, xmldecl=False, nl=False)
    return drawn.getvalue().decode()


def breakable(text: str) -> str:
    """Return a text whose long words may be broken where a line ends; web addresses break by themselves.

    A mail address breaks where it is read in parts: before the sign and before a dot; the name of a place on
    the web or of a file before a dot and after a slash; a word with hyphens breaks after these, as any does.
    """
    if len(text) <= _LONGEST_WORD:
        return text
    return " ".join(_with_breaks(word) for word in text.split(" "))


def _with_breaks(word: str) -> str:
    if len(word) <= _LONGEST_WORD or "://" in word:
        return word
    if "@" in word and len(parts := _MAIL_PARTS.findall(word)) > 1:
        return _BREAK.join(_with_breaks(part) for part in parts)
    if len(parts := _HYPHENATED.findall(word)) > 1:
        return "".join(_with_breaks(part) for part in parts)
    if len(parts := _PLACE_PARTS.findall(word)) > 1:
        return _BREAK.join(_with_breaks(part) for part in parts)
    step = _LONGEST_WORD // 2
    return _BREAK.join(word[start : start + step] for start in range(0, len(word), step))


def apart(drawing: str) -> str:
    """Return a picture in which emoji made of several signs are these signs, and flags their letters.

    The engine finds no font for a joined one in the text of a picture, even where there is one.
    """
    return _JOINED.sub("", drawing).translate(_FLAG_LETTERS)


def shown(text: str) -> str:
    """Return a text as people read it: capital first."""
    return upper_first(text)


def by_id(records: Iterable[Record]) -> Mapping[str, Record]:
    """Return records by their ids."""
    return {need(one, "id", str): one for one in records}


def first(root: Record, path: str) -> Record | None:
    """Return the first record of a list."""
    return next(iter(listed(root, path)), None)
