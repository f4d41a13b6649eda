"""Handouts say what the site says, keep to their pages, and are made for those who read by ear, too."""

from __future__ import annotations

import io
import re
from contextlib import closing
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
import yaml
import zxingcpp
from PIL import Image

from handbook import typesetting
from handbook.errors import Refused
from handbook.language import Words
from handbook.outputs import calendar, handouts
from handbook.outputs.handouts.booklet import Book
from handbook.outputs.handouts.copy import Copy, apart, breakable
from handbook.records import Url, code, need
from handbook.typesetting import Sheet, package_for
from handbook.view import Edition
from outputs.printing import (
    EXAMPLES,
    PUBLIC,
    STARTUP,
    booklets,
    count,
    errors_of,
    everything,
    listed,
    manuscript,
    of_example,
    pages,
    printed,
    typesetter,
    with_kinds,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

FERRIES = next(path for path in EXAMPLES if path.stem == "ferries-proxy-po")
TEAM = next(path for path in EXAMPLES if path.stem == "telecom-intermediary")
# Few people on A4, many people, and Letter with four clocks.
SHOWN = [STARTUP, PUBLIC, TEAM]
every_example = pytest.mark.parametrize("example", SHOWN, ids=[path.stem for path in SHOWN])
# The team's handouts are those of clients and one more: one example shows it.
EDITIONS = [*((path, Edition.CLIENT) for path in SHOWN), (TEAM, Edition.TEAM)]
every_edition = pytest.mark.parametrize(
    ("example", "edition"), EDITIONS, ids=[f"{path.stem}-{edition}" for path, edition in EDITIONS]
)

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


@every_edition
def test_every_handout_that_pages_link_is_there_and_no_other(example: Path, edition: Edition) -> None:
    """An edition has a file for each handout, and a picture for each kind."""
    made = manuscript(everything(example), edition)
    there = listed(made.facts["handouts"])
    named = {need(one, "file", Url).address for one in there}
    kinds = {code(one, "kind") for one in there}
    pictures = {f"handouts/pictures/{kind}.png" for kind in kinds}
    assert set(of_example(example, edition)) == named | pictures
    assert ("team-brief" in kinds) == (edition is Edition.TEAM)


@every_edition
def test_no_handout_takes_more_pages_than_it_may(example: Path, edition: Edition) -> None:
    """Cards and sheets keep to their sides."""
    for path, content in _pdfs(example, edition):
        assert count(content) <= _budget(path), path


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


@every_edition
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


def test_a_draft_says_so_where_it_is_seen() -> None:
    """The mark of a draft is on each page of each paper, within the page."""
    for path, pdf in of_example(TEAM, Edition.CLIENT).items():
        if not path.endswith(".pdf"):
            continue
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            for page in document:
                letters, (width, height) = page.get_textpage(), page.get_size()
                assert "DRAFT" in letters.get_text_bounded(0, 0, width, height), path


def test_a_card_says_words_and_parts_as_sentences_do() -> None:
    """The client's words are small in a sentence, addresses whole, and who decides is not asked first."""
    made = printed(manuscript(with_kinds(FERRIES, "role-cards", "demand-tally")))
    assert "Count for one iteration " in words(made["handouts/demand-tally.pdf"])
    card = words(made["handouts/role-card-product-owner.pdf"])
    assert "renee.boudreau@harbourlight.example" in card
    decided, asked = re.findall(r"What you decide (.*)You are asked first about: (.*?)\. ", card)[0]
    assert "The iteration goal" in decided
    assert "The iteration goal" not in asked


@pytest.mark.parametrize("name", ["Hohenlohe-Waldenburg-Schillingsfuerst", "Sub-" * 12 + "area"])
def test_a_long_name_with_hyphens_breaks_after_these_alone(name: str) -> None:
    """A word that has hyphens is not broken elsewhere, however long it is."""
    assert breakable(name) == name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("handbook.international-shipping.example/engagements/a.html", 6),
        ("github.com/an-organisation/guides-for-all", 4),
    ],
)
def test_a_long_place_on_the_web_breaks_between_its_parts(name: str, parts: int) -> None:
    """A place that is named without its scheme breaks before a dot and after a slash, not within a word."""
    broken = re.split("\u200b|(?<=-)", breakable(name))
    assert "".join(broken) == name
    assert len(broken) == parts
    assert all(now.startswith(".") or before.endswith(("/", "-")) for before, now in pairwise(broken))


