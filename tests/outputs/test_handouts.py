"""Handouts say what the site says, keep to their pages, and are made for those who read by ear, too."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pypdf import PdfReader

from handbook.errors import Refused
from handbook.outputs import handouts
from handbook.records import Url, code, listed, need
from handbook.typesetting import package_for
from handbook.view import Edition
from outputs.printing import (
    EXAMPLES,
    PUBLIC,
    STARTUP,
    everything,
    manuscript,
    of_example,
    pages,
    printed,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=[path.stem for path in EXAMPLES])
both_editions = pytest.mark.parametrize("edition", list(Edition))

# The most pages that each kind may have.
BUDGETS = {
    "role-card": 2,
    "personal-sheet": 1,
    "ceremony-card": 1,
    "first-sprint": 1,
    "who-decides": 1,
    "four-customers": 1,
    "review-sheet": 1,
    "release-plan": 1,
    "glossary-card": 1,
    "purpose-and-measures": 1,
    "demand-tally": 1,
    "team-brief": 2,
}


def _pdfs(example: Path, edition: Edition = Edition.CLIENT) -> Iterator[tuple[str, bytes]]:
    for path, content in of_example(example, edition).items():
        if path.endswith(".pdf"):
            yield path, content


def _budget(path: str) -> int:
    stem = path.removeprefix("handouts/").removesuffix(".pdf")
    return next((most for kind, most in BUDGETS.items() if stem.startswith(kind)), 400)


@every_example
@both_editions
def test_every_handout_that_pages_link_is_there_and_no_other(example: Path, edition: Edition) -> None:
    """An edition has a file for each handout, and a picture for each kind."""
    made = manuscript(everything(example), edition)
    there = made.facts["handouts"]
    assert isinstance(there, tuple)
    named = {need(one, "file", Url).address for one in there}  # type: ignore[arg-type]
    kinds = {code(one, "kind") for one in there}  # type: ignore[arg-type]
    pictures = {f"handouts/pictures/{kind}.png" for kind in kinds}
    assert set(of_example(example, edition)) == named | pictures
    assert ("team-brief" in kinds) == (edition is Edition.TEAM)


@every_example
@both_editions
def test_no_handout_takes_more_pages_than_it_may(example: Path, edition: Edition) -> None:
    """Cards and sheets keep to their sides."""
    for path, content in _pdfs(example, edition):
        assert len(PdfReader(io.BytesIO(content)).pages) <= _budget(path), path


@every_example
def test_every_page_names_edition_day_and_number(example: Path) -> None:
    """At the foot of every page stand the engagement, its classification, the edition, the day, the page."""
    made = manuscript(everything(example))
    for path, content in _pdfs(example):
        found = pages(content)
        for number, text in enumerate(found, start=1):
            assert f"page {number} of {len(found)}" in text, path
            assert "as of 22 November 2026" in text or "as of November 22, 2026" in text, path
            assert need(made.view.root, "title", str)[:40] in text, path


@every_example
@both_editions
def test_pdfs_are_tagged_and_hold_their_fonts(example: Path, edition: Edition) -> None:
    """Every PDF declares PDF/UA-1, has tags, title and language, embeds its fonts, and attaches nothing."""
    for path, content in _pdfs(example, edition):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert pdf.Root.MarkInfo.Marked, path
            assert "/StructTreeRoot" in pdf.Root, path
            assert str(pdf.Root.Lang).startswith("en"), path
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, path
            with pdf.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1", path
                assert metadata["dc:title"], path
            assert not pdf.attachments, path
            for font in _fonts(pdf):
                assert re.match(r"/[A-Z]{6}\+", str(font.FontName)), path
                assert "/FontFile2" in font or "/FontFile3" in font, path


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
            yield one


@every_example
def test_same_input_gives_the_same_bytes(example: Path) -> None:
    """Made again, by another engine that knows nothing of the first, each handout has the same bytes."""
    again = handouts.files(manuscript(everything(example)), {}, handouts.typesetter())
    assert again == of_example(example, Edition.CLIENT)


@every_example
def test_a_personal_sheet_has_the_dates_of_its_person(example: Path) -> None:
    """On a personal sheet stand the person's next six dates, with their hours, as the pages have them."""
    made = manuscript(everything(example))
    diaries = made.facts["diaries"]
    assert isinstance(diaries, tuple)
    for diary in diaries:
        path = f"handouts/personal-sheet-{need(diary, 'person.id', str)}.pdf"  # type: ignore[arg-type]
        text = words(of_example(example, Edition.CLIENT)[path])
        for dated in listed(diary, "next"):  # type: ignore[arg-type]
            assert str(need(dated, "date", date).day) in text
            assert need(dated, "name", str).casefold() in text.casefold()
        assert need(diary, "person.name", str) in text  # type: ignore[arg-type]


# Names as people have them, and such that some reader of markup would stumble over.
NAMES = {
    "tariq": "Łucja Żółć-Świętosławska",
    "bethan": "Ελευθερία Παπαδοπούλου",
    "moira": "Щербакова Їжакевич",
    "callum": "*bold* #panic() $x$ `code` @ref <script> [b]",
    "joyce": "N" * 80,
    "anil": ("Ana " * 20).strip(),
    "sheila": "$(rm -rf) \\ // -- ... ~ _a_ = b",
    "greg": "=HYPERLINK(1) 'quoted' \"twice\"",
}


def test_names_are_printed_as_they_were_typed() -> None:
    """What looks like markup of any kind stands on paper as typed; long names take no second page."""
    text = everything(PUBLIC)
    for who, name in NAMES.items():
        before, after = text.split(f"id: {who}, name: ")
        quoted = name.replace("'", "''")
        text = f"{before}id: {who}, name: '{quoted}',{after.partition(',')[2]}"
    files = printed(manuscript(text))
    for who, name in NAMES.items():
        sheet = words(files[f"handouts/personal-sheet-{who}.pdf"])
        assert "".join(name.split()) in "".join(sheet.split()), who
    for path, content in files.items():
        if path.endswith(".pdf"):
            assert len(PdfReader(io.BytesIO(content)).pages) <= _budget(path), path


def test_a_character_without_a_font_is_an_error_with_its_place() -> None:
    """Where no font has a character, its field, the character and the package are named; nothing is made."""
    text = everything(STARTUP).replace("name: Jeroen Maas", "name: Jeroen \U00012000")
    with pytest.raises(Refused) as refused:
        printed(manuscript(text))
    problem = refused.value.problems[0]
    assert (problem.code, problem.field) == ("BUILD-GLYPH", "people[jeroen].name")
    assert "U+12000" in problem.message
    assert package_for("\U00012000") in problem.hint
    assert problem.place.line > 1
