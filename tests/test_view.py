"""Who sees what: nothing internal reaches a client's view, and all the rest reaches every view."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

import generate
from handbook.model import Audience, Engagement
from handbook.model.shape import fields
from handbook.records import Absent, Choice, Record, Url, codes, listed, need
from handbook.view import Edition, edition_id, records_of, select, serialise
from plain import EXAMPLES, PUBLIC, STARTUP, TELECOM, engagement, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handbook.records import Datum
    from handbook.view import View

AS_OF = date(2026, 11, 22)
CANARY = "Canary 5f1c"
every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
Key = str | int
# Internal texts that may say anything.
FREE = frozenset(("note", "notes", "about", "text", "reason", "response"))


def _view(data: generate.Tree, edition: Edition = Edition.CLIENT) -> View:
    return select(engagement(data), edition, AS_OF)


def _keys(node: object, *above: Key) -> Iterator[tuple[Key, ...]]:
    """Yield the way to every node of plain data, internal ones too."""
    yield above
    if isinstance(node, dict | list):
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _keys(inner, *above, key)


def _at(node: Any, keys: tuple[Key, ...]) -> Any:  # noqa: ANN401 -- plain data of any kind
    for key in keys:
        node = node[key]
    return node


def _leaves(datum: Datum) -> Iterator[str]:
    """Yield what the leaves under a datum would be in a file; a reference gives the id."""
    if isinstance(datum, tuple):
        for item in datum:
            yield from _leaves(item)
    elif isinstance(datum, Record):
        yield str(datum.fields.get("id", ""))
    elif isinstance(datum, Choice):
        yield datum.value
    elif isinstance(datum, Url):
        yield datum.address
    elif isinstance(datum, bool):
        yield str(datum).lower()
    else:
        yield f"{datum:%H:%M}" if isinstance(datum, time) else str(datum)


def _all_leaves(view: View) -> set[str]:
    return {
        leaf
        for record in records_of(view.root)
        for datum in record.fields.values()
        for leaf in _leaves(datum)
    }


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _texts(inner)
    elif node is not None:
        yield str(node)


def _groups(data: generate.Tree) -> list[tuple[Key, ...]]:
    """Return the ways to all groups below the top that are not internal."""
    return [
        keys for keys in _keys(data) if keys and "internal" not in keys and isinstance(_at(data, keys), dict)
    ]


def _candid(number: int) -> generate.Tree:
    return {"note": f"{CANARY}-{number}-", "amounts": {"day": "900", "why": [CANARY]}}


@every_example
def test_candid_content_may_be_added_everywhere(path: Path) -> None:
    """An `internal` key in every group: the client's view is as it was, the team's has them all."""
    data = tree(path)
    groups = _groups(data)
    for number, keys in enumerate(groups):
        _at(data, keys)["internal"] = _candid(number)
    both = engagement(data)
    assert serialise(select(both, Edition.CLIENT, AS_OF)) == serialise(_view(tree(path)))
    seen = serialise(select(both, Edition.TEAM, AS_OF)).decode()
    assert [number for number in range(len(groups)) if f"{CANARY}-{number}-" not in seen] == []


def test_candid_content_may_be_added_to_any_one_group() -> None:
    """One `internal` key, tried in each kind of group in turn, leaves the client's view as it was."""
    expected = serialise(_view(tree(STARTUP)))
    kinds = {tuple(key for key in keys if isinstance(key, str)): keys for keys in _groups(tree(STARTUP))}
    for keys in kinds.values():
        data = tree(STARTUP)
        _at(data, keys)["internal"] = _candid(0)
        assert serialise(_view(data)) == expected, keys


@every_example
def test_internal_content_may_change_and_go(path: Path) -> None:
    """Each text under `internal` changed, each key and item taken away: the client's view is as it was."""
    expected = serialise(_view(tree(path)))
    for keys in _keys(tree(path)):
        if "internal" not in keys:
            continue
        data = tree(path)
        inside, last = _at(data, keys[:-1]), keys[-1]
        if isinstance(inside[last], str) and keys[-1] in FREE:
            inside[last] = CANARY
            assert serialise(_view(data)) == expected, keys
        if not {"between", "about", "check", "id", "text"} & {*keys[-2:]}:
            del inside[last]
            assert serialise(_view(data)) == expected, keys


@given(generate.engagements())
def test_the_clients_view_is_that_of_the_file_without_internal(data: generate.Tree) -> None:
    """Files made at random give clients the view that they give when every `internal` key is taken out."""
    assert serialise(_view(data)) == serialise(_view(_open_part(data)))


def _open_part(node: Any) -> Any:  # noqa: ANN401 -- plain data of any kind
    if isinstance(node, dict):
        return {key: _open_part(value) for key, value in node.items() if key != "internal"}
    return [_open_part(item) for item in node] if isinstance(node, list) else node


@every_example
def test_everything_else_reaches_every_view(path: Path) -> None:
    """Each value outside `internal` is somewhere in the client's view, and every value in the team's."""
    open_texts = set(_texts(_open_part(tree(path))))
    withheld = {text for text in open_texts if text.startswith("+")} - _contact_details(path)
    withheld |= {
        text for text in open_texts if text.startswith("assets/")
    }  # no picture lies beside this file
    assert open_texts - withheld - _all_leaves(_view(tree(path))) == set()
    in_team = _all_leaves(_view(tree(path), Edition.TEAM))
    assert {text for text in _texts(tree(path)) if not text.startswith("assets/")} - in_team == set()


