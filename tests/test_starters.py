"""What people begin from is complete, loads, and explains each field."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from handbook.bundle import bundle
from handbook.findings import examine
from handbook.load import load

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = bundle() / "engagement_templates"
STARTERS = sorted((TEMPLATES / "starters").glob("*.yml"))
EXAMPLES = sorted((TEMPLATES / "examples").glob("*.yml"))
every_starter = pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)


@pytest.mark.parametrize("path", [*STARTERS, *EXAMPLES], ids=lambda path: path.stem)
def test_it_loads(path: Path) -> None:
    """Each bundled file is read without a problem."""
    assert load(path).engagement.people


@every_starter
def test_a_starter_is_named_as_its_file(path: Path) -> None:
    """The id of a starter is its name, so that it builds as it is and is found by what people type."""
    assert load(path).engagement.id == path.stem


@every_starter
def test_a_starter_is_a_draft(path: Path) -> None:
    """Whatever is made from a starter says Draft until somebody decides otherwise."""
    assert load(path).engagement.site.draft


@every_starter
def test_a_starter_explains_itself(path: Path) -> None:
    """A starter says for whom it is, and the first of each kind of entry has its fields explained."""
    text = path.read_text("utf-8")
    assert text.startswith("# ")
    assert text.count("# ") > 70
    for key in re.findall(r"^ *(\w+):\n +- \{id:", text, re.MULTILINE):
        pytest.fail(f"{key} begins with an entry in braces, where no field can be explained")


@every_starter
def test_all_is_invented(path: Path) -> None:
    """Every address in a starter ends in .example."""
    hosts = re.findall(r"[a-z]+://([^/\s\"]+)|@([a-z0-9.-]+)", path.read_text("utf-8"))
    assert hosts
    for host in hosts:
        assert "".join(host).endswith(".example")


def test_the_kinds_of_engagement_are_there() -> None:
    """There is a starter for each usual kind of engagement."""
    assert {path.stem for path in STARTERS} >= {
        "client-product-owner",
        "supplier-product-owner",
        "proxy-product-owner",
        "intermediary",
        "public-sector",
        "staff-augmentation",
        "discovery",
    }


# What is true of a kind of engagement by its nature, and stands in its starter to be seen.
KNOWN = {"proxy-product-owner": ["PO-107"], "supplier-product-owner": ["PO-105"]}


@every_starter
def test_a_starter_shows_how_it_is_done_well(path: Path) -> None:
    """No rule finds anything in a starter but what its kind of engagement brings along."""
    found = examine(load(path), date(2026, 11, 22))
    assert [finding.check for finding in found.findings] == KNOWN.get(path.stem, [])
    assert found.faults == ()
