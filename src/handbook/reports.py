"""What was found in engagement files, in the forms that people, scripts and code hosts read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from handbook import __version__
from handbook.errors import CODES, Problem, Refused, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from handbook.load import Loaded
    from handbook.workspace import Source

_SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS: Final = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTICE, "note"))


@dataclass(frozen=True, slots=True)
class Report:
    """All problems of one file, in file order; `id` is the engagement's."""

    file: str
    id: str
    problems: tuple[Problem, ...]

    def has(self, *severities: Severity) -> bool:
        """Return whether any problem is that severe."""
        return any(problem.severity in severities for problem in self.problems)


def load_source(source: Source) -> Loaded:
    """Return the engagement of a file, its name in messages as the source shows it."""
    from handbook.load import load  # noqa: PLC0415 -- the model is slow to import

    return load(source.path, source.place.file)


def report(source: Source) -> Report:
    """Return all problems of one engagement's file."""
    try:
        problems = load_source(source).warnings
    except Refused as refused:
        problems = refused.problems
    return Report(source.place.file, source.id, problems)


def as_json(reports: Sequence[Report]) -> str:
    """Return one object with a list of files, each with its problems."""
    files = [
        {"path": report.file, "id": report.id, "problems": [_as_dict(problem) for problem in report.problems]}
        for report in reports
    ]
    return json.dumps({"files": files}, indent=2, ensure_ascii=False)


def _as_dict(problem: Problem) -> dict[str, Any]:
    """Return a problem as an object; the last three are about findings, which have a rule behind them."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "line": problem.place.line,
        "column": problem.place.column,
        "field": problem.field,
        "message": problem.message,
        "hint": problem.hint,
        "source": None,
        "page": None,
        "accepted": False,
    }


def as_github(reports: Sequence[Report]) -> str:
    """Return a workflow command for each problem: GitHub shows them beside the lines of a pull request."""
    return "\n".join(_annotation(problem) for report in reports for problem in report.problems)


def _annotation(problem: Problem) -> str:
    place = problem.place
    settings = {"file": place.file, "line": place.line, "col": place.column, "title": problem.code}
    shown = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in settings.items())
    return f"::{problem.severity.value} {shown}::{_escaped(_sentence(problem))}"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _sentence(problem: Problem) -> str:
    subject = f"{problem.field}: " if problem.field else ""
    return f"{subject}{problem.message}" + (f"; {problem.hint}" if problem.hint else "")


def as_sarif(reports: Sequence[Report]) -> str:
    """Return a SARIF 2.1.0 log, which code hosts and editors read."""
    problems = [problem for report in reports for problem in report.problems]
    rules = [
        {"id": code, "shortDescription": {"text": CODES.get(code, code)}}
        for code in sorted({problem.code for problem in problems})
    ]
    run = {
        "tool": {"driver": {"name": "handbook", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem) for problem in problems],
    }
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(problem: Problem) -> dict[str, Any]:
    region = {"startLine": problem.place.line, "startColumn": problem.place.column}
    location = {"artifactLocation": {"uri": quote(problem.place.file)}, "region": region}
    return {
        "ruleId": problem.code,
        "level": dict(_SARIF_LEVELS)[problem.severity],
        "message": {"text": _sentence(problem)},
        "locations": [{"physicalLocation": location}],
    }


# The forms that machines read; people read the problems one a line.
FORMATS: Final[tuple[tuple[str, Callable[[Sequence[Report]], str]], ...]] = (
    ("json", as_json),
    ("github", as_github),
    ("sarif", as_sarif),
)