def test_an_address_ends_a_line_between_its_parts_alone() -> None:
    """The name of a host on a narrow card is never cut within a word of up to 28 letters."""
    host = "https://besprechungen.schleswigholsteinverkehr.example/raum-eins"
    text = re.sub(r'link: "?https://[^\s"]+"?', f'link: "{host}"', with_kinds(STARTUP, "ceremony-cards"))
    made = printed(manuscript(text))
    with closing(pypdfium2.PdfDocument(made["handouts/ceremony-card-sprint-review.pdf"])) as document:
        lines = document[0].get_textpage().get_text_range().splitlines()
    whole = [line for line in lines if "schleswigholsteinverkehr" in line]
    assert whole
    assert host in re.sub(r"\s", "", "".join(lines))


def test_same_input_gives_the_same_bytes() -> None:
    """Made again, by another engine that knows nothing of the first, each handout has the same bytes."""
    again = handouts.files(manuscript(everything(STARTUP)), {}, handouts.typesetter())
    assert again == of_example(STARTUP, Edition.CLIENT)


@every_example
def test_a_personal_sheet_has_the_dates_of_its_person(example: Path) -> None:
    """On a personal sheet stand the next six dates, as the pages have them, and no meeting takes no time."""
    made = manuscript(everything(example))
    for diary in listed(made.facts["diaries"]):
        path = f"handouts/personal-sheet-{need(diary, 'person.id', str)}.pdf"
        text = words(of_example(example, Edition.CLIENT)[path])
        for dated in listed(diary["next"]):
            assert str(need(dated, "date", date).day) in text
            assert need(dated, "name", str).casefold() in text.casefold()
        assert need(diary, "person.name", str) in text
        assert not re.search(r"\b0 hours", text)


def test_hours_on_a_clients_paper_are_by_the_clients_clock_and_say_so() -> None:
    """Where the two sides have two clocks, dates on cards and checklists are by the reader's, and name it."""
    made = of_example(STARTUP, Edition.CLIENT)
    card = words(made["handouts/ceremony-card-sprint-review.pdf"])
    assert "by the clock in Amsterdam" in card
    assert "Fri 22 Jan, 11:00 to 12:00" in card
    assert "10:00 to 11:00" not in card
    assert "Fri 22 Jan, 11:00 to 12:00 (by the clock in Amsterdam)" in words(
        made["handouts/review-sheet.pdf"]
    )
    steps = words(made["handouts/first-sprint.pdf"])
    assert "Sprint review, 11:00 to 12:00 in Amsterdam" in steps
    assert "Sprint review, 10:00 to 11:00 in London" in steps


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
    text = with_kinds(PUBLIC, "personal-sheets", "who-decides", "four-customers")
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
            assert count(content) <= _budget(path), path


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


def test_joined_signs_without_a_font_are_named_by_what_people_see() -> None:
    """Of an emoji made of several signs, invisible parts and empty texts are nothing to look for."""
    told = 'the text `"{}"` could not be displayed with font'
    diagnostic = " ".join(told.format(one) for one in ("\U00012000", "", r"\u{200d}", r"\u{7f}"))
    assert typesetting._missing(diagnostic) == ["\U00012000", "\x7f"]  # noqa: SLF001 -- no font here lacks them


def test_joined_signs_stand_apart_in_pictures_and_letters_stay_joined() -> None:
    """Parts of an emoji stand side by side in pictures, of flags the letters; letters stay joined."""
    family, letters = (
        "a \U0001f469\u200d\U0001f4bb\U0001f44d\U0001f3fd\u260e\ufe0f b",
        "\u0915\u094d\u200d\u0937",
    )
    assert apart("\U0001f1f5\U0001f1f1 1\ufe0f\u20e3 \U0001f3f4\U000e0067\U000e007f") == "PL 1 \U0001f3f4"
    assert apart(family + letters) == "a \U0001f469\U0001f4bb\U0001f44d\u260e b" + letters


