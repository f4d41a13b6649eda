"""What all commands share: their options, what they print where, and how they end."""

from __future__ import annotations

import os
import re
import sys
import traceback
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from handbook import __version__
from handbook.errors import Place, Problem, Refused, as_line
from handbook.workspace import Unknown, find_workspace, listing, resolve, shown, today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from handbook.workspace import Source, Workspace

RIGHT: Final = 0
TO_MEND: Final = 1
USED_WRONGLY: Final = 2
OUR_FAULT: Final = 3
INTERRUPTED: Final = 130

_DEBUG: Final = "handbook.debug"
_QUIET: Final = "handbook.quiet"
# What click adds about numbers is for who reads code: [x>=1].
_RANGE: Final = re.compile(r"\s*\[[^\]]*\bx\b[^\]]*\]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Mendable(click.ClickException):
    """Something that the user can mend, and that stands in no file."""


def _remember(key: str) -> Callable[[click.Context, click.Parameter, bool], None]:
    def remember(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            context.find_root().meta[key] = True

    return remember


def _options() -> list[click.Parameter]:
    """Return the options that stand behind every command, and before it."""
    return [
        click.Option(
            ["--quiet", "-q"],
            is_flag=True,
            expose_value=False,
            callback=_remember(_QUIET),
            help="Print problems and results only.",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_remember(_DEBUG),
            help="Show the traceback of a fault.",
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help="Print the version and stop.",
        ),
    ]


def _print_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"handbook {__version__}")
        context.exit()


class Command(click.Command):
    """A command with the options that every command has."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401 -- click's own, passed on
        super().__init__(*arguments, **settings)
        self.params.extend(_options())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each option does."""
        with formatter.section("Options"):
            formatter.write_dl(list(told(self.get_params(ctx), ctx)))


def told(options: Iterable[click.Parameter], context: click.Context) -> Iterator[tuple[str, str]]:
    """Yield how each option is written and what it does, in words alone."""
    for option in options:
        if written := option.get_help_record(context):
            yield written[0], _RANGE.sub("", written[1]).rstrip()


class Group(click.Group):
    """The commands in the order in which they were added, with the common options before them too."""

    command_class = Command

    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401 -- click's own, passed on
        super().__init__(*arguments, **settings)
        self.params.extend(_options())

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the commands' names in the order of a piece of work."""
        return list(self.commands)


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """Return the day that was typed, if any."""
    if value is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise click.BadParameter(f"'{value}' is no day of the calendar; write it as 2027-01-31")


as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    callback=_day,
    help="The day that counts as today, such as 2027-01-31; today if not said, 2026-11-22 for the examples.",
)


def day_for(sources: Sequence[Source], said: date | None) -> date:
    """Return the day that counts as today for these engagements: the one that was said, or the right one."""
    return said or today(source.path for source in sources)


def is_quiet() -> bool:
    """Return whether the user asked for problems and results only."""
    return bool(click.get_current_context().find_root().meta.get(_QUIET))


def say(text: str) -> None:
    """Print a line of a result."""
    click.echo(safe(text))


def note(text: str) -> None:
    """Print a line about what is going on, unless the user asked for quiet."""
    if not is_quiet():
        click.echo(safe(text), err=True)


def on_terminal() -> bool:
    """Return whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not is_quiet()


def ask(
    questions: Sequence[tuple[str, str]],
    given: Mapping[str, str],
    wrong: Callable[[str, str], str] = lambda _field, _answer: "",
) -> dict[str, str]:
    """Return the answers by field: those given, and on a terminal what is said to the other questions.

    What `wrong` has something to say of is asked again.
    """
    answers = dict(given)
    for field, question in questions if on_terminal() else ():
        while field not in answers:
            said = click.prompt(question, default="", show_default=False, err=True).strip()
            if said and (why := wrong(field, said)):
                click.echo(safe(f"  '{said}' {why}"), err=True)
            else:
                answers[field] = said
    return {field: answer for field, answer in answers.items() if answer}


def write_new(root: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files by their paths in a folder, and return those that are new; what is there stays as it is."""
    new = [path for path in files if not (root / path).exists()]
    for path in new:
        write_file(root / path, files[path], "x")
    return tuple(root / path for path in new)


