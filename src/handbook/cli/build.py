"""The `build` command."""

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
    neighbours,
    note,
    say,
    show_fault,
    tell,
    workspace,
)
from handbook.cli.progress import progress
from handbook.workspace import OUTPUT, shown

if TYPE_CHECKING:
    from datetime import date

    from handbook.errors import Problem
    from handbook.portfolio import Outcome

_ALL = "all"
_UNKNOWN = "for no reason that is known"


@click.command(cls=Command)
@click.argument("names", metavar="[FILE or ID ...]", nargs=-1)
@click.option(
    "--edition",
    type=click.Choice(["client", "team", _ALL]),
    default=_ALL,
    help="Which edition to build; all of them if not said.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the sites go to; 'sites' in the workspace if not said.",
)
@as_of_option
@click.option("--draft", is_flag=True, help="Mark every page as a draft.")
@click.option("--no-handouts", is_flag=True, help="Leave out what people print; it takes most of the time.")
def build(  # noqa: PLR0913, PLR0917 -- one parameter an option
    names: tuple[str, ...],
    edition: str,
    out: Path | None,
    as_of: date | None,
    draft: bool,
    no_handouts: bool,
) -> int:
    """Build the sites of engagements.

    Without a FILE or ID, all engagements of the workspace are built; where there is none, the examples.
    An engagement with a problem keeps the site that it has, and the others are built.
    """
    from handbook import portfolio  # noqa: PLC0415 -- brings MkDocs along
    from handbook.view import Edition  # noqa: PLC0415 -- brings the model along

    sources, problems = chosen_or_all(names)
    tell(problems)
    editions = tuple(Edition) if edition == _ALL else (Edition(edition),)
    order = portfolio.Order(
        editions,
        out or workspace().root / OUTPUT,
        day_for(sources, as_of),
        draft,
        handouts=not no_handouts,
        overview=not names and Edition.TEAM in editions,
        neighbours=neighbours(),
    )
    outcomes: list[Outcome] = []
    with progress(len(sources) * len(editions)) as step:
        built = portfolio.build(sources, order, lambda source, what: step(f"{source.id} {what.value}"))
        for outcome in built:
            outcomes.append(outcome)
            step("", done=1)
    return _sum_up(outcomes, problems)


def _sum_up(outcomes: list[Outcome], problems: tuple[Problem, ...]) -> int:
    """Tell what was refused and why, then what was built and where to open it; return the exit code."""
    tell(dict.fromkeys(problem for outcome in outcomes for problem in outcome.problems))
    for outcome in outcomes:
        if outcome.fault:
            show_fault(outcome.fault, f"{outcome.source.id} {outcome.edition.value}")
    for outcome in outcomes:
        say(_line(outcome))
    built = sum(outcome.place is not None for outcome in outcomes)
    note(f"{built} built, {len(outcomes) - built} refused")
    if any(outcome.fault for outcome in outcomes):
        return OUR_FAULT
    return RIGHT if built == len(outcomes) and not problems else TO_MEND


def _line(outcome: Outcome) -> str:
    """Return the summary's line about one edition."""
    name = f"{outcome.source.id} {outcome.edition.value}"
    if outcome.place:
        return f"built    {name}: {shown(outcome.place / 'index.html', Path.cwd())}"
    if outcome.fault:
        return f"refused  {name}: our own fault, {type(outcome.fault).__name__}"
    first, *others = [f"{problem.place} {problem.message}" for problem in outcome.problems] or [_UNKNOWN]
    more = f" and {len(others)} more" if others else ""
    kept = "; what was published before stays" if outcome.kept else ""
    return f"refused  {name}: {first}{more}{kept}"
