"""The inert marks that stand for values while pages are compiled."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from msgspec import Struct

# Private-use characters: no Markdown, HTML, Jinja or YAML rule knows them, and the loader refuses them in
# data, so a mark can neither be parsed as anything else nor be forged. The digits are private-use too,
# so that search, slugs and typography leave a mark whole.
_CLOSE = "\ue002"
_DIGITS = "".join(chr(0xE010 + digit) for digit in range(10))
_TO_MARK = str.maketrans("0123456789", _DIGITS)
_FROM_MARK = str.maketrans(_DIGITS, "0123456789")

# A link target is printed with a scheme of its own, so that MkDocs takes it for an address that is not its
# business; the fill replaces scheme and mark together.
URL_SCHEME = "slot:"


class Scope(StrEnum):
    """Whose numbering a slot belongs to: one page's, or that of the whole site (navigation, header)."""

    PAGE = "\ue000"
    SITE = "\ue001"


class Kind(StrEnum):
    """What a slot's value is, and where it may stand: an address in link targets, a picture all alone."""

    TEXT = "text"
    URL = "url"
    PICTURE = "picture"


class Drawing(Struct, frozen=True):
    """A finished picture: its SVG, in which all words are escaped, and the fields that it shows."""

    svg: str
    words: str
    """The picture in sentences, for search and for whoever does not see it."""
    fields: tuple[str, ...]


class Slot(Struct, frozen=True):
    """A printed value: its words as a reader sees them, its kind, and the fields it comes from."""

    text: str
    kind: Kind
    fields: tuple[str, ...]
    svg: str = ""
    """Of a picture, its markup; `text` is the picture in sentences."""


# The class of the paragraph that a picture stands in: nowhere else does a page take markup as a value.
PICTURE_CLASS = "hb-picture"

MARK = re.compile(f"([{Scope.PAGE.value}{Scope.SITE.value}])([{_DIGITS}]+){_CLOSE}")
MARK_CHARACTERS = re.compile(f"[{Scope.PAGE.value}{Scope.SITE.value}{_CLOSE}{_DIGITS}]")


@cache
def mark(scope: Scope, number: int) -> str:
    """Return the mark of slot `number` (from 0) of a scope."""
    return f"{scope.value}{str(number).translate(_TO_MARK)}{_CLOSE}"


def read_mark(match: re.Match[str]) -> tuple[Scope, int]:
    """Return the scope and number that a match of `MARK` names."""
    return _read(match[0])


@cache  # a build reads each some hundred times, and there are as many as the longest page has slots
def _read(mark: str) -> tuple[Scope, int]:
    return Scope(mark[0]), int(mark[1:-1].translate(_FROM_MARK))
