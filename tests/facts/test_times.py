"""Events with their words and dates, in every reader's time, on both sides of the changes of clocks."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from facts.shown import facts_of, row, rows, show
from handbook.records import Record
from plain import PUBLIC, STARTUP, TELECOM, UPKEEP, tree

if TYPE_CHECKING:
    import generate
    from handbook.records import Datum


def _event(data: generate.Tree, kind: str, as_of: date = date(2026, 11, 22)) -> Record:
    events = facts_of(data, as_of)["event_by_kind"]
    assert isinstance(events, Record)
    event = events[kind]
    assert isinstance(event, Record)
    return event


def test_events_have_the_clients_words() -> None:
    """An event is called what the client calls it, and is found by its kind; a kind without one is absent."""
    facts = facts_of(tree(PUBLIC))
    assert rows(facts["events"], "name")[4:6] == [("refinement",), ("Show and tell",)]
    assert row(facts["event_by_kind"], "sprint_review", "other") == ("ceremonies[review]", None)
    assert _event(tree(PUBLIC), "sprint_review")["minutes"] == 60, "the fields of the file are there too"


def test_a_meeting_may_have_a_name_of_its_own() -> None:
    """A meeting is called by its own name where the file gives it one; any other meeting by its id."""
    data = tree(UPKEEP)
    assert row(_event(data, "other"), "name") == ("Pairing",)
    del data["ceremonies"][-1]["name"]  # type: ignore[index]
    assert row(_event(data, "other"), "name") == ("pairing",)


WORDS = (
    ({"once": "2027-01-06", "at": "10:00"}, "on 6 January 2027 at 10:00"),
    ({"every": "day", "at": "09:45"}, "every working day at 09:45"),
    ({"every": "week", "day": "tue", "at": "14:00"}, "every Tuesday at 14:00"),
    ({"every": "sprint", "day": "9", "at": "11:00"}, "every second Thursday at 11:00"),
    ({"every": "month", "day": "3-thu", "at": "14:00"}, "on the third Thursday of every month at 14:00"),
    ({"every": "month", "day": "21", "at": "14:00"}, "on the 21st of every month at 14:00"),
    ({"every": "month", "day": "12", "at": "14:00"}, "on the 12th of every month at 14:00"),
)


@pytest.mark.parametrize(("when", "words"), WORDS, ids=[case[1] for case in WORDS])
def test_when_an_event_is_in_words(when: dict[str, str], words: str) -> None:
    """Each form of rule reads as one would say it."""
    data = tree(PUBLIC)
    data["ceremonies"][5]["when"] = when  # type: ignore[index]
    assert row(_event(data, "sprint_review"), "when_text") == (words,)


@pytest.mark.parametrize(
    ("weeks", "words"),
    [("1", "every Thursday"), ("3", "every third Thursday"), ("4", "every fourth Thursday")],
)
def test_a_sprint_day_is_a_weekday(weeks: str, words: str) -> None:
    """Day 4 of a sprint is a Thursday, as often as there are sprints."""
    data = tree(PUBLIC)
    data["sprint"]["weeks"] = weeks  # type: ignore[index]
    for ceremony in data["ceremonies"]:  # type: ignore[attr-defined]
        if ceremony["when"].get("every") == "sprint":
            ceremony["when"]["day"] = "4"
    assert row(_event(data, "sprint_review"), "when_text") == (f"{words} at 11:00",)


def test_the_readers_time_comes_first() -> None:
    """Where all the client's people have one clock, its hour leads, with the other side's beside it."""
    text = row(_event(tree(STARTUP), "sprint_review"), "when_text")
    assert text == ("every second Friday at 11:00 in Amsterdam (10:00 in London)",)


def test_where_clocks_differ_the_zone_is_named() -> None:
    """New York and Denver read different hours: the sentence names the zone of the hour it gives."""
    assert row(_event(tree(TELECOM), "sprint_review"), "when_text") == (
        "every third Friday at 3:00\u202fPM (Chicago time)",
    )


def test_an_hour_that_shifts_against_the_clients_is_not_given_as_theirs() -> None:
    """London and New York change clocks on different days: no one New York hour holds for all dates."""
    data = tree(STARTUP)
    for person in data["people"][:2]:  # type: ignore[index]
        person["timezone"] = "America/New_York"
    assert row(_event(data, "sprint_review"), "when_text") == ("every second Friday at 10:00 (London time)",)


def test_a_rhythm_is_in_one_language() -> None:
    """A rhythm is a sentence of ours: names of days in it are in its language, whatever the site's is."""
    data = tree(PUBLIC)
    data["language"] = "nl-NL"
    assert row(_event(data, "sprint_review"), "when_text") == ("every second Thursday at 11:00",)


