"""The `new` command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from handbook.cli.frame import Command, as_of_option, day_for, is_quiet, note, say, workspace
from handbook.cli.schema import schema_text
from handbook.errors import Place, Problem, Refused, did_you_mean
from handbook.workspace import FOLDER, is_id, listing, shown

if TYPE_CHECKING:
    from datetime import date

_DEFAULT: Final = "client-product-owner"
# What is asked on a terminal: the field, and the question. Enter keeps what the starter says.
_QUESTIONS: Final = (
    ("title", "Title of the engagement"),
    ("purpose", "Purpose, in one sentence, from the customer's side"),
    ("dates.kickoff", "Day of the kick-off (such as 2027-01-11)"),
    ("timezone", "Time zone (such as Europe/London)"),
)


def _id(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not is_id(value):
        message = "use lower-case letters, digits and hyphens, such as 'acme-booking', at most 60 of them"
        raise click.BadParameter(message)
    return value


def _starter(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from handbook.starters import starters  # noqa: PLC0415 -- reads YAML, which --help need not

    names = [starter.name for starter in starters()]
    if value is not None and value not in names:
        hint = did_you_mean(value, names, f"there are: {', '.join(names)}")
        raise click.BadParameter(f"there is no starter '{value}'; {hint}")
    return value


@click.command(cls=Command)
@click.argument("engagement", metavar="ID", callback=_id)
@click.option("--starter", metavar="NAME", callback=_starter, help="Which kind of engagement to begin from.")
@click.option(
    "--from",
    "original",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Begin from another engagement's file, its comments kept.",
)
@as_of_option
def new(engagement: str, starter: str | None, original: Path | None, as_of: date | None) -> None:
    """Write a new, commented engagement file.

    It becomes engagements/ID.yml; what is there is never overwritten. On a terminal a few questions are
    asked. A starter's dates are moved by whole weeks to lie ahead. The schema that editors complete with is
    written beside it.
    """
    from handbook.starters import SCHEMA_FILE, ahead_of, begin  # noqa: PLC0415 -- as above

    if starter and original:
        raise click.UsageError("--starter and --from exclude each other")
    target = _target(engagement)
    template = original or _choose(starter)
    text = begin(template, shown(template, Path.cwd()), {"id": engagement, **_ask()})
    if not original:
        text = ahead_of(text, day_for((), as_of))
    schema = schema_text()
    _write(target, text, "x")
    _write(target.parent / SCHEMA_FILE, f"{schema}\n", "w")
    if original:
        note(f"copied all of {shown(original, Path.cwd())}, what stands under internal too: read it through")
    say(shown(target, Path.cwd()))
    note(f"next: edit it, then 'handbook check {engagement}' and 'handbook serve {engagement}'")


def _target(engagement: str) -> Path:
    """Return where the file goes; refuse an id that is taken."""
    here = workspace()
    folder = here.root / FOLDER
    taken = [] if here.bundled else [source.path for source in listing(here, Path.cwd()).sources
                                     if source.id == engagement]  # fmt: skip
    beside = [folder / engagement, folder / f"{engagement}.yml", folder / f"{engagement}.yaml"]
    for path in (*taken, *(path for path in beside if path.exists())):
        hint = "choose another id, or move that away"
        problem = f"there is an engagement '{engagement}' already"
        raise Refused([Problem(Place(shown(path, Path.cwd()), 1, 1), "", problem, hint, "BUILD-EXISTS")])
    return folder / f"{engagement}.yml"


def _choose(starter: str | None) -> Path:
    from handbook.starters import starters  # noqa: PLC0415 -- as above

    known = {known.name: known for known in starters()}
    if starter is None and _on_terminal():
        for name, kind in known.items():
            click.echo(f"  {name:24} {kind.summary}", err=True)
        starter = click.prompt("Kind of engagement", type=click.Choice(list(known)), default=_DEFAULT,
                               show_choices=False, err=True)  # fmt: skip
    return known[starter or _DEFAULT].path


def _ask() -> dict[str, str]:
    """Return the answers to the few questions that matter, none where nobody can be asked."""
    if not _on_terminal():
        return {}
    click.echo("Enter leaves what the starter says, for you to edit later.", err=True)
    answers = {
        field: click.prompt(question, default="", show_default=False, err=True).strip()
        for field, question in _QUESTIONS
    }
    return {field: answer for field, answer in answers.items() if answer}


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty() and not is_quiet()


def _write(target: Path, text: str, mode: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open(mode, encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        place = Place(shown(Path(error.filename or target), Path.cwd()), 1, 1)
        message = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise Refused([Problem(place, "", message, "", "BUILD-WRITE")]) from error
