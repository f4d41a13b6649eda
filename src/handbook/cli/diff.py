"""The `diff` command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbook.cli.frame import Command, as_of_option, chosen, day_for, note, say

if TYPE_CHECKING:
    from datetime import date

    from handbook.comparison import Side
    from handbook.layers import Library
    from handbook.published import Handed, History

_OPERAND = re.compile(r"(?P<name>.+?)(?:/(?P<edition>client|team))?(?:@(?P<when>[\w-]+))?")
_NEWEST = "published"


@click.command(cls=Command)
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@click.option(
    "--edition",
    type=click.Choice(["client", "team"]),
    default="client",
    help="The edition of what names none; the client's if not said.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    help="text for people, json for scripts, html for a page.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write to, instead of printing.",
)
@as_of_option
def diff(  # noqa: PLR0913, PLR0917 -- one for each option
    before: str, after: str | None, edition: str, form: str, out: Path | None, as_of: date | None
) -> None:
    """Tell what differs between two editions, by page and by field.

    A and B are engagements (acme), editions of them (acme/team), or what was handed over: acme@published is
    the newest, acme@2026-11-22 that of a day, acme@64359ff4 the one with that edition id. Without B, A as it
    was last handed over is compared with A as of today's files. Values of internal fields are not printed.
    """
    from handbook import comparison  # noqa: PLC0415 -- brings the templates along
    from handbook.layers import Library  # noqa: PLC0415 -- brings the templates along

    if after is None:
        after = before.partition("@")[0]
        before = before if "@" in before else f"{before}@{_NEWEST}"
    library = Library()
    sides = [_side(operand, edition, as_of, library) for operand in (before, after)]
    difference = comparison.compare(*sides)
    forms = {"text": comparison.as_text, "json": comparison.as_json, "html": comparison.as_page}
    written = forms[form](difference)
    if out is None:
        for line in written.splitlines():
            say(line)
        return
    from handbook.published import write_file  # noqa: PLC0415 -- as above

    write_file(out, written.encode() + b"\n")
    note(f"written to {out}")


def _side(operand: str, edition: str, as_of: date | None, library: Library) -> Side:
    """Return the edition that a word on the command line means."""
    from handbook import outputs  # noqa: PLC0415 -- brings the templates along
    from handbook.comparison import Side  # noqa: PLC0415 -- as above
    from handbook.outputs.handed import handed, words_of  # noqa: PLC0415 -- as above
    from handbook.reports import history_of, load_source  # noqa: PLC0415 -- as above
    from handbook.view import Edition  # noqa: PLC0415 -- brings the model along

    name, chosen_edition, when = _parts(operand)
    which = chosen_edition or edition
    (source,) = chosen([name])
    loaded = load_source(source)
    if when:
        known = _published(history_of(loaded, which), when, operand)
        return Side(loaded.engagement.id, which, known, published=True, fields={})
    texts = library.of(loaded)
    manuscript = outputs.write(loaded, Edition(which), day_for([source], as_of), texts)
    fields = {
        page.path.removesuffix(".md"): frozenset(field for slot in page.slots for field in slot.fields)
        for page in manuscript.site.pages
    }
    present = handed(manuscript, words_of(texts))
    return Side(loaded.engagement.id, which, present, published=False, fields=fields)


def _parts(operand: str) -> tuple[str, str | None, str | None]:
    """Return the name, edition and time that an operand is made of; a file's name is all of it."""
    if operand.endswith((".yml", ".yaml")):
        return operand, None, None
    found = _OPERAND.fullmatch(operand)
    if not found:
        raise click.UsageError(f"'{operand}' names no edition; write acme, acme/team or acme@{_NEWEST}")
    return found["name"], found["edition"], found["when"]


def _published(history: History, when: str, operand: str) -> Handed:
    """Return the edition that was handed over last, on a day, or with an id that begins so."""
    if when == _NEWEST and history.editions:
        return history.editions[0]
    for one in history.editions:
        if when == one.as_of.isoformat() or (len(when) >= 4 and one.id.startswith(when)):  # noqa: PLR2004 -- as git
            return one
    known = ", ".join(f"{one.id} of {one.as_of}" for one in history.editions)
    raise click.UsageError(
        f"'{operand}' was not handed over, as far as is remembered; "
        + (f"there are: {known}" if known else "'handbook publish' hands an edition over")
    )
