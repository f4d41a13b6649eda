"""What a rule is, and what it finds: the form that all families share."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.errors import Severity

if TYPE_CHECKING:
    from handbook.findings.situation import Situation

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


class Hit(Struct, frozen=True):
    """What a rule found: the field that causes it, one sentence, and what differs from the rule's own words.

    `field` is a path (`people[noor].hours`). `advice` and `severity` replace the rule's where they are given.
    """

    field: str
    message: str
    advice: str = ""
    severity: Severity | None = None


Hits = Iterator[Hit]
# A lesson of one of the documents that the curriculum is built on: the document's digit, and a number.
_LESSON = re.compile(r"S(\d)-\d+")


class Rule(Struct, frozen=True):
    """One check of an engagement's health.

    `looks_at` is one sentence on what is tested, `why` says what goes wrong otherwise. `advice` is one next
    step. `source` names a lesson (S0-24) or a public source, `page` the page to read.
    """

    id: str
    severity: Severity
    advice: str
    source: str
    page: str
    looks_at: str
    why: str
    run: Callable[[Situation], Hits]


def lessons_of(source: str) -> tuple[tuple[str, ...], str]:
    """Return the lessons that a source names, one for each document, and the rest of its words."""
    documents: dict[str, str] = {}
    rest = []
    for part in re.split(r"[;,] (?=S\d-)|; ", source):
        if lesson := _LESSON.fullmatch(part):
            documents.setdefault(lesson[1], part)
        else:
            rest.append(part)
    return tuple(documents.values()), "; ".join(rest)


def rule(
    check: str, severity: Severity, advice: str, *, source: str, page: str
) -> Callable[[Callable[[Situation], Hits]], Rule]:
    """Return a decorator that makes a rule of a function; its docstring says what it looks at, then why."""

    def made(run: Callable[[Situation], Hits]) -> Rule:
        looks_at, _, why = inspect.cleandoc(run.__doc__ or "").partition("\n\n")
        return Rule(check, severity, advice, source, page, looks_at, " ".join(why.split()), run)

    return made