def _times(dated: Datum) -> list[tuple[object, ...]]:
    assert isinstance(dated, Record)
    return rows(dated["times"], "place", "date", "start", "people")


@pytest.mark.parametrize(
    ("as_of", "day", "warsaw"),
    [
        (date(2026, 10, 19), date(2026, 10, 19), time(16, 0)),  # both in summer time
        (date(2026, 11, 1), date(2026, 11, 9), time(16, 0)),  # both in winter time
        (date(2027, 3, 14), date(2027, 3, 15), time(15, 0)),  # the US in summer time, Europe not yet
        (date(2027, 3, 29), date(2027, 4, 5), time(16, 0)),  # both in summer time
    ],
)
def test_telecoms_planning_in_three_zones(as_of: date, day: date, warsaw: time) -> None:
    """Nine in Chicago is eight in Denver and ten in New York all year, and 15:00 or 16:00 in Warsaw."""
    planning = _event(tree(TELECOM), "sprint_planning", as_of)["next"]
    assert isinstance(planning, tuple)
    assert _times(planning[0]) == [
        ("Chicago", day, time(9), ["people[sam]", "people[ines]"]),
        ("Denver", day, time(8), ["people[rhonda]"]),
        ("Warsaw", day, warsaw, ["people[piotr]"]),
        ("New York", day, time(10), ["people[marcus]"]),
    ]


def test_changes_of_clocks_are_told_with_their_day() -> None:
    """Piotr sees the daily scrum at another hour from the days on which either side's clocks change."""
    daily = _event(tree(TELECOM), "daily_scrum", date(2026, 10, 19))
    assert rows(daily["clock_changes"], "place", "people", "on", "before", "after") == [
        ("Warsaw", ["people[piotr]"], date(2026, 10, 25), time(15, 45), time(14, 45)),
        ("Warsaw", ["people[piotr]"], date(2026, 11, 1), time(14, 45), time(15, 45)),
        ("Warsaw", ["people[piotr]"], date(2027, 3, 14), time(15, 45), time(14, 45)),
        ("Warsaw", ["people[piotr]"], date(2027, 3, 28), time(14, 45), time(15, 45)),
    ]
    assert show(_event(tree(STARTUP), "sprint_review")["clock_changes"]) == []


def test_a_date_may_be_another_day_elsewhere() -> None:
    """Who works in Auckland joins on the next morning, and the record says so."""
    data = tree(STARTUP)
    data["people"][0]["timezone"] = "Pacific/Auckland"  # type: ignore[index]
    review = _event(data, "sprint_review")["next"]
    assert isinstance(review, tuple)
    assert _times(review[0])[0:2] == [
        ("London", date(2027, 1, 22), time(10), ["people[priya]", "people[tomasz]", "people[amara]"]),
        ("Auckland", date(2027, 1, 22), time(23), ["people[noor]"]),
    ]


def test_the_next_dates_are_the_clients() -> None:
    """The first three dates at which a client person is needed, without the daily scrum."""
    assert rows(facts_of(tree(STARTUP))["next_dates"], "name", "date", "start") == [
        ("training", date(2027, 1, 5), time(13)),
        ("kick-off", date(2027, 1, 6), time(10)),
        ("sprint planning", date(2027, 1, 11), time(10)),
    ]


def test_dates_ahead_begin_with_the_first() -> None:
    """Six weeks of single dates, from the first that is still to come."""
    dates = rows(facts_of(tree(STARTUP))["dates_ahead"], "date")
    assert (dates[0], dates[-1]) == ((date(2027, 1, 5),), (date(2027, 2, 10),))


def test_an_event_on_a_holiday_says_where_it_went_and_why() -> None:
    """The planning of Easter Monday is on Tuesday, with the holiday and who keeps it."""
    data = tree(STARTUP)
    data["sprint"]["first_start"] = "2027-01-04"  # type: ignore[index]
    planning = _event(data, "sprint_planning", date(2027, 3, 1))
    assert rows(planning["exceptions"], "date", "planned_date", "moved", "cancelled", "reason") == [
        (date(2027, 3, 30), date(2027, 3, 29), True, False, "Easter Monday (Spokeshare, Fernhill)")
    ]


def test_a_cancelled_event_is_an_exception_and_no_next_date() -> None:
    """What the file cancels is told with its reason, and is not among the dates to come."""
    data = tree(STARTUP)
    change = {"date": "2027-01-22", "cancel": "true", "reason": "Office move"}
    data["ceremonies"][5]["changes"] = [change]  # type: ignore[index]
    review = _event(data, "sprint_review")
    assert rows(review["exceptions"], "date", "cancelled", "reason") == [
        (date(2027, 1, 22), True, "Office move")
    ]
    assert rows(review["next"], "date")[0] == (date(2027, 2, 5),)


