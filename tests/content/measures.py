"""How the built pages of the examples read; run it to see every page's measures and the hardest sentences.

`python tests/content/measures.py [example ...]` with `src` and `tests` on the path.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

import yaml

from content.reading import AS_OF, templates
from handbook.bundle import bundle
from handbook.load import load
from handbook.outputs import build, write
from handbook.skeletons import Press
from handbook.view import Edition
from plain import EXAMPLES
from readability import Measure, blocks, measure, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WORDS_A_MINUTE = 220
# Links to headings, what only screen readers are told, closed lists that are looked up and not read, and what
# the answers say again of their questions.
_UNREAD = ("headerlink", "md-icon", "looked-up", "hb-again", "hb-answer")
_ARTICLE = re.compile(r"<article\b[^>]*>(.*?)</article>", re.DOTALL)
_AFTER_THE_TEXT = re.compile(r'<h2\b[^>]* id="(?:check-yourself|next-for-you|where-this-comes-from)"')


@dataclass(frozen=True, slots=True)
class Read:
    """A built page as a reader meets it."""

    whole: Measure
    """Everything between title and foot."""
    taught_words: int
    """The words of its text, without questions, what to read next, and sources."""
    text: str


@cache
def press() -> Press:
    """Return one press for all examples."""
    return Press(bundle() / "mkdocs.yml")


@cache
def pages(path: Path, edition: Edition = Edition.CLIENT) -> Mapping[str, Read]:
    """Return the built pages of an engagement file by their names, such as `people/decisions`."""
    files = build(write(load(path), edition, AS_OF, templates()), press()).files
    built = {name: text.decode() for name, text in files.items() if name.endswith(".html")}
    return {_name(name): _read(found[1]) for name, text in built.items() if (found := _ARTICLE.search(text))}


def _name(file: str) -> str:
    """Return the page that a file is; the first page of a folder keeps its `index`."""
    whole = file.removesuffix(".html")
    written = {page.name for page in templates().sources.pages}
    return whole if whole in written else whole.removesuffix("/index")


def _read(article: str) -> Read:
    after = _AFTER_THE_TEXT.search(article)
    text = blocks(article[: after.start()] if after else article, _UNREAD)
    whole = blocks(article, _UNREAD)
    taught = sum(len(words(block.text)) for block in text)
    return Read(measure(whole), taught, "\n".join(block.text for block in whole))


def paths() -> Mapping[str, tuple[str, ...]]:
    """Return the pages of each role's reading path, the first page of all included."""
    rows = yaml.safe_load((bundle() / "docs" / "_data" / "paths.yml").read_text("utf-8"))
    return {row["id"]: ("index", *row["pages"]) for row in rows}


def minutes(names: tuple[str, ...], built: Mapping[str, Read]) -> float:
    """Return how long it takes to read pages, those that an edition lacks left out."""
    return sum(built[name].whole.words_all for name in names if name in built) / WORDS_A_MINUTE


def main(wanted: list[str]) -> None:
    """Print the measures of the examples whose names are wanted, or of all."""
    for path in (path for path in EXAMPLES if not wanted or path.stem in wanted):
        built = pages(path)
        sys.stdout.write(
            f"\n{path.stem}\n{'page':34}{'words':>6}{'taught':>7}{'grade':>6}{'ease':>5}{'longest':>8}\n"
        )
        for name, page in sorted(built.items()):
            found, taught = page.whole, page.taught_words
            row = f"{taught:7}{found.grade:6.1f}{found.ease:5.0f}{found.longest_words:8}"
            sys.stdout.write(f"{name:34}{found.words_all:6}{row}\n")
        sys.stdout.write(f"median grade {median(page.whole.grade for page in built.values()):.1f}\n")
        for role, names in paths().items():
            sys.stdout.write(f"path of {role}: {minutes(names, built):.0f} minutes\n")
        hard = sorted(built.items(), key=lambda item: item[1].whole.grade, reverse=True)[:3]
        for name, page in hard:
            sys.stdout.writelines(f"hard: {name}: {sentence}\n" for sentence in page.whole.worst[:3])


if __name__ == "__main__":
    main(sys.argv[1:])
