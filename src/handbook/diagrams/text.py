"""Words on a picture: how wide they are, and where their lines break."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Of a character that our font does not have: another font shows it, which nobody knows, so the guess is wide.
_FULL, _OTHER, _OTHER_BOLD = 1000, 620, 650
_JOINERS: Final = frozenset("\u200d\u200c\ufe0e\ufe0f")
_LINE: Final = 1.3


class Label(Struct, frozen=True):
    """Words on a picture, and the fields of the engagement file that they show."""

    text: str
    fields: tuple[str, ...] = ()

    @property
    def capital(self) -> Label:
        """The label as a sentence begins."""
        return Label(self.text[:1].upper() + self.text[1:], self.fields)


class Style(Struct, frozen=True):
    """How words are written: their size in pixels, their weight, and the part they play."""

    size: float
    bold: bool = False
    role: str = "text"


BODY: Final = Style(15)
STRONG: Final = Style(15, bold=True)
SMALL: Final = Style(13.5, role="small")
HEAD: Final = Style(13.5, bold=True, role="head")


class Line(Struct, frozen=True):
    """One line of words, `top` to baseline measured from the top of its block."""

    text: str
    style: Style
    baseline: float


class Block(Struct, frozen=True):
    """Lines of words below each other, with their size in pixels and the fields that they show."""

    lines: tuple[Line, ...]
    width: float
    height: float
    fields: tuple[str, ...]


@cache
def _widths() -> Mapping[str, tuple[int, int]]:
    """Return the widths of our font's characters, regular and bold, in thousandths of the size."""
    table: dict[str, tuple[int, int]] = {}
    for row in resources.files(__package__).joinpath("widths.txt").read_text("utf-8").splitlines():
        regular, bold, *ranges = row.split()
        for written in ranges:
            first, _, last = written.partition("-")
            codes = range(int(first, 16), int(last or first, 16) + 1)
            table |= {chr(code): (int(regular), int(bold)) for code in codes}
    return table


def measure(text: str, style: Style) -> float:
    """Return how wide a text is, in pixels."""
    widths = _widths()
    total = sum(widths[each][style.bold] if each in widths else _guess(each, style) for each in text)
    return total * style.size / 1000


def _guess(character: str, style: Style) -> int:
    if _goes_with_the_last(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL
    return _OTHER_BOLD if style.bold else _OTHER


def _goes_with_the_last(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) in {"Mn", "Me"}


def wrapped(text: str, room: float, style: Style) -> Iterator[str]:
    """Yield a text in lines no wider than `room` pixels; a word that is wider itself is cut."""
    line = ""
    for word in _cut(text.split(), room, style):
        longer = f"{line} {word}" if line else word
        if line and measure(longer, style) > room:
            yield line
            longer = word
        line = longer
    yield line


def _cut(words: Iterable[str], room: float, style: Style) -> Iterator[str]:
    for word in words:
        rest = word
        while measure(rest, style) > room:
            end = _fitting(rest, room, style)
            yield rest[:end]
            rest = rest[end:]
            if not rest:
                break
        if rest:
            yield rest


def _fitting(word: str, room: float, style: Style) -> int:
    """Return how many characters of a word fit, at least one, none parted from its accents."""
    marks = [len(found[0]) + found.start() for found in re.finditer("[-/_@.\u00ad]", word)]
    fits = [end for end in marks if end < len(word) and measure(word[:end], style) <= room]
    if fits:
        return fits[-1]
    end = 1
    while end < len(word) and (
        measure(word[: end + 1], style) <= room or _goes_with_the_last(word[end]) or word[end - 1] in _JOINERS
    ):
        end += 1
    return end


def block(paragraphs: Iterable[tuple[Label, Style]], room: float, gap: float = 3) -> Block:
    """Return paragraphs as lines in a column `room` pixels wide, with a gap before each but the first."""
    lines: list[Line] = []
    fields: dict[str, None] = {}
    top = width = 0.0
    for label, style in paragraphs:
        top += gap if lines else 0
        for text in wrapped(label.text, room, style):
            lines.append(Line(text, style, top + style.size))
            width = max(width, measure(text, style))
            top += style.size * _LINE
        fields |= dict.fromkeys(label.fields)
    return Block(tuple(lines), width, top, tuple(fields))
