"""Every branch and loop of every page and partial is taken by an example or a test engagement."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

import generate
from content.reading import AS_OF, file_of, templates
from content.variants import variants
from handbook.bundle import bundle
from handbook.load import load
from handbook.outputs import write
from handbook.outputs.handed import remembered, words_of
from handbook.published import History
from handbook.render import Templates, functions
from handbook.render.parts import Function
from handbook.view import Edition
from plain import EXAMPLES, STARTUP, tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.load import Loaded
    from handbook.pages import Sources
    from handbook.pages.template_text import TemplateText
    from handbook.render.functions import Shelf
    from handbook.render.pictures import Gallery

_TAG = re.compile(r"\{%-?\s*(?P<word>if|elif|else|endif|for|endfor)\b(?P<rest>(?:[^%]|%(?!\}))*?)-?%\}")
_FOR = re.compile(r"(?P<head>\s*\w+\s+in\s+)(?P<things>.*?)(?:\sif\s(?P<when>.*))?", re.DOTALL)
STARTERS = sorted((bundle() / "engagement_templates" / "starters").glob("*.yml"))
RANDOM_FILES = 40
CHANGED_FILES = 8
DAY, LATER_DAY = {"due": "2027-01-29"}, {"due": "2027-02-05"}
ASKED: list[dict[str, str]] = [
    {"id": "settled", "what": "Price list"},
    {"id": "dropped", "what": "Old manual"},
    {"id": "later", "what": "Logo"} | DAY,
    {"id": "some-day", "what": "Photos"} | DAY,
    {"id": "dated", "what": "Opening hours"},
    {"id": "handed-on", "what": "Account", "owner": "noor"},
    {"id": "left", "what": "Contract", "owner": "noor"},
    {"id": "reworded", "what": "Names"},
]
SETTLED: list[dict[str, str]] = [
    {"id": "settled", "what": "Price list", "state": "done"},
    {"id": "dropped", "what": "Old manual", "state": "dropped"},
    {"id": "later", "what": "Logo"} | LATER_DAY,
    {"id": "some-day", "what": "Photos"},
    {"id": "dated", "what": "Opening hours"} | DAY,
    {"id": "handed-on", "what": "Account", "owner": "jeroen"},
    {"id": "left", "what": "Contract"},
    {"id": "reworded", "what": "All names"},
    {"id": "new", "what": "A key", "owner": "jeroen"} | DAY,
]
LATER = date(2027, 2, 1)


@dataclass
class Watch:
    """Which branches there are, and which were taken: a condition both ways, a loop with a turn and none."""

    wanted: dict[tuple[int, bool], str] = field(default_factory=dict)
    taken: set[tuple[int, bool]] = field(default_factory=set)
    _number: int = 0

    def note(self, _context: object, number: int, thing: object) -> object:
        """Take note of what a condition or loop was given, and hand it on."""
        self.taken.add((number, bool(thing)))
        return thing

    def watched(self, text: TemplateText) -> TemplateText:
        """Return a template that tells which of its branches it takes."""
        self._open: list[int] = []
        return replace(text, source=_TAG.sub(lambda tag: self._tag(tag, text), text.source))

    def _tag(self, tag: re.Match[str], text: TemplateText) -> str:
        place = f"{text.file}:{text.source.count(chr(10), 0, tag.start()) + 1}"
        if tag["word"] in ("endif", "endfor"):
            self._open.pop()
            return tag[0]
        if tag["word"] == "else":
            self.wanted[self._open[-1], False] = f"{place}: else"
            return tag[0]
        if tag["word"] == "elif":
            self._open.pop()
        asked, number = tag["rest"], self._next()
        self._open.append(number)
        self.wanted[number, True] = f"{place}: {tag['word']} {' '.join(asked.split())}"
        return tag[0].replace(asked, self._asked(tag["word"], asked, number), 1)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _asked(self, word: str, asked: str, number: int) -> str:
        loop = _FOR.fullmatch(asked) if word == "for" else None
        if not loop:
            return f" watched({number}, {asked.strip()}) "
        if loop["when"] is None:
            return f"{loop['head']}watched({number}, {loop['things'].strip()}) "
        return f"{loop['head']}{loop['things']} if watched({number}, {loop['when'].strip()}) "


def _watched(sources: Sources, watch: Watch) -> Sources:
    pages = tuple(replace(page, body=watch.watched(page.body)) for page in sources.pages)
    partials = {name: watch.watched(text) for name, text in sources.partials.items()}
    return replace(sources, pages=pages, partials=partials)


def _files() -> Iterator[tuple[Loaded, date]]:
    for path in EXAMPLES:
        yield load(path), AS_OF
        yield load(path), LATER
    for path in STARTERS:
        yield load(path), AS_OF
    for loaded in variants():
        yield loaded, AS_OF
    for seed in range(RANDOM_FILES):
        yield file_of(generate.engagement(seed)), AS_OF


def _changes(now: Mapping[str, str]) -> Iterator[tuple[Loaded, Loaded, Mapping[str, str], date]]:
    """Yield engagements as they were handed over, what became of each by when, and our texts as they were.

    `now` are our texts as they are.
    """
    all_of_them = {file: f"{text} More." for file, text in now.items()}
    one = [file for file in now if file.endswith("agile/values.md")]
    for seed in range(CHANGED_FILES):
        was, became = (file_of(_renamed(generate.engagement(number))) for number in (seed, seed + 1))
        yield was, became, {**now, **{file: all_of_them[file] for file in one}}, LATER
    for zone in ("Europe/London", "Europe/Amsterdam"):
        before = _in_zone(tree(STARTUP) | {"asks": ASKED}, zone)
        after = _moved(_in_zone(tree(STARTUP) | {"asks": SETTLED}, zone))
        asked, settled = file_of(generate.text(before)), file_of(generate.text(after))
        yield asked, settled, all_of_them, LATER
        yield settled, asked, now, LATER
    unchanged, tapped = tree(STARTUP), tree(STARTUP) | {"purpose": "Repairs are booked with one tap."}
    yield file_of(generate.text(unchanged)), file_of(generate.text(_a_week_later(unchanged))), now, LATER
    yield (
        file_of(generate.text(tree(STARTUP))),
        file_of(generate.text(tapped)),
        now,
        AS_OF + timedelta(days=1),
    )


def _in_zone(data: Any, zone: str) -> Any:  # noqa: ANN401 -- plain data
    """Return a file whose client is in this zone."""
    for person in data["people"][:2]:
        person["timezone"] = zone
    return data


def _a_week_later(data: Any) -> Any:  # noqa: ANN401 -- plain data
    """Return a file whose meetings keep the words of their rules and are on other days."""
    first = date.fromisoformat(data["sprint"]["first_start"])
    data["sprint"]["first_start"] = (first + timedelta(weeks=1)).isoformat()
    return data


def _moved(data: Any) -> Any:  # noqa: ANN401 -- plain data
    """Return a file in which days, single meetings, a decision and somebody's party are others."""
    data["dates"] |= {"kickoff": "2027-01-07", "start": "2027-01-12"}
    by_id = {one["id"]: one for one in data["ceremonies"]}
    by_id["planning"]["changes"] = [{"date": "2027-02-08", "cancel": True}]
    by_id["refinement"]["changes"] = [{"date": "2027-02-10", "move_to": {"date": "2027-02-11"}}]
    by_id["review"]["changes"] = [{"date": "2027-02-12", "add": True}]
    data["decisions"][0]["decides"], data["decisions"][1]["within_days"] = "jeroen", "3"
    data["people"][1]["party"] = "riders"
    return data


