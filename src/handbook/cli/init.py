"""The `init` command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbook.cli.frame import Command, as_of_option, ask, day_for, note, say, write_new
from handbook.errors import Place, Problem, Refused
from handbook.workspace import MARKER, shown

if TYPE_CHECKING:
    from datetime import date

# The field, the option, and the question that is asked on a terminal where the option is not given.
_QUESTIONS = (
    ("firm.name", "Your firm's name"),
    ("firm.country", "Its country, in two letters (such as GB, DE or US)"),
    ("firm.contact", "E-mail address for questions about a handbook"),
    ("language", "Language of your sites (such as en-GB, de or fr)"),
)


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The firm's name.")
@click.option("--country", help="The firm's country, in two letters: its public holidays are kept.")
@click.option("--contact", help="The e-mail address that readers write to.")
@click.option("--language", help="The language of the sites, such as en-GB or de.")
@as_of_option
def init(  # noqa: PLR0913, PLR0917 -- one for each option
    folder: Path,
    name: str | None,
    country: str | None,
    contact: str | None,
    language: str | None,
    as_of: date | None,
) -> None:
    """Make a workspace for a firm: its own file, an example, and what editors, git and servers need.

    handbook.yml says what all engagements have in common. What is there is never overwritten. On a terminal
    what no option says is asked.
    """
    from handbook import outset  # noqa: PLC0415 -- brings the model along
    from handbook.load import read_firm  # noqa: PLC0415 -- as above

    _refuse_taken(folder)
    given = dict(zip((field for field, _ in _QUESTIONS), (name, country, contact, language), strict=True))
    answers = ask(_QUESTIONS, {field: said for field, said in given.items() if said})
    if firm_name := answers.get("firm.name"):
        answers["firm.short"] = firm_name
    today = day_for((), as_of)
    begun = write_new(folder, {MARKER: _checked(outset.firm_text(answers, today))})
    firm = read_firm(folder / MARKER, shown(folder / MARKER, Path.cwd()))
    files = {**outset.around(), **outset.example(firm, today), **outset.schemas(folder)}
    for path in (*begun, *write_new(folder, files)):
        say(shown(path, Path.cwd()))
    where = "" if folder.resolve() == Path.cwd().resolve() else f"cd {folder}, then "
    note(f"next: {where}'handbook serve {outset.EXAMPLE}', and 'handbook new ID' for your first engagement")


def _refuse_taken(folder: Path) -> None:
    """Refuse a folder that is a workspace already."""
    file = folder / MARKER
    if file.exists():
        place = Place(shown(file, Path.cwd()), 1, 1)
        hint = "choose another folder, or go on with this one"
        raise Refused([Problem(place, "", "there is a workspace already", hint, "BUILD-EXISTS")])


def _checked(text: str) -> str:
    """Return the text of a handbook.yml; refuse answers that no handbook.yml can have."""
    from handbook.load import read_firm_text  # noqa: PLC0415 -- brings the model along

    read_firm_text(text.encode(), MARKER, Path.cwd())
    return text
