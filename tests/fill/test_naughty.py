"""The big list of naughty strings, each in every place that a value can have."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import html

from handbook.fill import mould_of_html
from handbook.slots import Kind, Scope, Slot, mark

STRINGS = json.loads((Path(__file__).parents[1] / "cases" / "blns.json").read_text("utf-8"))
HOLE = mark(Scope.PAGE, 0)
PAGE = (
    f"<!doctype html><html><head><title>{HOLE}</title><meta name='author' content='{HOLE}'></head><body>"
    f'<h1>{HOLE}</h1><a href="x.html" title="{HOLE}">{HOLE}</a><table><tr><td>{HOLE}</td></tr></table>'
    f"<textarea>{HOLE}</textarea><svg><text>{HOLE}</text></svg></body></html>"
)


def test_no_naughty_string_is_live_anywhere() -> None:
    """Each of the 485 strings leaves the page's tags and attributes as they are, in every place at once."""
    assert len(STRINGS) == 485
    mould = mould_of_html(PAGE)
    plain = _structure(mould.fill([Slot("x", Kind.TEXT, ())], []))
    for string in STRINGS:
        assert _structure(mould.fill([Slot(string, Kind.TEXT, ())], [])) == plain, string


def _structure(page: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (str(node.tag), tuple(sorted(map(str, node.attrib))))
        for node in html.document_fromstring(page).iter()
    ]
