"""The `new` command."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import click

from handbook.cli.frame import (
    Command,
    as_of_option,
    ask,
    day_for,
    note,
    on_terminal,
    say,
    workspace,
    write_file,
)
from handbook.errors import Place, Problem, Refused, did_you_mean
from handbook.workspace import FOLDER, MARKER, is_id, listing, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from handbook.load import FirmFile

_DEFAULT: Final = "client-product-owner"


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


# What is asked on a terminal; each can be given as an option instead. The help stands in `interview`.
_WEEKEND: Final = MappingProxyType({6: "Saturday", 7: "Sunday"})
_ASKED: Final = (
    ("title", "What you and the client call this work."),
    ("purpose", "What gets better, in one sentence, from the customer's side."),
    ("client", "Who pays: the client's name."),
    ("owner", "Who decides what is built next: first and last name."),
    ("hours", "How many hours a week that person has for it."),
    ("users", "Who uses it: a group of people."),
    ("technical", "How technical the client is: low, medium or high."),
    ("kickoff", "The day of the kick-off, such as 2027-01-11."),
    ("weeks", "How many weeks a sprint is, 1 to 4."),
    ("timezone", "Your time zone, such as Europe/London."),
    ("client_timezone", "The client's time zone, where it is another."),
)


def _asked_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, words in reversed(_ASKED):
        command = click.option(f"--{name.replace('_', '-')}", name, help=words)(command)
    return command


@click.command(cls=Command)
@click.argument("engagement", metavar="ID", callback=_id)
@click.option("--starter", metavar="NAME", callback=_starter, help="Which kind of engagement to begin from.")
@click.option(
    "--from",
    "original",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Begin from an older engagement: how you work is copied, its people, client and dates are not.",
)
@_asked_options
@as_of_option
def new(
    engagement: str, starter: str | None, original: Path | None, as_of: date | None, **said: str | None
) -> None:
    """Write a new, commented engagement file.

    It becomes engagements/ID.yml; what is there is never overwritten. On a terminal what no option says is
    asked. A starter's dates are moved to lie ahead. What the firm's handbook.yml gives is left out. The
    schema that editors complete with is written beside it.
    """
    given = {name: answer for name, answer in said.items() if answer}
    if original and (starter or given):
        raise click.UsageError("--from excludes --starter and answers: people and dates are yours to fill in")
    target = _target(engagement)
    firm = _firm()
    if original:
        text = _copied(original, engagement)
    else:
        text = _begun(engagement, _choose(starter), given, day_for((), as_of), firm)
    write_file(target, text, "x")
    _write_schemas()
    say(shown(target, Path.cwd()))
    if original:
        note(
            f"null is what {shown(original, Path.cwd())} had and this client will have otherwise: fill it in"
        )
    note(f"next: edit it, then 'handbook check {engagement}' and 'handbook serve {engagement}'")


def _begun(engagement: str, template: Path, given: dict[str, str], today: date, firm: FirmFile | None) -> str:
    """Return the text of a starter with what is known of the engagement."""
    from handbook.interview import answered, from_supplier, wrong  # noqa: PLC0415 -- brings the model along
    from handbook.starters import ahead_of, begin, for_firm  # noqa: PLC0415 -- as above

    answers = given
    if on_terminal():
        click.echo("Enter leaves what the starter says, for you to edit later.", err=True)
        answers = ask([(name, words.rstrip(".")) for name, words in _ASKED], given, wrong)
    for name, answer in answers.items():
        if why := wrong(name, answer):
            raise click.BadParameter(f"'{answer}' {why}", param_hint=f"'--{name.replace('_', '-')}'")
    text = ahead_of(begin(template, shown(template, Path.cwd()), {"id": engagement}), today)
    text = answered(text, answers, today)
    if kickoff := answers.get("kickoff"):
        _point_out_weekend(date.fromisoformat(kickoff))
    return for_firm(from_supplier(text, firm.name), firm, keep=frozenset(answers)) if firm else text


def _point_out_weekend(kickoff: date) -> None:
    """Say that a kick-off is on a day on which most people do not work."""
    name = _WEEKEND.get(kickoff.isoweekday())
    if name:
        note(f"{kickoff} is a {name}: look whether people work on the kick-off's day")


def _copied(original: Path, engagement: str) -> str:
    from handbook.copying import copied  # noqa: PLC0415 -- brings the model along
    from handbook.starters import begin  # noqa: PLC0415 -- as above

    name = shown(original, Path.cwd())
    return copied(begin(original, name, {"id": engagement}), name)


def _firm() -> FirmFile | None:
    """Return the workspace's handbook.yml, where it has one."""
    from handbook.load import read_firm  # noqa: PLC0415 -- brings the model along

    file = workspace().root / MARKER
    return read_firm(file, shown(file, Path.cwd())) if file.is_file() else None


def _write_schemas() -> None:
    from handbook.outset import schemas  # noqa: PLC0415 -- brings the model along

    root = workspace().root
    for path, text in schemas(root).items():
        write_file(root / path, text)


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
    if starter is None and on_terminal():
        for name, kind in known.items():
            click.echo(f"  {name:24} {kind.summary}", err=True)
        starter = click.prompt("Kind of engagement", type=click.Choice(list(known)), default=_DEFAULT,
                               show_choices=False, err=True)  # fmt: skip
    return known[starter or _DEFAULT].path
