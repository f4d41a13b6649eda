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
    from handbook.pages import Origin
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
    from handbook.reports import history_of, load_source  # noqa: PLC0415 -- as above
    from handbook.view import Edition  # noqa: PLC0415 -- as above

    (source,) = chosen([name])
    loaded = load_source(source)
    texts = layers.Library().of(loaded)
    day = day_for([source], as_of)
    manuscripts = {
        edition: outputs.write(loaded, edition, day, texts, history=history_of(loaded, edition.value))
        for edition in Edition
    }
    pages = page_origins(manuscripts, texts.sources)
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
        shows = f"{_editions(page.editions)}, shows {fields}" if page.editions else "in no edition"
        say(f"{page.name}: {_file(page.origins[0])}{_layer(page)}, {shows}")


def _explain_page(page: PageOrigin, places: Places) -> None:
    first, *others = page.origins
    say(f"{page.name}: {_file(first)} ({first.layer}), {_editions(page.editions) or 'in no edition'}")
    does = first.does
    for origin in others:
        say(f"  {does} {_file(origin)} ({origin.layer})")
        does = origin.does
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


def _layer(page: PageOrigin) -> str:
    """Return which layer a page comes from, where that is not the handbook's own."""
    first = page.origins[0]
    if len(page.origins) > 1:
        return f" ({first.layer}, {first.does} {page.origins[1].layer})"
    return "" if first.place.is_relative_to(bundle()) else f" ({first.layer})"


def _file(origin: Origin) -> str:
    return shown(origin.place, Path.cwd())


def _editions(editions: tuple[Edition, ...]) -> str:
    return " and ".join(edition.value for edition in editions)
