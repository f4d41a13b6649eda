"""The record of published editions: what goes in comes out, and what is damaged is told by its place."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

import generate
from facts.shown import view_of
from handbook.errors import Refused
from handbook.published import (
    Booked,
    DateThen,
    Handed,
    History,
    MeetingThen,
    PageThen,
    changes,
    read_history,
    record_file,
    values_of,
    with_edition,
    write_history,
)
from handbook.published.files import MAX_BYTES, dump, parse
from handbook.published.history import REMEMBERED
from handbook.view import Edition
from plain import EXAMPLES, tree

START = datetime(2027, 1, 22, 10, tzinfo=UTC)
BOOKED = {
    "ask.prices": Booked("ask.prices", 0, "a1", "Due: prices", date(2027, 1, 15), people=("noor",)),
    "review-2027-01-22": Booked(
        "review-2027-01-21", 2, "b2", "Review", START, START, "Europe/London", "sprint 1", gone=True
    ),
}


def _handed(day: date, **shows: str) -> Handed:
    return Handed(
        f"{day:%m%d}",
        day,
        {"index": PageThen('Welcome "to" all', "f1", ("people[noor]",))},
        {"title": "Répare-moi", **shows},
        {"review": MeetingThen("review", "every second Friday at 10:00")},
        {"review-2027-01-22": DateThen("review", START, "Europe/London")},
        ("BEG-101 people[noor]",),
    )


def _history(*days: date) -> History:
    return History(1, "acme", "team", BOOKED, tuple(_handed(day) for day in days))


@pytest.mark.parametrize("days", [(), (date(2026, 11, 22),), (date(2026, 12, 1), date(2026, 11, 22))])
def test_what_is_written_is_read(days: tuple[date, ...], tmp_path: Path) -> None:
    """A record comes back as it was, from a file that is the same each time, with nothing beside it."""
    path = record_file(tmp_path / "published", "acme", "team")
    write_history(path, _history(*days))
    first = path.read_bytes()
    write_history(path, read_history(path, "acme", "team"))
    assert read_history(path, "acme", "team") == _history(*days)
    assert path.read_bytes() == first
    assert [one.name for one in path.parent.iterdir()] == ["acme.team.json"]


def test_a_record_is_for_people_too() -> None:
    """It is JSON as anybody's tools read it, with each value on a line of its own for git to show."""
    written = dump(_history(date(2026, 11, 22))).decode()
    assert json.loads(written)["editions"][0]["shows"]["title"] == "Répare-moi"
    assert '    "title": "Répare-moi"\n' in written
    assert max(map(len, written.splitlines())) < 300


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_values_of_examples_come_back(path: Path) -> None:
    """All that an example shows goes through the file unchanged."""
    shows = values_of(view_of(tree(path), edition=Edition.TEAM))
    history = History(1, "acme", "team", {}, (Handed("1", date(2026, 11, 22), {}, shows),))
    assert parse(dump(history), "x").editions[0].shows == shows
    assert changes(shows, shows) == ()


def test_the_values_of_a_client_hold_nothing_internal() -> None:
    """Other internal content leaves a client's record as it is, in any engagement."""
    for seed in range(20):
        data = generate.tree(Random(seed))
        open_part = json.loads(json.dumps(data, default=str))
        open_part.pop("internal", None)
        for listing in ("people", "parties"):
            for item in open_part.get(listing, ()):
                item.pop("internal", None)
        assert values_of(view_of(data)) == values_of(view_of(open_part))


def test_nothing_published_is_an_empty_record(tmp_path: Path) -> None:
    """Before anything was handed over there is no file, and nothing is amiss."""
    assert read_history(tmp_path / "acme.team.json", "acme", "team") == History(1, "acme", "team")


def test_an_edition_that_shows_the_same_takes_the_place_of_the_older() -> None:
    """A day without news takes nobody's news away; only the last few editions are kept."""
    history = _history(date(2026, 11, 22))
    again = with_edition(history, _handed(date(2026, 11, 23)), BOOKED)
    assert [one.as_of.day for one in again.editions] == [23]
    for number in range(10):
        again = with_edition(again, _handed(date(2026, 12, 1), title=f"Number {number}"), BOOKED)
    assert [one.shows["title"] for one in again.editions] == [f"Number {9 - n}" for n in range(REMEMBERED)]


GOOD = dump(_history(date(2026, 11, 22))).decode()


@pytest.mark.parametrize(
    ("damaged", "said"),
    [
        (GOOD[:400], r"acme\.team\.json:\d+:\d+: is no JSON from here on; .*BUILD-RECORD"),
        (GOOD.replace('"revision": 2', '"revision": "two"'), r":7:65: calendar\.review-.*\.revision: "),
        (GOOD.replace('"format": 1', '"format": 2'), r":2:12: format: .*update the handbook command"),
        (GOOD.replace('Europe/London"}', 'Mars/Base"}'), r"there is no time zone 'Mars/Base'"),
        (GOOD.replace('"as_of": "2026-11-22"', '"as_of": "2026-11-31"'), r":12:13: editions\.0\.as_of: "),
        (GOOD.replace('"text": "f1"', '"txt": "f1"'), r":14:\d+: editions\.0\.pages\.index\.txt: "),
        (GOOD.replace("Répare", "R\\ue000pare"), r"private-use character U\+E000"),
        (GOOD.replace("Répare", "R\u202epare"), r":17:\d+: text-direction character U\+202E"),
        (f"<<<<<<< ours\n{GOOD}=======\n", r":1:1: holds two versions that git could not merge"),
        ("[" * 100_000, r":1:1: is nested deeper"),
        (GOOD.replace('"acme"', '"other"'), r":1:1: is the record of other team; it should be that of acme"),
        ("x" * (MAX_BYTES + 1), r":1:1: is larger than"),
        ("[]", r":1:1: .*BUILD-RECORD"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_told_at_its_place(damaged: str, said: str, tmp_path: Path) -> None:
    """A record that a merge or a hand has broken is refused with line and column, and what to do."""
    path = tmp_path / "acme.team.json"
    path.write_text(damaged, "utf-8")
    with pytest.raises(Refused, match=said):
        read_history(path, "acme", "team")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    """Bytes that are no UTF-8, a link and a folder in the file's place are each told as what they are."""
    path = tmp_path / "acme.team.json"
    path.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(Refused, match=r"is not UTF-8"):
        read_history(path, "acme", "team")
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(Refused, match=r"is a link"):
        read_history(path, "acme", "team")
    path.unlink()
    path.mkdir()
    with pytest.raises(Refused, match=r"cannot be read: .*BUILD-READ"):
        read_history(path, "acme", "team")
    with pytest.raises(Refused, match=r"cannot be written: .*BUILD-WRITE"):
        write_history(path, _history())


@pytest.mark.parametrize("name", ["../acme", "a/b", "", ".acme", "acme.team"])
def test_no_id_leads_out_of_the_folder(name: str) -> None:
    """What is no id makes no file name."""
    with pytest.raises(ValueError, match="make no file name"):
        record_file(Path("published"), name, "client")
