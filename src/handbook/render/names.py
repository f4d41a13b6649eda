"""Everything that a template may name besides what it names itself."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from handbook.errors import CODES, Place, did_you_mean
from handbook.findings.guide import check_guide
from handbook.findings.rule import lessons_of
from handbook.language import Words
from handbook.model import Audience
from handbook.model.guide import field_guide, firm_guide, inherited_fields
from handbook.pages.files import BASE_LANGUAGE
from handbook.pages.notes import Condition, Note, Notes, Phrase, Spoken
from handbook.records import Record
from handbook.render.desk import Fault
from handbook.render.functions import Shelf, functions
from handbook.render.parts import Function
from handbook.render.pictures import Gallery
from handbook.render.reading import Reading
from handbook.render.running import DESK, holds
from handbook.render.values import Row, Value, present
from handbook.view import edition_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from handbook.findings.guide import CheckRow
    from handbook.model.guide import GuideRow
    from handbook.pages import PageSource, Sources
    from handbook.pages.notes import Told
    from handbook.records import Datum
    from handbook.render.desk import Desk
    from handbook.view import View


class Names:
    """What the templates of one edition may name: the engagement, its facts, our data, and functions."""

    def __init__(
        self, view: View, facts: Mapping[str, Datum], sources: Sources, reading: Reading | None = None
    ) -> None:
        self._view, self._facts, self._sources = view, facts, sources
        self._reading = reading or Reading()
        self._data = Note(dict(sources.data), frozenset(sources.data), Place("docs/_data", 1, 1))
        announced = sources.data.get("announced")
        self._announced: Mapping[str, Told] = announced.told if isinstance(announced, Note) else {}
        self._questions = _by_page(sources.data.get("questions"))
        self._gallery = Gallery(view, facts, sources.data)
        self._pages = MappingProxyType({page.name: page for page in sources.pages})
        self.around = _language_around(view.language, sources.data.get("interface"))
        """The language of the words that every page has around its own text."""

    def everywhere(self, desk: Desk) -> dict[str, object]:
        """Return the names that are the same on every page."""
        view = self._view
        names: dict[str, object] = {
            name.replace("-", "_"): present(datum, desk, name)
            for name, datum in (*view.root.fields.items(), *self._facts.items())
        }
        names |= {"edition": str(view.edition), "as_of": Value(view.as_of, (), desk), "draft": view.draft}
        names |= {"edition_id": Value(edition_id(view), (), desk), "data": self._data}
        names |= {"words": self._glossary(desk), "source_list": self._data.find("sources") or Notes()}
        if view.edition == "team":
            names |= self._guides()
        return names | {DESK: desk}

    def _guides(self) -> dict[str, object]:
        """Return what the program says of itself: only the team's pages tell of it, and it takes long."""
        return {
            "field_guide": _guide_rows(field_guide()),
            "firm_guide": _guide_rows(firm_guide()),
            "inherited_fields": Notes(inherited_fields()),
            "check_families": self._check_families,
            "code_families": _code_families(),
        }

    def of(self, page: PageSource | None, desk: Desk, here: AbstractSet[str]) -> dict[str, object]:
        """Return the names that are a page's own; `here` are the names of the pages that the edition has."""
        shelf = Shelf(page.path if page else "", self._pages, self._announced, here, self._reading)
        checks = {"checks_of": Function("checks_of", lambda _, name: self._checks_of(name, desk))}
        own = {"this": self._about(page, desk), **self._spoken(page)} if page else {}
        return functions(shelf, self._gallery) | checks | own

    @property
    def _check_families(self) -> Notes:
        """The rules of `handbook check` by family, as rows for the page on them."""
        place = Place("findings", 1, 1)
        families: dict[str, list[Note]] = {}
        for row in check_guide():
            families.setdefault(row.family, []).append(_check(row, place))
        return Notes(
            _note(place, name=name, id=_anchor(name), checks=Notes(checks))
            for name, checks in families.items()
        )

    def _glossary(self, desk: Desk) -> Notes:
        """Return the rows of the glossary, each with the engagement's `word` for its `term`."""
        rows, terms = self._sources.data.get("glossary"), self._facts.get("terms")
        if not isinstance(rows, Notes) or not isinstance(terms, Record):
            return Notes()
        words = Row(terms, desk)
        notes = (row for row in rows if isinstance(row, Note))
        return Notes(note.and_also("word", words.get(str(note.parts.get("id")))) for note in notes)

    def _spoken(self, page: PageSource) -> dict[str, object]:
        """Return our data for a page that the words around its text are not in the language of.

        There, each of those words says which language it is in.
        """
        around = self._sources.data.get("interface")
        if not isinstance(around, Note) or Words(self.around).is_of(page.language):
            return {}
        parts = {
            name: Spoken(part, self.around) if part and isinstance(part, str | Phrase) else part
            for name, part in around.parts.items()
        }
        return {"data": self._data.and_also("interface", replace(around, parts=parts))}

    def _about(self, page: PageSource, desk: Desk) -> Note:
        """Return what a page's own templates may know of the page, as `this`."""
        front, place = page.front, page.front.title.place
        parts: dict[str, Told] = {"name": page.name, "title": front.title.phrase}
        parts["language"] = Words(self._view.language).language_name(page.language)
        parts["lessons"] = Notes(line.text for line in front.lessons)
        parts["sources"] = Notes(line.text for line in front.sources)
        parts["objectives"] = Notes(line.phrase for line in front.objectives)
        lines = [(audience, line.phrase) for audience, line in front.for_you.items()]
        parts["for_you"] = Notes(_note(place, audience=audience, line=line) for audience, line in lines)
        pages = [(audience, line.text) for audience, line in front.next.items()]
        parts["next"] = Notes(_note(place, audience=audience, page=name) for audience, name in pages)
        parts["questions"] = Notes(self._fitting(page.name, desk))
        return Note(parts, frozenset(parts), place)

    def _checks_of(self, name: object, desk: Desk) -> str:
        """Return the ids of the self-check questions of a page, with spaces between them."""
        if name not in self._pages:
            hint = did_you_mean(str(name), self._pages, "name it by its path in docs/ without '.md'")
            raise Fault("PAGE-LINK", f"there is no page '{name}'", hint, str(name))
        return " ".join(str(question.parts.get("id")) for question in self._fitting(str(name), desk))

    def _fitting(self, name: str, desk: Desk) -> Iterator[Note]:
        """Yield the self-check questions of a page that fit the engagement."""
        for question in self._questions.get(name, ()):
            when = question.parts.get("when")
            if not isinstance(when, Condition) or holds(when, desk):
                yield question


