"""A whole edition as slotted Markdown: its pages in order, its navigation, and the words around the pages."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from handbook.errors import Refused
from handbook.language import Words, english
from handbook.pages.files import BASE_LANGUAGE
from handbook.pages.notes import Note, Notes, Phrase
from handbook.pages.sources import ROLES
from handbook.phrases import words_in
from handbook.records import Choice, Record
from handbook.render.desk import Desk
from handbook.render.engine import Engine
from handbook.render.ledger import Ledger
from handbook.render.meanings import by_word, other_words, with_meanings
from handbook.render.names import Names
from handbook.render.proper import proper_names
from handbook.render.reading import WORDS_A_MINUTE, Reading, words_of
from handbook.render.running import OF_TEAM, holds, in_language, run, unknown_names
from handbook.slots import Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from handbook.errors import Problem
    from handbook.kept import Kept
    from handbook.pages import PageSource, Sources
    from handbook.pages.front_matter import Line
    from handbook.pages.notes import Told
    from handbook.pages.template_text import TemplateText
    from handbook.records import Datum
    from handbook.slots import Slot
    from handbook.view import View

# Around every page, where the partials are there.
_TOP, _FOOT = "page-top.jinja", "page-foot.jinja"
# Here the meanings stand beside the words.
_GLOSSARY = "reference/glossary"


class RenderedPage(Struct, frozen=True):
    """One page as slotted Markdown."""

    path: str
    file: str
    """The page's source as messages name it."""
    title: str
    """With slots of the site, since the navigation shows it on every page."""
    description: str
    """With slots of the page, as the Markdown."""
    markdown: str
    slots: tuple[Slot, ...]
    meta: Mapping[str, tuple[str, ...]]


class NavSection(Struct, frozen=True):
    """A folder of pages as the navigation shows it; the pages of no folder come first, under no title."""

    title: str
    pages: tuple[tuple[str, str], ...]
    """Title and path of each."""


