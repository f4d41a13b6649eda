"""What each command and option is for, as the manual tells it; run as a module it writes the list down."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from handbook.bundle import bundle
from handbook.cli import group
from handbook.cli.frame import told

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = "docs/_data/commands.yml"
_HEAD = "# Every command with its options. Made by `python -m handbook.cli.guide`: change nothing here.\n"


def command_guide() -> str:
    """Return the commands as the YAML of `docs/_data/commands.yml`, in the order of the command line."""
    commands = group()
    shared = {parameter.name or "" for parameter in commands.params}
    # A command remembers its --help as it is first asked for it: so it is asked as on the command line.
    above = click.Context(commands, info_name="handbook", **commands.context_settings)
    return _HEAD + "".join(
        line for command in commands.commands.values() for line in _command(command, above, shared)
    )


def _command(command: click.Command, above: click.Context, shared: set[str]) -> Iterator[str]:
    context = click.Context(command, parent=above, info_name=command.name)
    yield f"\n- id: {command.name}\n"
    yield f"  usage: {_text(' '.join((context.command_path, *command.collect_usage_pieces(context))))}\n"
    yield f"  does: {_text(' '.join((command.help or '').split()))}\n"
    options = [one for one in command.params if _is_own(one, shared)]
    if options:
        yield "  options:\n"
    for option, does in told(options, context):
        yield f"    - {{option: {_text(option)}, does: {_text(' '.join(does.split()))}}}\n"


def _is_own(parameter: click.Parameter, shared: set[str]) -> bool:
    return isinstance(parameter, click.Option) and parameter.name not in {*shared, "help"}


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def main() -> int:
    """Write the guide to its place beside the pages; return 0."""
    (bundle() / PLACE).write_text(command_guide(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
