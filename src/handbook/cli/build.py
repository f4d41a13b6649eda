"""The `build` command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbook.cli.frame import (
    OUR_FAULT,
    RIGHT,
    TO_MEND,
    Command,
    Mendable,
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
    from collections.abc import Iterator, Sequence
    from datetime import date

    from handbook.errors import Problem
    from handbook.portfolio import Order, Outcome
    from handbook.view import Edition
    from handbook.workspace import Source

_ALL = "all"
_UNKNOWN = "for no reason that is known"


def _shard(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """Return which shard of how many was typed, if any."""
    if value is None:
        return None
    found = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", value)
    if not found or int(found[1]) > int(found[2]):
        raise click.BadParameter(f"'{value}' is no shard; write the second of three as 2/3")
    return int(found[1]), int(found[2])


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
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="How many processes build; as many as are worth it."
)
@click.option(
    "--shard",
    metavar="I/N",
    callback=_shard,
    help="Build the I-th of N parts of all engagements; the parts' folders can be laid over each other.",
)
@click.option("--on", "address", metavar="ADDRESS", help="Build on the dask cluster of this scheduler.")
@click.option("--rebuild", is_flag=True, help="Build what is fresh, too.")
@click.option(
    "--copy", is_flag=True, help="Give each site a copy of its own of what sites share, and no links."
)
@click.option("--prune", is_flag=True, help="Take away the sites of engagements that are no longer there.")
def build(  # noqa: PLR0913, PLR0917 -- one parameter an option
    names: tuple[str, ...],
    edition: str,
    out: Path | None,
    as_of: date | None,
    jobs: int | None,
    shard: tuple[int, int] | None,
    address: str | None,
    prune: bool,
    **settings: bool,
) -> int:
    """Build the sites of engagements.

    Without a FILE or ID, all engagements of the workspace are built; where there is none, the examples.
    What stands as it would be built now is left alone.
    An engagement with a problem keeps the site that it has, and the others are built.
    """
    from handbook import crew, portfolio  # noqa: PLC0415 -- brings MkDocs along
    from handbook.view import Edition  # noqa: PLC0415 -- brings the model along

    found, problems = chosen_or_all(names)
    tell(problems)
    sources = crew.shard(found, *shard) if shard else found
    editions = tuple(Edition) if edition == _ALL else (Edition(edition),)
    order = portfolio.Order(
        editions,
        (out or workspace().root / OUTPUT).absolute(),
        day_for(found, as_of),
        settings["draft"],
        handouts=not settings["no_handouts"],
        overview=not names and not shard and Edition.TEAM in editions,
        root=workspace().root,
        rebuild=settings["rebuild"],
        copy=settings["copy"],
        neighbours=neighbours(),
    )
    outcomes: list[Outcome] = []
    with progress(len(sources) * len(editions)) as step:

        def begun(source: Source, what: Edition) -> None:
            step(f"{source.id} {what.value}")

        built = _on_cluster(sources, order, address) if address else crew.build(sources, order, begun, jobs)
        try:
            for outcome in built:
                outcomes.append(outcome)
                step("", done=1)
        except KeyboardInterrupt:
            made = sum(outcome.place is not None and not outcome.fresh for outcome in outcomes)
            note(f"{made} built; every other site stands as it was, and the next build takes up from here")
            raise
    code = _sum_up(outcomes, problems)
    if not names:
        _look_for_others(order.out, {source.id for source in found} | {portfolio.OVERVIEW}, prune=prune)
    return code


def _on_cluster(sources: Sequence[Source], order: Order, address: str) -> Iterator[Outcome]:
    """Yield what became of each edition on a cluster; say what is to do where there is none."""
    from handbook.crew import on_cluster  # noqa: PLC0415 -- as above

    try:
        yield from on_cluster(sources, order, address)
    except ImportError:
        raise Mendable(
            "--on needs the extra 'cluster': run `pip install engagement-handbook[cluster]`"
        ) from None
    except OSError as error:
        raise Mendable(
            f"the scheduler at {address} cannot be reached: {error}; look at its address"
        ) from None


def _look_for_others(out: Path, known: set[str], *, prune: bool) -> None:
    """Take away the sites of engagements that have no file any more, or tell of them."""
    from handbook.publish import standing, withdraw  # noqa: PLC0415 -- as above

    for engagement, editions in standing(out):
        if engagement in known:
            continue
        if prune:
            withdraw(out, engagement, editions)
            say(f"removed  {engagement}: it has no file any more")
        else:
            where = shown(out / engagement, Path.cwd())
            note(f"{where} is of an engagement that has no file any more; --prune removes it")


def _sum_up(outcomes: list[Outcome], problems: tuple[Problem, ...]) -> int:
    """Tell what was refused and why, then what stands now and where to open it; return the exit code."""
    tell(dict.fromkeys(problem for outcome in outcomes for problem in outcome.problems))
    for outcome in outcomes:
        if outcome.fault:
            show_fault(outcome.fault, f"{outcome.source.id} {outcome.edition.value}")
    for outcome in outcomes:
        say(_line(outcome))
    good = sum(outcome.place is not None for outcome in outcomes)
    fresh = sum(outcome.fresh for outcome in outcomes)
    note(f"{good - fresh} built, {fresh} fresh, {len(outcomes) - good} refused")
    if any(outcome.fault for outcome in outcomes):
        return OUR_FAULT
    return RIGHT if good == len(outcomes) and not problems else TO_MEND


def _line(outcome: Outcome) -> str:
    """Return the summary's line about one edition."""
    name = f"{outcome.source.id} {outcome.edition.value}"
    if outcome.place:
        state = "fresh" if outcome.fresh else "built"
        return f"{state}    {name}: {shown(outcome.place / 'index.html', Path.cwd())}"
    if outcome.fault:
        return f"refused  {name}: our own fault, {type(outcome.fault).__name__}"
    first, *others = [f"{problem.place} {problem.message}" for problem in outcome.problems] or [_UNKNOWN]
    more = f" and {len(others)} more" if others else ""
    kept = "; what was published before stays" if outcome.kept else ""
    return f"refused  {name}: {first}{more}{kept}"
