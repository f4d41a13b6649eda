"""The `check` command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbook.cli.frame import (
    OUR_FAULT,
    RIGHT,
    TO_MEND,
    Command,
    as_of_option,
    chosen_or_all,
    day_for,
    say,
    show_fault,
    tell,
)
from handbook.errors import Severity
from handbook.reports import FORMATS, Report, reports

if TYPE_CHECKING:
    from datetime import date

    from handbook.errors import Problem
    from handbook.findings import Finding

_TEXT = "text"


@click.command(cls=Command)
@click.argument("names", metavar="[FILE or ID ...]", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice([_TEXT, *(name for name, _ in FORMATS)]),
    default=_TEXT,
    help="text for people, json for scripts, github and sarif for code hosts.",
)
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@as_of_option
def check(names: tuple[str, ...], form: str, strict: bool, as_of: date | None) -> int:
    """Tell every problem of the files, and what will go wrong in the engagements, in one run.

    Without a FILE or ID, all engagements of the workspace are checked. Each problem of a file is a line on
    stderr, in file order: file:line:column: field: what is wrong; what to do [code]. Each finding about an
    engagement is a line on stdout, the worst first, with one next step, its source and the page to read;
    accepted ones are counted. The other formats go to stdout.
    """
    sources, problems = chosen_or_all(names)
    found = [*_of_the_workspace(problems), *reports(sources, day_for(sources, as_of))]
    if form == _TEXT:
        _print(found)
    else:
        say(dict(FORMATS)[form](found))
    faults = [(fault, one.id) for one in found for fault in one.faults]
    for fault, engagement in faults:
        show_fault(fault.error, f"{engagement} {fault.check}")
    if faults:
        return OUR_FAULT
    counting = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return TO_MEND if any(one.has(*counting) for one in found) else RIGHT


def _of_the_workspace(problems: tuple[Problem, ...]) -> list[Report]:
    """Return the problems that keep files from being looked at, by file."""
    files = dict.fromkeys(problem.place.file for problem in problems)
    return [
        Report(file, Path(file).stem, tuple(problem for problem in problems if problem.place.file == file))
        for file in files
    ]


def _print(found: list[Report]) -> None:
    for one in found:
        tell(one.problems)
        for finding in one.findings:
            if not finding.accepted:
                say(_line(finding))
        say(f"{one.file}: {_summary(one)}")


def _line(finding: Finding) -> str:
    """Return a finding on one line: where, how bad, what, what to do, by which rule and why, what to read."""
    said = " ".join(f"{finding.message} {finding.advice}".split())
    return (
        f"{finding.place}: {finding.severity.value}: {said} "
        f"[{finding.check}; {finding.source}; read {finding.page}]"
    )


def _summary(found: Report) -> str:
    """Return how many problems and findings a file has: '2 errors, 1 notice, 1 accepted'."""
    severities = [problem.severity for problem in found.problems]
    severities += [finding.severity for finding in found.findings if not finding.accepted]
    counts = [(severity.value, severities.count(severity)) for severity in Severity]
    accepted = sum(finding.accepted is not None for finding in found.findings)
    parts = [f"{count} {word}{'s' * (count != 1)}" for word, count in counts if count]
    parts += [f"{accepted} accepted"] if accepted else []
    return ", ".join(parts) or "nothing found"
