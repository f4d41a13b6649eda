"""Every field of the model is declared in full (words, example, audience) and used in a file of the tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook.load import load
from handbook.load.places import spots
from handbook.model import Audience, Engagement, field_guide
from handbook.model.engagement import Engagement as Whole
from handbook.model.examples import as_yaml
from handbook.model.firm import Firm
from handbook.model.guide import firm_guide, inherited_fields
from handbook.model.shape import Anything, Group, Leaf, ListOf, MapOf, fields
from handbook.yaml_tree import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.model import Part
    from handbook.model.shape import FieldShape, Shape

EVERYTHING = Path(__file__).parents[1] / "cases" / "everything.yml"


def all_fields(part: type[Part] = Whole, before: str = "") -> Iterator[tuple[str, FieldShape]]:
    """Yield every field of the model with its path, the free `internal` ones included."""
    for key, field in fields(part).items():
        yield f"{before}{key}", field
        inner: Shape = field.shape
        while isinstance(inner, ListOf | MapOf):
            inner = inner.item if isinstance(inner, ListOf) else inner.value
        if isinstance(inner, Group):
            yield from all_fields(inner.part, f"{before}{key}.")


FIELDS = dict(all_fields())
every_field = pytest.mark.parametrize(("path", "field"), FIELDS.items(), ids=list(FIELDS))


@every_field
def test_declared_in_full(path: str, field: FieldShape) -> None:
    """A field has one sentence of help, an example and an audience; only internal fields are the team's."""
    help_ = field.info.description or ""
    assert help_[0].isupper()
    assert help_.endswith(".")
    assert field.info.examples
    under_internal = "internal" in path.split(".")
    shared_with_the_open_part = path.startswith("internal.risks.")
    assert (
        field.audience is (Audience.TEAM if under_internal else Audience.CLIENT) or shared_with_the_open_part
    )


@every_field
def test_the_example_is_right(path: str, field: FieldShape) -> None:
    """What a field's example shows can be read as its value, written as the field guide writes it."""
    text = f"{path.rpartition('.')[2]}: {as_yaml((field.info.examples or [''])[0])}\n"
    tree = parse(text.encode(), "example.yml")
    for spot in spots(tree, Group(Engagement)) if "." not in path else ():
        assert spot.shape is not None
    _read(tree.entries[0].value, field.shape)


def _read(node: object, shape: Shape) -> None:
    """Read every text under a node as its shape wants it; raises what is wrong."""
    if isinstance(shape, Leaf):
        assert isinstance(node, Scalar)
        shape.kind.read(node.text)
    elif isinstance(shape, ListOf):
        assert isinstance(node, Sequence) or shape.or_one
        for item in node.items if isinstance(node, Sequence) else (node,):
            _read(item, shape.item)
    elif isinstance(shape, MapOf):
        assert isinstance(node, Mapping)
        for entry in node.entries:
            shape.key.read(entry.key.text)
            _read(entry.value, shape.value)
    elif isinstance(shape, Group):
        assert isinstance(node, Mapping)
        for entry in node.entries:
            known = fields(shape.part).get(entry.key.text)
            if known or shape.part.others is None:
                assert known, entry.key.text
                _read(entry.value, known.shape)
    else:
        assert isinstance(shape, Anything)


def test_every_field_is_used() -> None:
    """A file of the tests has every field that the model has, so none is declared and never tried."""
    tree = parse(EVERYTHING.read_bytes(), EVERYTHING.name)
    used = set(_used(tree, Group(Engagement), ""))
    assert set(FIELDS) - used == set()


def _used(node: object, shape: Shape | None, path: str) -> Iterator[str]:
    if isinstance(shape, Group) and isinstance(node, Mapping):
        for entry in node.entries:
            inner = f"{path}.{entry.key.text}".lstrip(".")
            known = fields(shape.part).get(entry.key.text)
            yield inner
            yield from _used(entry.value, known.shape if known else None, inner)
    elif isinstance(shape, MapOf) and isinstance(node, Mapping):
        for entry in node.entries:
            yield from _used(entry.value, shape.value, path)
    elif isinstance(shape, ListOf) and isinstance(node, Sequence):
        for item in node.items:
            yield from _used(item, shape.item, path)


def test_a_file_with_every_field_loads() -> None:
    """All fields may stand in one file."""
    loaded = load(EVERYTHING)
    assert loaded.warnings == ()
    assert loaded.engagement.internal
    assert loaded.engagement.internal.more == {"our_own_key": "anything"}
    assert loaded.engagement.terms.words == {"sprint-review": "Show and tell"}


def test_the_guide_has_every_field() -> None:
    """The field guide has one row a field, and one for the free `internal` keys."""
    rows = {row.path.replace("[]", "").replace(".*.", "."): row for row in field_guide()}
    free = {path for path in FIELDS if path.endswith(".internal")}
    assert set(rows) == set(FIELDS) - free | {"*.internal"}
    assert rows["people.hours.from"].need == "required"
    assert rows["language"].need == "default: en-GB"
    assert rows["people.known_as"].need == "default: the first word of the name, titles aside"
    assert rows["dates.end"].need == "optional"
    assert rows["internal.risks.text"].audience is Audience.TEAM


@pytest.mark.parametrize(
    ("value", "yaml"),
    [
        ("Pay online", "Pay online"),
        ("09:00", '"09:00"'),
        ("2027-01-06", "2027-01-06"),
        ("#0b6e4f", '"#0b6e4f"'),
        ("no", '"no"'),
        ("Fernhill, Leeds", '"Fernhill, Leeds"'),
        (True, "true"),
        ([1, {"a": "b"}], "[1, {a: b}]"),
    ],
)
def test_examples_are_written_as_yaml(value: object, yaml: str) -> None:
    """An example stands in the guide as it would in a file, with quotes where it needs them."""
    assert as_yaml(value) == yaml


def test_the_firms_fields_are_in_the_guide() -> None:
    """The guide has a row for each field about the firm itself, and names all that engagements inherit."""
    own = fields(Firm)["firm"].shape
    assert isinstance(own, Group)
    assert {row.path for row in firm_guide()} == {"firm", *(f"firm.{key}" for key in fields(own.part))} - {
        "firm.internal"
    }
    assert {path.partition(".")[0] for path in inherited_fields()} == set(fields(Firm)) - {"schema", "firm"}
    assert {"language", "sprint.weeks", "dates.closed", "ceremonies"} <= set(inherited_fields())
    assert "sprint" not in inherited_fields()
