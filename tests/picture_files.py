"""Small pictures that are whole, and what such files carry beside the picture, for tests."""

from __future__ import annotations

import base64
import struct
import zlib

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# One grey pixel, as a camera's program would write it: its tables stand where a JPEG has them.
_JPEG_TABLES = (
    b"\xff\xdb\x00\x43\x00" + b"\x10" * 64
    + b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    + b"\xff\xc4\x00\x14\x00\x01" + b"\x00" * 15 + b"\x00"
    + b"\xff\xc4\x00\x14\x10\x01" + b"\x00" * 15 + b"\x00"
)  # fmt: skip
_JPEG_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x3f\xff\x00\x12\xff\xd9"
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_VP8L = base64.b64decode("LwAAAAAHUMACFrD/gYjofwA=")
_GIF_PIXEL = b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a piece of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*more: bytes, behind: bytes = b"") -> bytes:
    """Return a PNG of one pixel with more pieces in it, and something behind it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return b"".join((PNG_SIGNATURE, head, *more, body, chunk(b"IEND", b""), behind))


def segment(marker: int, content: bytes) -> bytes:
    """Return a piece of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def jpeg(*more: bytes, behind: bytes = b"") -> bytes:
    """Return a JPEG of one pixel with more pieces in it, and something behind it."""
    return b"".join((b"\xff\xd8", JFIF, *more, _JPEG_TABLES, _JPEG_SCAN, behind))


def exif(orientation: int, words: bytes = b"") -> bytes:
    """Return a piece of a JPEG that says how the picture lies, and more."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + b"\0\0\0\0" + words)


def riff_chunk(kind: bytes, content: bytes) -> bytes:
    """Return a piece of a WebP."""
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp(*more: bytes, flags: int = 0) -> bytes:
    """Return a WebP of one pixel with more pieces in it."""
    head = riff_chunk(b"VP8X", bytes((flags, 0, 0, 0)) + b"\0" * 6)
    body = b"WEBP" + head + riff_chunk(b"VP8L", _VP8L) + b"".join(more)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif(*more: bytes, behind: bytes = b"") -> bytes:
    """Return a GIF of one pixel with more pieces in it, and something behind it."""
    return b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff" + b"".join(more) + _GIF_PIXEL + b";" + behind
