"""Handouts as tests make and read them: those of an example with every kind chosen, and what is in a PDF."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfReader

from handbook import outputs
from handbook.layers import templates
from handbook.load import load_text
from handbook.outputs import handouts
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.outputs import Manuscript
    from handbook.render import Templates
    from handbook.typesetting import Typesetter

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "engagement_templates" / "examples").glob("*.yml"))
AS_OF = date(2026, 11, 22)
_CHOSEN = re.compile(r"(?m)^  handouts: .*\n")
_WHITE = re.compile(r"[\s\u200b]+")


@cache
def texts() -> Templates:
    """Return our pages, read once."""
    return templates()


@cache
def typesetter() -> Typesetter:
    """Return what draws, with its fonts, once."""
    return handouts.typesetter()


def everything(example: Path) -> str:
    """Return the text of an example's file with every kind of handout chosen."""
    return _CHOSEN.sub("", example.read_text("utf-8"))


def manuscript(text: str, edition: Edition = Edition.CLIENT, folder: Path = EXAMPLES[0].parent) -> Manuscript:
    """Return what an edition of a file's text is made from, handouts included."""
    loaded = load_text(text.encode(), "engagement.yml", folder)
    return outputs.write(loaded, edition, AS_OF, texts(), handouts=True)


@cache
def of_example(example: Path, edition: Edition) -> Mapping[str, bytes]:
    """Return the handouts of an example, made once."""
    return handouts.files(manuscript(everything(example), edition), typesetter())


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page, with single spaces."""
    return [_WHITE.sub(" ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def words(pdf: bytes) -> str:
    """Return the whole text of a PDF, with single spaces."""
    return " ".join(pages(pdf))
