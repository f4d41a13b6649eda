"""What may be given any bytes at all, and what must hold whatever they are: one function a target."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import html

from handbook.errors import CODES, Refused
from handbook.fill import fill_entry, mould_of_html
from handbook.load import load_text
from handbook.pictures import KINDS, Broken, bare, carried
from handbook.proof.pdfs import NoPdf, about, texts_of_pdf
from handbook.slots import Kind, Scope, Slot, mark
from handbook.yaml_text import unsafe_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOWHERE = Path("/nowhere")
HOLE = mark(Scope.PAGE, 0)
PAGE = (
    f"<!doctype html><html><head><title>{HOLE}</title><meta name='author' content='{HOLE}'></head><body>"
    f'<h1 title="{HOLE}">{HOLE}</h1><table><tr><td>{HOLE}</td></tr></table><pre><code>{HOLE}</code></pre>'
    f"<textarea>{HOLE}</textarea><svg><title>{HOLE}</title></svg></body></html>"
)
MOULD = mould_of_html(PAGE)
LINK = mould_of_html(f'<p><a href="slot:{HOLE}">x</a></p>')
ENTRY = {"location": "a.html", "title": HOLE, "text": f"<p>{HOLE}</p>"}
# What a file may hold besides: line ends and tabs.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def load_any(data: bytes) -> None:
    """Hold that bytes are an engagement, or are refused with places, known codes and a line each."""
    try:
        load_text(data, "case.yml", NOWHERE)
    except Refused as refused:
        problems = refused.problems
    else:
        return
    assert problems
    assert list(problems) == sorted(problems, key=lambda problem: problem.place)
    lines = data.count(b"\n") + data.count(b"\r") + 2
    for problem in problems:
        line = str(problem)
        assert problem.code in CODES, problem.code
        assert problem.place.file == "case.yml"
        assert 1 <= problem.place.line <= lines
        assert problem.place.column >= 1
        assert "\n" not in line
        assert "Traceback" not in line.replace(data.decode("utf-8", "replace"), "")


def fill_any(data: bytes) -> None:
    """Hold that a text which the loader lets through changes no tag or attribute, and is shown as typed."""
    value = data.decode("utf-8", "ignore")
    if next(unsafe_characters(value, "case.yml"), None) or _CONTROLS.search(value):
        return
    slots = [Slot(value, Kind.TEXT, ("name",))]
    page = MOULD.fill(slots, [])
    assert "{" not in page
    seen = html.document_fromstring(page)
    assert _structure(seen) == STRUCTURE
    assert seen.xpath("string(//h1)") == value
    assert seen.xpath("string(//h1/@title)") == value
    entry = json.loads(json.dumps(fill_entry(ENTRY, slots, [])))
    assert html.fragment_fromstring(f"<div>{entry['text']}</div>").text_content() == value
    _link(value)


def _link(value: str) -> None:
    try:
        page = LINK.fill([Slot(value, Kind.URL, ("link",))], [])
    except Refused:
        return
    target = str(html.fragment_fromstring(page).xpath("string(//a/@href)"))
    assert target.lower().startswith(("https://", "http://", "mailto:", "tel:", "calendars/", "../"))
    assert target.isascii()
    assert target.isprintable()


def _structure(page: html.HtmlElement) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(node.tag), tuple(sorted(map(str, node.attrib)))) for node in page.iter()]


STRUCTURE = _structure(html.document_fromstring(MOULD.fill([Slot("x", Kind.TEXT, ())], [])))


def strip_any(data: bytes) -> None:
    """Hold that a picture of any bytes is refused, or comes out carrying nothing."""
    for kind in KINDS:
        try:
            alone = bare(kind, data)
        except Broken:
            continue
        assert list(carried(kind, alone)) == []


def read_any_pdf(data: bytes) -> None:
    """Hold that a PDF of any bytes is read, or said to be none."""
    try:
        about(data)
        list(texts_of_pdf(data))
    except NoPdf:
        return


TARGETS: Mapping[str, Callable[[bytes], None]] = MappingProxyType(
    {"load": load_any, "fill": fill_any, "picture": strip_any, "pdf": read_any_pdf}
)
