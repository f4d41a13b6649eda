"""The `upgrade` command."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from handbook.cli.frame import RIGHT, TO_MEND, Command, chosen_or_all, note, say, tell, workspace, write_file
from handbook.errors import Place, Problem, Refused
from handbook.workspace import MARKER, shown


@click.command(cls=Command)
@click.argument("names", metavar="[FILE or ID ...]", nargs=-1)
@click.option("--write", is_flag=True, help="Change the files, instead of only showing what would change.")
def upgrade(names: tuple[str, ...], write: bool) -> int:
    """Show what must change in files of an older form, and change it.

    Without a FILE or ID, handbook.yml and all engagements of the workspace are looked at. Comments and layout
    stay as they are. Nothing is changed without --write; then the exit code is 1 if there is something to
    change.
    """
    sources, problems = chosen_or_all(names)
    tell(problems)
    firm = workspace().root / MARKER
    paths = [*([firm] if firm.is_file() and not names else []), *(source.path for source in sources)]
    open_changes, refused = 0, bool(problems)
    for path in paths:
        try:
            open_changes += _one(path, write=write)
        except Refused as reason:
            tell(reason.problems)
            refused = True
    if not open_changes:
        note("every file that can be read is in today's form" if refused else "every file is in today's form")
    elif not write:
        note("nothing was changed; --write changes it")
    return TO_MEND if refused or (open_changes and not write) else RIGHT


def _one(path: Path, *, write: bool) -> int:
    """Tell what changes in one file, and change it if that is wanted; return how many changes there are."""
    from handbook.upgrade import upgraded  # noqa: PLC0415 -- the model is slow to import

    file = shown(path, Path.cwd())
    before = _text(path, file)
    done = upgraded(before, file)
    for change in done.changes:
        say(f"{change.place}: {change.what}")
    lines = difflib.unified_diff(before.splitlines(), done.text.splitlines(), file, file, lineterm="", n=1)
    for line in lines:
        say(line)
    if write and done.text != before:
        write_file(path, done.text)
    return len(done.changes)


def _text(path: Path, file: str) -> str:
    """Return a file's text; its line ends are written as they are everywhere here."""
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or str(error)) if isinstance(error, OSError) else "the file is not UTF-8"
        problem = Problem(Place(file, 1, 1), "", f"cannot be read: {why.lower()}", "", "BUILD-READ")
        raise Refused([problem]) from error
