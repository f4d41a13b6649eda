"""A hostile value in every field at once: refused with its place, or shown as typed wherever it comes out."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from typing import TYPE_CHECKING

import icalendar
import openpyxl
from lxml import html

from handbook import outputs, proof
from handbook.errors import Refused
from handbook.load import load_text
from handbook.load.places import Spot, spots
from handbook.model import Engagement
from handbook.model.basics import Handout
from handbook.model.shape import Group
from handbook.outputs import site
from handbook.proof.pdfs import objects
from handbook.view import Edition
from handbook.yaml_tree import Scalar, parse
from load.traps import CASES
from outputs.printing import AS_OF, press, texts, typesetter, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from handbook.errors import Problem
    from handbook.outputs import Manuscript

# Markup, a handler, a template, an include, a formula, a link and a line of a calendar; no space, so that no
# reading time and no line of a table is another.
HOSTILE = '"><i/onload=q7()>{{7*7}}*q7*'
PLAIN = "q7" * (len(HOSTILE) // 2)
_PAPERS = ", ".join(kind for kind in Handout if kind is not Handout.TRAINING_BOOKLET)
EVERYTHING = re.sub(
    r"(?m)^  handouts: .*$", f"  handouts: [{_PAPERS}]", (CASES / "everything.yml").read_text("utf-8")
)


def _single(spot: Spot, lines: list[str]) -> bool:
    """Return whether a value stands in one line, as it is read."""
    if not isinstance(spot.node, Scalar) or spot.node.is_null:
        return False
    start = spot.place.column - 1 + spot.node.quoted
    return lines[spot.place.line - 1][start:].startswith(spot.node.text)


@cache
def _singles() -> tuple[Spot, ...]:
    """Return the single values of the file that has every field."""
    lines, tree = EVERYTHING.split("\n"), parse(EVERYTHING.encode(), "case.yml")
    return tuple(spot for spot in spots(tree, Group(Engagement)) if _single(spot, lines))


def _with(suffix: str, left_out: Collection[int]) -> str:
    """Return the file that has every field, with something behind each value, but for those left out."""
    lines = EVERYTHING.split("\n")
    for number, spot in reversed([*enumerate(_singles())]):
        if number not in left_out and isinstance(spot.node, Scalar):
            line, start = lines[spot.place.line - 1], spot.place.column - 1
            end = start + len(spot.node.text) + 2 * spot.node.quoted
            value = json.dumps(f"{spot.node.text}{suffix}", ensure_ascii=False)
            lines[spot.place.line - 1] = f"{line[:start]}{value}{line[end:]}"
    return "\n".join(lines)


@cache
def _taking_text() -> frozenset[int]:
    """Return the numbers of the values that take any text; of the others each is refused at its line."""
    left_out: set[int] = set()
    while refused := _refused(_with(HOSTILE, left_out)):
        lines = {problem.place.line for problem in refused}
        names = {_last(problem.field) for problem in refused}
        there = {n for n, spot in enumerate(_singles()) if spot.place.line in lines} - left_out
        assert there, refused
        left_out |= {n for n in there if _last(_singles()[n].path) in names} or there
    return frozenset(range(len(_singles()))) - left_out


def _refused(text: str) -> tuple[Problem, ...]:
    """Return why a file is refused."""
    try:
        load_text(text.encode(), "case.yml", CASES)
    except Refused as refused:
        return refused.problems
    return ()


def _last(path: str) -> str:
    return path.rpartition(".")[2].partition("[")[0]


@cache
def _manuscript(suffix: str) -> Manuscript:
    """Return the team's edition, which shows every field, with something behind each value."""
    left_out = set(range(len(_singles()))) - _taking_text()
    loaded = load_text(_with(suffix, left_out).encode(), "case.yml", CASES)
    return outputs.write(loaded, Edition.TEAM, AS_OF, texts(), handouts=True)


@cache
def _hostile() -> Mapping[str, bytes]:
    """Return all files of the edition of hostile values, proved."""
    made = outputs.build(_manuscript(HOSTILE), press(), typesetter())
    assert proof.problems_of(made) == ()
    return made.files


@cache
def _plain() -> Mapping[str, bytes]:
    """Return the files of the same edition with letters in their place, but for what is printed."""
    return {**site.files(_manuscript(PLAIN), press()), **outputs.beside(_manuscript(PLAIN))}


def _text(markup: str) -> str:
    return "".join(map(str, html.fromstring(markup).itertext()))


def _of(kind: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield from ((path, content) for path, content in files.items() if path.endswith(kind))


def _structure(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements and attributes of a page, but for drawings, whose lines follow their words."""
    root = html.document_fromstring(page)
    for drawing in root.iter("svg"):
        drawing.clear()
    return [(str(node.tag), tuple(sorted(map(str, node.attrib)))) for node in root.iter()]


def _is_dead(markup: str) -> bool:
    """Return whether nothing of the hostile value is an element or a handler, but it is there as text."""
    nodes = html.fromstring(markup).iter()
    return not any("onload" in node.attrib or str(node.tag).startswith("i/") for node in nodes)


def test_most_fields_take_text() -> None:
    """A hundred fields and more take any text, and every other one is refused at its own line."""
    assert len(_taking_text()) > 100


def test_the_same_files() -> None:
    """No file's name depends on such a value."""
    assert {path for path in _hostile() if not path.startswith("handouts/")} == _plain().keys()
    assert not [path for path in _hostile() if "q7" in path]


def test_pages() -> None:
    """Each page has the elements and attributes that it has with letters, and shows the value as typed."""
    plain, shown = _plain(), 0
    for path, content in _of(".html", _hostile()):
        page = content.decode()
        # The team is told what is found in an engagement, which depends on its words.
        if not path.startswith("internal/"):
            assert _structure(page) == _structure(plain[path].decode()), path
        assert _is_dead(page), path
        shown += _text(page).count(HOSTILE)
    assert shown > 1000


def test_search() -> None:
    """What is found shows the value as typed."""
    entries = json.loads(_hostile()["search/search_index.json"])["docs"]
    said = [f"<div>{entry['title']} {entry['text']}</div>" for entry in entries]
    assert all(_is_dead(one) for one in said)
    assert sum(_text(one).count(HOSTILE) for one in said) > 500


def test_calendars() -> None:
    """Calendars have the entries and lines that they have with letters."""
    plain, shown = _plain(), 0
    for path, content in _of(".ics", _hostile()):
        parts = icalendar.Calendar.from_ical(content).walk()
        others = icalendar.Calendar.from_ical(plain[path]).walk()
        assert [sorted(part) for part in parts] == [sorted(part) for part in others], path
        shown += sum(HOSTILE in str(part.get("description")) for part in parts)
    assert shown > 20


def test_workbook() -> None:
    """Each cell of the workbook is text or a date."""
    book = openpyxl.load_workbook(io.BytesIO(_hostile()["workbook.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "d"}
    assert sum(HOSTILE in str(cell.value) for cell in cells) > 20


def test_papers() -> None:
    """Each paper shows the value as typed, and runs nothing."""
    papers = dict(_of(".pdf", _hostile()))
    assert len(papers) > 10
    for path, content in papers.items():
        assert HOSTILE in words(content).replace(" ", ""), path
        assert not re.search(rb"/(JavaScript|JS|Launch)\b", b"".join(objects(content))), path
