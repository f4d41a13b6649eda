"""Handouts as tests make and read them: those of an example with every kind chosen, and what is in a PDF."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import outloud
import pdfua
import pypdfium2

from handbook import outputs
from handbook.layers import Library, templates
from handbook.load import load_text
from handbook.model.basics import Handout
from handbook.outputs import handouts, site
from handbook.records import Record, code
from handbook.skeletons import Press
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.outputs import Manuscript
    from handbook.render import Templates
    from handbook.typesetting import Typesetter

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "engagement_templates" / "examples").glob("*.yml"))
AS_OF = date(2026, 11, 22)
STARTUP = next(path for path in EXAMPLES if path.stem == "startup-client-po")
PUBLIC = next(path for path in EXAMPLES if path.stem == "public-sector-vendor-po")
_CHOSEN = re.compile(r"(?m)^  handouts: .*\n")
_WHITE = re.compile(r"[\s\u200b]+")


@cache
def texts() -> Templates:
    """Return our pages, read once."""
    return templates()


@cache
def press() -> Press:
    """Return what makes pages, once."""
    return Press(ROOT / "mkdocs.yml")


@cache
def typesetter() -> Typesetter:
    """Return what draws, with its fonts, once."""
    return handouts.typesetter()


def everything(example: Path) -> str:
    """Return the text of an example's file with every kind of handout chosen but the booklet."""
    return with_kinds(example, *(kind.value for kind in Handout if kind is not Handout.TRAINING_BOOKLET))


def with_kinds(example: Path, *kinds: str) -> str:
    """Return the text of an example's file with some kinds of handouts chosen."""
    text = _CHOSEN.sub("", example.read_text("utf-8"))
    chosen = f"\nsite:\n  handouts: [{', '.join(kinds)}]\n"
    return text.replace("\nsite:\n", chosen) if "\nsite:\n" in text else text + chosen


def in_language(text: str, language: str) -> str:
    """Return the text of a file with another language."""
    return re.sub(r"(?m)^language: .*\n", "", text) + f"\nlanguage: {language}\n"


def manuscript(text: str, edition: Edition = Edition.CLIENT, folder: Path = EXAMPLES[0].parent) -> Manuscript:
    """Return what an edition of a file's text is made from, handouts included."""
    loaded = load_text(text.encode(), "engagement.yml", folder)
    return outputs.write(loaded, edition, AS_OF, texts(), handouts=True)


def translated(text: str, language: str, edition: Edition = Edition.CLIENT) -> Manuscript:
    """Return what an edition of a file's text is made from in a language, with our words in it."""
    loaded = load_text(in_language(text, language).encode(), "engagement.yml", EXAMPLES[0].parent)
    return outputs.write(loaded, edition, AS_OF, Library().of(loaded), handouts=True)


def printed(made: Manuscript) -> Mapping[str, bytes]:
    """Return the handouts of an edition."""
    pages = site.files(made, press()) if _has_booklet(made) else {}
    return handouts.files(made, pages, typesetter())


def _has_booklet(made: Manuscript) -> bool:
    return any(code(kind, "id") == "training-booklet" for kind in listed(made.facts["handout_kinds"]))


def listed(datum: object) -> tuple[Record, ...]:
    """Return the records of a fact."""
    return tuple(one for one in datum if isinstance(one, Record)) if isinstance(datum, tuple) else ()


@cache
def of_example(example: Path, edition: Edition) -> Mapping[str, bytes]:
    """Return the handouts of an example, made once: all kinds, the booklets of one client edition alone."""
    return printed(manuscript(everything(example), edition))


@cache
def booklets() -> Mapping[str, bytes]:
    """Return the booklets of an example, made once."""
    return printed(manuscript(with_kinds(STARTUP, "training-booklet")))


@cache
def pages(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page, with single spaces."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(_WHITE.sub(" ", page.get_textpage().get_text_range()) for page in document)


def count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)


def words(pdf: bytes) -> str:
    """Return the whole text of a PDF, with single spaces."""
    return " ".join(pages(pdf))


def errors_of(file: Path) -> list[str]:
    """Return what two checkers of PDF/UA find to be an error in a file."""
    heard = outloud.check(str(file)).findings
    found = [f"outloud: {one.rule} {one.message}" for one in heard if one.severity == "error"]
    rules = pdfua.validate(str(file)).findings
    return found + [f"pdfua: {one}" for one in rules if one.severity is pdfua.Severity.ERROR]


def _pictures(file: Path) -> int:
    """Write each page of a PDF as a picture beside it, and return how many there are."""
    with closing(pypdfium2.PdfDocument(file)) as document:
        for number, page in enumerate(document, start=1):
            page.render(scale=1).to_pil().save(file.with_suffix(f".{number:03}.png"))
        return len(document)


def write_all(folder: Path, language: str = "") -> bool:
    """Write every handout of every example, with pictures of its pages; say which have errors, if any."""
    files = pages = faulty = 0
    for example in EXAMPLES:
        for edition in Edition:
            text = with_kinds(example, *(kind.value for kind in Handout))
            made = printed(translated(text, language, edition) if language else manuscript(text, edition))
            for path, content in made.items():
                file = folder / example.stem / edition.value / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                if path.endswith(".pdf"):
                    files, pages, errors = files + 1, pages + _pictures(file), errors_of(file)
                    faulty += bool(errors)
                    for error in errors:
                        print(f"{file}: {error}", flush=True)
    print(f"{files} files with {pages} pages, {faulty} with errors")
    return not faulty


if __name__ == "__main__":
    sys.exit(0 if write_all(Path(sys.argv[1]), *sys.argv[2:3]) else 1)
