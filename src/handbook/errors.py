"""What went wrong and where: places, problems, and how they are printed."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a problem or finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a text file: line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
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
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.place}: {subject}{self.message}{hint} [{self.code}]"


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
