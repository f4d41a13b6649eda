"""The functions of templates: links to other pages, and names as a list in words."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.errors import did_you_mean
from handbook.language import Words
from handbook.pages.notes import Notes
from handbook.records import Choice, Url
from handbook.render.desk import Fault
from handbook.render.parts import Function
from handbook.render.running import desk_of, in_language, written
from handbook.render.values import BROKEN, Items, Missing, Row, Value, kind_of
from handbook.slots import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from jinja2.runtime import Context

    from handbook.pages import PageSource
    from handbook.render.pictures import Gallery
    from handbook.render.reading import Reading

# What every edition has beside its pages, for people to take away; with a person, their own calendar.
FILES: Final = ("calendar.ics", "workbook.xlsx")


class Shelf(Struct, frozen=True):
    """What a page knows of the other pages."""

    current: str
    """The path of the page that is being rendered."""
    pages: Mapping[str, PageSource]
    """Every page by its name, whether this edition has it or not."""
    announced: Mapping[str, object]
    """Titles of pages that are not written yet: a link to one is its words."""
    here: AbstractSet[str]
    """Names of the pages that this edition has."""
    reading: Reading

    def link(self, context: Context, page: object, words: object) -> str:
        """Return a Markdown link to a page, or only the words where this edition lacks it."""
        text = written(context, words)
        name, _, anchor = _name(page).partition("#")
        self._must_be(name)
        return f"[{text}]({self._address(name, anchor)})" if name in self.here else text

    def see(self, context: Context, page: object) -> str:
        """Return a Markdown link with the title of the page."""
        name = _name(page).partition("#")[0]
        self._must_be(name)
        if name not in self.pages:
            return self.link(context, page, self.announced[name])
        known, here = self.pages[name], self.pages.get(self.current.removesuffix(".md"))
        title = known.front.title.phrase
        if here and not Words(here.language).is_of(known.language):
            title = in_language(written(context, title), known.language)
        return self.link(context, page, title)

    def has(self, _context: Context, page: object) -> bool:
        """Whether this edition has a page."""
        name = _name(page).partition("#")[0]
        self._must_be(name)
        return name in self.here

    def minutes_to_read(self, context: Context, pages: object) -> Value:
        """Return how many minutes a page, or several pages together, take to read."""
        names = [_name(page) for page in (pages if isinstance(pages, Notes | list | tuple) else [pages])]
        for name in names:
            self._must_be(name)
        self.reading.asked_by.add(self.current.removesuffix(".md"))
        minutes = self.reading.minutes(name for name in names if name in self.here)
        return Value(minutes, (), desk_of(context))

    def download(self, context: Context, file: object, words: object, person: object = None) -> str:
        """Return a link to a file beside the pages: to a handout, or with a person to their own calendar."""
        text = written(context, words)
        top = posixpath.relpath(".", posixpath.dirname(self.current) or ".")
        if isinstance(file, Row):
            return f'<a href="{_handout(file, top)}">{text}</a>'
        if person is not None:
            return f'<a href="{self._own_calendar(person, top)}" download>{text}</a>'
        if file not in FILES:
            hint = did_you_mean(str(file), FILES, f"there are {' and '.join(FILES)}")
            raise Fault("PAGE-LINK", f"there is no file '{file}'", hint, str(file))
        return f'<a href="{posixpath.normpath(posixpath.join(top, str(file)))}" download>{text}</a>'

    def _own_calendar(self, person: object, top: str) -> Value:
        who = person.get("id") if isinstance(person, Row) else None
        if not isinstance(who, Value):
            raise Fault("PAGE-LINK", "a calendar is a person's own", "give a person, and no name", "download")
        path = posixpath.normpath(posixpath.join(top, f"calendars/{who.real}.ics"))
        return who.derived(Url(path), Kind.URL)

    def _must_be(self, name: str) -> None:
        if name not in self.pages and name not in self.announced:
            hint = "leave out '.md'" if name.endswith(".md") else "name it by its path in docs/ without '.md'"
            hint = did_you_mean(name, [*self.pages, *self.announced], hint)
            raise Fault("PAGE-LINK", f"there is no page '{name}'", hint, name)

    def _address(self, name: str, anchor: str) -> str:
        path = posixpath.relpath(f"{name}.md", posixpath.dirname(self.current) or ".")
        return f"{path}#{anchor}" if anchor else path


def _handout(handout: Row, top: str) -> Value:
    """Return the path of a handout's file, as a page sees it from its own folder."""
    file = handout.get("file")
    if not isinstance(file, Value) or not isinstance(file.leaf, Url):
        raise Fault("PAGE-LINK", "this is no file", "give a handout, or the name of a file", "download")
    return file.derived(Url(posixpath.normpath(posixpath.join(top, file.leaf.address))), Kind.URL)


def _name(page: object) -> str:
    """Return the name of a page: a text of ours, in quotes or as one of a field's fixed words."""
    if isinstance(page, Value) and isinstance(page.leaf, Choice):
        return page.leaf.value
    if not isinstance(page, str):
        raise Fault(
            "PAGE-LINK", f"a page is named in quotes, and this is {kind_of(page)}", 'write "people/decisions"'
        )
    return page


def names(context: Context, people: object, field: str = "name") -> str:
    """Return 'Noor de Wit, Jeroen Maas and Priya Raman' for a list of people, parties or texts."""
    desk = desk_of(context)
    if people is BROKEN:
        return ""
    if isinstance(people, Missing) or (isinstance(people, Items) and not people.data):
        message = "the list is empty in this engagement, and the page prints its names"
        subject = people.path if isinstance(people, Missing) else ""
        hint = "guard it with {% if %} and say what holds without anybody"
        desk.complain("PAGE-ABSENT", message, hint, "names", subject)
        return ""
    if isinstance(people, Row | Value):
        return _one(context, people, field)
    if not isinstance(people, Items | list | tuple):
        raise Fault("PAGE-TYPE", f"'names' takes a list, and this is {kind_of(people)}", "", "names")
    desk.step()
    return desk.words.joined([_one(context, person, field) for person in people])


def _one(context: Context, person: object, field: str) -> str:
    return written(context, person.get(field) if isinstance(person, Row) else person)


def functions(shelf: Shelf, gallery: Gallery) -> dict[str, Function]:
    """Return the functions of one page by their names."""
    of_page = (shelf.link, shelf.see, shelf.has, shelf.minutes_to_read, shelf.download)
    all_of_them: tuple[Callable[..., object], ...] = (*of_page, gallery.picture, names)
    return {run.__name__: Function(run.__name__, run) for run in all_of_them}
