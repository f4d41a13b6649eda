"""What pages promise about themselves, and what lies beside them, hang together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from handbook.bundle import bundle
from handbook.pages import AUDIENCES, Layer, PageSource, read_sources

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCS = bundle() / "docs"
SOURCES = read_sources([Layer(bundle(), "docs", "engagement_templates/partials")])
PAGES: Mapping[str, PageSource] = {page.name: page for page in SOURCES.pages}
CLIENT_PAGES = sorted(name for name, page in PAGES.items() if not page.team_only)
# Pages to look things up in: nothing on them is to be learned by heart.
LOOKED_UP = {
    "reference/certificate",
    "reference/faq",
    "reference/handouts",
    "reference/progress",
    "reference/sources",
    "start/what-changed",
}
LESSONS = 121
QUESTIONS_A_PAGE = 3
NOT_SAID = re.compile(r"wring-?able neck|pigs and chickens|grooming", re.IGNORECASE)


def _data(name: str) -> Any:  # noqa: ANN401 -- YAML of our own, whose form the tests check
    return yaml.safe_load((DOCS / "_data" / f"{name}.yml").read_text("utf-8"))


def _questions() -> list[dict[str, Any]]:
    files = sorted((DOCS / "_data" / "questions").glob("*.yml"))
    return [question for file in files for question in yaml.safe_load(file.read_text("utf-8"))]


QUESTIONS = _questions()
BY_PAGE: dict[str, list[dict[str, Any]]] = defaultdict(list)
for _question in QUESTIONS:
    BY_PAGE[_question["page"]].append(_question)


def test_every_text_can_be_read() -> None:
    """No page, partial or data file of the handbook is refused."""
    assert [str(problem) for problem in SOURCES.problems] == []


def test_all_lessons_are_there() -> None:
    """The list of lessons holds each of the 121 once."""
    ids = Counter(lesson["id"] for lesson in _data("lessons"))
    assert (len(ids), set(ids.values())) == (LESSONS, {1})


def test_lessons_and_pages_agree() -> None:
    """A page treats exactly the lessons that the list says it treats, and every lesson has a page."""
    listed = {(page, lesson["id"]) for lesson in _data("lessons") for page in lesson["pages"]}
    claimed = {(name, line.text) for name, page in PAGES.items() for line in page.front.lessons}
    assert {"only listed": listed - claimed, "only claimed": claimed - listed} == {
        "only listed": set(),
        "only claimed": set(),
    }


def test_sources_of_pages_are_known() -> None:
    """Every source that a page names stands in the list of sources, and each of them is named by a page."""
    known = {source["id"] for source in _data("sources")}
    named = {line.text for page in PAGES.values() for line in page.front.sources}
    assert (named - known, known - named) == (set(), set())


def test_questions_have_names_of_their_own() -> None:
    """No two questions share an id, since progress is kept by it."""
    assert [name for name, count in Counter(q["id"] for q in QUESTIONS).items() if count > 1] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_a_question_can_be_answered(question: dict[str, Any]) -> None:
    """A question is asked by a page that exists, tests one of its objectives, and explains every answer."""
    options = question["options"]
    assert question["page"] in PAGES
    assert 1 <= question["objective"] <= len(PAGES[question["page"]].front.objectives)
    assert sum(bool(option.get("right")) for option in options) == 1
    assert len(options) >= QUESTIONS_A_PAGE - 1
    assert all(option["text"] and option["reason"] for option in options)
    # Pages have straight quotation marks everywhere, and so have their questions.
    said = [question["text"], *(part for option in options for part in (option["text"], option["reason"]))]
    assert not {"\u201c", "\u201d"} & set("".join(said))


@pytest.mark.parametrize("name", [name for name in CLIENT_PAGES if name not in LOOKED_UP])
def test_every_objective_is_tested(name: str) -> None:
    """A page has objectives, each with a question, and asks three questions of every reader."""
    objectives = range(1, len(PAGES[name].front.objectives) + 1)
    assert objectives
    assert {question["objective"] for question in BY_PAGE[name]} == set(objectives)
    assert len(BY_PAGE[name]) >= QUESTIONS_A_PAGE


@pytest.mark.parametrize("name", CLIENT_PAGES)
def test_every_page_speaks_to_its_reader(name: str) -> None:
    """A page says in one line what it gives, what to read next, and what it is about."""
    front = PAGES[name].front
    assert "all" in front.for_you
    assert "all" in front.next
    assert front.description


def test_reading_paths_lead_through_real_pages() -> None:
    """Every role has a path, and each step of it is a page that exists."""
    paths = {path["id"]: path["pages"] for path in _data("paths")}
    assert set(paths) == set(AUDIENCES) - {"all"}
    assert {page for pages in paths.values() for page in pages} <= set(PAGES)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_words_we_do_not_use(name: str) -> None:
    """Names that hurt, and names that only insiders know, stand on no page."""
    assert NOT_SAID.findall(PAGES[name].body.source) == []
