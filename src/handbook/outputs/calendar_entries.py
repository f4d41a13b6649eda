"""What calendars say of a meeting, of something asked for, and of the day on which work can be tried."""

from __future__ import annotations

from datetime import date, time
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.facts.times import staging_day
from handbook.ics import Attendee, Entry, Role
from handbook.phrases import word_of
from handbook.records import Record, Url, code, find, listed, need
from handbook.render.filters import lower_first, sentence, upper_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handbook.facts.timetable import Timetable
    from handbook.language import Words
    from handbook.phrases import Phrases
    from handbook.schedule import Event
    from handbook.view import View

# Under no top-level domain that anybody can ever have: ids need no machine's name to differ from others'.
_DOMAIN = "engagement-handbook.invalid"
# The page on each kind of meeting; all others are explained on the page of all meetings.
_PAGES = MappingProxyType(
    {
        "training": "events/training-and-kickoff",
        "kickoff": "events/training-and-kickoff",
        "sprint-planning": "events/sprint-planning",
        "daily-scrum": "events/daily",
        "refinement": "events/refinement",
        "sprint-review": "events/sprint-review",
        "retrospective": "events/retrospective",
    }
)
_ALL_MEETINGS = "events/index"


class Writer(Struct, frozen=True, dict=True):
    """One view's words for calendar entries; `pages` are the paths of the pages that its edition has."""

    view: View
    timetable: Timetable
    pages: frozenset[str]
    say: Phrases
    """Our words for calendars, of `docs/_data/calendar.yml`."""
    words: Words
    """How the view's language writes dates and times, and what it calls meetings."""

    def meeting(self, event: Event) -> Entry:
        """Return the entry of one meeting."""
        ceremony = self.timetable.ceremonies[event.ceremony]
        link, place = find(ceremony, "link", Url), find(ceremony, "place", str) or ""
        address = link.address if link else ""
        return Entry(
            uid=self.uid(event.key),
            summary=self._title(self.name(event), cancelled=event.cancelled),
            start=event.start,
            end=event.end,
            zone=event.zone,
            description=_text(self._about_meeting(event, ceremony, address)),
            location=_line(place or address),
            url=address,
            attendees=tuple(self._attendees(event)),
            cancelled=event.cancelled,
            tentative=self.view.draft,
            revision=int(event.cancelled or event.moved or event.added),
        )

    def staging(self, review: Event) -> Entry | None:
        """Return the entry of the day on which new work can be tried before a review, if that is agreed."""
        day = staging_day(self.timetable, review)
        if day is None:
            return None
        return Entry(
            uid=self.uid(f"staging.{review.key}"),
            summary=self._title(self.say("ready-to-try"), cancelled=review.cancelled),
            start=day,
            description=_text(self._about_staging(review)),
            url=self._address("staging.url"),
            cancelled=review.cancelled,
            tentative=self.view.draft,
            revision=int(review.cancelled or review.moved or review.added),
        )

    def ask(self, ask: Record) -> Entry | None:
        """Return the entry of something asked for on the day it is due; one that is settled is cancelled."""
        due = find(ask, "due", date)
        if due is None:
            return None
        settled = code(ask, "state") != "open"
        return Entry(
            uid=self.uid(f"ask.{need(ask, 'id', str)}"),
            summary=_line(self.say("settled" if settled else "due", what=need(ask, "what", str))),
            start=due,
            description=_text(self._about_ask(ask)),
            cancelled=settled,
            tentative=self.view.draft,
            revision=int(settled),
        )

    def uid(self, key: str) -> str:
        """Return the id of the entry that a key names, like no other engagement's."""
        return f"{key}.{self.view.root['id']}@{_DOMAIN}"

    def name(self, event: Event) -> str:
        """Return the client's word for a meeting, or the language's, as it begins a line."""
        return upper_first(word_of(self.timetable.ceremonies[event.ceremony], "name", self.words))

    def _title(self, what: str, *, cancelled: bool) -> str:
        title = self.say("title", what=what, product=need(self.view.root, "product.name", str))
        return _line(self.say("cancelled", what=title) if cancelled else title)

    def _about_meeting(self, event: Event, ceremony: Record, address: str) -> Iterator[str | None]:
        """Yield the lines of a meeting's description; None where there is nothing to say."""
        yield self._draft()
        yield self.change(event)
        yield self._said("for-you", find(ceremony, "for_you", str))
        yield self._said("bring", self.say.get(f"bring-{event.kind}"))
        yield self._clocks(event)
        yield from (self._said(words, self.names(people)) for words, people in _who(event))
        yield self._said("place", find(ceremony, "place", str))
        yield self._said("join", address)
        yield self._said("more", self._page(_PAGES.get(event.kind, _ALL_MEETINGS)))

    def _about_staging(self, review: Event) -> Iterator[str | None]:
        root = self.view.root
        name, on = self.name(review), self.timetable.words.date(review.on)
        yield self._draft()
        yield self.say("to-try", meeting=name, inline=lower_first(name), date=on)
        yield self._said("where", self._address("staging.url"))
        yield self._said("sign-in", find(root, "staging.sign_in", str))
        yield self._said("comment", find(root, "staging.how_to_comment", str))
        yield self._said("more", self._page("events/prepare-for-the-review"))

    def _about_ask(self, ask: Record) -> Iterator[str | None]:
        owner = find(ask, "owner", Record)
        yield self._draft()
        yield self._said("what-for", find(ask, "why", str))
        yield self._said("who-sees", need(owner, "name", str) if owner else None)
        yield self._said("late", find(ask, "if_late", str))
        yield self._said("more", self._page("start/what-we-need"))

    def _draft(self) -> str | None:
        return self.say("draft") if self.view.draft else None

    def _said(self, words: str, text: str | None) -> str | None:
        """Return a line that says what its text is, or None where there is no text."""
        if not text:
            return None
        return self.say(
            words, text=text if "://" in text.rpartition(" ")[2] else sentence(text, self.say("stop"))
        )

    def change(self, event: Event) -> str | None:
        """Return what is not as the rule has it, and why."""
        because, reason = ("-because" if event.reason else ""), event.reason or ""
        if event.cancelled:
            return self.say(f"not-held{because}", reason=reason)
        if event.moved and not event.added:
            words, dated = self.timetable.words, self.timetable.dated(event)
            day = words.date(need(dated, "planned_date", date))
            at = words.time(need(dated, "planned_start", time))
            return self.say(f"moved{because}", date=day, time=at, reason=reason)
        return self.say(f"added{because}", reason=reason) if event.added else None

    def _clocks(self, event: Event) -> str | None:
        """Return what the clocks of all who may come show, where they do not show the same."""
        times = listed(self.timetable.dated(event), "times")
        if len(times) == 1:
            return None
        return self.say("begins", clocks="; ".join(map(self.clock, times)))

    def clock(self, there: Record) -> str:
        """Return what a clock shows at the beginning of a meeting, and where it does."""
        return self.say(
            "clock",
            time=self.timetable.words.time(need(there, "start", time)),
            place=need(there, "place", str),
        )

    def names(self, people: Iterable[str]) -> str:
        """Return people's names as a list in words."""
        names = [need(self._people[who], "name", str) for who in people]
        return self.timetable.words.joined(names) if names else ""

    def _attendees(self, event: Event) -> Iterator[Attendee]:
        """Yield those who may come and whose e-mail address this edition shows."""
        for who in (*event.required, *event.optional):
            if email := find(self._people[who], "email", str):
                yield Attendee(_line(need(self._people[who], "name", str)), email, _role(event, who))

    @cached_property
    def _people(self) -> Mapping[str, Record]:
        return {need(person, "id", str): person for person in listed(self.view.root, "people")}

    def _address(self, path: str) -> str:
        url = find(self.view.root, path, Url)
        return url.address if url else ""

    def _page(self, name: str) -> str | None:
        """Return where a page stands on the web, if it is known and this edition has the page."""
        base = self._address("site.url")
        if not base or f"{name}.md" not in self.pages:
            return None
        return f"{base.rstrip('/')}/{name}.html"


def _who(event: Event) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what people are to a meeting, with their ids."""
    yield "needed", event.required
    yield "welcome", event.optional
    yield "led-by", (event.lead,) if event.lead else ()


def _role(event: Event, who: str) -> Role:
    if who == event.lead:
        return Role.LEADS
    return Role.NEEDED if who in event.required else Role.WELCOME


def _text(lines: Iterable[str | None]) -> str:
    return "\n".join(line for line in lines if line)


def _line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())
