"""People's calendars hold the meetings they come to, each at its moment, in the words of the pages."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, cast

import pytest

import generate
from facts.shown import AS_OF
from handbook.errors import Refused
from handbook.outputs import calendar
from handbook.outputs.calendar import ALL, of_person
from handbook.records import Record, listed, need
from handbook.schedule import expand
from handbook.schedule.from_view import plan_of
from handbook.view import Edition
from outputs.calendars import by_uid, manuscript_of, meetings, strictly
from plain import EXAMPLES, PUBLIC, STARTUP, TELECOM, tree
from schedule import oracle
from schedule.plans import PAIRS

if TYPE_CHECKING:
    from pathlib import Path

    from handbook.outputs import Manuscript


def _same_as_the_oracle(manuscript: Manuscript, first: date = date.min) -> int:
    """Compare all of an edition's meetings with the oracle's; return how many there are."""
    content = calendar.files(manuscript)[ALL]
    ours = [
        (re.sub(r"-\d{4}-\d\d-\d\d\..*", "", row.uid), row.start, row.end, row.cancelled)
        for row in meetings(content)
    ]
    plan = plan_of(manuscript.view)
    zones = {ceremony.id: ceremony.zone for ceremony in plan.ceremonies}
    theirs = [row for row in oracle.rows(plan) if oracle.day_of(row[1], zones[row[0]]) >= first]
    assert Counter(ours) == Counter(theirs)
    return len(ours)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_meeting_of_an_example_is_missing_extra_or_shifted(path: Path) -> None:
    """The team's calendar of each example, read back with its own zone blocks, is the oracle's."""
    assert _same_as_the_oracle(manuscript_of(tree(path), edition=Edition.TEAM)) > 90


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_no_meeting_of_200_engagements_is_missing_extra_or_shifted(part: int) -> None:
    """The same holds for engagements made at random, single changes and odd weeks among them, on any day."""
    count = 0
    for seed in range(part * 50, part * 50 + 50):
        rng = Random(seed)
        data = generate.tree(rng)
        as_of = date(2026, 1, 1) + timedelta(days=rng.randint(0, 1200))
        count += _same_as_the_oracle(manuscript_of(data, as_of, Edition.TEAM))
    assert count > 1000


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("edition", list(Edition))
def test_every_file_is_strictly_right(path: Path, edition: Edition) -> None:
    """Every calendar of every example holds against the grammar, and a person's holds part of the whole."""
    made = calendar.files(manuscript_of(tree(path), edition=edition))
    whole = set(by_uid(made[ALL]))
    for content in made.values():
        assert set(by_uid(content)) <= whole


@pytest.mark.parametrize("as_of", [date(2026, 9, 1), date(2026, 11, 22), date(2027, 3, 9), date(2029, 1, 1)])
def test_a_client_edition_holds_what_its_people_come_to(as_of: date) -> None:
    """From the first day of the current sprint on; meetings of our people alone are in the team's only."""
    manuscript = manuscript_of(tree(TELECOM), as_of)
    clients = {"dana", "marcus", "rhonda", "luis", "grace"}
    first = max((day for day in _sprint_starts(date(2026, 10, 19)) if day <= as_of), default=date.min)
    expected = {
        event.key
        for event in expand(plan_of(manuscript.view))
        if event.on >= first and clients & {*event.required, *event.optional}
    }
    found = {key.removesuffix(".norvale-fieldnet") for key in by_uid(calendar.files(manuscript)[ALL])}
    assert {key for key in found if "." not in key} == expected
    assert not [key for key in found if key.startswith(("daily", "retro"))]


