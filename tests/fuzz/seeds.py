"""Where fuzzing begins: right inputs of every kind, and the ways in which they are spoilt."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import generate
from picture_files import chunk, exif, gif, jpeg, png, riff_chunk, webp
from words import NAMES, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CASES = Path(__file__).parents[1] / "cases"
STRINGS: list[str] = json.loads((CASES / "blns.json").read_text("utf-8"))
MARKUP = (
    "<", ">", "&", '"', "'", "`", "</", "<!--", "-->", "<![CDATA[", "]]>", "&#x", "&lt;", "{{", "}}", "{%",
    "javascript:", "https://", "mailto:", "data:", "\\", "%00", "%3C", "=cmd|", "\u2028", "\u00ad", "\u0130",
)  # fmt: skip
YAML = (
    "", "~", "[", "]", "{", "}", "- ", ": ", "? ", "# ", ", ", "'", '"', "|", ">", "&a ", "*a", "<<: ",
    "!!int ", "---\n", "...\n", "%YAML 1.2\n", "\n", "  ", "\t", "\r", "\u00a0", "\ufeff", "\x00", "\u202e",
    "\ue000", "\ufffe", "no", "010", "9:30", "2026-02-30", "1e999", "internal: ", "id: ", "../",
    "a" * 300, "[" * 50,
)  # fmt: skip
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj trailer<</Root 1 0 R/Info<</Title(x)>>>>"
)
_HARDLY_EVER = 0.02


def seeds(target: str) -> list[bytes]:
    """Return right inputs of a target."""
    if target == "load":
        small = sorted((generate.engagement(number) for number in range(40)), key=len)[:12]
        return [(CASES / "minimal.yml").read_bytes(), *(text.encode() for text in small)]
    if target == "fill":
        return [text.encode("utf-8", "ignore") for text in (*STRINGS, *NAMES, *SENTENCES)]
    if target == "pdf":
        return [PDF]
    webps = (webp(), webp(riff_chunk(b"EXIF", b"x"), flags=8))
    return [png(), png(chunk(b"tEXt", b"a\0b")), jpeg(), jpeg(exif(1, b"x")), gif(), *webps]


def spoilt(target: str, seed: int) -> Iterator[bytes]:
    """Yield inputs of a target without end, the same ones for the same seed."""
    chance, right = Random(seed), seeds(target)
    pieces = [piece.encode("utf-8", "surrogatepass") for piece in (YAML if target == "load" else MARKUP)]
    while True:
        data = chance.choice(right)
        if chance.random() < _HARDLY_EVER:
            data = chance.randbytes(chance.randint(0, 400))
        for _ in range(chance.randint(1, 4)):
            data = _spoil(data, chance, pieces)
        yield data


def _spoil(data: bytes, chance: Random, pieces: Sequence[bytes]) -> bytes:
    """Return bytes with one piece cut out, doubled, moved, flipped or put in."""
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((0, 1, 1, 2, 5, 20, 100)))
    way = chance.randrange(6)
    if way == 0:
        return data[:start] + data[end:]
    if way == 1:
        return data[:end] + data[start:]
    if way == 2:
        other = chance.randint(0, len(data))
        return data[:other] + data[start:end] + data[other:]
    if way == 3 and start < len(data):
        return data[:start] + bytes([data[start] ^ (1 << chance.randrange(8))]) + data[start + 1 :]
    return data[:start] + chance.choice(pieces) + data[end:]