def _renamed(text: str) -> str:
    return re.sub(r"^id: .*$", "id: one-and-the-same", text, count=1, flags=re.MULTILINE)


def _handed_over(loaded: Loaded, edition: Edition, words: Mapping[str, str]) -> History:
    """Return the record of an engagement whose edition was handed over."""
    nothing = History(1, loaded.engagement.id, edition.value)
    return remembered(write(loaded, edition, AS_OF, templates()), nothing, words)


@pytest.mark.slow
def test_every_branch_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """No text of a page or partial waits for an engagement that no test has."""
    watch, ours = Watch(), functions.functions

    def with_watch(shelf: Shelf, gallery: Gallery) -> Mapping[str, Function]:
        return {**ours(shelf, gallery), "watched": Function("watched", watch.note)}

    monkeypatch.setattr("handbook.render.names.functions", with_watch)
    watching = Templates(_watched(templates().sources, watch))
    for loaded, as_of in _files():
        for edition in Edition:
            assert write(loaded, edition, as_of, watching, handouts=True).site.pages
    for was, became, words, day in _changes(words_of(watching)):
        for edition in Edition:
            history = _handed_over(was, edition, words)
            assert write(became, edition, day, watching, history=history).site.pages
    never = sorted(place for branch, place in watch.wanted.items() if branch not in watch.taken)
    assert "\n".join(never) == ""
