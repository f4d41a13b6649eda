"""The `schema` command."""

from __future__ import annotations

import json

import click

from handbook.cli.frame import Command, say


@click.command(cls=Command)
def schema() -> None:
    """Print the JSON Schema of an engagement file.

    Editors that know YAML schemas complete and explain the fields with it. 'handbook new' writes it
    beside the file it makes.
    """
    say(schema_text())


def schema_text() -> str:
    """Return the JSON Schema as text."""
    from handbook.model import schema as describe  # noqa: PLC0415 -- the model is slow to import

    return json.dumps(describe(), indent=2, ensure_ascii=False)
