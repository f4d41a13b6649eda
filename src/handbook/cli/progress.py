"""How long work shows itself: a bar on a terminal, plain lines elsewhere, nothing if asked to be quiet."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from handbook.cli.frame import is_quiet, note, safe

if TYPE_CHECKING:
    from collections.abc import Iterator


class Step(Protocol):
    """Tells what is being done now, if it says, and how many pieces of work more are done."""

    def __call__(self, what: str, *, done: int = 0) -> None:
        """Take one step."""


@contextmanager
def progress(total: int) -> Iterator[Step]:
    """Give the function that tells the steps of a piece of work."""
    if is_quiet() or not sys.stderr.isatty():
        yield _plain()
        return
    from rich.console import Console  # noqa: PLC0415 -- on terminals only
    from rich.progress import (  # noqa: PLC0415 -- as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.description}", markup=False),
    )
    # It is drawn at each step and by no thread: processes are forked while it is there.
    drawn = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    with drawn as bar:
        task = bar.add_task("", total=total)

        def step(what: str, *, done: int = 0) -> None:
            bar.update(task, advance=done, description=safe(what) if what else None, refresh=True)

        yield step


def _plain() -> Step:
    """Return a function that says each thing once, as a line."""
    said: set[str] = set()

    def step(what: str, *, done: int = 0) -> None:  # noqa: ARG001 -- lines are not counted
        if what and what not in said:
            said.add(what)
            note(f"building {what}")

    return step
