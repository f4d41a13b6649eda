"""What went wrong and where: places, problems, and how they are printed."""

from __future__ import annotations

import difflib
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Severity(StrEnum):
    """How much a problem or finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Place(Struct, frozen=True, order=True):
    """A position in a text file: line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(Struct, frozen=True):
    """One thing the user can mend: where, which field, what is wrong, what to do.

    `field` is a path with names instead of numbers (`people[noor].email`), or "" where a problem
    belongs to no field. `message` and `hint` are clauses without a full stop; `code` is a key of `CODES`.
    """

    place: Place
    field: str
    message: str
    hint: str
    code: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        subject = f"{self.field}: " if self.field else ""
        # A finding is a whole sentence, a problem of a file a clause.
        between = " " if self.message.endswith(".") else "; "
        hint = f"{between}{self.hint}" if self.hint else ""
        return f"{self.place}: {subject}{self.message}{hint} [{self.code}]"


def as_line(problem: Problem) -> str:
    """Return a problem as it is printed: on one line, and what is less than an error says so."""
    line = " ".join(str(problem).splitlines())
    return line if problem.severity is Severity.ERROR else f"{line} ({problem.severity.value})"


class Refused(Exception):  # noqa: N818 -- it is an outcome, with its problems, not one error
    """An engagement, page or folder that cannot be used, with every problem found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was most likely meant to be, or None if nothing is close."""
    candidates = list(known)
    folded = {candidate.casefold(): candidate for candidate in reversed(candidates)}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the hint `did you mean 'x'?` for the nearest known word, or `otherwise`."""
    guess = nearest(word, known)
    return f"did you mean '{guess}'?" if guess else otherwise


# Every code that a problem can have, with the sentence that explains it. The codes of findings are not here.
CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "YAML-ALIAS": "Anchors and aliases are not used: what a file means must be seen where it stands.",
        "YAML-BIDI": "Characters that change the direction of text can make a line mean other than it shows.",
        "YAML-BOM": "The file begins with a byte-order mark, an invisible character some editors add.",
        "YAML-BRACKET": "A bracket, brace or comma is missing, or one is too many.",
        "YAML-COLON": "A colon and a space inside an unquoted value would begin a new key.",
        "YAML-COMMA": "Inside braces a comma ends an unquoted value, and the words after it become a key.",
        "YAML-COMMENT": "A '#' after a space begins a comment, so the words after it would be lost.",
        "YAML-CONTROL": "Control characters do not belong into a text.",
        "YAML-DEPTH": "Lists and mappings are nested deeper than any engagement needs.",
        "YAML-DOCUMENTS": "One file holds one engagement, in one YAML document.",
        "YAML-DUPLICATE": "The same key is given twice in one mapping, and only one of them could count.",
        "YAML-EMPTY": "The file holds nothing.",
        "YAML-ENCODING": "The file is not UTF-8, so that its characters cannot be told.",
        "YAML-ESCAPE": "In double quotes a backslash begins an escape, and not every letter may follow it.",
        "YAML-INDENT": "The indentation of a line fits no group of keys.",
        "YAML-INVISIBLE": "Invisible characters make two texts differ that look the same.",
        "YAML-KEY": "Something stands where a key and a colon are expected.",
        "YAML-MERGE": "Merge keys are not used: what a file means must be seen where it stands.",
        "YAML-PRIVATE-USE": "Private-use characters and noncharacters have no meaning to a reader.",
        "YAML-QUOTE": "A quote is missing, left open, or closed too early.",
        "YAML-SIZE": "The file is larger than any engagement needs.",
        "YAML-SPACE": "A space that is not the space bar's makes keys and values differ that look the same.",
        "YAML-SYNTAX": "The file is not YAML at this place.",
        "YAML-TAB": "Indentation is made of spaces: tabs have no fixed width.",
        "YAML-TAG": "Tags and directives are not used: the type of a value is the field's business.",
        "YAML-TOO-MANY": "The file has more problems than are worth showing at once.",
        "YAML-TOP": "An engagement file is a mapping: lines of 'key: value'.",
        "BUILD-ASKED": "The environment asks for an engagement, edition or day that there is not.",
        "BUILD-CARRIED": "A picture or document carries more than it shows: an author, a comment, a camera.",
        "BUILD-CHARACTER": "A text holds a character that a file of this format may not hold.",
        "BUILD-DRAFT": "What is still a draft, or still going on, is not handed over as if it were done.",
        "BUILD-ELEMENT": "A page holds an element that the printed booklet has no rule for.",
        "BUILD-EXISTS": "Something stands where a new file would go, and nothing is overwritten.",
        "BUILD-FILES": "An edition lacks a file of its own, or has one that nothing in it asks for.",
        "BUILD-GLYPH": "A text of a handout holds a character that no font of this machine has.",
        "BUILD-LEDGER": "A page shows a value of a field that its edition may not see.",
        "BUILD-LEFTOVER": "Slots, template code or an error stand in a finished file.",
        "BUILD-LINK": "A link leads to a page, file or anchor that the edition does not have.",
        "BUILD-MKDOCS": "A finished file is not what plain MkDocs makes of the same sources.",
        "BUILD-NAME": "A client's edition names another client, one of its people or an address of theirs.",
        "BUILD-OUTPUT": "The output folder holds what the handbook did not make, and is left alone.",
        "BUILD-PATH": "A file's name would lead out of its folder, or is two files' name on some computers.",
        "BUILD-PROOF": "A check of finished files could not be made, so they count as wrong.",
        "BUILD-READ": "The operating system does not let a file be read.",
        "BUILD-RECORD": "The record of published editions is damaged, so that nothing is told of changes.",
        "BUILD-REQUEST": "A page would load something from another host.",
        "BUILD-SECRET": "A client's edition holds words that only the team may read.",
        "BUILD-STALE": "A finished edition is none that today's engagement files give.",
        "BUILD-WRITE": "The operating system does not let a file be written.",
        "DAT-101": "The id names nothing in this file.",
        "DAT-102": "The time zone is not in the IANA list.",
        "FIELD-COLOUR": "A colour is written as '#' and six digits, in quotes.",
        "FIELD-COUNTRY": "Countries and their regions are written as ISO 3166 codes.",
        "FIELD-DATE": "The value is no day of the calendar in the form 2027-01-31.",
        "FIELD-DUPLICATE": "Two things of one kind have the same id.",
        "FIELD-EMAIL": "The value is no e-mail address.",
        "FIELD-FILE": "The file cannot be used: it is not there, lies elsewhere, or is of another kind.",
        "FIELD-ID": "An id is a short name of lower-case letters, digits and hyphens.",
        "FIELD-LANGUAGE": "The value is no language tag whose words for dates and numbers are known.",
        "FIELD-NUMBER": "The value is no number, or outside the range the field takes.",
        "FIELD-ORDER": "Two values contradict each other, such as an end before its beginning.",
        "FIELD-PHONE": "The value is no phone number.",
        "FIELD-REQUIRED": "Nothing can be built without this field.",
        "FIELD-SCHEMA": "The file is in a form that this version of the tool does not know.",
        "FIELD-TEXT": "The text is empty, too long, or not in the form the field asks for.",
        "FIELD-TIME": "The value is no time of day in the form 09:30.",
        "FIELD-TYPE": "The value has another shape than the field takes: a text, a list or a mapping.",
        "FIELD-UNKNOWN": "The key is none that may stand there.",
        "FIELD-URL": "The value is no address that a link may lead to.",
        "FIELD-VALUE": "The value is none of those that the field takes.",
        "FIELD-WHEN": "The fields that say when something happens do not fit together.",
        "FIRM-FILE": "An engagement cannot be looked at while the firm's handbook.yml has problems.",
        "FIRM-WITHOUT": "An engagement goes without something that the firm's handbook.yml does not give.",
        "LANGUAGE-MISSING": "Some pages are not in the language of the site, and say so.",
        "LANGUAGE-OLDER": "A translation is of another text than the one that it stands for now.",
        "PAGE-ABSENT": "The page prints what this engagement leaves out, and does not say what holds then.",
        "PAGE-BLOCK": "A page extends a block that the page below does not have, or not in the right form.",
        "PAGE-CODE": "Templates can do little on purpose: print, compare, loop, add, and call macros.",
        "PAGE-FILE": "A file of pages, partials or data cannot be used.",
        "PAGE-FILTER": "The filters of templates are few, and take no options.",
        "PAGE-FRONT": "What a page says about itself between the '---' lines is not in the right form.",
        "PAGE-GUARD": "Every page begins with the guard, so that an engine without our hook stops at it.",
        "PAGE-LAYER": "A page extends or drops one that there is not in the layers below.",
        "PAGE-LIMIT": "The template takes more time, space or depth than any page needs.",
        "PAGE-LINK": "A page names another page that does not exist.",
        "PAGE-NAME": "The name is none that the engagement, the facts or the page itself knows.",
        "PAGE-PARTIAL": "A page includes or imports something that is not in the folder of partials.",
        "PAGE-PRINT": "Only texts, numbers, dates and choices can be printed.",
        "PAGE-SLOT": "A value stands where no value can be made safe, such as in a script or a tag's name.",
        "PAGE-SYNTAX": "The template's code cannot be read.",
        "PAGE-TAG": "A tag does not exist, is not closed, or closes nothing.",
        "PAGE-TYPE": "A filter or comparison got another kind of thing than it takes.",
    }
)
