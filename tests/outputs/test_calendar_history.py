"""Calendars after an edition was handed over: what changed rises, what is gone is cancelled, ids stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, cast

from msgspec import structs

import generate
from facts.shown import AS_OF
from handbook.outputs import calendar
from handbook.outputs.calendar import ALL, booked, of_person
from handbook.published import History
from handbook.view import Edition
from outputs.calendars import by_uid, manuscript_of
from plain import STARTUP, tree

if TYPE_CHECKING:
    from handbook.outputs import Manuscript

Entries = dict[str, Any]


def _after(
    history: History, data: generate.Tree, as_of: date = AS_OF, edition: Edition = Edition.CLIENT
) -> Manuscript:
    return structs.replace(manuscript_of(data, as_of, edition), history=history)


def _hand_over(manuscript: Manuscript) -> History:
    assert manuscript.history
    return replace(manuscript.history, calendar=booked(manuscript))


def _entries(manuscript: Manuscript, file: str = ALL) -> Entries:
    name = str(manuscript.view.root["id"])
    return {
        key.removesuffix(f".{name}"): one for key, one in by_uid(calendar.files(manuscript)[file]).items()
    }


def _said(entry: Any) -> bytes:  # noqa: ANN401 -- as icalendar has it
    """Return what an entry says, without when it was said and how often it changed."""
    kept = entry.copy()
    for name, value in entry.items():
        if name not in {"DTSTAMP", "SEQUENCE"}:
            kept[name] = value
    kept.pop("DTSTAMP", None)
    kept.pop("SEQUENCE", None)
    return bytes(kept.to_ical())


EMPTY = History(1, "spokeshare-booking", "client")


def _ceremony(data: generate.Tree, name: str) -> Any:  # noqa: ANN401 -- plain data
    return next(one for one in cast("list[Any]", data["ceremonies"]) if one["id"] == name)


def test_without_a_record_nothing_is_different() -> None:
    """An empty record gives the same bytes as none."""
    data = tree(STARTUP)
    assert calendar.files(_after(EMPTY, data)) == calendar.files(manuscript_of(data))


def test_handing_over_and_building_again_changes_nothing() -> None:
    """What was handed over is built again with the same revisions, however often."""
    data = tree(STARTUP)
    _ceremony(data, "planning")["changes"] = [{"date": "2027-01-25", "cancel": True, "reason": "Trade fair"}]
    first = _after(EMPTY, data)
    again = _after(_hand_over(first), data)
    assert calendar.files(again) == calendar.files(first)
    assert _hand_over(again).calendar == _hand_over(first).calendar


def test_each_change_of_a_meeting_raises_its_revision() -> None:
    """A second change rises above the first, and so does a change that is taken back."""
    data, history, found = tree(STARTUP), EMPTY, []
    for change in (
        [],
        [{"date": "2027-01-25", "move_to": {"date": "2027-01-26", "at": "15:00"}, "reason": "Trade fair"}],
        [{"date": "2027-01-25", "move_to": {"date": "2027-01-27", "at": "15:00"}, "reason": "Trade fair"}],
        [{"date": "2027-01-25", "cancel": True, "reason": "Trade fair"}],
        [],
    ):
        _ceremony(data, "planning")["changes"] = change
        manuscript = _after(history, data)
        found.append(int(_entries(manuscript)["planning-2027-01-25"]["SEQUENCE"]))
        history = _hand_over(manuscript)
    assert found == [0, 1, 2, 3, 4]


def test_a_new_place_changes_all_meetings_of_a_kind_and_no_other() -> None:
    """Only entries that say something else have another revision."""
    data = tree(STARTUP)
    history = _hand_over(_after(EMPTY, data))
    _ceremony(data, "review")["place"] = "Town hall"
    risen = {key for key, one in _entries(_after(history, data)).items() if int(one["SEQUENCE"])}
    assert risen == {key for key in _entries(_after(EMPTY, data)) if key.startswith("review-")}


def test_a_rule_for_another_weekday_keeps_the_ids() -> None:
    """A weekly meeting that goes to another day is moved in each week, and nothing is there twice."""
    data = tree(STARTUP)
    before = _entries(first := _after(EMPTY, data))
    _ceremony(data, "refinement")["when"]["day"] = "thu"
    after = _entries(_after(_hand_over(first), data))
    mine = [key for key in before if key.startswith("refinement-")]
    assert len(mine) > 10
    assert set(after) == set(before)
    for key in mine:
        moved = after[key]["DTSTART"].dt.date() - before[key]["DTSTART"].dt.date()
        if str(after[key]["STATUS"]) != "CANCELLED" and "Moved" not in str(before[key]["DESCRIPTION"]):
            assert timedelta(0) < moved <= timedelta(days=2), key
        assert int(after[key]["SEQUENCE"]) == int(before[key]["SEQUENCE"]) + 1


def test_ids_stay_with_their_meetings_over_several_editions() -> None:
    """After a rule has changed twice each week's meeting still has the id that it had first."""
    data, history = tree(STARTUP), EMPTY
    ids = set(_entries(_after(EMPTY, data)))
    for day in ("thu", "tue", "wed"):
        manuscript = _after(history, data)
        history = _hand_over(manuscript)
        assert set(_entries(manuscript)) == ids
        _ceremony(data, "refinement")["when"]["day"] = day


