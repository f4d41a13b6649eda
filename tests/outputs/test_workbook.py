"""The workbook holds what the pages say, every cell as what it is, ready to filter and to print."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING, Any, cast

import openpyxl
import pytest
from babel.dates import format_date, format_time
from openpyxl.styles.numbers import is_date_format

import generate
from facts.shown import AS_OF
from handbook import outputs
from handbook.bundle import bundle
from handbook.load import load
from handbook.outputs import calendar, workbook
from handbook.outputs.calendar import ALL
from handbook.outputs.workbook import PATH, date_format
from handbook.outputs.workbook_sheets import sheets
from handbook.pages import Layer, read_sources
from handbook.render import Templates
from handbook.view import Edition
from outputs.calendars import by_uid, manuscript_of
from plain import EXAMPLES, PUBLIC, STARTUP, TELECOM, tree

if TYPE_CHECKING:
    from pathlib import Path

    from handbook.outputs import Manuscript


def opened(manuscript: Manuscript) -> Any:  # noqa: ANN401 -- as openpyxl has it
    """Return an edition's workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(workbook.files(manuscript)[PATH]))


@pytest.fixture(scope="module")
def templates() -> Templates:
    """Return the pages of the handbook."""
    return Templates(read_sources([Layer(bundle(), "docs", "engagement_templates/partials")]))


def _cells(page: Any) -> list[list[object]]:  # noqa: ANN401 -- as above
    """Return the cells of a sheet, dates as dates and nothing as nothing."""
    rows: list[list[object]] = []
    for row in page.iter_rows():
        rows.append([])
        for cell in row:
            assert cell.data_type in {"s", "d", "n"}, cell.coordinate
            assert cell.data_type != "n" or cell.value is None, cell.coordinate
            assert cell.hyperlink is None, cell.coordinate
            value = cell.value
            if isinstance(value, datetime):
                assert is_date_format(cell.number_format)
                assert value.time() == time()
                value = value.date()
            rows[-1].append("" if value is None else value)
    return rows


def _same(manuscript: Manuscript) -> None:
    book = opened(manuscript)
    expected = sheets(manuscript)
    assert book.sheetnames == [sheet.name for sheet in expected]
    for sheet in expected:
        found = _cells(book[sheet.name])
        assert found[0] == list(sheet.heads)
        assert found[1:] == [list(row) for row in sheet.rows]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("edition", list(Edition))
def test_every_cell_of_an_example_comes_back(path: Path, edition: Edition) -> None:
    """Every cell is read back as the text or date that it is; none is a number, a formula or a link."""
    _same(manuscript_of(tree(path), edition=edition))


@pytest.mark.parametrize("seed", range(12))
def test_every_cell_of_any_engagement_comes_back(seed: int) -> None:
    """The same holds for engagements made at random, with the odd texts that people type."""
    _same(manuscript_of(generate.tree(Random(seed))))


@pytest.mark.parametrize(
    "text", ["=1+1", "+31 20 555", "-5", "@SUM(A1)", "http://x.example", "007", "_x0041_"]
)
def test_what_looks_like_something_else_is_text(text: str) -> None:
    """A value that begins like a formula, or reads as a number, a link or an escape, is the text it is."""
    data = tree(STARTUP)
    cast("list[generate.Tree]", data["asks"])[0]["what"] = text
    assert text in [cell for row in _cells(opened(manuscript_of(data))["What we need"]) for cell in row]


def test_the_sheets_against_the_file_itself() -> None:
    """People, decisions, asks and releases stand there as the file has them, line by line."""
    data = cast("Any", tree(TELECOM))
    book = opened(manuscript_of(data))
    names = {person["id"]: person["name"] for person in data["people"]}
    parties = {party["id"]: party["name"] for party in data["parties"]}
    rows = {sheet: _cells(book[sheet])[1:] for sheet in book.sheetnames}
    assert {(row[0], row[1], row[3]) for row in rows["Who is who"]} == {
        (one["name"], parties[one["party"]], one["title"]) for one in data["people"]
    }
    assert [(row[0], row[1]) for row in rows["Decisions"]] == [
        (one["topic"], names[one["decides"]]) for one in data["decisions"]
    ]
    assert {(row[0], row[1], row[2], row[4]) for row in rows["What we need"]} == {
        (
            date.fromisoformat(one["due"]) if one["due"] else "",
            one["state"].capitalize(),
            one["what"],
            names.get(one["owner"], ""),
        )
        for one in data["asks"]
    }
    assert [(row[0], row[1], row[4]) for row in rows["Release plan"]] == [
        (release["name"], date.fromisoformat(release["target"]), feature["name"])
        for release in sorted(data["releases"], key=lambda one: one["target"])
        for feature in release["features"]
    ]


def _meeting(entry: Any) -> str:  # noqa: ANN401 -- as icalendar has it
    """Return the name of an entry's meeting; before a cancelled one its state is said."""
    return str(entry["SUMMARY"]).removeprefix("Cancelled: ").split(":")[0]


