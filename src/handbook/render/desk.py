"""One template at work: what it printed, what it may still spend, and what is wrong with it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from handbook.errors import Place, Problem
from handbook.pages.template_text import here
from handbook.slots import Kind, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jinja2 import Template

    from handbook.language import Words
    from handbook.pages.template_text import TemplateText
    from handbook.render.ledger import Ledger
    from handbook.render.scope import Use
    from handbook.slots import Drawing

MAX_STEPS: Final = 50_000
MAX_CHARACTERS: Final = 2_000_000
MAX_DEPTH: Final = 20


class Fault(Exception):  # noqa: N818 -- it ends one template and becomes one problem
    """What ends a template at once; `needle` is the word of the template that is to blame."""

    def __init__(self, code: str, message: str, hint: str, needle: str = "") -> None:
        self.code, self.message, self.hint, self.needle = code, message, hint, needle
        super().__init__(message)


class Ready(Struct, frozen=True):
    """A template that can be run, and the names it takes from outside."""

    template: Template
    uses: tuple[Use, ...]
    gives: frozenset[str] = frozenset()
    """The names that it gives a value somewhere, which what it includes may use."""


class Desk(Struct):
    """What the values, filters and functions of an edition's templates share, one page after the other.

    A problem does not end the page: it is noted, and what it spoiled goes on as `Broken`, so that one run
    tells them all. A page with problems is never published.
    """

    ledger: Ledger
    words: Words
    names: dict[str, object]
    """What templates may name: the engagement's fields, facts and our functions."""
    templates: Mapping[str, TemplateText]
    ready: Callable[[TemplateText], Ready]
    """Compiles a text, or gives it as it was compiled before."""
    proper_names: tuple[str, ...] = ()
    """Names of the engagement's people and parties, of its product and tools: they keep their capital."""
    problems: list[Problem] = field(default_factory=list)
    _phrases: dict[str, TemplateText] = field(default_factory=dict)
    _steps: int = 0
    _characters: int = 0
    _depth: int = 0

    def clear(self, ledger: Ledger) -> None:
        """Begin another page: with its own ledger, and all of the budget."""
        self.ledger = ledger
        self._steps = self._characters = self._depth = 0

    def enter(self, text: str, kind: Kind, fields: tuple[str, ...]) -> str:
        """Return the slot mark that stands for a value printed now."""
        return self.ledger.enter(Slot(text, kind, fields))

    def draw(self, drawing: Drawing) -> str:
        """Return the slot mark that stands for a picture."""
        return self.ledger.enter(Slot(drawing.words, Kind.PICTURE, drawing.fields, drawing.svg))

    def complain(self, code: str, message: str, hint: str, needle: str = "", subject: str = "") -> None:
        """Note a problem of the line that is being run; `subject` is the field of the engagement, if one."""
        self.problems.append(self.problem(here(), (code, message, hint), needle, subject))

    def problem(
        self, position: tuple[str, int] | None, what: tuple[str, str, str], needle: str, subject: str = ""
    ) -> Problem:
        """Return the problem `what` (code, message, hint) of the template and line at `position`."""
        name, line = position or ("", 1)
        text = self.templates.get(name) or self._phrases.get(name)
        place = text.place(line, needle) if text else Place(name, line, 1)
        code, message, hint = what
        return Problem(place, subject, message, hint, code)

    def know(self, text: TemplateText) -> None:
        """Take note of a template that is no file of its own, so that its problems have a place."""
        self._phrases[text.name] = text

    def step(self, characters: int = 0) -> None:
        """Count a turn of a loop or a call, and what it writes."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise Fault(
                "PAGE-LIMIT", f"loops and macros take more than {MAX_STEPS:,} steps", "loop over less"
            )
        self.wrote(characters)

    def wrote(self, characters: int) -> None:
        """Count text that comes out of the template."""
        self._characters += characters
        if self._characters > MAX_CHARACTERS:
            limit = f"the page grows beyond {MAX_CHARACTERS:,} characters"
            raise Fault("PAGE-LIMIT", limit, "print less, or split the page")

    @contextmanager
    def deeper(self, what: str) -> Iterator[None]:
        """Hold the depth of macros and texts within texts while the body of the `with` runs."""
        if self._depth >= MAX_DEPTH:
            raise Fault(
                "PAGE-LIMIT", f"'{what}' is nested more than {MAX_DEPTH} deep", "end the recursion", what
            )
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
