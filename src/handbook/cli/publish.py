"""The `publish` command."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from handbook.cli.frame import (
    OUR_FAULT,
    RIGHT,
    TO_MEND,
    Command,
    Mendable,
    as_of_option,
    chosen,
    chosen_or_all,
    day_for,
    neighbours,
    note,
    say,
    show_fault,
    tell,
    workspace,
)
from handbook.workspace import RECORDS, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handbook.delivery import Command as Line
    from handbook.handover import Given, Order

_ALL = "all"
_FOLDER = "public"
# What takes an edition to a server, by the form in which it is handed over.
_PROGRAMS = MappingProxyType({"rsync": "rsync", "s3": "aws"})
_ADDRESSES = MappingProxyType({"rsync": "user@host:/srv/handbooks", "s3": "s3://bucket/handbooks"})


@click.command(cls=Command)
@click.argument("names", metavar="[FILE or ID ...]", nargs=-1)
@click.option(
    "--edition",
    type=click.Choice(["client", "team", _ALL]),
    default="client",
    help="Which edition to hand over; the client's if not said.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["folder", "zip", "pages", *_PROGRAMS]),
    default="folder",
    help="What to hand over: a folder, a zip to mail, a folder for GitHub or GitLab Pages, or a folder with "
    "the commands that take it to a server.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"The folder that editions are handed over in; '{_FOLDER}' in the workspace if not said.",
)
@click.option(
    "--to", metavar="ADDRESS", help="The server: deploy@host:/folder for rsync, s3://bucket/folder."
)
@click.option("--run", is_flag=True, help="Run the commands that take editions to the server.")
@click.option(
    "--remember",
    is_flag=True,
    help="Note editions as handed over though you run the printed commands yourself.",
)
@click.option("--prune", is_flag=True, help="Take away what the workspace has no engagement for any more.")
@click.option("--close", is_flag=True, help="Put one page in place of an engagement that is closed.")
@click.option(
    "--forget",
    "person",
    metavar="PERSON",
    help="Only take someone out of the records of what was handed over: their id, name or mail address.",
)
@click.option("--draft", is_flag=True, help="Hand over what is not agreed yet, marked as a draft.")
@click.option("--no-handouts", is_flag=True, help="Leave out what people print.")
@click.option(
    "--access",
    type=click.Choice(["nginx", "apache", "caddy", "cloudfront", "gitlab", "github"]),
    help="Only print what to put in front of a site, so that only those it is for can read it.",
)
@as_of_option
def publish(  # noqa: PLR0913, PLR0917 -- one for each option
    names: tuple[str, ...],
    edition: str,
    form: str,
    out: Path | None,
    to: str | None,
    run: bool,
    remember: bool,
    prune: bool,
    close: bool,
    draft: bool,
    no_handouts: bool,
    access: str | None,
    person: str | None,
    as_of: date | None,
) -> int:
    """Hand editions over to those they are for, and remember what they were given.

    Without a FILE or ID, all engagements but drafts are handed over. What was handed over is noted in
    the folder 'published' beside the engagements: keep it in git, so that the next edition can tell its
    readers what changed, and their calendars are put right. A command for a server is printed, and run only
    with --run; until it has run nothing is handed over, so nothing is noted without --run or --remember.
    """
    if access:
        return _show_access(access, names)
    if person is not None:
        return _forget(person, names)
    _refuse_what_does_not_fit(form, to, run=run, prune=prune, names=names)
    if remember and (run or form not in _PROGRAMS):
        raise click.UsageError("--remember is for --as rsync and --as s3 without --run")
    from handbook import handover  # noqa: PLC0415 -- brings MkDocs along
    from handbook.view import Edition  # noqa: PLC0415 -- brings the model along

    sources, problems = chosen_or_all(names)
    tell(problems)
    place = out or workspace().root / _FOLDER
    editions = tuple(Edition) if edition == _ALL else (Edition(edition),)
    order = handover.Order(
        editions,
        handover.Form(form),
        place,
        day_for(sources, as_of),
        draft,
        not no_handouts,
        close,
        neighbours(),
    )
    given = []
    for one in handover.give(sources, order):
        if not names and _is_draft(one):
            # Nobody asked for this one: drafts are not meant where all are.
            note(f"{one.source.id} {one.edition.value} is a draft, and is left out")
            continue
        note(f"{one.source.id} {one.edition.value}")
        given.append(one)
    pruned = _prune(place, [source.id for source in sources]) if prune and not problems else []
    lines = _lines(form, to, order, given, prune=prune)
    _sum_up(given, pruned, lines)
    if run and not _all_run(lines):
        return TO_MEND
    _note(given, are_theirs=run or remember or not lines)
    if any(one.fault for one in given):
        return OUR_FAULT
    return RIGHT if all(one.place for one in given) and not problems else TO_MEND


def _note(given: Iterable[Given], *, are_theirs: bool) -> None:
    """Move the record of editions that are with those they are for, and tell whether it moved."""
    from handbook.handover import remember  # noqa: PLC0415 -- brings MkDocs along

    recorded = [one for one in given if one.record and one.history]
    if recorded and not are_theirs:
        note("nothing is noted in 'published' yet, since these commands have not run: let --run run them,")
        note("or run them yourself and add --remember")
    elif recorded:
        for one in recorded:
            remember(one)
        note("noted in 'published': commit it, so that the next edition can tell what changed")


def _is_draft(one: Given) -> bool:
    """Return whether an edition was not handed over for nothing else but being a draft."""
    return bool(one.problems) and all(problem.field == "site.draft" for problem in one.problems)


def _show_access(server: str, names: tuple[str, ...]) -> int:
    from handbook.delivery import snippet  # noqa: PLC0415 -- brings MkDocs along

    for source in chosen(names) if names else ():
        say(snippet(server, source.id).rstrip())
    if not names:
        say(snippet(server, "ENGAGEMENT").rstrip())
    return RIGHT


def _forget(person: str, names: tuple[str, ...]) -> int:
    """Take someone out of the records, and tell where else they are named."""
    from handbook import handover  # noqa: PLC0415 -- brings MkDocs along

    if not person.strip():
        raise click.UsageError("--forget needs the id, the name or the mail address of someone")
    engagements = [source.id for source in chosen(names)] if names else []
    forgotten = list(handover.forget(workspace().root / RECORDS, person.strip(), engagements))
    for _, path in forgotten:
        say(f"forgot   {shown(path, Path.cwd())}")
    if not forgotten:
        raise Mendable(f"no record tells of '{person}'; write their id, name or mail address as it was there")
    note("take them out of the engagement's file too, hand the edition over again, and commit both;")
    note("what git keeps of before, and editions and zips that others have, is theirs and yours to delete")
    return RIGHT


def _refuse_what_does_not_fit(
    form: str, to: str | None, *, run: bool, prune: bool, names: tuple[str, ...]
) -> None:
    if form in _PROGRAMS and not to:
        raise click.UsageError(f"--as {form} needs an address; add --to {_ADDRESSES[form]}")
    if to and form not in _PROGRAMS:
        raise click.UsageError("--to is the address for --as rsync and --as s3; --out names a folder here")
    if run and form not in _PROGRAMS:
        raise click.UsageError("--run runs the commands of --as rsync and --as s3")
    if run and shutil.which(_PROGRAMS[form]) is None:
        words = (
            f"{_PROGRAMS[form]} is not on this machine; install it, or leave --run out and run the command"
        )
        raise Mendable(f"{words} elsewhere")
    if prune and (names or form == "zip"):
        raise click.UsageError("--prune looks at all engagements: name none, and hand over no zip")


def _lines(form: str, to: str | None, order: Order, given: list[Given], *, prune: bool) -> tuple[Line, ...]:
    """Return the commands that take what lies in the folder to the server."""
    from handbook.delivery import commands  # noqa: PLC0415 -- as above

    if form not in _PROGRAMS or not to:
        return ()
    editions = tuple(f"{one.source.id}/{one.edition.value}" for one in given if one.place)
    try:
        return commands(form, shown(order.out, Path.cwd()), to, editions, prune=prune)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _prune(out: Path, known: list[str]) -> list[Path]:
    from handbook.delivery import prune  # noqa: PLC0415 -- as above

    try:
        return list(prune(out, known))
    except OSError as error:
        raise Mendable(f"{error.filename or out} cannot be taken away: {error.strerror}") from error


def _sum_up(given: list[Given], pruned: list[Path], lines: tuple[Line, ...]) -> None:
    """Tell what was refused and why, what lies where, what was taken away, and what to run."""
    tell(dict.fromkeys(problem for one in given for problem in one.problems))
    for one in given:
        name = f"{one.source.id} {one.edition.value}"
        if one.fault:
            show_fault(one.fault, name)
        if one.place:
            words = "expired  " if one.expired else "given    "
            say(f"{words}{name}: {shown(one.place, Path.cwd())}, edition {one.id}")
        else:
            say(f"refused  {name}")
    for place in pruned:
        say(f"removed  {shown(place, Path.cwd())}")
    for line in lines:
        say(f"run      {line}")


def _all_run(lines: tuple[Line, ...]) -> bool:
    """Return whether all commands ran to a good end; the first that does not is the last."""
    for line in lines:
        program = shutil.which(line.words[0]) or line.words[0]
        note(f"running {line}")
        ran = subprocess.run([program, *line.words[1:]], check=False)  # noqa: S603 -- what the user asked to run
        if ran.returncode:
            click.echo(
                f"handbook: {line.words[0]} did not succeed; nothing was noted in the record", err=True
            )
            return False
    return True