class RenderedSite(Struct, frozen=True):
    """One edition of one engagement as slotted Markdown."""

    language: str
    pages: tuple[RenderedPage, ...]
    nav: tuple[NavSection, ...]
    slots: tuple[Slot, ...]
    """Those of the site: titles, and the words around the pages."""
    extras: Mapping[str, str]
    """The words around the pages, by name, from `docs/_data/site.yml`."""
    glossary: tuple[tuple[str, str], ...] = ()
    """The words of the glossary page that are ours, each with what it means."""
    pictures: Mapping[str, Path] = field(default_factory=dict)
    """The pictures that pages may show beside the handbook's own, by their paths in the site."""
    other_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What people elsewhere call the words of this engagement, which are in small letters."""


class Templates:
    """The texts of a run with their templates, each compiled once, whatever the number of engagements."""

    def __init__(self, sources: Sources, before: Templates | None = None, kept: Kept | None = None) -> None:
        """`before` are the templates of an earlier reading: what has not changed is not compiled again.

        `kept` has what earlier runs have compiled.
        """
        self.sources = sources
        self.engine: Engine = before.engine if before else Engine(sources.partials, kept)
        if before:
            self.engine.go_on_with(sources.partials)
        self.texts: Mapping[str, TemplateText] = MappingProxyType(dict(_texts(sources)))


def _texts(sources: Sources) -> Iterator[tuple[str, TemplateText]]:
    for page in sources.pages:
        yield page.body.name, page.body
    for text in sources.partials.values():
        yield text.name, text


def render(view: View, facts: Mapping[str, Datum], templates: Templates) -> RenderedSite:
    """Return an edition as slotted Markdown. Refuses with every problem of every page."""
    edition = _Edition(view, facts, templates)
    site = edition.render()
    if problems := (*templates.sources.problems, *edition.problems):
        raise Refused(_in_order(problems, templates.sources))
    return site


def faults(
    view: View, facts: Mapping[str, Datum], templates: Templates, wanted: Collection[str]
) -> list[Problem]:
    """Return what keeps the pages of some names from being rendered, and what all texts around pages have."""
    edition = _Edition(view, facts, templates)
    edition.try_pages(wanted)
    return _in_order((*templates.sources.problems, *edition.problems), templates.sources)


def _in_order(problems: Iterable[Problem], sources: Sources) -> list[Problem]:
    """Return the problems in the order of the pages, after those of other files; one of a kind at a place."""
    once = {(problem.place, problem.code, problem.hint): problem for problem in reversed(list(problems))}
    order = {page.body.file: number for number, page in enumerate(sources.pages)}
    return sorted(once.values(), key=lambda problem: (order.get(problem.place.file, -1), problem.place))


class _Edition:
    """One rendering: the data, the site's ledger, and the problems so far."""

    def __init__(self, view: View, facts: Mapping[str, Datum], templates: Templates) -> None:
        self.problems: list[Problem] = []
        self._view, self._templates = view, templates
        self._words = Words(view.language)
        self._words_here = words_in(view.language, templates.sources.data)
        self._reading = Reading()
        self._names = Names(view, facts, templates.sources, self._reading)
        self._desk = Desk(
            Ledger(Scope.PAGE),
            self._words,
            {},
            templates.texts,
            templates.engine.ready,
            proper_names(view.root),
        )
        self._everywhere = self._names.everywhere(self._desk)
        self._ledger = Ledger(Scope.SITE)
        self._here: frozenset[str] = frozenset()
        self._pages = tuple(page for page in templates.sources.pages if self._has(page))
        self._here = frozenset(page.name for page in self._pages)

    def try_pages(self, wanted: Collection[str]) -> None:
        """Note what is wrong with the texts that all pages share, and with the pages of some names."""
        self._check_partials()
        for told in (*dict(self._around()).values(), *dict(self._sections()).values()):
            self._site_text(told)
        for page in self._pages:
            title = self._site_text(page.front.title.phrase)
            if page.name in wanted:
                self._page(page, title)

    def render(self) -> RenderedSite:
        self._check_partials()
        extras = {name: self._site_text(told) for name, told in self._around()}
        sections = {folder: self._site_text(title) for folder, title in self._sections()}
        titles = {page.path: self._site_text(page.front.title.phrase) for page in self._pages}
        pages = self._counted(titles)
        nav = tuple(self._nav(sections, titles))
        glossary = tuple(self._glossary())
        return RenderedSite(
            self._view.language,
            pages,
            nav,
            self._ledger.slots,
            MappingProxyType(extras),
            glossary,
            self._templates.sources.pictures,
            self._other_words(),
        )

    def _other_words(self) -> Mapping[str, tuple[str, ...]]:
        rows = self._everywhere["words"]
        text = self._words.text
        return other_words(rows if isinstance(rows, Notes) else (), lambda word: text(word.leaf))

    def _glossary(self) -> Iterator[tuple[str, str]]:
        """Yield our words that have a meaning, each with it."""
        rows = self._everywhere["words"]
        for row in rows if isinstance(rows, Notes) else ():
            if isinstance(row, Note) and "means" in row.parts:
                self._lay(self._ledger)
                yield str(row.parts["word"]), self._site_text(row.parts["means"])

    def _check_partials(self) -> None:
        """Note what is wrong with partials, whether a page uses them or not."""
        self._lay(self._ledger)
        known = self._known({*self._desk.names, "this"})
        blocks = {block.name for page in self._templates.sources.pages for block in page.blocks}
        for text in self._templates.sources.partials.values():
            # What a block may name depends on its page.
            if text.name in blocks:
                continue
            try:
                self.problems.extend(unknown_names(self._templates.engine.ready(text), text, known))
            except Refused as refused:
                self.problems.extend(refused.problems)

    def _known(self, names: Iterable[str]) -> frozenset[str]:
        """Return the names that a template may hold: some of them only where the edition is the team's."""
        return OF_TEAM.union(names)

    def _around(self) -> Iterator[tuple[str, Told]]:
        told = self._templates.sources.data.get("site")
        if isinstance(told, Note):
            yield from told.told.items()

    def _sections(self) -> Iterator[tuple[str, str | Phrase]]:
        """Yield the folders with their titles, in order; one that nobody named has its own name."""
        yield "", ""
        named = {section.folder: section.title for section in self._templates.sources.sections}
        yield from named.items()
        folders = dict.fromkeys(page.folder for page in self._pages)
        yield from (
            (folder, folder.replace("-", " ").capitalize()) for folder in folders if folder not in named
        )

    def _nav(self, sections: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[NavSection]:
        for folder, title in sections.items():
            pages = tuple((titles[page.path], page.path) for page in self._pages if page.folder == folder)
            if pages:
                yield NavSection(title, pages)

    # Which pages there are

    def _has(self, page: PageSource) -> bool:
        """Whether this edition has a page; a wrong condition is a problem, and then it has."""
        if page.dropped:
            return False
        if page.team_only and self._view.edition != "team":
            return False
        if page.name in self._excluded() or not self._is_read(page):
            return False
        if page.front.when is None:
            return True
        self._lay(Ledger(Scope.PAGE))
        fits = holds(page.front.when, self._desk)
        self._collect()
        return fits

    def _excluded(self) -> frozenset[str]:
        return frozenset(word.removesuffix(".md").strip("/") for word in self._site_list("exclude_pages"))

    def _is_read(self, page: PageSource) -> bool:
        """Whether somebody reads a page: pages about one role are for the roles that the engagement has."""
        audiences = self._site_list("audiences")
        if page.folder != ROLES or not audiences:
            return True
        return not audiences.isdisjoint(page.front.audience) or not {"all", "team"}.isdisjoint(
            page.front.audience
        )

    def _site_list(self, name: str) -> frozenset[str]:
        site = self._view.root.fields.get("site")
        listed = site.fields.get(name) if isinstance(site, Record) else None
        words = listed if isinstance(listed, tuple) else ()
        return frozenset(word.value if isinstance(word, Choice) else str(word) for word in words)

    # Running templates

    def _site_text(self, told: object) -> str:
        """Return a text of the site as a whole, such as a page's title."""
        if not isinstance(told, Phrase):
            return str(told)
        self._lay(self._ledger)
        return self._run(told.template)

    def _page(self, page: PageSource, title: str) -> RenderedPage:
        ledger = Ledger(Scope.PAGE)
        self._lay(ledger, page)
        description = self._phrase(page.front.description)
        partials = self._templates.sources.partials
        texts = (partials.get(_TOP), page.body, partials.get(_FOOT))
        fits = self._check_blocks(page)
        parts = [self._run(text).strip("\n") for text in texts if text and (fits or text != page.body)]
        parts.insert(0, self._untranslated(page))
        markdown = "\n\n".join(part for part in parts if part.strip()) + "\n"
        if page.name != _GLOSSARY:
            markdown = with_meanings(markdown, ledger.slots, self._meanings, self._said)
        meta = MappingProxyType({name: told for name, told in self._meta(page) if told})
        return RenderedPage(page.path, page.body.file, title, description, markdown, ledger.slots, meta)

    def _meta(self, page: PageSource) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what the theme has to know of a page: what to hide, and a language of its own."""
        yield "hide", page.front.hide
        yield "lang", () if self._words.is_of(page.language) else (page.language,)

    def _untranslated(self, page: PageSource) -> str:
        """Return a note that a page is not in the language of its site, or "" where it is."""
        interface = self._templates.sources.data.get("interface")
        note = interface.parts.get("untranslated") if isinstance(interface, Note) else None
        if self._words.is_of(page.language) or not isinstance(note, str | Phrase):
            return ""
        return f'!!! note "{in_language(self._said(note), self._names.around)}"'

    def _check_blocks(self, page: PageSource) -> bool:
        """Return whether all names in blocks are known, in all branches; note those that nobody gives."""
        engine, before = self._templates.engine, len(self.problems)
        try:
            given = engine.ready(page.body).gives if page.blocks else frozenset()
            for block in page.blocks:
                known = self._known({*self._desk.names, *given})
                self.problems.extend(unknown_names(engine.ready(block), block, known))
        except Refused as refused:
            self.problems.extend(refused.problems)
        return len(self.problems) == before

    @cached_property
    def _meanings(self) -> Mapping[str, str | Phrase]:
        words = self._everywhere["words"]
        return by_word(words, lambda word: self._words.text(word.leaf)) if isinstance(words, Notes) else {}

    def _counted(self, titles: Mapping[str, str]) -> tuple[RenderedPage, ...]:
        """Return the pages; those that tell how long others take are written again once all are counted."""
        written = [self._page(page, titles[page.path]) for page in self._pages]
        for page, done in zip(self._pages, written, strict=True):
            said = words_of(f"{done.title}\n{done.markdown}", done.slots, self._ledger.slots)
            own = page.front.minutes
            self._reading.words[page.name] = said if own is None else own * WORDS_A_MINUTE
        return tuple(
            self._page(page, done.title) if page.name in self._reading.asked_by else done
            for page, done in zip(self._pages, written, strict=True)
        )

    def _phrase(self, line: Line | None) -> str:
        return self._said(line.phrase if line else "")

    def _said(self, told: str | Phrase) -> str:
        return self._run(told.template) if isinstance(told, Phrase) else told

    def _run(self, text: TemplateText) -> str:
        """Return what a template writes, and keep what is wrong with it."""
        self._desk.know(text)
        try:
            ready = self._templates.engine.ready(text)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return ""
        written = ""
        if unknown := list(unknown_names(ready, text, self._known(self._desk.names))):
            self.problems.extend(unknown)
        else:
            written = run(ready, self._desk)
        self._collect()
        return written

    def _collect(self) -> None:
        self.problems.extend(self._desk.problems)
        self._desk.problems.clear()

    def _words_of(self, language: str) -> Words:
        """Return how a page in a language writes values: one that nobody has translated stays English."""
        if self._words.is_of(language):
            return self._words_here
        return english(self._view.language) if language == BASE_LANGUAGE else Words(language)

    def _lay(self, ledger: Ledger, page: PageSource | None = None) -> None:
        """Begin another text: with its ledger, and what it may name."""
        self._desk.clear(ledger)
        self._desk.words = self._words_of(page.language) if page else self._words
        # What a page names anew replaces what stood there: a function knows which page it is called on.
        self._desk.names = dict(self._everywhere)
        self._desk.names |= self._names.of(page, self._desk, self._here)
