"""Pages with holes and values in, finished pages or problems out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.errors import Refused
from handbook.fill import fill_html
from handbook.slots import Kind, Scope, Slot, mark

CASES = Path(__file__).parents[1] / "cases" / "fill"
_SHOWN = re.compile("⟦([0-9]+)⟧|⟪([0-9]+)⟫")
_KINDS = {"text": Kind.TEXT, "url": Kind.URL, "site": Kind.TEXT}


def _marked(page: str) -> str:
    """Return a page with marks for the numbers in brackets."""
    return _SHOWN.sub(
        lambda found: mark(Scope.PAGE, int(found[1])) if found[1] else mark(Scope.SITE, int(found[2])), page
    )


def _slots(values: str, *, site: bool) -> tuple[Slot, ...]:
    lines = [line.partition(": ") for line in values.splitlines()]
    return tuple(
        Slot(text, _KINDS[kind], (f"{kind}{number}",))
        for number, (kind, _, text) in enumerate(lines)
        if (kind == "site") is site
    )


def outcome(case: str) -> str:
    """Return what becomes of a case's page."""
    page, values = case.removeprefix("=== page\n").partition("=== ")[0::2]
    values = values.removeprefix("values\n").partition("=== ")[0]
    try:
        return "=== filled\n" + fill_html(
            _marked(page), _slots(values, site=False), _slots(values, site=True), "docs/x.md"
        )
    except Refused as refused:
        return "=== problems\n" + "".join(f"{problem}\n" for problem in refused.problems)


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.txt")))
def test_a_case_comes_out_as_expected(case: str) -> None:
    """A page is filled as a browser would read it, or refused with a problem for each value out of place."""
    text = (CASES / f"{case}.txt").read_text("utf-8")
    found = outcome(text)
    assert text.endswith(found), found
