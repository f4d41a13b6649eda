"""The random engagements are repeatable, varied, and written as the YAML that they mean."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import yaml
from hypothesis import given

import generate


def _as_text(value: object) -> object:
    """Return plain data with every scalar as its YAML text, as `yaml.BaseLoader` reads it."""
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
    for depth in range(1, 7):
        assert yaml.load(generate.text(tree, depth), yaml.BaseLoader) == _as_text(tree)  # noqa: S506 -- text only


def test_the_files_differ_where_pages_differ() -> None:
    """A hundred files show every arrangement, status and kind of product, with optional parts and without."""
    trees = [generate.tree(Random(seed)) for seed in range(100)]
    assert {tree["status"] for tree in trees} == set(generate.STATUSES)
    assert {_inner(tree, "product", "kind") for tree in trees} == set(generate.PRODUCT_KINDS)
    assert {_inner(tree, "product_ownership", "arrangement") for tree in trees} == set(generate.ARRANGEMENTS)
    counts = Counter(key for tree in trees for key in tree)
    required = {key for key, count in counts.items() if count == len(trees)}
    assert "internal" in counts.keys() - required
    assert "people" in required


def _inner(tree: generate.Tree, group: str, field: str) -> object:
    inner = tree[group]
    assert isinstance(inner, dict)
    return inner[field]
