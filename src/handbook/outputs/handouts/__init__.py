"""The handouts of an edition: what people print, pin up and hand out, each a PDF of its own."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from handbook.bundle import bundle
from handbook.errors import Refused
from handbook.facts.printed import FOLDER
from handbook.outputs.handouts import meetings, people, sheets
from handbook.outputs.handouts.booklet import Book, booklet, fitted
from handbook.outputs.handouts.copy import Copy
from handbook.outputs.handouts.glyphs import problems_of, takes_system_fonts
from handbook.outputs.standing import Standing
from handbook.records import Absent, Record, Url, code, need
from handbook.schedule.zones import city
from handbook.typesetting import NoGlyph, Sheet, Typesetter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handbook.outputs.handouts.copy import Plain
    from handbook.outputs.manuscript import Manuscript
    from handbook.typesetting import Ground

# Made of the pages and not of facts alone.
_BOOKLET: Final = "training-booklet"
# Of these a picture is drawn of the first page alone.
_LONG: Final = frozenset({_BOOKLET, "sprint-calendar"})
# How fine the pictures of first pages are, in dots an inch.
_DOTS: Final = 54
# What stands on each kind of handout, and the template that draws it.
KINDS: Final[Mapping[str, tuple[str, Callable[[Copy, Record], Plain]]]] = MappingProxyType(
    {
        "role-cards": ("role-card.typ", people.role_card),
        "personal-sheets": ("personal-sheet.typ", people.personal_sheet),
        "ceremony-cards": ("ceremony-card.typ", meetings.ceremony_card),
        "first-sprint": ("first-sprint.typ", sheets.first_sprint),
        "who-decides": ("who-decides.typ", sheets.who_decides),
        "four-customers": ("four-customers.typ", sheets.four_customers),
        "review-sheet": ("review-sheet.typ", meetings.review_sheet),
        "sprint-calendar": ("sprint-calendar.typ", meetings.sprint_calendar),
        "release-plan": ("release-plan.typ", sheets.release_plan),
        "glossary-card": ("glossary-card.typ", sheets.glossary_card),
        "purpose-and-measures": ("purpose-and-measures.typ", sheets.measures),
        "demand-tally": ("demand-tally.typ", sheets.demand_tally),
        "team-brief": ("team-brief.typ", sheets.team_brief),
    }
)


def files(
    manuscript: Manuscript,
    site: Mapping[str, bytes],
    typesetter: Typesetter,
    standing: Standing | None = None,
) -> dict[str, bytes]:
    """Return the handouts of an edition by their paths in it.

    `site` are the finished files of its website, of which booklets are made. What is `standing` from an
    earlier build and made of the same is taken over, and it is told what stands there now. Refuses characters
    that no font has, and elements of pages that no rule can print.
    """
    copy = Copy(manuscript)
    book = Book(copy, site)
    standing = standing or Standing()
    standing.by_machine = takes_system_fonts(manuscript)
    printer = _Printer(copy, book, typesetter, standing)
    made: dict[str, bytes] = {}
    missing: dict[str, None] = {}
    for handout in copy.records("handouts"):
        try:
            made |= printer.printed(handout)
        except NoGlyph as found:
            missing |= dict.fromkeys(found.characters)
    if missing:
        raise Refused(problems_of(manuscript, missing))
    return made


class _Printer:
    """What draws the handouts of one edition."""

    def __init__(self, copy: Copy, book: Book, typesetter: Typesetter, standing: Standing) -> None:
        self._copy, self._book = copy, book
        self._typesetter, self._standing = typesetter, standing
        self._ground: Ground = typesetter.ground()
        self._pictured: set[str] = set()

    def printed(self, handout: Record) -> dict[str, bytes]:
        """Return a handout's file and, of the first of its kind, a picture of its first page."""
        template, drawn = content(self._copy, handout, self._book)
        on, draw = self._copy.manuscript.view.as_of, self._typesetter
        sheet = Sheet(template, drawn, on)
        kind = code(handout, "kind")
        fit = fitted if kind == _BOOKLET else _as_it_is
        made = {need(handout, "file", Url).address: (sheet, lambda: draw.pdf(fit(sheet, draw)))}
        if kind not in self._pictured:
            self._pictured.add(kind)
            # The engine remembers what it has just laid out, so the picture of a short one costs little.
            first = Sheet(template, {**drawn, "sample": True}, on) if kind in _LONG else sheet
            made[f"{FOLDER}/pictures/{kind}.png"] = (first, lambda: draw.pictures(first, _DOTS)[0])
        return {
            path: self._standing.file(path, f"{self._ground.name_of(what)} {_DOTS}", make)
            for path, (what, make) in made.items()
        }


def content(copy: Copy, handout: Record, book: Book) -> tuple[str, Plain]:
    """Return a handout's template and everything that stands on it."""
    kind, home = code(handout, "kind"), copy.home(code(handout, "page"))
    template, write = KINDS.get(kind, ("booklet.typ", partial(booklet, book=book)))
    words = copy.wording.of(template)
    about: Plain = {"title": _title(copy, handout), "around": copy.around, "phrases": words, "home": home}
    return template, {**about, "sample": False, **write(copy, handout)}


def _as_it_is(sheet: Sheet, _: Typesetter) -> Sheet:
    return sheet


def _title(copy: Copy, handout: Record) -> str:
    """Return what a handout is called, in the language of the papers."""
    kind, titles = code(handout, "kind"), copy.wording.titles
    key = "" if isinstance(handout["key"], Absent) else code(handout, "key")
    match kind:
        case "role-cards":
            return titles(kind, role=people.reader(copy, key))
        case "personal-sheets":
            return titles(kind, name=people.name_of(copy, key))
        case "ceremony-cards":
            return titles(kind, meeting=meetings.named(copy, key))
        case "sprint-calendar" if key != need(copy.root, "timezone", str):
            return titles("sprint-calendar-in", place=city(key))
        case "training-booklet" if key:
            return titles("training-booklet-of", role=people.reader(copy, key))
        case _:
            return titles(kind)


def typesetter() -> Typesetter:
    """Return what draws our templates, with the fonts of the package and of the machine."""
    return Typesetter(bundle() / "engagement_templates" / "handouts")
