"""What picture files carry beside the picture: names of people, places, programs and folders."""

from __future__ import annotations

import re
import struct
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from handbook.drawings import bare_drawing, carried_by_drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# The pieces without which a picture would look otherwise. All else is told: texts, dates, profiles, cameras.
_PNG_PICTURE: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_PICTURE: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
_WEBP_FLAGS: Final = 20  # where they stand
_WEBP_CARRIES: Final = 0x20 | 0x08 | 0x04  # flags: a colour profile, Exif, XMP
_GIF_PICTURE: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_COMMENT, _JPEG_SCAN, _JPEG_APP0, _JPEG_APP15 = 0xFE, 0xDA, 0xE0, 0xEF
_JPEG_PICTURE: Final = (b"JFIF\0", b"Adobe")
_GIF_EXTENSION, _GIF_IMAGE, _GIF_END = b"!", b",", b";"
_GIF_COMMENT, _GIF_APPLICATION = 0xFE, 0xFF
_JPEG_END: Final = b"\xff\xd9"
_JPEG_MARKER: Final = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])", re.DOTALL)
_UPRIGHT: Final = 1
_ORIENTATION: Final = 0x0112

# What is beside the picture: in words, and from where to where it stands.
_Piece = tuple[str, int, int]


class Broken(Exception):  # noqa: N818 -- it is an outcome, told to the user
    """A picture that cannot be taken apart; the text says why, as a clause."""


def carried(kind: str, content: bytes) -> Iterator[str]:
    """Yield what a picture of a kind (a key of `KINDS`, or "svg") carries beside the picture.

    Raises `Broken` for one that cannot be taken apart.
    """
    if kind == "svg":
        yield from carried_by_drawing(content, _carried_inside)
    else:
        yield from (what for what, _, _ in _pieces(kind, content))


def bare(kind: str, content: bytes) -> bytes:
    """Return the picture alone: the same bytes if it carries nothing else.

    Raises `Broken` for one that cannot be taken apart, or would be turned by it.
    """
    if kind == "svg":
        return bare_drawing(content, bare) if next(carried(kind, content), None) else content
    kept, at = [], 0
    for _, start, end in _pieces(kind, content):
        if kind == "jpg" and _orientation(content[start:end]) != _UPRIGHT:
            raise Broken("is stored lying on its side")
        kept.append(content[at:start])
        at = end
    whole = b"".join((*kept, content[at:]))
    return _with_true_header(whole) if kind == "webp" and whole != content else whole


def _carried_inside(kind: str, content: bytes) -> bool:
    """Return whether a picture inside a drawing carries anything."""
    return next(carried(kind, content), None) is not None


def _pieces(kind: str, content: bytes) -> Iterator[_Piece]:
    try:
        yield from KINDS[kind](content)
    except (struct.error, IndexError):
        raise Broken("breaks off in the middle") from None


def _of_png(content: bytes) -> Iterator[_Piece]:
    if not content.startswith(_PNG_SIGNATURE):
        raise Broken("is not a PNG picture")
    at, kind = len(_PNG_SIGNATURE), b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if kind not in _PNG_PICTURE:
            yield _named(kind), at, end
        at = end
    yield from _after_the_end(at, content)


def _of_jpeg(content: bytes) -> Iterator[_Piece]:
    if not content.startswith(b"\xff\xd8"):
        raise Broken("is not a JPEG picture")
    at = 2
    while content[at : at + 2] != _JPEG_END:
        start, marker, length = struct.unpack(">BBH", content[at : at + 4])
        if start != 0xFF:  # noqa: PLR2004 -- every marker begins so
            raise Broken("breaks off in the middle")
        end = at + 2 + length
        if marker == _JPEG_COMMENT:
            yield "a comment", at, end
        elif _JPEG_APP0 <= marker <= _JPEG_APP15 and not content.startswith(_JPEG_PICTURE, at + 4):
            yield _named(content[at + 4 : at + 8]), at, end
        at = _after_the_scan(content, end) if marker == _JPEG_SCAN else end
    yield from _after_the_end(at + 2, content)


