"""Papers in the language of their engagement: our words, dates and times, and within the same pages."""

from __future__ import annotations

import io
import pickle
import re
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pytest

from handbook.outputs import calendar, handouts
from handbook.outputs.handouts.booklet import Book
from handbook.outputs.handouts.copy import Copy
from handbook.records import code, find
from handbook.typesetting import Sheet
from handbook.view import Edition
from outputs.printing import (
    AS_OF,
    PUBLIC,
    ROOT,
    count,
    everything,
    listed,
    translated,
    typesetter,
    words,
)
from outputs.test_handouts import BUDGETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from handbook.outputs import Manuscript

TEMPLATES = sorted((ROOT / "engagement_templates" / "handouts").glob("*.typ"))
# The languages with the longest words; `tests/outputs/printing.py` draws all seven.
LANGUAGES = ("de", "fr", "pl")


FONTS = {"Source Sans 3", "Source Code Pro"}


@cache
def made_in(language: str) -> Manuscript:
    """Return the team's edition of the longest example, in a language, with every kind of handout."""
    return translated(everything(PUBLIC), language, Edition.TEAM)


def _longest(made: Manuscript) -> Mapping[str, Sheet]:
    """Return of each kind of handout the one with the most on it, by its kind; months are long anyway."""
    copy = Copy(made)
    found: dict[str, Sheet] = {}
    for handout in listed(made.facts["handouts"]):
        kind = code(handout, "kind")
        if kind != "sprint-calendar":
            sheet = Sheet(*handouts.content(copy, handout, Book(copy, {})), AS_OF)
            found[kind] = max(found.get(kind, sheet), sheet, key=lambda one: len(one.written))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_keep_to_their_pages_in_every_language(language: str) -> None:
    """The fullest paper of each kind is within its pages, whatever the length of a language's words."""
    for kind, sheet in _longest(made_in(language)).items():
        drawn = typesetter().pdf(sheet)
        assert count(drawn) <= BUDGETS[sheet.template.removesuffix(".typ")], kind


def test_a_german_paper_is_german() -> None:
    """Its title, its words, its days and hours, what meetings are called and when they are, are German."""
    made = made_in("de")
    sheet = next(
        Sheet(*handouts.content(Copy(made), one, Book(Copy(made), {})), AS_OF)
        for one in listed(made.facts["handouts"])
        if code(one, "kind") == "personal-sheets" and code(one, "key") == "bethan"
    )
    drawn = typesetter().pdf(sheet)
    text = words(drawn)
    for said in ("Persönliches Blatt", "Di., 1. Dez.", "10:00 bis 14:00", "Schulung", "2 Arbeitstagen"):
        assert said in text, said
    assert "Seite 1 von 1" in text
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        assert str(pdf.Root.Lang) == "de"
    assert Copy(made).meeting(Copy(made).records("events")[0]) == "Schulung"
    whens = [Copy(made).text(event, "when_text") for event in Copy(made).records("events")]
    assert "jeden zweiten Donnerstag um 11:00" in whens
    assert not re.search(r"\b(every|on the|at)\b", " ".join(whens))
    sent = pickle.dumps([find(one, "when_text", str) for one in Copy(made).records("events")])
    told = pickle.loads(sent)  # noqa: S301 -- of our own making
    assert "every second Thursday at 11:00" in told, "another process is told the English text"


def test_calendars_call_meetings_as_the_papers_do() -> None:
    """A meeting that the file has no name for is called in a German calendar as on a German paper."""
    text = calendar.files(made_in("de"))["calendar.ics"].decode().replace("\r\n ", "")
    assert "SUMMARY:Schulung: Report a repair" in text
    assert "SUMMARY:Show and tell: Report a repair" in text


def test_papers_that_nobody_has_translated_are_english() -> None:
    """In a language that our words are not in, papers are English: words, dates and tag."""
    copy = Copy(made_in("it"))
    assert (copy.around["lang"], copy.around["as_of"]) == ("en", "22 November 2026")


def _markup(template: str) -> str:
    """Return what a template writes on paper itself: in brackets, neither code nor a text."""
    code_only = re.sub(r"//[^\n]*", "", template)
    code_only = re.sub(r'"(?:\\.|[^"\\])*"', '""', code_only)
    written, shut = "", "\x00"
    while (inner := re.search(r"\[[^\[\]]*\]", code_only)) is not None:
        text = inner[0][1:-1]
        while re.search(r"\([^()]*\)", text):
            text = re.sub(r"\([^()]*\)", "", text)
        text = re.sub(r"\{[^{}]*\}", shut, text)
        text = re.sub(rf"#(?:if|for|let|set|show)\b[^{shut}\n]*(?:{shut}(?:\s*else\b[^{shut}]*)?)*", "", text)
        written += re.sub(r"#[\w.\"-]+|<[\w-]+>|\\[nu]", "", text) + "\n"
        code_only = code_only[: inner.start()] + shut + code_only[inner.end() :]
    return written


@pytest.mark.parametrize("template", TEMPLATES, ids=[path.stem for path in TEMPLATES])
def test_no_word_stands_in_a_template(template: Path) -> None:
    """Templates hold no words: those come as data, in the language of the papers."""
    text = template.read_text("utf-8")
    assert not re.findall(r"[^\W\d_]{2,}", _markup(text))
    literals = re.findall(r'"((?:\\.|[^"\\])*)"', re.sub(r"//[^\n]*|panic\(.*", "", text))
    assert {one for one in literals if re.search(r"[A-Za-z] [A-Za-z]", one)} <= FONTS
