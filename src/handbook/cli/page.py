"""The `page` command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbook.cli.frame import Command, chosen, note, say, workspace, write_file
from handbook.errors import Place, Problem, Refused, did_you_mean, nearest
from handbook.workspace import FILE, MARKER, is_in_own_folder, shown

if TYPE_CHECKING:
    from handbook.pages import PageSource, Sources

_PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")


def _path(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    name = value.removeprefix("docs/").removeprefix("pages/").removesuffix(".md")
    if not _PATH.fullmatch(name):
        raise click.BadParameter("write a path such as people/decisions: lower-case letters, digits, hyphens")
    return name


@click.command(cls=Command)
@click.argument("name", metavar="PAGE", callback=_path)
@click.option("--extend", is_flag=True, help="Only add to the page, or replace single sections of it.")
@click.option("--drop", is_flag=True, help="Leave the page out.")
@click.option("--language", metavar="TAG", help="Begin a translation, such as de, from the page as it is.")
@click.option(
    "--engagement", metavar="ID", help="For this engagement only; for all of the firm's if not said."
)
def page(name: str, extend: bool, drop: bool, language: str | None, engagement: str | None) -> None:
    """Begin a page of your own, from ours where there is one of that path.

    The file is a copy of the page as it is now, to be changed: it replaces ours. A PAGE that nobody has yet
    begins empty. What is there is never overwritten.
    """
    if extend + drop + bool(language) > 1:
        raise click.UsageError("--extend, --drop and --language exclude each other")
    if language and not re.fullmatch("[a-z]{2}(-[A-Z]{2})?", language):
        raise click.BadParameter(f"'{language}' is no language tag; write it as de or pt-BR")
    root, sources = _below(engagement)
    below = next((known for known in sources.pages if known.name == name), None)
    if below is None and (extend or drop or language):
        hint = did_you_mean(name, [known.name for known in sources.pages], "'handbook explain ID' lists them")
        raise click.UsageError(f"there is no page '{name}'; {hint}")
    target = root / "pages" / (language or "") / f"{name}.md"
    if target.exists():
        place, hint = Place(shown(target, Path.cwd()), 1, 1), "edit it, or move it away"
        raise Refused([Problem(place, "", "the page is there already", hint, "BUILD-EXISTS")])
    write_file(target, _text(name, below, extend=extend, drop=drop, language=language), "x")
    say(shown(target, Path.cwd()))
    if below:
        note(f"made from {shown(below.origins[0].place, Path.cwd())}")
    elif near := nearest(name, [known.name for known in sources.pages]):
        note(f"a new page: there is none of this path yet; to begin from ours, name '{near}'")


def _below(engagement: str | None) -> tuple[Path, Sources]:
    """Return the folder whose pages are meant, and the pages of the layers below it and in it."""
    from handbook.layers import BUNDLED, Library  # noqa: PLC0415 -- brings the templates along
    from handbook.pages import Layer, read_sources  # noqa: PLC0415 -- as above
    from handbook.reports import load_source  # noqa: PLC0415 -- as above

    if engagement:
        (source,) = chosen([engagement])
        if not is_in_own_folder(source.path):
            where = f"{source.path.stem}/{FILE}.yml"
            raise click.UsageError(f"'{engagement}' has no folder for pages; move its file to {where}")
        return source.path.parent, Library().of(load_source(source)).sources
    root = workspace().root
    if not (root / MARKER).is_file():
        raise click.UsageError("there is no workspace here; 'handbook init DIR' makes one")
    firm = Layer(root, "pages", "pages/_partials", "the firm's", "")
    return root, read_sources([*BUNDLED, firm])


def _text(name: str, below: PageSource | None, *, extend: bool, drop: bool, language: str | None) -> str:
    """Return what the new file holds."""
    from handbook.pages import GUARD, block_names  # noqa: PLC0415 -- as above

    if below is None:
        title = name.rpartition("/")[2].replace("-", " ").capitalize()
        return f"---\ntitle: {title}\norder: 900\n---\n{GUARD}\n\nWrite here.\n"
    if drop:
        return "---\ndrop: true\n---\n"
    if extend:
        names = ", ".join(block_names(below.body))
        comment = f"{{# The blocks of {below.body.file}: {names}. #}}"
        block = "{% block end %}\n{{ super() }}\nWrite here.\n{% endblock %}"
        return f"---\nextends: true\n---\n{GUARD}\n{comment}\n{block}\n"
    first = below.origins[0]
    text = first.place.read_text("utf-8")
    return text.replace("---\n", f"---\nsource: {first.mark}\n", 1) if language else text
