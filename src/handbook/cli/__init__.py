"""The command line: arguments, progress and exit codes only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.cli import (
    build,
    check,
    diff,
    doctor,
    explain,
    init,
    new,
    page,
    publish,
    schema,
    serve,
    upgrade,
    verify,
)
from handbook.cli.frame import Group, run

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = (
    *(init.init, new.new, page.page, check.check, build.build, serve.serve, explain.explain),
    *(publish.publish, verify.verify, diff.diff, schema.schema, upgrade.upgrade, doctor.doctor),
)


def group() -> Group:
    """Return all commands."""
    return Group(
        "handbook",
        commands={command.name or "": command for command in _COMMANDS},
        help="One YAML file for each client engagement in, a tailored onboarding handbook out.",
        epilog="Exit codes: 0 right, 1 you can mend it, 2 used wrongly, 3 our own fault, 130 interrupted.",
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say, by default those of the program, and return the exit code."""
    return run(group(), arguments)