def _sprint_starts(first: date) -> list[date]:
    return [first + timedelta(weeks=3 * number) for number in range(12)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("edition", list(Edition))
def test_the_whole_plan_on_the_page_is_the_calendar(path: Path, edition: Edition) -> None:
    """The first dates and all others by months are the calendar, each meeting once, but the daily ones."""
    manuscript = manuscript_of(tree(path), edition=edition)
    told = Record("", {name: manuscript.facts[name] for name in ("first_dates", "other_dates")})
    dates = [*listed(told, "first_dates")]
    dates += [row for month in listed(told, "other_dates") for row in listed(month, "dates")]
    on_page = Counter((need(row, "date", date), need(row, "start", time)) for row in dates)
    daily = tuple(f"{one.id}-" for one in plan_of(manuscript.view).ceremonies if one.kind == "daily-scrum")
    entries = by_uid(calendar.files(manuscript)[ALL])
    starts = [one["DTSTART"].dt for key, one in entries.items() if not key.startswith(daily or "/")
              and str(one["STATUS"]) != "CANCELLED" and isinstance(one["DTSTART"].dt, datetime)]  # fmt: skip
    held = Counter((one.date(), one.time()) for one in starts if one.date() >= AS_OF)
    assert on_page == held
    assert len(dates) > 20


def test_each_person_has_their_own() -> None:
    """A client edition has a calendar for each of the client's people; the team's for everybody."""
    clients = {of_person(who) for who in ("dana", "marcus", "rhonda", "luis", "grace")}
    assert set(calendar.files(manuscript_of(tree(TELECOM)))) == {ALL, *clients}
    team = {of_person(who) for who in ("sam", "ines", "piotr", "helen")}
    assert set(calendar.files(manuscript_of(tree(TELECOM), edition=Edition.TEAM))) == {ALL, *clients, *team}


def test_somebody_without_meetings_has_an_empty_calendar() -> None:
    """Who comes to nothing has a calendar all the same: pages link to it."""
    data = tree(STARTUP)
    data["ceremonies"], data["asks"] = [], []
    assert by_uid(calendar.files(manuscript_of(data))[of_person("noor")]) == {}


def _review(data: generate.Tree, key: str, **more: object) -> Any:  # noqa: ANN401 -- as icalendar has it
    return by_uid(calendar.files(manuscript_of(data, **more))[ALL])[f"{key}.{data['id']}"]  # type: ignore[arg-type]


def test_the_clients_words_and_all_that_one_needs() -> None:
    """Title in the client's words; purpose, what to bring, people, place and the page's address."""
    data = tree(PUBLIC)
    data["site"]["url"] = "https://handbook.fernhill.example/repairs/"  # type: ignore[index]
    data["ceremonies"][5]["place"] = "Town hall, room 2"  # type: ignore[index]
    found = by_uid(calendar.files(manuscript_of(data, pages=("events/sprint-review.md",)))[ALL])
    review = next(event for key, event in found.items() if key.startswith("review-"))
    assert str(review["SUMMARY"]) == "Show and tell: Report a repair"
    assert str(review["LOCATION"]) == "Town hall, room 2"
    lines = str(review["DESCRIPTION"]).split("\n")
    assert lines[0] == "For you: " + cast("str", data["ceremonies"][5]["for_you"])  # type: ignore[index]
    assert lines[1] == "Please bring: What you noticed when you tried the new work."
    assert lines[-1] == "More: https://handbook.fernhill.example/repairs/events/sprint-review.html"


def test_a_page_that_the_edition_lacks_is_not_named() -> None:
    """Without the page, or without an address of the site, there is no address in the description."""
    data = tree(PUBLIC)
    assert "More:" not in str(calendar.files(manuscript_of(data, pages=("events/sprint-review.md",)))[ALL])
    data["site"]["url"] = "https://handbook.fernhill.example/repairs"  # type: ignore[index]
    assert "More:" not in str(calendar.files(manuscript_of(data))[ALL])


@pytest.mark.parametrize("shown", [["email"], ["phone"], []])
def test_only_shown_addresses_become_attendees(shown: list[str]) -> None:
    """Who has no e-mail address in this edition is no ATTENDEE, and is named in the description."""
    data = tree(STARTUP)
    data["site"]["contact_details"] = shown  # type: ignore[index]
    planning = _review(data, "planning-2027-01-11")
    assert ("ATTENDEE" in planning) is ("email" in shown)
    assert "Noor de Wit" in str(planning["DESCRIPTION"])
    assert ("@" in str(planning["DESCRIPTION"])) is False


def test_the_optional_are_welcome_and_the_lead_leads() -> None:
    """Roles of attendees follow the file: needed, welcome, or leading."""
    planning = _review(tree(TELECOM), "planning-2026-11-09")
    roles = {str(one.params["CN"]): str(one.params["ROLE"]) for one in planning["ATTENDEE"]}
    assert roles["Marcus Bell"] == "OPT-PARTICIPANT"
    assert roles["Rhonda Pike"] == "REQ-PARTICIPANT"
    assert roles["Sam Okafor"] == "CHAIR"


@pytest.mark.parametrize(
    ("change", "status", "sequence", "words"),
    [
        (None, "CONFIRMED", 0, None),
        ({"cancel": True, "reason": "Trade fair"}, "CANCELLED", 1, "It does not take place (Trade fair)."),
        (
            {"move_to": {"date": "2027-01-26", "at": "15:00"}, "reason": "Trade fair"},
            "CONFIRMED",
            1,
            "Moved from 25 January 2027",
        ),
    ],
)
def test_a_change_keeps_the_id_and_raises_the_revision(
    change: generate.Tree | None, status: str, sequence: int, words: str | None
) -> None:
    """A moved or cancelled meeting takes the place of its former self, and says what changed and why."""
    data = tree(STARTUP)
    planning = next(one for one in data["ceremonies"] if one["id"] == "planning")  # type: ignore[attr-defined]
    planning["changes"] = [{"date": "2027-01-25", **change}] if change else []
    event = _review(data, "planning-2027-01-25")
    assert (event["STATUS"], event["SEQUENCE"]) == (status, sequence)
    assert words is None or words in str(event["DESCRIPTION"])
    assert str(event["SUMMARY"]).startswith("Cancelled: ") is (status == "CANCELLED")
    assert event["DTSTART"].dt.day == (26 if sequence and status == "CONFIRMED" else 25)


def test_a_draft_is_tentative() -> None:
    """In a draft every entry is tentative and says so; nothing is agreed yet."""
    made = calendar.files(manuscript_of(tree(TELECOM)))[ALL]
    assert {str(event["STATUS"]) for event in by_uid(made).values()} == {"TENTATIVE"}
    assert str(strictly(made)["X-WR-CALNAME"]).endswith("(draft)")


def test_asks_and_staging_are_whole_days() -> None:
    """What is asked for stands on its day, in its owner's calendar; settled, it is taken out again."""
    data = tree(STARTUP)
    asks = cast("list[generate.Tree]", data["asks"])
    asks[:] = [
        {"id": "a", "what": "Prices", "owner": "noor", "due": "2027-01-15", "state": "open"},
        {"id": "b", "what": "Photos", "due": "2027-01-16", "state": "done"},
        {"id": "c", "what": "Some day", "owner": "noor"},
    ]
    made = calendar.files(manuscript_of(data))
    entries = by_uid(made[ALL])
    asked = {key: entry for key, entry in entries.items() if key.startswith("ask.")}
    assert [(str(one["SUMMARY"]), one["DTSTART"].dt, str(one["STATUS"])) for one in asked.values()] == [
        ("Due: Prices", date(2027, 1, 15), "CONFIRMED"),
        ("Settled: Photos", date(2027, 1, 16), "CANCELLED"),
    ]
    assert [key for key in by_uid(made[of_person("noor")]) if key.startswith("ask.")] == [
        "ask.a.spokeshare-booking"
    ]
    ready = next(entry for key, entry in entries.items() if key.startswith("staging."))
    assert (str(ready["SUMMARY"]), ready["DTSTART"].dt) == ("Ready to try: Spokeshare", date(2027, 1, 20))


@pytest.mark.parametrize(
    ("day", "at", "start", "end"),
    [
        # In London clocks go forward on 28 March 2027 at one, and back on 31 October at two.
        ("2027-03-28", "01:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC), 60),
        ("2027-10-31", "01:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC), 60),
        ("2027-10-31", "00:45", datetime(2027, 10, 30, 23, 45, tzinfo=UTC), 90),
    ],
)
def test_odd_hours_of_change_days(day: str, at: str, start: datetime, end: int) -> None:
    """A skipped time is moved on, one that comes twice is its first coming, and the length is right."""
    data = tree(PUBLIC)
    data["ceremonies"] = [
        {"id": "night", "kind": "other", "when": {"once": day, "at": at}, "minutes": end, "attend": ["tariq"]}
    ]  # fmt: skip
    made = calendar.files(manuscript_of(data, date(2027, 1, 1)))[ALL]
    assert [(row.start, row.end - row.start) for row in meetings(made)] == [(start, timedelta(minutes=end))]


def test_a_meeting_that_never_happens_is_in_no_calendar() -> None:
    """A fifth Tuesday that a month lacks is nowhere; day 12 of a two-week sprint is refused."""
    data = tree(PUBLIC)
    rule = {"kind": "other", "minutes": 60, "attend": ["tariq"]}
    data["ceremonies"] = [{"id": "fifth", "when": {"every": "month", "day": "5-tue", "at": "10:00"}, **rule}]
    found = list(meetings(calendar.files(manuscript_of(data, date(2027, 1, 1)))[ALL]))
    assert {row.start.day for row in found} <= {29, 30, 31}
    data["ceremonies"] = [{"id": "never", "when": {"every": "sprint", "day": 12, "at": "10:00"}, **rule}]
    with pytest.raises(Refused, match=r"ceremonies\[never\]\.when\.day: '12' is past the end"):
        manuscript_of(data)


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_two_years_in_a_pair_of_zones(pair: tuple[str, str]) -> None:
    """Meetings agreed in either zone are right through every change of clocks of 24 months."""
    data = tree(STARTUP)
    rules: tuple[generate.Tree, ...] = ({"every": "week", "day": "sun"}, {"every": "sprint", "day": 9})
    data["timezone"] = pair[0]
    data["dates"] |= {"kickoff": "2026-07-06", "start": "2026-07-06", "end": "2028-07-05"}  # type: ignore[operator]
    data["sprint"] = {"weeks": 2, "first_start": "2026-07-06"}
    data["ceremonies"] = [
        {"id": f"c{number}-{at.hour}", "kind": "other", "minutes": 90, "attend": ["noor"],
         "when": {**when, "at": f"{at:%H:%M}", "timezone": zone}}
        for number, when in enumerate(rules)
        for at in (time(0, 30), time(2, 30), time(23, 45))
        for zone in pair[number : number + 1]
    ]  # fmt: skip
    assert _same_as_the_oracle(manuscript_of(data, date(2026, 7, 6))) > 300


@pytest.mark.parametrize("edition", list(Edition))
def test_nothing_internal_is_in_any_calendar(edition: Edition) -> None:
    """Other `internal` content changes no byte of a calendar."""
    data = tree(TELECOM)
    changed = tree(TELECOM)
    changed["internal"] = {"notes": ["Something else"]}
    for person in cast("list[generate.Tree]", changed["people"]):
        person["internal"] = {"note": "Never to be seen"}
    one, two = (calendar.files(manuscript_of(one, edition=edition)) for one in (data, changed))
    assert one == two
    assert calendar.files(manuscript_of(data, edition=edition)) == one


def test_a_character_that_stops_programs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the loader let a control character through, no file is written, and the reason is told."""
    monkeypatch.setattr("handbook.outputs.calendar.unsafe", lambda _texts: "\x0b")
    with pytest.raises(
        Refused, match=r"spokeshare-booking/client/calendar\.ics:1:1: .*U\+000B.*BUILD-CHARACTER"
    ):
        calendar.files(manuscript_of(tree(STARTUP)))


def test_the_stamp_is_the_editions_date() -> None:
    """DTSTAMP is the as-of date at midnight UTC, on whatever day the build runs."""
    made = calendar.files(manuscript_of(tree(STARTUP)))[ALL]
    stamp = datetime.combine(AS_OF, time(), tzinfo=UTC)
    assert {event["DTSTAMP"].dt for event in by_uid(made).values()} == {stamp}
