"""What a PDF says: its pages, its bookmarks, its words about itself, and every text in its parts."""

from __future__ import annotations

import contextlib
import re
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pypdfium2

# Bytes that one stream may grow to.
_MOST_UNPACKED: Final = 50_000_000
_OF_OBJECTS: Final = re.compile(rb"/ObjStm\b")
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
# What draws a page is read as the page's text: here it is a mass of numbers.
_DRAWS: Final = re.compile(rb"\bT[jJ]\b|\bBT\b")
_STRING: Final = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<((?:[0-9A-Fa-f]{2})+)>", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_UTF_16: Final = b"\xfe\xff"
_LETTERS: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# A word that goes on in the next line, as the reader gives it.
_DIVIDED: Final = re.compile("[\u00ad\ufffe\x02]\r?\n?")


class NoPdf(Exception):  # noqa: N818 -- it is an outcome, told to the user
    """A file that is no PDF, or no whole one."""


def about(content: bytes) -> Mapping[str, str]:
    """Return what a PDF says of itself: title, author, program. Raises `NoPdf`."""
    with _opened(content) as document:
        return dict(document.get_metadata_dict(skip_empty=True))


def texts_of_pdf(content: bytes) -> Iterator[str]:
    """Yield the text of each page as one line, the bookmarks, and every text in the file's parts.

    Raises `NoPdf`.
    """
    with _opened(content) as document:
        for page in document:
            text = page.get_textpage().get_text_range()
            yield " ".join(_DIVIDED.sub("", text).split())
        yield from (bookmark.get_title() for bookmark in document.get_toc())
    for part in parts(content):
        if not _DRAWS.search(part):
            yield from (_string(*match.groups()) for match in _STRING.finditer(part))


def objects(content: bytes) -> Iterator[bytes]:
    """Yield what stands in a PDF outside its streams, and the streams that hold objects.

    In fonts and pictures any few letters can stand by chance, and mean nothing.
    """
    yield _STREAM.sub(b"", content)
    for match in _STREAM.finditer(content):
        if _OF_OBJECTS.search(content, content.rfind(b"obj", 0, match.start()), match.start()):
            yield _unpacked(match[1])


def parts(content: bytes) -> Iterator[bytes]:
    """Yield what stands in a PDF outside its streams, and what is in each."""
    yield _STREAM.sub(b"", content)
    for match in _STREAM.finditer(content):
        yield _unpacked(match[1])


def _unpacked(stream: bytes) -> bytes:
    with contextlib.suppress(zlib.error):  # a stream that is not compressed stands there to be read
        return zlib.decompressobj().decompress(stream, _MOST_UNPACKED)
    return stream


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2  # noqa: PLC0415 -- slow to import, and many editions have no PDF

    try:
        with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
            yield document
    except pypdfium2.PdfiumError:
        raise NoPdf from None


def _string(literal: bytes, hexadecimal: bytes) -> str:
    """Return a text of a PDF, however it is written."""
    data = bytes.fromhex(hexadecimal.decode()) if hexadecimal else _ESCAPE.sub(_unescaped, literal or b"")
    return (
        data[2:].decode("utf-16-be", "replace")
        if data.startswith(_UTF_16)
        else data.decode("utf-8", "replace")
    )


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign[0] in b"01234567":
        return bytes([int(sign, 8) % 256])
    return b"" if sign.endswith(b"\n") else _LETTERS.get(sign, sign)