def _crowded() -> str:
    """Return a file with forty people of 80 letters each, who all come to everything and are all asked."""
    name = "Wilhelmina-Konstantina von Hohenlohe-Waldenburg-Schillingsfuerst zu Langenburg"
    title = "Deputy assistant director of responsive and planned maintenance in region"
    more = "".join(
        f"  - {{id: extra{number}, name: {name[:77]} {number:02}, title: '{title} {number}', party: councils,"
        f" roles: [subject-expert, stakeholder], email: extra{number}@calder.example,"
        " timezone: Europe/London, hours: {days: [mon, tue], from: '09:00', to: '17:00'}, time_per_week: 4}\n"
        for number in range(25)
    )
    kinds = ("role-cards", "ceremony-cards", "first-sprint", "who-decides", "four-customers", "review-sheet")
    text = with_kinds(PUBLIC, *kinds).replace("  - {id: lena, name", more + "  - {id: lena, name", 1)
    everybody = ", ".join(f"extra{number}" for number in range(25))
    return re.sub(r"(attend|consult): \[", rf"\1: [{everybody}, ", text)


def _bare(*kinds: str) -> str:
    """Return a file without releases, asks and decisions."""
    text = with_kinds(STARTUP, *kinds) if kinds else everything(STARTUP)
    for section, following in (("releases", "asks"), ("asks", "risks"), ("decisions", "risks")):
        text = re.sub(rf"(?s)\n{section}:\n.*?\n(?={following}:)", "\n", text)
    assert not re.search(r"(?m)^(releases|asks|decisions|escalation):", text)
    return text


@pytest.mark.parametrize("text", [_crowded, _bare], ids=["forty-people", "nothing-agreed"])
def test_every_handout_comes_out_right_for_many_and_for_nothing(text: Callable[[], str]) -> None:
    """Forty people with long names, or nothing agreed yet: every handout is there, within its pages."""
    made = manuscript(text())
    files = printed(made)
    assert len(files) >= len(listed(made.facts["handouts"]))
    for path, content in files.items():
        if path.endswith(".pdf"):
            assert count(content) <= _budget(path), path


def test_what_is_not_agreed_is_a_question_with_a_day() -> None:
    """Without decisions and releases their maps ask for them, and have rows to fill in."""
    files = printed(manuscript(_bare("who-decides", "release-plan")))
    for name in ("who-decides", "release-plan"):
        assert "To settle by" in words(files[f"handouts/{name}.pdf"]), name


def test_readers_by_ear_miss_nothing_that_checkers_find(tmp_path: Path) -> None:
    """Two checkers of PDF/UA find no error in any kind of handout, nor in a booklet."""
    cards = of_example(STARTUP, Edition.CLIENT)
    kinds = ("role-card-sponsor", "personal-sheet-noor", "who-decides", "sprint-calendar", "review-sheet")
    chosen = {f"handouts/{kind}.pdf": cards[f"handouts/{kind}.pdf"] for kind in kinds}
    chosen["handouts/training-booklet-sponsor.pdf"] = booklets()["handouts/training-booklet-sponsor.pdf"]
    for path, content in chosen.items():
        file = tmp_path / path.partition("/")[2]
        file.write_bytes(content)
        assert errors_of(file) == [], path


def test_a_code_leads_to_the_page_that_a_handout_belongs_to() -> None:
    """Where the file names the site's address, a phone that looks at a handout is led to its page."""
    address = "https://handbook.spokeshare.example/booking"
    text = with_kinds(STARTUP, "who-decides").replace("\nsite:\n", f"\nsite:\n  url: {address}\n")
    copy = Copy(manuscript(text))
    handout = listed(copy.manuscript.facts["handouts"])[0]
    template, content = handouts.content(copy, handout, Book(copy, {}))
    picture = typesetter().pictures(Sheet(template, content, copy.manuscript.view.as_of), 150)[0]
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert [code.text for code in found] == [f"{address}/people/decisions.html"]


def _letters(text: str) -> str:
    """Return a text without what the end of a line can add or take away: spaces and hyphens."""
    return "".join(sign for sign in text if sign.isalnum())