def _contact_details(path: Path) -> set[str]:
    shown = _at(tree(path), ("site", "contact_details"))
    return {str(person[key]) for person in _at(tree(path), ("people",)) for key in shown if key in person}


@given(generate.engagements())
def test_a_view_has_every_field_the_edition_may_have(data: generate.Tree) -> None:
    """Each declared field is in the record of its group under its name in the file, given or absent."""
    for edition in Edition:
        view = _view(data, edition)
        for name, field in fields(Engagement).items():
            assert (name in view.root.fields) == (
                field.audience is Audience.CLIENT or edition is Edition.TEAM
            )
        assert all(isinstance(record["known_as"], str) for record in _records(view, "people"))


@given(generate.engagements())
def test_a_view_is_plain_and_frozen(data: generate.Tree) -> None:
    """Nothing in a view is a model object, a list or a dictionary that could be changed."""
    allowed = (str, int, Decimal, bool, date, time, Choice, Url, Absent, Record)
    for record in records_of(_view(data, Edition.TEAM).root):
        assert type(record.fields) is MappingProxyType
        for datum in record.fields.values():
            for item in datum if isinstance(datum, tuple) else (datum,):
                assert type(item) in allowed, f"{record.path}: {type(item)}"


def _records(view: View, name: str) -> tuple[Record, ...]:
    return listed(view.root, name)


def test_contact_details_are_shown_as_the_site_says() -> None:
    """What `site.contact_details` does not name is absent for clients, and there for the team."""
    data = tree(STARTUP)
    data["site"] = {"contact_details": ["phone"]}
    noor = _records(_view(data), "people")[0]
    assert noor["email"] == Absent("people[noor].email")
    assert noor["phone"] == "+31 20 555 0142"
    assert _records(_view(data, Edition.TEAM), "people")[0]["email"] == "noor@spokeshare.example"


def test_references_lead_to_the_record_itself() -> None:
    """The owner is the very record among the people, whose party is the very record among the parties."""
    root = _view(tree(STARTUP)).root
    noor, party = listed(root, "people")[0], listed(root, "parties")[1]
    assert need(root, "product_ownership.owner", Record) is noor
    assert noor["party"] is party
    assert listed(party, "represented_by") == (noor,)
    assert need(root, "product_ownership", Record)["deputy"] == Absent("product_ownership.deputy")
    assert listed(root, "decisions")[0]["decides"] == (noor,)


def test_choices_bring_their_words() -> None:
    """A fixed value has its code for conditions and its words for readers; an address is an address."""
    root = _view(tree(STARTUP)).root
    assert need(root, "product", Record)["kind"] == Choice("new-product", "a new product")
    assert need(root, "staging", Record)["url"] == Url("https://staging.spokeshare.example")


def test_the_clients_own_words_are_there() -> None:
    """`terms` holds what the file gives, under the ids of our words."""
    assert need(_view(tree(PUBLIC)).root, "terms", Record)["sprint-review"] == "Show and tell"


def test_defaults_are_filled_in() -> None:
    """A file that says nothing of its site has every audience, handout and contact detail."""
    data = tree(STARTUP)
    del data["site"]
    site = need(_view(data).root, "site", Record)
    assert "client-it" in codes(site, "audiences")
    assert codes(site, "contact_details") == ("email", "phone")
    assert site["draft"] is False


def test_a_draft_is_marked_by_the_file_or_the_caller() -> None:
    """`site.draft` marks an edition as a draft, and so does the one who builds it."""
    assert _view(tree(TELECOM)).draft
    assert not _view(tree(STARTUP)).draft
    assert select(engagement(tree(STARTUP)), Edition.CLIENT, AS_OF, draft=True).draft


def test_a_views_name_changes_with_what_it_shows() -> None:
    """The edition's id stays with the same view; a field, the date, the edition or a draft changes it."""
    path = STARTUP
    same = edition_id(_view(tree(path)))
    assert same == edition_id(_view(tree(path)))
    changed = tree(path)
    changed["purpose"] = CANARY
    others = (
        _view(changed),
        _view(tree(path), Edition.TEAM),
        select(engagement(tree(path)), Edition.CLIENT, date(2026, 11, 23)),
        select(engagement(tree(path)), Edition.CLIENT, AS_OF, draft=True),
    )
    assert len({same, *(edition_id(view) for view in others)}) == 5


def test_serialised_values_keep_their_types() -> None:
    """A number, a text of digits and a date are three different values, and the JSON is in one order."""
    data = json.loads(serialise(_view(tree(STARTUP))))
    people = data["records"]["people[noor]"]
    assert people["time_per_week"] == {"Decimal": "12"}
    assert people["party"] == {"record": "parties[spokeshare]"}
    assert people["email"] == "noor@spokeshare.example"
    assert list(data["records"]) == sorted(data["records"])


def test_a_records_words_for_debugging_are_short() -> None:
    """People and parties refer to each other: a record shows its path alone."""
    assert repr(_records(_view(tree(STARTUP)), "people")[0]) == "Record('people[noor]')"
