"""What finished files say: their lines, those that are packed in them, and their paths."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handbook.proof.pdfs import texts_of_pdf
from handbook.proof.readings import as_utf_16, said_by
from handbook.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
_MOST_REMEMBERED: Final = 20_000
_MOST_REMEMBERED_FILES: Final = 100
# Words have no such sign in them.
END: Final = b"\0"
_FOLDED: Final = re.compile(r"\r?\n[ \t]")
_BETWEEN_TEXTS: Final = re.compile(r'(?<!\\)"(?:\},\{|,)"')
# Four characters or more of UTF-8: bytes of a packed font that are none are no text.
_READABLE: Final = re.compile(
    rb"(?:[\t\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){4,}"
)


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """Lines that are searched together: those of one edition, or of a file that many editions have."""

    lines: tuple[str, ...]
    shared: bool = False


class Lines:
    """The lines of files and what each says; remembered, since all sites share most of their lines."""

    def __init__(self) -> None:
        self._said: Recent[str, bytes] = Recent(_MOST_REMEMBERED)
        self._files: Recent[tuple[str, bytes], Block] = Recent(_MOST_REMEMBERED_FILES)
        self._said_in_files: Recent[Block, bytes] = Recent(_MOST_REMEMBERED_FILES)

    def of(self, files: Mapping[str, bytes]) -> tuple[Block, ...]:
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
    ) -> tuple[Block, ...]:
        """Return all lines, where those of the `texts` have been read."""
        own = dict.fromkeys(files)
        for lines in texts.values():
            own.update(lines)
        for path, content in files.items():
            if path.endswith(_PACKED):
                own.update(dict.fromkeys(_lines_of_bytes(path, content)))
        others = (path for path in files if not (path in texts or path.endswith(_PACKED)))
        return (Block(tuple(own)), *(self._file(path, files[path]) for path in others))

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

    def said_in(self, block: Block) -> bytes:
        """Return the same of the lines of a block."""
        if not block.shared:
            return self.said(block.lines)
        if (known := self._said_in_files.find(block)) is None:
            self._said_in_files.pass_on()
            known = self._said_in_files[block] = END.join(said_by(block.lines))
        return known

    def _file(self, path: str, content: bytes) -> Block:
        """Return the lines of a file that most often all sites share: a font, a picture, a script."""
        if (known := self._files.find((path, content))) is None:
            self._files.pass_on()
            read = _lines_of_text if path.endswith(TEXT) else _lines_of_bytes
            known = self._files[path, content] = Block(tuple(dict.fromkeys(read(path, content))), shared=True)
        return known


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