@every_example
def test_facts_on_paper_are_those_of_the_calendar_and_the_pages(example: Path) -> None:
    """Who decides what, within how many days, and the next review are on paper what they are elsewhere."""
    made = manuscript(everything(example))
    files = of_example(example, Edition.CLIENT)
    text = _letters(words(files["handouts/who-decides.pdf"]))
    for rule in listed(made.facts["decisions"]):
        assert _letters(need(rule, "topic", str)) in text
    sheet = "".join(words(files["handouts/review-sheet.pdf"]).split())
    for review in listed((made.facts["next_review"],)):
        meetings = [page.entry.start for page in calendar.diary(made)]
        on = need(review, "date", date)
        assert any(moment.date() == on for moment in meetings if isinstance(moment, datetime))
        assert "".join(Words(made.view.language).date_short(on).split()) in sheet


@every_example
def test_releases_measures_and_asks_on_paper_are_those_of_the_file(example: Path) -> None:
    """Releases in order with features and days, measures with aims and days, and open asks are there."""
    told = yaml.safe_load(example.read_text("utf-8"))
    people = {person["id"]: person["name"] for person in told["people"]}
    files = of_example(example, Edition.CLIENT)
    plan = _flat(files, "release-plan")
    at = 0
    for release in told["releases"]:
        for text in (release["name"], *(f["name"] for f in sorted(release["features"], key=_order))):
            at = plan.index(_flat_text(text), at)
        assert any(day in plan for day in _days(release["target"]))
    card = _flat(files, "purpose-and-measures")
    for measure in told["measures"]:
        assert (_flat_text(measure["what"]) in card) == (measure["kind"] != "output"), measure
        if measure["kind"] == "output":
            continue  # what the team is busy with is no aim of the client's
        at = card.index(_flat_text(measure["what"]))
        row = card[at : at + 400]
        assert f"{measure['target']:,}" in row, measure
        assert any(day in row for day in _days(measure["by"])), measure
        assert _flat_text(people[measure["owner"]]) in row, measure
    for ask in told["asks"]:
        path = f"personal-sheet-{ask['owner']}"
        if f"handouts/{path}.pdf" in files:
            sheet = _flat(files, path)
            assert (_flat_text(ask["what"]) in sheet) == (ask["state"] == "open"), ask
            assert ask["state"] != "open" or any(day in sheet for day in _days(ask["due"], short=True)), ask


def _flat(files: Mapping[str, bytes], name: str) -> str:
    """Return all that stands on a handout, without spaces: lines and words break anywhere."""
    return _flat_text(words(files[f"handouts/{name}.pdf"]))


def _flat_text(text: str) -> str:
    return "".join(text.split())


def _order(feature: Mapping[str, Any]) -> int:
    return int(feature["order"])


def _days(day: date, *, short: bool = False) -> tuple[str, str]:
    """Return a day as Britain and as America write it, without spaces."""
    if short:
        return f"{day.day}{day:%b}", f"{day:%b}{day.day}"
    return f"{day.day}{day:%B}{day.year}", f"{day:%B}{day.day},{day.year}"


def test_the_teams_papers_and_pages_have_its_own_mark_alone() -> None:
    """What the file says the client may do with its edition stands in none of the team's."""
    text = with_kinds(STARTUP, "who-decides")
    mark = "Shared with Spokeshare B.V. only"
    for edition in Edition:
        made = manuscript(text, edition)
        paper = words(next(one for path, one in printed(made).items() if path.endswith(".pdf")))
        assert (mark in paper) == bool(made.site.extras["classification"]) == (edition is Edition.CLIENT)
        assert ("For our team only" in paper) == (edition is Edition.TEAM)


def test_a_clients_papers_hold_nothing_of_the_team() -> None:
    """No word that stands under `internal` alone is in a client's text, bookmarks, tags or metadata."""
    word = "Zanzibarquark"
    kinds = ("role-cards", "four-customers", "who-decides", "first-sprint")
    text = with_kinds(TEAM, *kinds).replace("note: Worried that Field", f"note: {word} Field")
    assert word in text
    for path, content in printed(manuscript(text)).items():
        if path.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(content)) as pdf:
                told = " ".join(repr(one) for one in pdf.objects if isinstance(one, pikepdf.Dictionary))
                told += str(pdf.open_metadata())
            assert word not in told + words(content), path