def _language_around(language: str, around: Told | None) -> str:
    """Return the language of our words around each page: that of a site that they are translated for."""
    told = str(around.parts.get("language", BASE_LANGUAGE)) if isinstance(around, Note) else BASE_LANGUAGE
    return language if Words(language).is_of(told) else told


def _guide_rows(rows: Iterable[GuideRow]) -> Notes:
    """Return fields as rows for the page on writing files."""
    place = Place("model", 1, 1)
    return Notes(
        _note(
            place,
            field=row.path,
            type=row.type,
            need=row.need,
            help=row.help,
            example=row.example,
            team_only=row.audience is Audience.TEAM,
        )
        for row in rows
    )


def _by_page(questions: object) -> Mapping[str, list[Note]]:
    """Return the questions of each page, in the order of their files."""
    found: dict[str, list[Note]] = {}
    for question in questions if isinstance(questions, Notes) else ():
        if isinstance(question, Note):
            found.setdefault(str(question.parts.get("page")), []).append(question)
    return found


def _code_families() -> Notes:
    """Return the codes of messages by family, as rows for the page on what went wrong."""
    place = Place("errors", 1, 1)
    families: dict[str, list[Note]] = {}
    for code, why in CODES.items():
        families.setdefault(code.partition("-")[0], []).append(_note(place, code=code, why=why))
    return Notes(_note(place, id=family, codes=Notes(codes)) for family, codes in families.items())


def _check(row: CheckRow, place: Place) -> Note:
    rule = row.rule
    lessons, rest = lessons_of(rule.source)
    return _note(
        place,
        lessons=Notes(lessons),
        id=rule.id,
        severity=rule.severity.value.capitalize(),
        looks_at=rule.looks_at,
        why=rule.why,
        advice=rule.advice,
        source=rest,
        page=rule.page,
        fires=Notes(row.fires),
        says=row.says,
        silent=Notes(row.silent),
    )


def _anchor(name: str) -> str:
    """Return the id of a heading of ours: its letters, in lower case, with hyphens between words."""
    return "-".join("".join(c for c in word if c.isalpha()) for word in name.lower().split())


def _note(place: Place, **parts: Told) -> Note:
    return Note(parts, frozenset(parts), place)
