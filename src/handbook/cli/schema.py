"""The `schema` command."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.cli.frame import Command, chosen, note, say, write_file
from handbook.workspace import MARKER, firm_file, shown


@click.command(cls=Command)
@click.argument("name", metavar="[FILE or ID]", required=False)
@click.option("--firm", is_flag=True, help=f"Print the schema of {MARKER} instead.")
@click.option(
    "--write", is_flag=True, help="Write the schema beside the FILE, and name it in its first line."
)
def schema(name: str | None, firm: bool, write: bool) -> None:
    """Print the JSON Schema of an engagement file.

    Editors that know YAML schemas complete and explain the fields with it. 'handbook new' writes it beside
    the file it makes. With a FILE or ID it is that file's own, and offers the ids of its people and parties
    too; with --write 'handbook serve' keeps it up to date as you edit.
    """
    if (firm and name) or (write and not name):
        raise click.UsageError("--write takes a FILE or ID, and --firm takes none")
    say((_own(name, write=write) if name else _general(firm=firm)).rstrip())


def _general(*, firm: bool) -> str:
    from handbook.model import firm_schema  # noqa: PLC0415 -- the model is slow to import
    from handbook.model import schema as describe  # noqa: PLC0415 -- as above
    from handbook.outset import written  # noqa: PLC0415 -- as above

    return written(firm_schema() if firm else describe())


def _own(name: str, *, write: bool) -> str:
    """Return the schema of one file, or where it was written."""
    from handbook.outset import own_schema_file, with_schema_line  # noqa: PLC0415 -- as above

    (source,) = chosen([name])
    text = schema_of(source.path)
    if not write:
        return text
    place = own_schema_file(source.path)
    write_file(place, text)
    before = source.path.read_text("utf-8")
    if (after := with_schema_line(before, place.name)) != before:
        write_file(source.path, after)
    note("'handbook serve' keeps it up to date while you edit")
    return shown(place, Path.cwd())


def schema_of(engagement: Path) -> str:
    """Return the schema of one file, with its ids and without what its firm gives."""
    from handbook.load import read_firm  # noqa: PLC0415 -- the model is slow to import
    from handbook.outset import own_schema  # noqa: PLC0415 -- as above

    path = firm_file(engagement)
    firm = read_firm(path, shown(path, Path.cwd())) if path else None
    return own_schema(engagement.read_text("utf-8"), firm)


def refresh(engagement: Path) -> None:
    """Write the schema of a file again, where it has one of its own and it has changed."""
    from handbook.outset import own_schema_file  # noqa: PLC0415 -- the model is slow to import

    place = own_schema_file(engagement)
    if place.is_file() and (text := schema_of(engagement)) != place.read_text("utf-8"):
        write_file(place, text)
