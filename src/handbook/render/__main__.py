"""Rendering for authors: try the pages on an engagement while writing them, without building a site."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.bundle import bundle
from handbook.errors import Refused
from handbook.facts import facts
from handbook.findings import examine, facts_of_findings
from handbook.load import load
from handbook.pages import Layer, read_sources
from handbook.render.site import Templates, render
from handbook.slots import MARK, Scope, read_mark
from handbook.view import Edition, select

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from handbook.records import Datum
    from handbook.render.site import RenderedSite
    from handbook.slots import Slot
    from handbook.view import View


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every page of every engagement named can be rendered, 1 when there are problems."""
    asked = _parser().parse_args(arguments)
    templates = Templates(read_sources([Layer(bundle(), "docs", "engagement_templates/partials")]))
    problems: dict[str, None] = {}
    for file in asked.engagement or sorted((bundle() / "engagement_templates" / "examples").glob("*.yml")):
        for edition in asked.edition or list(Edition):
            try:
                site = render(*_seen(file, edition, asked.as_of), templates)
            except Refused as refused:
                problems.update(
                    (f"{problem}  ({file.stem}, {edition})", None) for problem in refused.problems
                )
            else:
                sys.stdout.write(_report(site, file.stem, edition, asked.show))
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m handbook.render", description=__doc__)
    parser.add_argument("engagement", nargs="*", type=Path, help="engagement files; none: the examples")
    parser.add_argument("--edition", action="append", type=Edition, help="client or team; not given: both")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 22))
    parser.add_argument("--show", metavar="PAGE", help="print this page (people/decisions), values in ⟦ ⟧")
    return parser


def _seen(file: Path, edition: Edition, as_of: date) -> tuple[View, Mapping[str, Datum]]:
    loaded = load(file)
    view = select(loaded.engagement, edition, as_of)
    known = dict(facts(view))
    if edition is Edition.TEAM:
        known |= facts_of_findings(examine(loaded, as_of), view, known)
    return view, known


def _report(site: RenderedSite, name: str, edition: Edition, wanted: str | None) -> str:
    if not wanted:
        return f"{name}, {edition}: {len(site.pages)} pages\n"
    page = next((page for page in site.pages if page.path == f"{wanted}.md"), None)
    if page is None:
        return f"{name}, {edition}: has no page {wanted}\n"
    text = f"=== {name}, {edition}: {page.title}\n\n{page.markdown}\n"
    return readable(text, page.slots, site.slots)


def readable(text: str, page: Sequence[Slot], site: Sequence[Slot]) -> str:
    """Return slotted text with every value in brackets."""
    slots = {Scope.PAGE: page, Scope.SITE: site}

    def value(found: re.Match[str]) -> str:
        scope, number = read_mark(found)
        return f"⟦{slots[scope][number].text}⟧"

    return MARK.sub(value, text)


if __name__ == "__main__":
    sys.exit(main())