def write_file(target: Path, text: str, mode: str = "w") -> None:
    """Write one file of text; refuse what the operating system does not let be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open(mode, encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        place = Place(shown(Path(error.filename or target), Path.cwd()), 1, 1)
        message = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise Refused([Problem(place, "", message, "", "BUILD-WRITE")]) from error


def is_debugging() -> bool:
    """Return whether the user asked for tracebacks."""
    return bool(click.get_current_context().find_root().meta.get(_DEBUG))


def tell(problems: Iterable[Problem]) -> None:
    """Print problems, one a line."""
    for problem in problems:
        click.echo(safe(as_line(problem)), err=True)


def show_fault(error: Exception, what: str = "") -> None:
    """Tell a fault of our own, with its traceback where that was asked for."""
    if is_debugging():
        click.echo("".join(traceback.format_exception(error)), err=True)
    _tell_fault(error, what)


def _tell_fault(error: Exception, what: str = "") -> None:
    words = safe(" ".join(f"{type(error).__name__}: {error}".split()))
    about = f"{what}: " if what else ""
    click.echo(f"handbook: {about}this is our own fault: {words}", err=True)
    click.echo("handbook: 'handbook doctor' tells whether something is missing here; --debug where", err=True)


def safe(text: str) -> str:
    """Return a line without the characters that a terminal would take for commands."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def workspace() -> Workspace:
    """Return the workspace that the command was called in."""
    return find_workspace(Path.cwd())


def chosen(names: Sequence[str]) -> tuple[Source, ...]:
    """Return the engagements that the ids and file names mean; what is not there was used wrongly."""
    try:
        return resolve(names, workspace(), Path.cwd())
    except Unknown as unknown:
        raise click.UsageError(str(unknown)) from None


def chosen_or_all(names: Sequence[str]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Return the engagements that are meant, all of the workspace where none is named, and what is amiss."""
    if names:
        return chosen(names), ()
    found = listing(workspace(), Path.cwd())
    if not found.sources and not found.problems:
        folder = shown(workspace().folder, Path.cwd())
        raise click.UsageError(f"there is no engagement in {folder}; 'handbook new ID' writes one")
    return found.sources, found.problems


def neighbours() -> tuple[Source, ...]:
    """Return all engagements of the workspace that the command was called in."""
    return listing(workspace(), Path.cwd()).sources


def run(group: click.Group, arguments: Sequence[str] | None) -> int:
    """Return the exit code of a command line, having done what it says."""
    for stream in (sys.stdout, sys.stderr):
        _accept_all_characters(stream)
    given = list(sys.argv[1:] if arguments is None else arguments)
    context: click.Context | None = None
    try:
        context = group.make_context("handbook", given)
        with context:
            result = group.invoke(context)
            return result if isinstance(result, int) else RIGHT
    except Exception as error:  # noqa: BLE001 -- every end of the program is decided here
        debug = bool(context and context.meta.get(_DEBUG))
        return _end(error, debug=debug)
    except KeyboardInterrupt:
        click.echo("handbook: interrupted", err=True)
        return INTERRUPTED


def _accept_all_characters(stream: IO[str]) -> None:
    """Let a stream write what its encoding lacks as escapes, instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")


def _end(error: Exception, *, debug: bool) -> int:
    """Return the exit code for what a command ended with, and tell the user."""
    if debug:
        traceback.print_exception(error)
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        click.echo("handbook: interrupted", err=True)
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return TO_MEND if isinstance(error, Mendable) else USED_WRONGLY
    if isinstance(error, Refused):
        tell(error.problems)
        return TO_MEND
    if isinstance(error, BrokenPipeError):
        # Whoever read our output has enough; keep Python from saying so at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return TO_MEND
    _tell_fault(error)
    return OUR_FAULT
