"""The training booklet has every page of its edition, in order, with page numbers that are right."""

from __future__ import annotations

import io
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pypdfium2
import pytest
from pypdf import PdfReader

from handbook.outputs.handouts.booklet import fitted
from handbook.outputs.handouts.tree import Reader
from handbook.typesetting import Sheet, Typesetter
from handbook.view import Edition
from outputs.printing import AS_OF, STARTUP, booklets, manuscript, pages, printed, with_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOKLET = "handouts/training-booklet.pdf"
ELEMENTS = Path(__file__).parents[1] / "cases" / "booklet" / "elements.html"

SCREEN_PAGES = {"reference/handouts.md", "reference/progress.md", "reference/certificate.md"}
ON_SCREEN = ("Choose yourself", "somebody else (page", "Only the meetings of", "your browser", "this device")
# A4 without its right margin, in points.
EDGE = (210 - 20) / 25.4 * 72
# What is lower than this belongs to the foot of a page, in points.
FOOT = 20 / 25.4 * 72
# The sizes of type, in points: the largest of the text, and the least that is no note at the foot of a page.
TEXT, NOTES = 10.9, 8.8
ROLES = ("end-user-rep", "product-owner", "sponsor", "subject-expert")
LONG_LINE = "    people: [" + ", ".join(f"{{id: p{number}, name: Person}}" for number in range(5)) + "]"


def _of_one_role() -> str:
    """Return the text of an example with an address, the whole booklet and that of one role alone."""
    site = "\nsite:\n  url: https://book.example/\n  handouts: [training-booklet]\n  audiences: [sponsor]\n"
    return re.sub(r"(?s)\nsite:\n.*?\n\n", f"{site}\n", STARTUP.read_text("utf-8"))


def _outline(reader: PdfReader) -> list[tuple[str, int]]:
    """Return the bookmarks with the pages they lead to, from 1, in order."""
    return list(_marks(reader, reader.outline))


