"""The `serve` command."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import click

from handbook.cli.frame import (
    Command,
    Mendable,
    as_of_option,
    chosen,
    day_for,
    neighbours,
    note,
    say,
    show_fault,
    tell,
)
from handbook.cli.schema import refresh

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from handbook.preview import Preview
    from handbook.workspace import Source

_PORT = 8000


@click.command(cls=Command)
@click.argument("name", metavar="ID")
@click.option(
    "--edition",
    type=click.Choice(["client", "team"]),
    default="client",
    help="Which edition to show; the client's if not said.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    default=_PORT,
    help=f"The port on this machine; {_PORT} if not said, 0 for any that is free.",
)
@as_of_option
def serve(name: str, edition: str, port: int, as_of: date | None) -> None:
    """Show the site of one engagement, and build it again as you edit.

    It is rebuilt when the engagement file, a page, a partial or a template changes; the browser follows by
    itself, and a problem is shown on the page. Only this machine can see it. Ctrl-C ends it.
    """
    from handbook.layers import texts  # noqa: PLC0415 -- brings the templates along
    from handbook.preview import Preview, serving  # noqa: PLC0415 -- for this command only
    from handbook.watching import watching  # noqa: PLC0415 -- for this command only

    (source,) = chosen([name])
    preview = Preview(_builder(source, edition, day_for([source], as_of)))
    changed = threading.Event()
    try:
        with serving(preview, port) as address, watching([source.path, *texts(source.path)], changed.set):
            say(address)
            note("building; Ctrl-C ends the preview")
            _follow(preview, changed)
    except OSError as error:
        hint = f"choose another with --port, or end what uses port {port}"
        raise Mendable(
            f"port {port} cannot be used: {(error.strerror or str(error)).lower()}; {hint}"
        ) from None


def _builder(source: Source, edition: str, as_of: date) -> Callable[[], Mapping[str, bytes]]:
    """Return the function that builds the files of the edition as they should be now."""
    from handbook.portfolio import Workshop  # noqa: PLC0415 -- brings MkDocs along
    from handbook.reports import load_source  # noqa: PLC0415 -- as above
    from handbook.view import Edition  # noqa: PLC0415 -- as above

    workshop = Workshop(neighbours())

    def build() -> Mapping[str, bytes]:
        refresh(source.path)
        workshop.refresh()
        return workshop.finish(load_source(source), Edition(edition), as_of).files

    return build


def _follow(preview: Preview, changed: threading.Event) -> None:
    """Build now and after every change, here and never at the same time; ends with Ctrl-C."""
    while True:
        shown = preview.rebuild()
        tell(shown.problems)
        if shown.fault:
            show_fault(shown.fault)
        elif not shown.problems:
            note("built")
        while not changed.wait(1):
            pass
        changed.clear()