def test_an_id_is_never_given_to_another_meeting() -> None:
    """A new meeting on a day that was another's gets an id of its own."""
    data = tree(STARTUP)
    history = _hand_over(_after(EMPTY, data))
    refinement = _ceremony(data, "refinement")
    refinement["when"]["day"] = "thu"
    history = _hand_over(_after(history, data))
    refinement["changes"] = [{"date": "2027-01-20", "add": True, "reason": "One more"}]
    entries = _entries(_after(history, data))
    assert entries["refinement-2027-01-20"]["DTSTART"].dt.date() == date(2027, 1, 21)
    assert entries["refinement-2027-01-20.2"]["DTSTART"].dt.date() == date(2027, 1, 20)


def test_what_is_gone_is_cancelled_until_its_day_is_over() -> None:
    """Meetings of a rule that no longer exists are sent as cancelled, once raised, and then forgotten."""
    data = tree(STARTUP)
    history = _hand_over(first := _after(EMPTY, data))
    cast("list[Any]", data["ceremonies"]).remove(_ceremony(data, "retro"))
    for _ in range(2):
        entries = _entries(manuscript := _after(history, data))
        gone = [one for key, one in entries.items() if key.startswith("retro-")]
        assert {(str(one["STATUS"]), int(one["SEQUENCE"])) for one in gone} == {("CANCELLED", 1)}
        assert {str(one["SUMMARY"]) for one in gone} == {"Cancelled: Retrospective: Spokeshare"}
        assert set(entries) == set(_entries(first))
        history = _hand_over(manuscript)
    later = _entries(_after(history, data, date(2027, 3, 1)))
    days = [one["DTSTART"].dt.date() for key, one in later.items() if key.startswith("retro-")]
    assert min(days) >= date(2027, 3, 1)


def test_who_no_longer_comes_is_told_so() -> None:
    """A meeting leaves the calendar of somebody it is not for any more; the others keep it."""
    data = tree(STARTUP)
    history = _hand_over(_after(EMPTY, data))
    _ceremony(data, "review")["attend"].remove("jeroen")
    manuscript = _after(history, data)
    for _ in range(2):
        his = {
            key: one
            for key, one in _entries(manuscript, of_person("jeroen")).items()
            if key.startswith("review")
        }
        assert his
        assert {str(one["STATUS"]) for one in his.values()} == {"CANCELLED"}
        assert {str(one["SUMMARY"]) for one in his.values()} == {
            "No longer for you: Sprint review: Spokeshare"
        }
        hers = _entries(manuscript, of_person("noor"))
        assert {str(hers[key]["STATUS"]) for key in his} == {"CONFIRMED"}
        assert {int(hers[key]["SEQUENCE"]) for key in his} == {1}
        manuscript = _after(_hand_over(manuscript), data)


def _other(data: generate.Tree, rng: Random) -> None:
    """Change something about a meeting, as people do."""
    ceremonies = cast("list[Any]", data["ceremonies"])
    if not ceremonies:
        return
    one = rng.choice(ceremonies)
    choice = rng.randrange(5)
    if choice == 0:
        one["when"]["at"] = f"{rng.randint(8, 16):02d}:00"
    elif choice == 1:
        one["place"] = f"Room {rng.randint(1, 9)}"
    elif choice == 2:
        ceremonies.remove(one)
    elif choice == 3 and one["when"].get("every") == "week":
        one["when"]["day"] = rng.choice(["mon", "tue", "wed", "thu", "fri"])
    else:
        one["minutes"] = rng.randint(2, 8) * 15


def test_revisions_tell_the_truth_in_any_engagement() -> None:
    """Over chains of changes a revision rises where an entry says something else, and only there."""
    compared = 0
    for seed in range(10):
        rng, edition = Random(seed), list(Edition)[seed % 2]
        data = generate.tree(rng)
        history, before = EMPTY, dict[str, Any]()
        as_of = date(2026, 11, 22)
        for _ in range(4):
            manuscript = _after(history, data, as_of, edition)
            entries = _entries(manuscript)
            for key, entry in entries.items():
                if key in before:
                    risen = int(entry["SEQUENCE"]) - int(before[key]["SEQUENCE"])
                    assert risen == (_said(entry) != _said(before[key])), (seed, key)
                    compared += 1
            for key in set(before) - set(entries):
                start = before[key]["DTSTART"].dt
                assert (start.date() if hasattr(start, "hour") else start) < as_of + timedelta(days=2), key
            history, before = _hand_over(manuscript), entries
            _other(data, rng)
            as_of += timedelta(days=rng.randint(0, 9))
    assert compared > 900