def _after_the_scan(content: bytes, start: int) -> int:
    """Return where the next marker stands: in pixels a 0xFF is followed by 0, or by a mark to restart."""
    found = _JPEG_MARKER.search(content, start)
    if not found:
        raise Broken("breaks off in the middle")
    return found.start()


def _orientation(piece: bytes) -> int:
    """Return how a JPEG's Exif piece says that the picture lies; 1 is upright, and so is saying nothing."""
    if piece[4:8] != b"Exif":
        return _UPRIGHT
    order = "<" if piece[10:12] == b"II" else ">"
    try:
        return _orientation_in(piece, order)
    except struct.error:
        return _UPRIGHT  # no program can tell from this how the picture lies


def _orientation_in(piece: bytes, order: str) -> int:
    (offset,) = struct.unpack(f"{order}I", piece[14:18])
    (count,) = struct.unpack(f"{order}H", piece[10 + offset : 12 + offset])
    for number in range(count):
        at = 12 + offset + 12 * number
        tag, _, _, value = struct.unpack(f"{order}HHIH", piece[at : at + 10])
        if tag == _ORIENTATION:
            return int(value)
    return _UPRIGHT


def _of_webp(content: bytes) -> Iterator[_Piece]:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise Broken("is not a WebP picture")
    at, whole = 12, 8 + int.from_bytes(content[4:8], "little")
    while at < whole:
        kind, length = struct.unpack("<4sI", content[at : at + 8])
        end = at + 8 + length + length % 2
        if kind not in _WEBP_PICTURE:
            yield _named(kind), at, end
        at = end
    yield from _after_the_end(at, content)


def _with_true_header(content: bytes) -> bytes:
    """Return a WebP picture whose size and flags are those of what is left of it."""
    if len(content) <= _WEBP_FLAGS:
        raise Broken("breaks off in the middle")
    flags = content[_WEBP_FLAGS]
    flags = flags & ~_WEBP_CARRIES if content[12:16] == b"VP8X" else flags
    size = (len(content) - 8).to_bytes(4, "little")
    return content[:4] + size + content[8:_WEBP_FLAGS] + bytes([flags]) + content[_WEBP_FLAGS + 1 :]


def _of_gif(content: bytes) -> Iterator[_Piece]:
    if content[:6] not in {b"GIF87a", b"GIF89a"}:
        raise Broken("is not a GIF picture")
    at = 13 + _size_of_colours(content[10])
    while (kind := content[at : at + 1]) != _GIF_END:
        start = at
        if kind == _GIF_IMAGE:
            at = _after_blocks(content, at + 11 + _size_of_colours(content[at + 9]))
        elif kind == _GIF_EXTENSION:
            label, at = content[at + 1], _after_blocks(content, at + 2)
            program = content[start + 3 : start + 14]
            if label == _GIF_COMMENT or (label == _GIF_APPLICATION and program not in _GIF_PICTURE):
                yield "a comment" if label == _GIF_COMMENT else _named(program), start, at
        else:
            raise Broken("breaks off in the middle")
    yield from _after_the_end(at + 1, content)


def _size_of_colours(flags: int) -> int:
    """Return how many bytes a table of colours has, if there is one."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1


def _after_the_end(end: int, content: bytes) -> Iterator[_Piece]:
    if end > len(content):
        raise Broken("breaks off in the middle")
    if end < len(content):
        yield "something behind its end", end, len(content)


def _named(kind: bytes) -> str:
    return f"a piece '{kind.decode('latin-1').strip()}'"


KINDS: Final[Mapping[str, Callable[[bytes], Iterator[_Piece]]]] = MappingProxyType(
    {"png": _of_png, "jpg": _of_jpeg, "webp": _of_webp, "gif": _of_gif}
)