def test_the_next_review_and_when_to_try() -> None:
    """New work is ready two working days before the next review."""
    facts = facts_of(tree(STARTUP))
    assert row(facts["next_review"], "date", "sprint") == (date(2027, 1, 22), 1)
    assert show(facts["staging_ready"]) == date(2027, 1, 20)
    assert show(facts_of(tree(TELECOM))["staging_ready"]) is None, "nothing is ready before the day itself"
    assert show(facts_of(tree(STARTUP), date(2027, 5, 1))["next_review"]) is None


def test_sprints_by_number() -> None:
    """All sprints with their days, the last cut by the end; the one under way and the next."""
    facts = facts_of(tree(TELECOM))
    assert rows(facts["sprints"], "number", "first", "last")[-1] == (12, date(2027, 6, 7), date(2027, 6, 25))
    assert row(facts["this_sprint"], "number") == (2,)
    assert row(facts["next_sprint"], "first") == (date(2026, 11, 30),)


def _diary(data: generate.Tree, number: int) -> Record:
    diaries = facts_of(data)["diaries"]
    assert isinstance(diaries, tuple)
    diary = diaries[number]
    assert isinstance(diary, Record)
    return diary


def test_hours_a_sprint_against_hours_offered() -> None:
    """Telecom's subject expert is booked for 11.5 of the 12 hours a sprint she offered."""
    rhonda = _diary(tree(TELECOM), 2)
    assert row(rhonda, "person", "hours", "offered", "over") == (
        "people[rhonda]",
        Decimal("11.5"),
        Decimal(12),
        False,
    )
    assert rows(rhonda["lines"], "name", "times", "minutes", "hours") == [
        ("sprint planning", 1, 420, Decimal(7)),
        ("refinement", 3, 60, Decimal(3)),
        ("sprint review", 1, 90, Decimal("1.5")),
    ]


def test_two_partners_have_nothing_booked() -> None:
    """The contractor and data protection offered two hours a sprint, and none are booked."""
    for number in (7, 8):
        assert row(_diary(tree(PUBLIC), number), "hours", "offered", "busiest") == (
            Decimal(0),
            Decimal(2),
            None,
        )


def test_a_monthly_meeting_counts_its_share() -> None:
    """Fiona has one hour of review a sprint and an hour of board a month, which is half an hour a sprint."""
    fiona = _diary(tree(PUBLIC), 0)
    assert row(fiona, "hours", "offered") == (Decimal("1.5"), Decimal(2))
    assert rows(fiona["lines"], "name", "times") == [("Show and tell", 1), ("steering", None)]


def test_too_much_is_said_to_be_too_much() -> None:
    """Who is booked for more than they offered is over."""
    data = tree(PUBLIC)
    data["people"][0]["time_per_week"] = "0.5"  # type: ignore[index]
    assert row(_diary(data, 0), "over") == (True,)


def test_the_busiest_week_is_by_the_persons_clock() -> None:
    """Noor's busiest week to come is that of training and kick-off, in Amsterdam's time."""
    noor = _diary(tree(STARTUP), 0)
    assert row(noor, "place") == ("Amsterdam",)
    busiest = noor["busiest"]
    assert isinstance(busiest, Record)
    assert row(busiest, "monday", "hours") == (date(2027, 1, 4), Decimal(5))
    assert rows(busiest["dates"], "name", "start") == [("training", time(14)), ("kick-off", time(11))]
    assert [start for (start,) in rows(noor["next"], "start")] == [
        time(14), time(11), time(11), time(15), time(15), time(11),
    ]  # fmt: skip


def test_meetings_out_of_hours_are_listed_once_each() -> None:
    """Rhonda's day begins at seven: no meeting is outside it; in Honolulu each of them would be."""
    assert show(_diary(tree(TELECOM), 2)["early_or_late"]) == []
    data = tree(TELECOM)
    data["people"][2]["timezone"] = "Pacific/Honolulu"  # type: ignore[index]
    assert rows(_diary(data, 2)["early_or_late"], "name", "start") == [
        ("refinement", time(6)),
        ("sprint planning", time(5)),
    ]


def test_clashes_are_listed() -> None:
    """Two meetings at one time are a clash for who must be at both."""
    data = tree(STARTUP)
    data["ceremonies"][6]["when"]["at"] = "10:30"  # type: ignore[index]
    clashes = _diary(data, 0)["clashes"]
    assert isinstance(clashes, tuple)
    assert row(clashes[0], "first", "second") == (
        "dates[review-2027-01-22][Europe/London]",
        "dates[retro-2027-01-22][Europe/London]",
    )
