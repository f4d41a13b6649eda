"""What finished files say: their lines, those that are packed in them, and their paths."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from handbook.fresh import hash_of
from handbook.proof.blocks import END, Block, SharedBlock, is_ours
from handbook.proof.pdfs import texts_of_pdf
from handbook.proof.readings import as_utf_16, said_by
from handbook.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from handbook.kept import Kept

# Files that are text; of the others the runs of readable bytes are looked at, and what they pack.
TEXT: Final = (".css", ".html", ".ics", ".js", ".json", ".map", ".svg", ".txt", ".xml")
# Of those, the ones that an edition has for itself; most sites share the others, as their theme has them.
_OWN: Final = (".html", ".ics", ".json")
# What search knows stands in a script, too, for folders opened from disk; it is read once.
_SEARCH: Final = "search/search_index.json"
_SEARCH_AGAIN: Final = "search/search_index.js"
_BEFORE_SEARCH: Final = b"var __index = "
_PACKED: Final = (".xlsx", ".zip", ".docx", ".pptx", ".odt", ".ods", ".odp", ".epub")
# Bytes that a packed file may grow to: far more than a workbook, far less than the machine has.
MOST_UNPACKED: Final = 200_000_000
_MOST_LAYERS: Final = 4
# How many lines of late a run remembers: a site has about as many, and most of them are in every site.
_MOST_REMEMBERED: Final = 8_000
_MOST_REMEMBERED_FILES: Final = 100
_FOLDED: Final = re.compile(r"\r?\n[ \t]")
_BETWEEN_TEXTS: Final = re.compile(r'(?<!\\)"(?:\},\{|,)"')
# Four characters or more of UTF-8: bytes of a packed font that are none are no text.
_READABLE: Final = re.compile(
    rb"(?:[\t\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){4,}"
)


class Lines:
    """The lines of files and what each says; remembered, since all sites share most of their lines."""

    def __init__(self, kept: Kept | None = None) -> None:
        """`kept` has what earlier runs have read in our own files and the theme's."""
        self._kept = kept
        self._said: Recent[str, bytes] = Recent(_MOST_REMEMBERED)
        self._files: Recent[tuple[str, bytes], SharedBlock] = Recent(_MOST_REMEMBERED_FILES)

    def of(self, files: Mapping[str, bytes]) -> tuple[Block | SharedBlock, ...]:
        """Return every line of files and of what they pack, and their paths: the edition's own ones first."""
        return self.blocks(files, self.of_texts(files))

    def of_texts(self, files: Mapping[str, bytes]) -> dict[str, dict[str, None]]:
        """Return the distinct lines of each file that is text and an edition's own, by path."""
        again = files.get(_SEARCH_AGAIN) == _BEFORE_SEARCH + files.get(_SEARCH, b"")
        found = {
            path: dict.fromkeys(_lines_of_text(path, content))
            for path, content in files.items()
            if path.endswith(_OWN)
        }
        if again and _SEARCH in found:
            found[_SEARCH_AGAIN] = found[_SEARCH]
        return found

    def blocks(
        self, files: Mapping[str, bytes], texts: Mapping[str, Mapping[str, None]]
    ) -> tuple[Block | SharedBlock, ...]:
        """Return all lines, where those of the `texts` have been read."""
        own = dict.fromkeys(files)
        for lines in texts.values():
            own.update(lines)
        for path, content in files.items():
            if path.endswith(_PACKED):
                own.update(dict.fromkeys(_lines_of_bytes(path, content)))
        others = (path for path in files if not (path in texts or path.endswith(_PACKED)))
        return (Block(own), *(self._file(path, files[path]) for path in others))

    def of_file(self, path: str, content: bytes) -> Sequence[str]:
        """Return the lines of one file and of what it packs."""
        if path.endswith(_PACKED):
            return tuple(_lines_of_bytes(path, content))
        return _lines_of_text(path, content) if path.endswith(_OWN) else self._file(path, content).lines

    def said(self, lines: Sequence[str]) -> bytes:
        """Return what each line says in each way of reading it, as words; `END` stands between lines."""
        self._said.pass_on()
        new = self._said.unknown(lines)
        self._said.update(zip(new, said_by(new), strict=True))
        return END.join(map(self._said.__getitem__, lines))

    def _file(self, path: str, content: bytes) -> SharedBlock:
        """Return the lines of a file that most often all sites share: a font, a picture, a script."""
        if (block := self._files.find((path, content))) is None:
            self._files.pass_on()
            block = self._files[path, content] = self._read(path, content)
        return block

    def _read(self, path: str, content: bytes) -> SharedBlock:
        key = ("lines", path, hash_of(content))
        if self._kept and (kept := self._kept.find(key)):
            return SharedBlock.of_bytes(kept)
        read = _lines_of_text if path.endswith(TEXT) else _lines_of_bytes
        block = SharedBlock.of(dict.fromkeys(read(path, content)))
        if self._kept and is_ours(path, content):  # nothing is kept of an engagement's own
            self._kept.keep(key, block.to_bytes())
            self._kept.save()
        return block


def _lines_of_text(path: str, content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace")
    if path.endswith(".ics"):
        text = _FOLDED.sub("", text)
    if path.endswith((".json", ".js")):
        # What search knows is one line; where two of its texts meet there is nothing that is in a text.
        text = _BETWEEN_TEXTS.sub('",\n"', text)
    lines = text.split("\n")
    return [*lines, *as_utf_16(content)] if b"\0" in content else lines


def _lines_of_bytes(path: str, content: bytes, layer: int = 0) -> Iterator[str]:
    """Yield what can be read in a file that is no text, and in what it packs."""
    if path.endswith(".pdf"):
        yield from texts_of_pdf(content)
        return
    yield from (run.decode("utf-8", "replace") for run in _READABLE.findall(content))
    yield from as_utf_16(content)
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