def _marks(reader: PdfReader, items: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401 -- lists within lists
    for item in items:
        if isinstance(item, list):
            yield from _marks(reader, item)
        else:
            yield str(item.title), (reader.get_destination_page_number(item) or 0) + 1


def test_every_page_of_the_edition_is_in_the_booklet_in_order() -> None:
    """The bookmarks name each page of the handbook, as the menu has them."""
    made = manuscript(with_kinds(STARTUP, "training-booklet"))
    site = made.site
    titles = [title for section in site.nav for title, path in section.pages if path not in SCREEN_PAGES]
    filled = [re.sub(r"[\ue000-\uf8ff]+", "\0", title) for title in titles]
    marks = [title for title, _ in _outline(PdfReader(io.BytesIO(booklets()[BOOKLET])))]
    at = -1
    for title in filled:
        pattern = re.escape(title).replace("\0", ".*").replace(re.escape("\0"), ".*")
        at = next((n for n in range(at + 1, len(marks)) if re.fullmatch(pattern, marks[n])), len(marks))
        assert at < len(marks), title


def test_page_numbers_in_contents_and_links_are_those_of_the_pages() -> None:
    """A number in the contents, and each "(page n)", is the page on which the title stands."""
    content = booklets()[BOOKLET]
    reader, text = PdfReader(io.BytesIO(content)), pages(content)
    marks = dict(_outline(reader))
    contents = " ".join(text[1:3])
    for title, number in marks.items():
        if title not in {"Contents", "Training booklet"}:
            assert re.search(rf"{re.escape(title)}\W*\s{number}\b", contents), title
    where = {title: page for title, page in marks.items() if title == "Four kinds of customer"}
    told = re.findall(r"Four kinds of customer \(page (\d+)\)", " ".join(text))
    assert told
    assert {int(number) for number in told} == {*where.values()}


def test_answers_stand_at_the_back_and_not_beside_their_questions() -> None:
    """Each exercise has boxes where it is asked; its answer is told after the last page."""
    text = pages(booklets()[BOOKLET])
    first = next(
        number for number, page in enumerate(text) if page.count("Answers to the exercises") and number > 3
    )
    asked = re.findall(r"(\d+)\. [^.]*?\? A ", " ".join(text[:first]))
    assert len(asked) > 50
    answered = re.findall(r"(\d+), asked on page (\d+): [A-H],", " ".join(text[first:]))
    assert [int(number) for number, _ in answered] == list(range(1, len(answered) + 1))
    for number, page in answered:
        assert re.search(rf"\b{number}\. ", text[int(page) - 1]), number
    assert "Not quite." not in " ".join(text)


def test_paper_asks_for_nothing_that_only_a_screen_can_do() -> None:
    """What is to be chosen or opened on a screen, and pages that a browser fills in, are not in a booklet."""
    for path, content in booklets().items():
        if path.endswith(".pdf"):
            text = " ".join(pages(content))
            assert [words for words in ON_SCREEN if words in text] == [], path


def test_the_index_names_every_word_and_pages_where_it_stands() -> None:
    """Each word of the list of words is in the index, and stands on each page that the index names."""
    text = pages(booklets()[BOOKLET])
    index = text[-1]
    assert "Where words are explained" in index
    rows = dict(re.findall(r"([A-Z][A-Za-z -]+): (\d+(?:, \d+)*)", index))
    assert {"Bench slot", "Timebox", "Velocity", "Sprint", "End user", "Tie-break"} <= {*rows}
    assert len(rows) > 50
    for word, named in rows.items():
        for number in named.split(", "):
            letters = re.sub(r"\W", "", text[int(number) - 1]).casefold()
            assert re.sub(r"\W", "", word).casefold() in letters, (word, number)


def test_no_question_is_answered_by_a_note_at_its_foot() -> None:
    """Words in the answers to choose from are not explained on their page, nor at the back."""
    text = pages(booklets()[BOOKLET])
    asked = next(page for page in text if "Which word goes with" in page)
    assert re.search(r"A End user B Sponsor C Product owner", re.sub(r"\s+", " ", asked))


def test_nothing_stands_beyond_the_margin() -> None:
    """No letter of a page, in a table or out of it, is right of the text."""
    with closing(pypdfium2.PdfDocument(booklets()[BOOKLET])) as document:
        for number, page in enumerate(document, start=1):
            letters = page.get_textpage()
            for at in range(letters.count_chars()):
                if letters.get_charbox(at)[2] > EDGE + 1:
                    assert not letters.get_text_range(at, 1).strip(), number


def test_no_page_is_left_nearly_empty() -> None:
    """What is on a page of the whole booklet reaches further down than two fifths, but on its last one."""
    with closing(pypdfium2.PdfDocument(booklets()[BOOKLET])) as document:
        *pages_of_it, _ = document
        for number, page in enumerate(pages_of_it, start=1):
            height, text = page.get_height(), page.get_textpage()
            boxes = [text.get_rect(at) for at in range(text.count_rects())]
            # A point counts from the foot of the page, where the line with its number stands.
            lowest = min(bottom for _, bottom, _, _ in boxes if bottom > FOOT)
            assert lowest < 0.6 * height, number


def _lines(page: pypdfium2.PdfPage) -> list[tuple[float, float, str]]:
    """Return the lines of a page down to its notes: how far above its foot, size of type, text."""
    text = page.get_textpage()
    boxes = [text.get_rect(at) for at in range(text.count_rects())]
    lines = []
    for left, bottom, right, top in boxes:
        within = text.get_text_bounded(left, bottom, right, top).strip()
        at = text.get_index((left + right) / 2, (bottom + top) / 2, 3, 3)
        size = pypdfium2.raw.FPDFText_GetFontSize(text, at) if at is not None and at >= 0 else 0
        if within and size >= NOTES and FOOT < bottom < page.get_height() - FOOT:
            lines.append((bottom, round(size, 1), within))
    return sorted(lines)


@pytest.mark.parametrize("role", ROLES)
def test_no_heading_is_left_behind_and_no_last_page_holds_a_few_lines(role: str) -> None:
    """A page of a role's booklet ends with no heading and no words that lead on, the last one not at once."""
    with closing(pypdfium2.PdfDocument(booklets()[f"handouts/training-booklet-{role}.pdf"])) as document:
        *within, last = [_lines(page) for page in document]
        for number, lines in enumerate(within[1:], start=2):
            _, size, text = lines[0]
            assert size <= TEXT, (number, text)
            assert not text.endswith(":"), (number, text)
        assert last[0][0] < 0.71 * document[0].get_height()


@pytest.mark.parametrize(
    ("layouts", "taken"),
    [
        ([(0.3, 0), (0.9, 0), (0.9, 0)], 0),
        ([(0.29, 0), (0.1, 0), (0.3, 0)], 2),
        ([(0.9, 1), (0.29, 0), (0.3, 0)], 2),
        ([(0.1, 0), (0.2, 0), (0.05, 0)], 1),
        ([(0.9, 2), (0.1, 1), (0.2, 1)], 2),
    ],
)
def test_a_booklet_takes_the_first_size_that_ends_well(layouts: list[tuple[float, int]], taken: int) -> None:
    """Three tenths of the last page are filled and no note is astray; without both, notes count first."""
    sizes = [10.5, 10.4, 10.3]
    told = {
        size: dict(zip(("filled", "astray"), one, strict=True))
        for size, one in zip(sizes, layouts, strict=True)
    }
    typesetter = Mock(spec=Typesetter)
    typesetter.told.side_effect = lambda tried, _: told[tried.data["size"]]
    sheet = Sheet("booklet.typ", {"size": 10.5, "sizes": sizes}, AS_OF)
    assert fitted(sheet, typesetter).data == {"size": sizes[taken], "sizes": sizes}


def test_a_note_stands_on_the_page_of_its_mark() -> None:
    """Each number at the foot of a page stands behind a word of that page."""
    told = 0
    for name, booklet in booklets().items():
        for page in pages(booklet) if name.endswith(".pdf") else ():
            for number in re.findall(r"(?<!\S)(\d+)(?:https?://\S+|[A-Z][a-z]+ [^.]*\.)", page):
                told += 1
                assert re.search(rf"[^\s\d.,:/]{number}(?!\d)", page), (name, number)
    assert told > 20


def test_addresses_of_a_long_list_stand_behind_their_words() -> None:
    """Where notes would be as many as the items of a list, an address stands in its line and in no note."""
    *_, page = (page for page in pages(booklets()[BOOKLET]) if "Digital Services Playbook" in page)
    address = "https://playbook.usds.gov/"
    assert f"Digital Services Playbook ({address}), by" in page
    assert page.count(address) == 1


def test_answers_are_set_off_by_one_mark() -> None:
    """Where an answer to choose ends as a sentence does, no colon stands behind its full stop."""
    text = pages(booklets()[BOOKLET])
    answers = " ".join(page for page in text if re.search(r"\d, asked on page \d+: [A-H],", page))
    assert re.findall(r"""[.?!]["”]?:\s[A-Z].{20}""", answers) == []
    assert len(re.findall(r": [A-H], [^:.]+: [A-Z]", answers)) > 50


def test_a_case_is_told_to_its_end_at_the_back() -> None:
    """What opens on a screen after one has thought is told at the back, below the heading of its case."""
    text = pages(printed(manuscript(_of_one_role(), Edition.TEAM))[BOOKLET])
    asked = [at for at, page in enumerate(text) if "What would you do, and why?" in page]
    told = {int(number) for page in text for number in re.findall(r"What happened: see page (\d+)", page)}
    assert asked
    assert min(told) > max(asked) + 1
    assert all("Decision" in text[number - 1] for number in told)
    assert "The code that runs in production" in text[asked[0]]
    assert "They built a fine milestone" not in text[asked[0]]


def test_code_on_paper_says_where_a_line_goes_on() -> None:
    """A line of code that is wider than paper goes on in a line of its own, broken between words."""
    reader = Reader("a.html", "a.md", lambda _: None, lambda _: None)
    page = f'<article class="md-content__inner"><pre>{LONG_LINE}\n  short</pre></article>'
    block = reader.read(page.encode()).blocks[0]
    assert [len(parts) for parts in block["lines"]] == [2, 1]
    assert " ".join(block["lines"][0]) == LONG_LINE
    assert block["lines"][1] == ["  short"]


def test_a_roles_booklet_has_its_path_and_no_more() -> None:
    """The short booklet of a role holds the pages of its reading path, in order."""
    marks = [
        title
        for title, _ in _outline(PdfReader(io.BytesIO(booklets()["handouts/training-booklet-sponsor.pdf"])))
    ]
    assert marks[:2] == ["Spokeshare repair booking at a glance", "If you pay for this"]
    assert "Sprint planning" not in marks
    text = " ".join(pages(booklets()["handouts/training-booklet-sponsor.pdf"]))
    assert "Next for you" not in text
    assert "The whole list" not in text
    assert text.count("Where this comes from:") == len(marks[: marks.index("Answers to the exercises")])


def test_a_roles_booklet_says_where_the_pages_are_that_it_lacks() -> None:
    """A page that it names and lacks is in the handbook, whose address stands below the contents."""
    made = printed(manuscript(_of_one_role()))
    paper = pages(made["handouts/training-booklet-sponsor.pdf"])
    assert "The whole handbook is at https://book.example/" in paper[1]
    assert "(in the handbook)" in " ".join(paper[2:])
    assert "(in the handbook)" not in " ".join(pages(made[BOOKLET]))


def test_a_roles_booklet_calls_its_readers_as_the_site_does() -> None:
    """The line above a page says "end-user representative", and not what the file calls that role."""
    first, *rest = pages(booklets()["handouts/training-booklet-end-user-rep.pdf"])
    assert "the reading path for one role, End-user representative" in " ".join(first.split())
    assert "The path for one role: End-user representative" in " ".join(rest[1].split())


def test_links_lead_to_the_web_or_into_the_booklet() -> None:
    """No link of a booklet leads to a file, and none inside it leads nowhere."""
    for content in (one for path, one in booklets().items() if path.endswith(".pdf")):
        reader = PdfReader(io.BytesIO(content))
        for page in reader.pages:
            for link in page.get("/Annots", []):
                action = link.get_object().get("/A")
                if action and "/URI" in action:
                    assert str(action["/URI"]).startswith(("https://", "http://", "mailto:", "tel:"))
                else:
                    assert link.get_object().get("/Dest") or (action and action["/D"])


@pytest.mark.parametrize("element", ["<video></video>", "<iframe></iframe>", '<object data="x"></object>'])
def test_an_element_without_a_rule_is_a_problem_of_its_page(element: str) -> None:
    """What no rule can print is named with its page, and does not fall out silently."""
    reader = Reader("a.html", "pages/a.md", lambda _: None, lambda _: None)
    reader.read(f'<article class="md-content__inner"><h1>A</h1><p>x</p>{element}</article>'.encode())
    assert [(one.code, one.place.file) for one in reader.problems] == [("BUILD-ELEMENT", "pages/a.md")]


def test_every_kind_of_element_that_pages_use_has_its_rule() -> None:
    """Headings, lists, tables, notes, terms, quotes, code, exercises, links and footnotes become nodes."""
    reader = Reader("a.html", "pages/a.md", lambda _: None, lambda _: None)
    found = reader.read(ELEMENTS.read_bytes())
    assert reader.problems == []
    kinds = [block["is"] for block in found.blocks]
    assert kinds == [
        *("heading", "par", "list", "table", "note", "note", "terms", "quote", "code", "rule", "exercise"),
    ]
    line = [piece if isinstance(piece, str) else piece["is"] for piece in found.blocks[1]["body"]]
    assert [piece for piece in line if piece.strip()] == [
        *("One ", "strong", "em", "code", "br", "word", "footnote", "see", "web"),
    ]
    assert found.blocks[-1]["options"][0]["why"] == [{"is": "par", "body": ["Because."]}]
