"""What finished files say, however they write it: their lines as plain words, decoded and unpacked."""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import json
import re
import unicodedata
import zipfile
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from handbook.proof.pdfs import texts_of_pdf
from handbook.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Files that are text; of the others the runs of readable bytes are looked at, and what they pack.
TEXT: Final = (".css", ".html", ".ics", ".js", ".json", ".map", ".svg", ".txt", ".xml")
# Of those, the ones that most sites share, as their theme has them.
_OF_THEME: Final = (".css", ".js", ".map", ".svg", ".txt", ".xml")
# What search knows stands in a script, too, for folders opened from disk; it is read once.
_SEARCH: Final = "search/search_index.json"
_SEARCH_AGAIN: Final = "search/search_index.js"
_BEFORE_SEARCH: Final = b"var __index = "
_PACKED: Final = (".xlsx", ".zip", ".docx", ".pptx", ".odt", ".ods", ".odp", ".epub")
# Bytes that a packed file may grow to: far more than a workbook, far less than the machine has.
MOST_UNPACKED: Final = 200_000_000
_MOST_LAYERS: Final = 4
# How many lines of late a run remembers: a site has about as many, and most of them are in every site.
_MOST_REMEMBERED: Final = 20_000
_MOST_REMEMBERED_FILES: Final = 100

_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_ASCII_WORDS: Final = bytes(ord(chr(at).lower()) if chr(at).isalnum() else 32 for at in range(128)).ljust(256)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TAG: Final = re.compile(r"<[^<>]*>")
# Tags with what may be letters on both sides: only there it matters what they are taken for.
_DIVIDED: Final = re.compile(r"<(?<=[\w;\x80-\U0010ffff]<)(?:[^<>]*><)*[^<>]*>[\w&%\x80-\U0010ffff]")
_FOLDED: Final = re.compile(r"\r?\n[ \t]")
_BETWEEN_TEXTS: Final = re.compile(r'(?<!\\)"(?:\},\{|,)"')
_JSON_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
_TO_DECODE: Final = re.compile(r"[\\<&%]|[A-Za-z0-9+/_-]{24}")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){12,}")
# Four characters or more of UTF-8: bytes of a packed font that are none are no text.
_READABLE: Final = re.compile(
    rb"(?:[\t\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){4,}"
)


def words(text: str) -> str:
    """Return a text as its words in small letters with a space around each: no markup, no punctuation.

    So a name is the same in a sentence, an id and a file's name, and never a part of another word.
    """
    if text.isascii():  # nearly all are, and a site has tens of thousands of them
        return f" {b' '.join(text.encode().translate(_ASCII_WORDS).split()).decode()} "
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text.casefold())).casefold()
    return f" {_BETWEEN_WORDS.sub(' ', folded).strip()} "


class _Said(Recent[str, str]):
    """What lines say, read when first asked for."""

    def __missing__(self, line: str) -> str:
        try:
            return super().__missing__(line)
        except KeyError:
            said = self[line] = "\n".join(dict.fromkeys(map(words, dict.fromkeys(ways(line)))))
            return said


class Lines:
    """The lines of files and what each says; remembered, since all sites share most of their lines."""

    def __init__(self) -> None:
        self._said = _Said(_MOST_REMEMBERED)
        self._shared: Recent[tuple[str, bytes], tuple[str, ...]] = Recent(_MOST_REMEMBERED_FILES)

    def of(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Return every distinct line of the files and of what they pack, and their paths."""
        return tuple(dict.fromkeys(chain(files, self.of_texts(files), self.of_others(files))))

    def of_texts(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Return every distinct line of the files that are text."""
        again = files.get(_SEARCH_AGAIN) == _BEFORE_SEARCH + files.get(_SEARCH, b"")
        found: dict[str, None] = {}
        for path, content in files.items():
            if path.endswith(TEXT) and not (again and path == _SEARCH_AGAIN):
                found.update(dict.fromkeys(self.of_file(path, content)))
        return tuple(found)

    def of_others(self, files: Mapping[str, bytes]) -> Iterator[str]:
        """Yield the lines of the files that are no text, and of what they pack."""
        for path, content in files.items():
            if not path.endswith(TEXT):
                yield from self.of_file(path, content)

    def of_file(self, path: str, content: bytes) -> Sequence[str]:
        """Return the lines of one file and of what it packs."""
        if path.endswith(_PACKED):
            return tuple(_lines_of_bytes(path, content))
        if path.endswith(TEXT) and not path.endswith(_OF_THEME):
            return _lines_of_text(path, content)
        # Most often all sites share these: fonts, pictures, the theme's scripts.
        if (known := self._shared.find((path, content))) is None:
            self._shared.pass_on()
            read = _lines_of_text if path.endswith(TEXT) else _lines_of_bytes
            known = self._shared[path, content] = tuple(read(path, content))
        return known

    def said(self, lines: Sequence[str]) -> list[str]:
        """Return what each line says in each way of reading it, as words, one way below the other."""
        self._said.pass_on()
        return [self._said[line] for line in lines]


def _lines_of_text(path: str, content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace")
    if path.endswith(".ics"):
        text = _FOLDED.sub("", text)
    if path.endswith((".json", ".js")):
        # What search knows is one line; where two of its texts meet there is nothing that is in a text.
        text = _BETWEEN_TEXTS.sub('",\n"', text)
    lines = text.split("\n")
    return [*lines, *_as_utf_16(content)] if b"\0" in content else lines


def _lines_of_bytes(path: str, content: bytes, layer: int = 0) -> Iterator[str]:
    """Yield what can be read in a file that is no text, and in what it packs."""
    if path.endswith(".pdf"):
        yield from texts_of_pdf(content)
        return
    yield from (run.decode("utf-8", "replace") for run in _READABLE.findall(content))
    yield from _as_utf_16(content)
    if layer < _MOST_LAYERS:
        for inner, data in _inside(path, content):
            yield inner
            if inner.endswith((*TEXT, ".rels")):
                yield from _lines_of_text(inner, data)
            else:
                yield from _lines_of_bytes(inner, data, layer + 1)


def _inside(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a packed file."""
    if path.endswith(_PACKED):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise ValueError(f"{path} unpacks to more than {MOST_UNPACKED} bytes")
            yield from ((member.filename, archive.read(member)) for member in archive.infolist())


def _as_utf_16(content: bytes) -> Iterator[str]:
    """Yield the texts that bytes hold as UTF-16, whichever way round and wherever they begin."""
    for pattern, encoding in (
        (rb"(?:[\x20-\x7e\xa0-\xff]\0){6,}", "utf-16-le"),
        (rb"(?:\0[\x20-\x7e\xa0-\xff]){6,}", "utf-16-be"),
    ):
        if b"\0" in content:
            yield from (run.decode(encoding, "replace") for run in re.findall(pattern, content))


def ways(line: str) -> Iterator[str]:
    """Yield a line as it stands, and decoded and without its tags in each usual way."""
    yield line
    if not _TO_DECODE.search(line):
        return
    plain = _JSON_ESCAPE.sub(_of_json, line) if "\\" in line else line
    if "<" in plain:
        # With a space two words stay apart; without one a word that a tag divides is whole.
        yield _decoded(_TAG.sub(" ", plain))
        if _DIVIDED.search(plain):
            yield _decoded(_TAG.sub("", plain))
    yield _decoded(plain)
    for run in _BASE64.findall(line):
        yield from _packed_in(run)


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
        yield from _as_utf_16(data)
