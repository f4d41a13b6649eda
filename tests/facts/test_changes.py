"""What readers are told of changes: each subject by its rows, and nothing where nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, cast

from msgspec import structs

import generate
from facts.shown import AS_OF, row
from handbook.facts.changes import changed_since
from handbook.outputs.calendar import booked
from handbook.outputs.handed import handed
from handbook.published import Handed, History
from handbook.records import Record, listed
from handbook.view import Edition
from outputs.calendars import manuscript_of
from plain import STARTUP, tree

if TYPE_CHECKING:
    from collections.abc import Callable

EMPTY = History(1, "x", "client")


def _pair(
    before: generate.Tree,
    after: generate.Tree,
    days: int = 7,
    as_of: date = AS_OF,
    edition: Edition = Edition.CLIENT,
) -> tuple[Handed, Handed]:
    """Return two editions, the second made after the first was handed over."""
    first = structs.replace(manuscript_of(before, as_of, edition), history=EMPTY)
    known = replace(EMPTY, calendar=booked(first))
    second = structs.replace(manuscript_of(after, as_of + timedelta(days), edition), history=known)
    return handed(first, {}), handed(second, {})


def _told(change: Callable[[Any], None], subject: str, *names: str) -> list[tuple[object, ...]]:
    """Return the rows of a subject after a change to the start-up's file."""
    after = tree(STARTUP)
    change(after)
    told = changed_since(*_pair(tree(STARTUP), after), {})
    assert isinstance(told, Record)
    return [row(one, *names) for one in listed(told, subject)]


def test_a_later_day_alone_is_no_news() -> None:
    """The same file some days or weeks later has nothing to tell, in any engagement and edition."""
    for seed in range(16):
        rng = Random(seed)
        data = generate.tree(rng)
        as_of = date(2026, 6, 1) + timedelta(days=rng.randint(0, 500))
        pair = _pair(data, data, rng.randint(1, 60), as_of, list(Edition)[seed % 2])
        assert changed_since(*pair, {}) is None, seed


def _ceremony(data: Any, name: str) -> Any:  # noqa: ANN401 -- plain data
    return next(one for one in data["ceremonies"] if one["id"] == name)


def test_single_dates() -> None:
    """A date moved, cancelled or added is told with its day; the others of its kind are not."""
    changes = [
        {"date": "2027-01-25", "cancel": True},
        {"date": "2027-02-08", "move_to": {"date": "2027-02-09", "at": "11:00"}},
        {"date": "2027-02-24", "add": True},
    ]
    found = _told(
        lambda data: _ceremony(data, "planning").update(changes=changes),
        "single_dates",
        "what",
        "before",
        "after",
    )
    assert found == [
        ("cancelled", date(2027, 1, 25), date(2027, 1, 25)),
        ("moved", date(2027, 2, 8), date(2027, 2, 9)),
        ("added", None, date(2027, 2, 24)),
    ]


def test_kinds_of_meetings() -> None:
    """A meeting that is new, gone, at another time, longer or elsewhere is told once, not by its dates."""

    def change(data: Any) -> None:  # noqa: ANN401 -- plain data
        data["ceremonies"].remove(_ceremony(data, "retro"))
        _ceremony(data, "refinement")["when"]["day"] = "thu"
        _ceremony(data, "review").update(minutes=90, place="Leeds")
        lunch = {"id": "lunch", "kind": "other", "when": {"every": "week", "day": "fri", "at": "12:00"}}
        data["ceremonies"].append({**lunch, "minutes": 60, "attend": ["noor"]})

    assert _told(change, "meetings", "what", "name") == [
        ("when", "refinement"), ("length", "sprint review"), ("place", "sprint review"), ("new", "lunch"),
        ("gone", "retrospective"),
    ]  # fmt: skip
    assert _told(change, "single_dates", "what") == []


def test_key_dates_and_people() -> None:
    """Dates of the engagement, who owns the product, and who joined, left or changed."""

    def change(data: Any) -> None:  # noqa: ANN401 -- plain data
        data["dates"]["end"] = "2027-05-28"
        data["product_ownership"]["deputy"] = "jeroen"
        amara = data["people"][4]
        amara.update(title="Head of design", hours={**amara["hours"], "from": "08:00"})
        new = {**data["people"][3], "id": "ada", "name": "Ada Long", "email": "ada@fernhill.example"}
        data["people"].append(new)

    assert _told(change, "key_dates", "what", "before", "after") == [
        ("end", date(2027, 4, 30), date(2027, 5, 28))
    ]
    assert _told(change, "ownership", "what", "before", "after") == [("deputy", None, "Jeroen Maas")]
    assert _told(change, "people", "what", "name") == [
        ("new", "Ada Long"), ("title", "Amara Osei"), ("hours", "Amara Osei"),
    ]  # fmt: skip


def test_decisions_and_asks() -> None:
    """Who decides, and what is asked: new, settled, dropped, on another day."""

    def change(data: Any) -> None:  # noqa: ANN401 -- plain data
        one, two, three = cast("list[Any]", data["asks"])[:3]
        one["state"], two["state"], three["due"] = "done", "dropped", "2027-01-29"
        data["asks"].append(
            {"id": "z", "what": "Photos", "owner": "jeroen", "due": "2027-02-01", "state": "open"}
        )
        data["decisions"][0]["decides"] = "amara"

    assert sorted(_told(change, "asks", "what")) == [("done",), ("dropped",), ("due",), ("new",)]
    assert _told(change, "decisions", "what", "after") == [("who", "Amara Osei")]


def test_a_new_name_is_told_with_the_person_only() -> None:
    """Who is called otherwise owns and decides as before: no part of theirs is told as somebody else's."""

    def change(data: Any) -> None:  # noqa: ANN401 -- plain data
        data["people"][0]["name"] = "Priya Raman"

    assert _told(change, "people", "what", "name") == [("name", "Priya Raman")]
    assert _told(change, "ownership", "what") == []
    assert _told(change, "decisions", "what") == []


def test_who_has_gone_of_several() -> None:
    """Of several who decide only who has gone is told as gone, and nobody where somebody has joined."""

    def decide(*people: str) -> Callable[[Any], None]:
        return lambda data: data["decisions"][0].update(decides=list(people))

    def told(then: Callable[[Any], None], now: Callable[[Any], None]) -> list[tuple[object, ...]]:
        before, after = tree(STARTUP), tree(STARTUP)
        then(before)
        now(after)
        changed = changed_since(*_pair(before, after), {})
        assert isinstance(changed, Record)
        return [row(one, "what", "before", "after") for one in listed(changed, "decisions")]

    assert told(decide("noor", "jeroen"), decide("noor", "amara")) == [
        ("who", "Jeroen Maas", "Noor de Wit, Amara Osei")
    ]
    assert told(decide("noor"), decide("noor", "amara")) == [("who", None, "Noor de Wit, Amara Osei")]
