"""The `explain` command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbook.bundle import bundle
from handbook.cli.frame import Command, as_of_option, chosen, day_for, say
from handbook.errors import did_you_mean
from handbook.workspace import shown

if TYPE_CHECKING:
    from datetime import date

    from handbook.load import Places
    from handbook.origins import PageOrigin
    from handbook.view import Edition


@click.command(cls=Command)
@click.argument("name", metavar="ID")
@click.argument("asked", metavar="[PAGE or FIELD]", required=False)
@as_of_option
def explain(name: str, asked: str | None, as_of: date | None) -> None:
    """Tell where a page or a shown value comes from.

    With an ID alone: all pages, their files and editions. With a PAGE such as people/decisions: its file,
    and each field that it shows with its line. With a FIELD such as people[noor].email or contract: its
    line, and the pages that show it.
    """
    from handbook import layers, outputs  # noqa: PLC0415 -- brings the templates along
    from handbook.origins import page_named, page_origins  # noqa: PLC0415 -- as above
    from handbook.reports import load_source  # noqa: PLC0415 -- as above
    from handbook.view import Edition  # noqa: PLC0415 -- as above

    (source,) = chosen([name])
    loaded = load_source(source)
    texts = layers.templates()
    day = day_for([source], as_of)
    pages = page_origins({edition: outputs.write(loaded, edition, day, texts) for edition in Edition})
    if asked is None:
        _list(pages)
    elif page := page_named(pages, asked):
        _explain_page(page, loaded.places)
    else:
        _explain_field(asked, pages, loaded.places)


def _list(pages: tuple[PageOrigin, ...]) -> None:
    for page in pages:
        count = len(page.fields)
        fields = f"{count} field{'s' * (count != 1)}"
        say(f"{page.name}: {_file(page)}, {_editions(page.editions)}, shows {fields}")


def _explain_page(page: PageOrigin, places: Places) -> None:
    from handbook.layers import OWN  # noqa: PLC0415 -- as above

    say(f"{page.name}: {_file(page)} ({OWN}), {_editions(page.editions)}")
    for field in page.fields:
        who = "" if page.fields[field] == page.editions else f" ({_editions(page.fields[field])} only)"
        say(f"  {field or 'the engagement'}: {places.of(field)}{who}")


def _explain_field(asked: str, pages: tuple[PageOrigin, ...], places: Places) -> None:
    """Print each field that is or stands in the one asked for, with the pages that show it."""
    from handbook.origins import is_within, shown_fields  # noqa: PLC0415 -- as above

    shown_there = [field for field in shown_fields(pages) if is_within(field, asked)]
    known = [field for field in places.by_path if field]
    if not shown_there and asked not in known:
        hint = did_you_mean(asked, [*known, *(page.name for page in pages)], "see 'handbook explain ID'")
        raise click.UsageError(f"there is no page and no field '{asked}' in this engagement; {hint}")
    if not shown_there:
        say(f"{asked}: {places.of(asked)}, shown on no page")
    for field in shown_there:
        say(f"{field}: {places.of(field)}")
        for page in pages:
            if field in page.fields:
                say(f"  {page.name}, {_editions(page.fields[field])}")


def _file(page: PageOrigin) -> str:
    return shown(bundle() / page.file, Path.cwd())


def _editions(editions: tuple[Edition, ...]) -> str:
    return " and ".join(edition.value for edition in editions)
