"""The bytes of a calendar file are the expected ones, to the last: RFC 5545 as programs read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.ics import Attendee, Entry, Folder, Role, calendar, unsafe
from outputs.calendars import lines, strictly

CASE = Path(__file__).parents[1] / "cases" / "calendar" / "wire-format.ics"
FOLDER = Folder(date(2027, 1, 1), "Europe/London", (2026, 2028))
ENTRIES = (
    Entry("due.acme@x.invalid", "Due: price list; all twelve, please", date(2027, 1, 15), cancelled=True),
    Entry(
        "review-2027-03-25.acme@x.invalid",
        "Vorführung für Zoë: Łódź 日本語の見出し",
        datetime(2027, 3, 25, 11, 0, tzinfo=UTC),
        'One line,\nanother; with \\ and "quotes": ein langer Satz mit Umlauten: äöüßäöüßäöüßäöüß 👩🏽‍💻.',
        datetime(2027, 3, 25, 12, 30, tzinfo=UTC),
        "Europe/London",
        "Room 1; second floor, left",
        "https://meet.example/a?b=1&c=%20;d,e",
        (
            Attendee('Ana "Annie" Ó Briain, née Li; x: y', "ana@acme.example", Role.LEADS),
            Attendee("Bo", "bo@acme.example", Role.WELCOME),
        ),
        tentative=True,
        revision=3,
    ),
    Entry(
        "late.acme@x.invalid",
        "Ends when the clock shows it again",
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        end=datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        zone="Europe/London",
    ),
    Entry("unknown.acme@x.invalid", "No length", datetime(2027, 4, 1, 9, tzinfo=UTC), zone="Asia/Kolkata"),
    Entry("utc.acme@x.invalid", "In UTC", datetime(2027, 4, 1, 9, tzinfo=UTC)),
)


def test_the_golden_file() -> None:
    """Escaping, folding, zones, whole days, cancelled and tentative entries: byte by byte as in the case."""
    assert calendar("Acme, their calendar", ENTRIES, FOLDER) == CASE.read_bytes()


def test_the_golden_file_is_strictly_right() -> None:
    """The expected file itself holds against the grammar, and says what went in."""
    events = strictly(CASE.read_bytes()).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [entry.summary for entry in ENTRIES]
    assert str(events[1]["DESCRIPTION"]) == ENTRIES[1].description
    assert [str(one.params["CN"]) for one in events[1]["ATTENDEE"]][1] == "Bo"


def test_a_file_without_entries_is_still_one() -> None:
    """Somebody with no meeting has a calendar that programs accept: it holds a time zone."""
    assert [part.name for part in strictly(calendar("Nobody", (), FOLDER)).subcomponents] == ["VTIMEZONE"]


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x0c", "\r", "\x1b", "\x7f", "\u2028"])
def test_unsafe_characters_are_found(character: str) -> None:
    """Control characters, at which programs stop, are found in any text; tabs and line feeds are fine."""
    assert unsafe(("fine\tand\nfine", f"a{character}b")) == character
    assert unsafe(("fine\tand\nfine",)) is None


_TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=200)


@given(_TEXTS, st.text(st.sampled_from("\\;,:\"\n^ nN'é日"), max_size=120), _TEXTS)
def test_any_text_comes_back(summary: str, description: str, name: str) -> None:
    """What was written is what a program reads, whatever the texts hold."""
    people = (Attendee(name, "a@b.example", Role.NEEDED),)
    start = datetime(2027, 1, 1, tzinfo=UTC)
    entry = Entry("a@b", summary, start, description, start + timedelta(hours=1), attendees=people)
    content = calendar(name, [entry], FOLDER)
    lines(content)
    event = strictly(content).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == summary
    assert str(event.get("DESCRIPTION", "")) == description
