"""The random engagements are repeatable, varied, and written as the YAML that they mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import yaml
from hypothesis import given

import generate
from handbook.load import load_text
from handbook.model import Engagement
from handbook.model.shape import Group, ListOf, fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.model import Part


def _as_text(value: object) -> object:
    """Return plain data with every scalar as its YAML text, as YAML's base loader reads it."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return value.isoformat() if isinstance(value, date) else str(value)


def test_a_seed_names_one_file() -> None:
    """The same seed gives the same text, another seed another text."""
    texts = [generate.engagement(seed) for seed in range(20)]
    assert texts == [generate.engagement(seed) for seed in range(20)]
    assert len(set(texts)) == 20


@given(generate.engagements())
def test_the_text_means_the_tree(tree: generate.Tree) -> None:
    """However much of a file is written in braces, it says the same."""
    for depth in (1, 3, 6):
        assert yaml.load(generate.text(tree, depth), yaml.CBaseLoader) == _as_text(tree)  # noqa: S506 -- text only


def test_every_field_turns_up() -> None:
    """A hundred files show every field of the model, each arrangement, and what may be left out both ways.

    But for a picture, which needs a file beside it, and what says no to a firm's file, which is not there.
    """
    trees = [generate.tree(Random(seed)) for seed in range(100)]
    drawn = {path for tree in trees for path in _paths(tree)}
    assert set(_declared(Engagement)) - drawn == {"branding.client_logo", "without"}
    owners = [tree["product_ownership"] for tree in trees]
    assert {owner["arrangement"] for owner in owners if isinstance(owner, dict)} == set(generate.ARRANGEMENTS)
    assert 0 < sum("releases" in tree for tree in trees) < 100


def test_the_files_load() -> None:
    """Two hundred of them are read without a problem."""
    for seed in range(200):
        load_text(generate.engagement(seed).encode(), f"{seed}.yml", Path())


def _paths(value: object, path: str = "") -> Iterator[str]:
    """Yield the path of each field of plain data: `people.hours.from`."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{path}{key}"
            yield from _paths(item, f"{path}{key}.")
    elif isinstance(value, list):
        for item in value:
            yield from _paths(item, path)


def _declared(part: type[Part], path: str = "") -> Iterator[str]:
    """Yield the path of each field that the model declares."""
    for key, field in fields(part).items():
        yield f"{path}{key}"
        shape = field.shape.item if isinstance(field.shape, ListOf) else field.shape
        if isinstance(shape, Group):
            yield from _declared(shape.part, f"{path}{key}.")
