"""What a line of a finished file says, however it writes it: as plain words, decoded in each usual way."""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import re
from html import unescape
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from handbook.proof.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_TAG: Final = re.compile(r"<[^<>]*>")
# Tags with what may be letters on both sides: only there it matters what they are taken for.
_DIVIDED: Final = re.compile(r"<(?<=[\w;\x80-\U0010ffff]<)(?:[^<>]*><)*[^<>]*>[\w&%\x80-\U0010ffff]")
_JSON_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
# Looking for the shortest of these is many times as fast, and few lines have one.
_CODES: Final = bytes(
    65 if chr(at).isalnum() or chr(at) in "+/_-" else 10 if chr(at) == "\n" else 32 for at in range(128)
).ljust(256)
_SHORTEST_CODE: Final = b"A" * 24
# How many lines are read together: their texts fit into what a processor has at hand.
_TOGETHER: Final = 100
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){12,}")


def said_by(lines: Sequence[str]) -> list[bytes]:
    """Return what each line says in each way of reading it, as words, one way below the other."""
    starts = range(0, len(lines), _TOGETHER)
    return [said for start in starts for said in _said_by(lines[start : start + _TOGETHER])]


def _said_by(lines: Sequence[str]) -> list[bytes]:
    read = [_ways(line, coded=coded) for line, coded in zip(lines, _coded(lines), strict=True)]
    written = iter(words_of(list(chain.from_iterable(read))))
    return [
        next(written) if len(of_line) == 1 else b"\n".join(dict.fromkeys(islice(written, len(of_line))))
        for of_line in read
    ]


def ways(line: str) -> Collection[str]:
    """Return a line as it stands, and decoded and without its tags in each usual way."""
    return _ways(line, coded=_coded([line])[0])


def _coded(lines: Sequence[str]) -> list[bool]:
    """Return of each line whether it has a run of letters that may be base64 or hexadecimal."""
    each = "\n".join(lines).encode("utf-8", "replace").translate(_CODES).split(b"\n")
    if len(each) != len(lines):
        return [True] * len(lines)  # one has a break in itself
    return [_SHORTEST_CODE in signs for signs in each]


def _ways(line: str, *, coded: bool) -> Collection[str]:
    escaped, tagged = "\\" in line, "<" in line
    if not (coded or escaped or tagged or "&" in line or "%" in line):
        return (line,)
    plain = _JSON_ESCAPE.sub(_of_json, line) if escaped else line
    found = {line: None}
    if tagged or "<" in plain:
        # With a space two words stay apart; without one a word that a tag divides is whole.
        found[_decoded(_TAG.sub(" ", plain))] = None
        if _DIVIDED.search(plain):
            found[_decoded(_TAG.sub("", plain))] = None
    found[_decoded(plain)] = None
    if coded:
        found.update(dict.fromkeys(text for run in _BASE64.findall(line) for text in _packed_in(run)))
    return found


def _decoded(text: str) -> str:
    """Return a text without entities, of the second degree too, and without percent signs."""
    if "&" in text:
        text = unescape(unescape(text))
    return unquote(text) if "%" in text else text


def _of_json(found: re.Match[str]) -> str:
    try:
        return str(json.loads(f'"{found[0]}"'))
    except ValueError:
        return found[0][1:]


def _packed_in(run: str) -> Iterator[str]:
    """Yield what a run of letters and digits says if it is base64 or hexadecimal."""
    with_signs = run.rstrip("=").replace("-", "+").replace("_", "/")
    found = []
    with contextlib.suppress(binascii.Error):
        found.append(base64.b64decode(with_signs + "=" * (-len(with_signs) % 4)))
    if _HEX.fullmatch(run):
        found.append(bytes.fromhex(run))
    for data in found:
        yield data.decode("utf-8", "replace")
        yield from as_utf_16(data)


def as_utf_16(content: bytes) -> Iterator[str]:
    """Yield the texts that bytes hold as UTF-16, whichever way round and wherever they begin."""
    for pattern, encoding in (
        (rb"(?:[\x20-\x7e\xa0-\xff]\0){6,}", "utf-16-le"),
        (rb"(?:\0[\x20-\x7e\xa0-\xff]){6,}", "utf-16-be"),
    ):
        if b"\0" in content:
            yield from (run.decode(encoding, "replace") for run in re.findall(pattern, content))
