"""The `verify` command."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.cli.frame import RIGHT, TO_MEND, Command, neighbours, note, say, tell
from handbook.workspace import examples, shown


@click.command(cls=Command)
@click.argument("place", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--against-mkdocs", is_flag=True, help="See too that plain MkDocs makes the same bytes.")
def verify(place: Path, against_mkdocs: bool) -> int:
    """Prove a finished edition again, wherever it lies now.

    DIR is an edition's folder, one that has editions in it, or a zip. What is proved is what a build proves
    before it publishes: nothing that the edition withholds is in any file, no other client is named, every
    value comes from a field that it may show, links lead somewhere, nothing is loaded from elsewhere, and the
    files are its own pages and what they ask for. For that the engagement's file must be in the workspace,
    and still be the one that the edition was made from.
    """
    from handbook import verifying  # noqa: PLC0415 -- brings MkDocs along

    found = verifying.editions_in(place, shown(place, Path.cwd()))
    known = {source.path.resolve(): source for source in (*neighbours(), *examples(Path.cwd()))}
    verdicts = []
    for verdict in verifying.verify(found, tuple(known.values()), against_mkdocs=against_mkdocs):
        verdicts.append(verdict)
        tell(verdict.problems)
        say(f"{'WRONG ' if verdict.problems else 'proved'}  {verdict.name}: {verdict.files} files")
    wrong = sum(bool(verdict.problems) for verdict in verdicts)
    note(f"{len(verdicts) - wrong} proved, {wrong} not")
    return TO_MEND if wrong else RIGHT
