"""Makes the handouts of one edition: `printed.py FILE DAY book|all [--pages-only]`.

`book` is the one booklet of all pages, `all` every handout of every kind. With the last word it stops where
the pages are finished, so that the difference is what the handouts cost.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import portfolio
from handbook import outputs
from handbook.layers import templates
from handbook.load import load_text
from handbook.model.basics import Handout
from handbook.outputs import handouts, site
from handbook.outputs.handouts.booklet import Book
from handbook.outputs.handouts.copy import Copy
from handbook.records import code
from handbook.skeletons import Press
from handbook.typesetting import Sheet
from handbook.view import Edition


def main(file: Path, day: date, kinds: str, *, pages_only: bool) -> None:
    """Make them, and drop them."""
    text = _with(file.read_text("utf-8"), [kind.value for kind in Handout])
    loaded = load_text(text.encode(), file.name, file.parent)
    made = outputs.write(loaded, Edition.CLIENT, day, templates(), handouts=True)
    pages = site.files(made, Press(portfolio.ROOT / "mkdocs.yml"))
    if pages_only:
        return
    typesetter = handouts.typesetter()
    if kinds == "all":
        handouts.files(made, pages, typesetter)
        return
    copy = Copy(made)
    whole = next(
        one for one in copy.records("handouts") if code(one, "kind") == Handout.TRAINING_BOOKLET.value
    )
    template, content = handouts.content(copy, whole, Book(copy, pages))
    typesetter.pdf(Sheet(template, content, day))


def _with(text: str, kinds: list[str]) -> str:
    """Return a file's text with these kinds of handouts chosen."""
    text = re.sub(r"(?m)^  handouts: .*\n", "", text)
    chosen = f"\nsite:\n  handouts: [{', '.join(kinds)}]\n"
    return text.replace("\nsite:\n", chosen) if "\nsite:\n" in text else text + chosen


if __name__ == "__main__":
    main(
        Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), sys.argv[3], pages_only="--pages-only" in sys.argv
    )
