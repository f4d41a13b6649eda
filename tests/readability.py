"""How plain a built page is: words, sentences and syllables of its prose, and the two Flesch measures."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_CELLS: Final = frozenset({"td", "th"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Tags that end a run of text: a list item or a summary ends its sentence even without a full stop.
_BLOCKS: Final = (
    _CELLS
    | _HEADINGS
    | frozenset(
        [
            "p",
            "li",
            "dd",
            "dt",
            "blockquote",
            "summary",
            "label",
            "figcaption",
            "div",
            "ul",
            "ol",
            "table",
            "tr",
            "details",
            "section",
            "hr",
            "br",
            "dl",
            "nav",
        ]
    )
)
_UNREAD: Final = frozenset({"script", "style", "svg", "template", "pre"})
_VOID: Final = frozenset(["br", "hr", "img", "input", "meta", "link", "wbr", "source", "col", "area", "base"])

_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_WORD = re.compile(rf"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['{_APOSTROPHE}][A-Za-z]+)?")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|Mr|Mrs|Ms|Dr|Ltd|Inc|B\.V|[A-Z])\.(?=\s)")
_SENTENCE_END = re.compile(r"[.!?\N{HORIZONTAL ELLIPSIS}]+[\"'\N{RIGHT DOUBLE QUOTATION MARK})\]*]*(?=\s|$)")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\S+\.example\S*")

_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")
_SILENT_INSIDE = re.compile(
    r"e(?=(?:ly|ful|fully|less|ness|ment|ments|where|thing|one|work|share|holder|holders)$)"
)
_SILENT_ENDING = re.compile(
    r"(?<=[gq])ues?$"  # league, unique
    r"|(?<=[^aeiouytd])(?<![^aeiouyrl]l)ed$"  # asked, but wanted, settled
    r"|(?<=[^aeiouylsxzcgh])es$|(?<=[^aeiouycs]h)es$|(?<=[aeiouyrl]l)es$"  # makes, but pages, wishes, tables
    r"|(?<=[^aeiouyl])e$|(?<=[aeiouyrl]l)e$"  # make, but table
)
# Neighbouring vowels that are spoken apart.
_SPLIT = re.compile(
    r"(?<![ct])i(?:a(?!n$)|ous|en[ct])|i(?:um|et)|io(?!n|us)|(?<![qg])u(?:a|ou)|eo|[aeiou]ing$|ying$|ism$"
    r"|[^aeiou]ier$|[^aeiou]iest$|[aeo]yer|oyee|aye[re]"
)
# Words of the pages that the rules below would count wrongly.
_IRREGULAR: Final = {
    "business": 2, "businesses": 3, "every": 2, "everyone": 3, "everything": 3, "someone": 2, "something": 2,
    "sometimes": 2, "people": 2, "people's": 2, "area": 3, "areas": 3, "idea": 3, "ideas": 3, "create": 2,
    "created": 3, "creates": 2, "being": 2, "evidence": 3, "client": 2, "clients": 2, "quiet": 2,
    "science": 2,
    "usual": 3, "usually": 4, "period": 3, "via": 2, "whole": 1, "really": 2, "real": 1, "somebody": 3,
    "whose": 1, "timebox": 2, "homepage": 2, "scorecard": 2, "sideways": 2, "safety": 2, "statement": 2,
    "employee": 3, "dialogue": 3, "rhythm": 2, "wednesday": 2, "colleague": 2, "colleagues": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text of a page, and what holds it: prose, cell or heading."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The measures of one page's prose, with its hardest sentences."""

    words_all: int
    """Words a reader meets, tables and headings included."""
    words: int
    sentences: int
    syllables: int
    worst: tuple[str, ...]
    """Sentences of the prose, hardest first."""
    longest: str
    """The longest sentence of prose or table."""

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade: years of school needed."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def ease(self) -> float:
        """The Flesch reading ease: higher is easier, 60 is plain English."""
        if not self.words:
            return 100.0
        return 206.835 - 1.015 * self.words / self.sentences - 84.6 * self.syllables / self.words

    @property
    def longest_words(self) -> int:
        """How many words the longest sentence has."""
        return len(words(self.longest))


class _Reader(HTMLParser):
    """Collects the blocks of a page, leaving out what stands under an unread tag or class."""

    def __init__(self, skip_classes: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._skip_classes = skip_classes
        self._open: list[tuple[str, bool]] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._flush()
        if tag not in _VOID:
            classes = set((dict(attrs).get("class") or "").split())
            self._open.append((tag, tag in _UNREAD or bool(classes & self._skip_classes)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position][0] == tag:
                del self._open[position:]
                break

    def handle_data(self, data: str) -> None:
        if not any(skipped for _, skipped in self._open):
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self.blocks.append(Block(self._kind(), text))

    def _kind(self) -> str:
        tags = {tag for tag, _ in self._open}
        if tags & _CELLS:
            return "cell"
        return "heading" if tags & _HEADINGS else "prose"


def blocks(html: str, skip_classes: Iterable[str] = ()) -> tuple[Block, ...]:
    """Return the blocks of text of a piece of HTML in reading order."""
    reader = _Reader(frozenset(skip_classes))
    reader.feed(html)
    reader.close()
    return tuple(reader.blocks)


def words(text: str) -> list[str]:
    """Return the words of a text; figures and addresses are not words."""
    return _WORD.findall(_ADDRESS.sub(" ", text))


def sentences(text: str) -> list[str]:
    """Return the sentences of one block of text; the end of the block ends its last sentence."""
    held = _ABBREVIATION.sub(lambda match: match[0][:-1], _ADDRESS.sub("address", text))
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(held)), len(held)]
    pieces = (held[start:end].strip() for start, end in itertools.pairwise(starts))
    return [piece for piece in pieces if words(piece)]


def syllables(word: str) -> int:
    """Return about how many syllables an English word has: groups of vowels, less the silent ones."""
    plain = word.lower().replace(_APOSTROPHE, "'").removesuffix("'s")
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    core = _SILENT_INSIDE.sub("", plain)
    core = _SILENT_ENDING.sub("", core)
    return max(1, len(_VOWELS.findall(core)) + len(_SPLIT.findall(core)))


def measure(found: Iterable[Block]) -> Measure:
    """Return the measures of the prose among some blocks; cells and headings only count as words read."""
    found = tuple(found)
    prose = [sentence for block in found if block.kind == "prose" for sentence in sentences(block.text)]
    cells = [sentence for block in found if block.kind == "cell" for sentence in sentences(block.text)]
    counted = [words(sentence) for sentence in prose]
    return Measure(
        words_all=sum(len(words(block.text)) for block in found),
        words=sum(map(len, counted)),
        sentences=len(counted),
        syllables=sum(syllables(word) for sentence in counted for word in sentence),
        worst=tuple(sorted(prose, key=_hardness, reverse=True)),
        longest=max((*prose, *cells), key=lambda sentence: len(words(sentence)), default=""),
    )


def measure_html(html: str, skip_classes: Iterable[str] = ()) -> Measure:
    """Return the measures of a piece of HTML."""
    return measure(blocks(html, skip_classes))


def _hardness(sentence: str) -> float:
    """Return how hard one sentence is, on the scale of the grade."""
    found = words(sentence)
    return 0.39 * len(found) + 11.8 * sum(map(syllables, found)) / len(found)
