"""The `check` command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbook.cli.frame import RIGHT, TO_MEND, Command, chosen_or_all, say, tell
from handbook.errors import Severity
from handbook.reports import FORMATS, Report, report

if TYPE_CHECKING:
    from handbook.errors import Problem

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
def check(names: tuple[str, ...], form: str, strict: bool) -> int:
    """Tell every problem of the files, in file order, in one run.

    Without a FILE or ID, all engagements of the workspace are checked. Each problem is a line on stderr:
    file:line:column: field: what is wrong; what to do [code]. The other formats go to stdout.
    """
    sources, problems = chosen_or_all(names)
    reports = [*_of_the_workspace(problems), *(report(source) for source in sources)]
    if form == _TEXT:
        _print(reports)
    else:
        say(dict(FORMATS)[form](reports))
    counting = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return TO_MEND if any(found.has(*counting) for found in reports) else RIGHT


def _of_the_workspace(problems: tuple[Problem, ...]) -> list[Report]:
    """Return the problems that keep files from being looked at, by file."""
    files = dict.fromkeys(problem.place.file for problem in problems)
    return [
        Report(file, Path(file).stem, tuple(problem for problem in problems if problem.place.file == file))
        for file in files
    ]


def _print(reports: list[Report]) -> None:
    for found in reports:
        tell(found.problems)
        count = len(found.problems)
        say(f"{found.file}: {count or 'no'} problem{'s' * (count != 1)}")