def test_the_same_meeting_on_page_in_calendar_and_in_workbook(templates: Templates) -> None:
    """The dates and the asks of the pages are those of the calendar and the workbook, in every example."""
    for path in EXAMPLES:
        manuscript = outputs.write(load(path), Edition.CLIENT, AS_OF, templates)
        entries = by_uid(calendar.files(manuscript)[ALL])
        in_calendar = {
            (_meeting(one), one["DTSTART"].dt.date(), one["DTSTART"].dt.time())
            for one in entries.values()
            if isinstance(one["DTSTART"].dt, datetime)
        }
        language = manuscript.view.language.replace("-", "_")
        in_workbook = {(str(row[3]), row[0], row[1]) for row in _cells(opened(manuscript)["Calendar"])[1:]}
        assert {
            (name, day, format_time(at, "short", locale=language)) for name, day, at in in_calendar
        } == in_workbook
        page = manuscript.pages["events/index.md"]
        shown = [slot.text for slot in page.slots]
        # The page lists the days ahead without the meeting of every day.
        ahead = (one for one in in_calendar if one[0] not in {"Daily scrum", "Stand-up"} and one[1] >= AS_OF)
        _, at, name = min((day, at, name) for name, day, at in ahead)
        assert {name, format_time(at, "short", locale=language)} <= set(shown)
        asks = {
            (str(one["SUMMARY"]).partition(": ")[2], one["DTSTART"].dt)
            for key, one in entries.items()
            if key.startswith("ask.")
        }
        from_workbook = {(row[2], row[0]) for row in _cells(opened(manuscript)["What we need"])[1:] if row[0]}
        assert asks <= from_workbook
        said = {slot.text for one in manuscript.site.pages for slot in one.slots}
        for what, due in asks:
            assert {what, format_date(cast("date", due), "long", locale=language)} <= said


def test_the_glossary_is_that_of_the_page(templates: Templates) -> None:
    """The client's words come first, then ours as the client calls them, with what they mean."""
    manuscript = outputs.write(load(PUBLIC), Edition.CLIENT, AS_OF, templates)
    rows = dict(cast("list[tuple[str, str]]", _cells(opened(manuscript)["Glossary"])[1:]))
    assert "Show and tell" in rows
    assert "Sprint review" not in rows
    assert "SRO" in rows
    assert rows["Scrum Team"] == (
        "The product owner, the delivery manager and the developers together. One small team with one goal."
    )
    assert not [means for means in rows.values() if re.search("[\ue000-\uf8ff{}]", means)]


def test_it_can_be_filtered_and_printed() -> None:
    """Heads stay in sight and repeat on paper; sheets print across, as wide as the page."""
    for page in opened(manuscript_of(tree(STARTUP))):
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref.startswith("A1:")
        assert page.print_title_rows == "$1:$1"
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert all(8 < one.width < 92 for one in page.column_dimensions.values())


@pytest.mark.parametrize(
    ("site", "country", "paper"), [({}, "US", 1), ({"paper": "A4"}, "US", 9), ({}, "NL", 9)]
)
def test_the_paper_is_that_of_the_client(site: generate.Tree, country: str, paper: int) -> None:
    """The file decides about the paper or, where it says nothing, the country."""
    data = cast("Any", tree(STARTUP))
    data["site"] |= site
    for party in data["parties"]:
        party["country"] = country
    assert opened(manuscript_of(data))["Calendar"].page_setup.paperSize == paper


def test_a_draft_says_so_on_every_printed_page() -> None:
    """The head of a draft's pages says that it is one; a title with '&' stands there as typed."""
    data = tree(TELECOM)
    data["title"] = "Pipes & wires"
    for page in opened(manuscript_of(data)):
        assert page.oddHeader.left.text == "Pipes && wires (draft)"


def test_nothing_internal_and_nothing_of_today() -> None:
    """Other `internal` content changes no byte; the only date in the file's own data is the edition's."""
    changed = tree(TELECOM)
    changed["internal"] = {"notes": ["Something else"]}
    one, two = (workbook.files(manuscript_of(data))[PATH] for data in (tree(TELECOM), changed))
    assert one == two
    core = zipfile.ZipFile(io.BytesIO(one)).read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {AS_OF.isoformat()}
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(one)).infolist()} == {1980}


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-GB", "[$-809]ddd, d mmm yyyy"),
        ("en-US", "[$-409]ddd, mmm d, yyyy"),
        ("nl-NL", "[$-413]ddd d mmm yyyy"),
        ("de", "[$-407]ddd, d. mmm yyyy"),
        ("pt-BR", r"[$-416]ddd, d \d\e mmm \d\e yyyy"),
    ],
)
def test_dates_are_written_as_the_language_does(language: str, written: str) -> None:
    """Dates have the form and the names of months of the edition's language."""
    assert date_format(language) == written


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_opens_and_prints_it(office: str, tmp_path: Path) -> None:
    """LibreOffice opens the workbook, prints it, and reads the dates and texts that we wrote."""
    manuscript = manuscript_of(tree(STARTUP))
    (tmp_path / PATH).write_bytes(workbook.files(manuscript)[PATH])
    for form in ("pdf", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), PATH]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "workbook.pdf").read_bytes().startswith(b"%PDF")
    table = next(tmp_path.glob("*.csv")).read_text("utf-8").splitlines()
    assert table[0].startswith("Date,Begins,Ends,Meeting,")
    assert len(table) == 1 + len(sheets(manuscript)[0].rows)
    assert re.match(r"\d\d/\d\d/2027,13:00,16:00,Training,London,14:00 in Amsterdam,", table[1])
