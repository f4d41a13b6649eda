"""What holds for all facts of all engagements: plain values that name their fields, and nothing internal."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

import generate
from facts.shown import view_of, walk
from handbook.facts import facts
from handbook.records import Absent, Fact, Record
from handbook.view import Edition, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.records import Datum
    from handbook.view import View

DAYS = st.dates(date(2025, 12, 1), date(2028, 12, 31))


def _open_part(node: Any) -> Any:  # noqa: ANN401 -- plain data of any kind
    if isinstance(node, dict):
        return {key: _open_part(value) for key, value in node.items() if key != "internal"}
    return [_open_part(item) for item in node] if isinstance(node, list) else node


def _all(view: View) -> Record:
    """Return all facts under one roof."""
    return Record("facts", facts(view))


def _spelt(datum: Datum) -> list[str]:
    return sorted(f"{record.path}.{name}: {item!r}" for record, name, item in walk(datum))


@given(generate.engagements(), DAYS)
def test_nothing_internal_changes_a_clients_facts(data: generate.Tree, as_of: date) -> None:
    """A file with all its `internal` keys gives clients the same facts as without them."""
    assert _spelt(_all(view_of(data, as_of))) == _spelt(_all(view_of(_open_part(data), as_of)))


@given(generate.engagements(), DAYS)
def test_every_derived_value_names_fields_that_the_view_has(data: generate.Tree, as_of: date) -> None:
    """A value in a fact is the file's own, in the file's own record, or tells which fields it comes from."""
    view = view_of(data, as_of)
    known = {record.path: record for record in records_of(view.root)}
    fields = set(_paths(view))
    for record, name, item in walk(_all(view)):
        if isinstance(item, Fact):
            assert set(item.sources) <= fields, f"{record.path}.{name}"
        elif not isinstance(item, Record | Absent):
            own = known[record.path][name]
            assert item in (own if isinstance(own, tuple) else (own,)), f"{record.path}.{name}"


def _paths(view: View) -> Iterator[str]:
    for record in records_of(view.root):
        yield record.path
        for name, datum in record.fields.items():
            path = f"{record.path}.{name}".lstrip(".")
            yield path
            for number in range(len(datum) if isinstance(datum, tuple) else 0):
                yield f"{path}[{number + 1}]"


@given(generate.engagements(), DAYS)
def test_the_team_has_the_same_facts_as_the_client(data: generate.Tree, as_of: date) -> None:
    """Both editions read the same facts: two people who compare dates and gaps find no difference."""
    client, team = facts(view_of(data, as_of)), facts(view_of(data, as_of, Edition.TEAM))
    assert list(client) == list(team)
    for name in ("gaps", "next_dates", "dates_ahead", "settle_by", "technical", "hats", "sprints"):
        assert repr(client[name]) == repr(team[name])


def test_facts_do_not_hide_fields_by_accident() -> None:
    """Only these facts have the name of a field of the file: they are that field, with more to it."""
    data = generate.tree(Random(1))
    view = view_of(data)
    assert set(facts(view)) & set(view.root.fields) == {"terms", "escalation", "decisions", "releases"}
