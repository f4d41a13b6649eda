"""The characters an engagement file may hold: bytes in, safe text out, with every unsafe place named."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from handbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 200_000
MAX_PROBLEMS: Final = 100
# After so many unsafe characters a file is not worth looking through to its end.
_ENOUGH: Final = 2_000

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane + low) for plane in range(0, 0x110000, 0x10000)
                                           for low in (0xFFFE, 0xFFFF))  # fmt: skip
# In this order: the first family that holds a character names it.
_FAMILIES: Final = (
    ("YAML-CONTROL", "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029", "control character", "delete it"),
    ("YAML-BIDI", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069", "text-direction character", "delete it"),
    (
        "YAML-INVISIBLE",
        # The characters that Unicode calls ignorable, but for the two that hold emoji together.
        (
            "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2060-\u2065\u206a-\u206f\u3164"
            "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
            "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
            "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2"
        ),
        "invisible or formatting character",
        "delete it, or type the words again",
    ),
    (
        "YAML-PRIVATE-USE",
        "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd" + _NONCHARACTERS,
        "private-use character",
        "delete it; it shows on no reader's screen",
    ),
)
# One class to search with, which is fast, and one group a family to tell them apart.
_UNSAFE: Final = re.compile("[" + "".join(members for _, members, _, _ in _FAMILIES) + "]")
_FAMILY: Final = re.compile("|".join(f"([{members}])" for _, members, _, _ in _FAMILIES))


def decode(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file, unsafe characters replaced one for one, and a problem for each of them.

    Line breaks come out as line feeds. The replacement keeps every later place right, so that a reader
    of the text can go on and find the other problems of the file in the same run.
    """
    start = Place(file, 1, 1)
    if len(data) > MAX_BYTES:
        message = f"the file is too large: more than {MAX_BYTES:,} bytes"
        return "", (Problem(start, "", message, "move what is not the engagement's elsewhere", "YAML-SIZE"),)
    if wrong := _wrong_encoding(data, file):
        return "", (wrong,)
    problems: list[Problem] = []
    text = data.decode("utf-8")
    if text.startswith("\ufeff"):
        text = text[1:]
        hint = "save the file as UTF-8 without it ('UTF-8', not 'UTF-8 with BOM')"
        problems.append(Problem(start, "", "the file begins with a byte-order mark", hint, "YAML-BOM"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems += islice(unsafe_characters(text, file), MAX_PROBLEMS + 1)
    return _UNSAFE.sub("\ufffd", text), tuple(problems)


def unsafe_characters(text: str, file: str, within: Place | None = None) -> Iterator[Problem]:
    """Yield a problem for the first unsafe character of each family on each line of `text`.

    With `within`, `text` is a value at that place (its escapes resolved), and the place is the value's.
    """
    seen: set[tuple[int, str]] = set()
    line, line_start, after = 1, 0, 0
    for found in islice(_UNSAFE.finditer(text), _ENOUGH):
        if breaks := text.count("\n", after, found.start()):
            line += breaks
            line_start = text.rindex("\n", after, found.start()) + 1
        after = found.end()
        code, noun, hint = _family(found[0])
        if (line, code) not in seen:
            seen.add((line, code))
            place = within or Place(file, line, found.start() - line_start + 1)
            yield Problem(place, "", f"{noun} U+{ord(found[0]):04X}", hint, code)


def _family(character: str) -> tuple[str, str, str]:
    """Return the code, noun and hint for an unsafe character."""
    found = _FAMILY.match(character)
    code, _, noun, hint = _FAMILIES[((found and found.lastindex) or 1) - 1]
    return code, noun, hint


def _wrong_encoding(data: bytes, file: str) -> Problem | None:
    """Return the problem of bytes that are not UTF-8, with the place of the first wrong one."""
    hint = "save the file as UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _every_other_byte_nul(data):
        message = "the file is in UTF-16 or UTF-32, and engagement files are UTF-8"
        return Problem(Place(file, 1, 1), "", message, hint, "YAML-ENCODING")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = re.split("\r\n|\r|\n", data[: error.start].decode("utf-8"))
        place = Place(file, len(before), len(before[-1].removeprefix("\ufeff")) + 1)
        message = f"the file is not UTF-8: byte 0x{data[error.start]:02X} here"
        return Problem(place, "", message, hint + " (it may be Windows-1252 or Latin-1)", "YAML-ENCODING")
    return None


def _every_other_byte_nul(data: bytes) -> bool:
    head = data[:64]
    return len(head) > 1 and (not any(head[::2]) or not any(head[1::2]))
