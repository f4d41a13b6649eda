"""No file carries more than it shows: no author, camera, folder, comment, attachment or hidden sheet."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from handbook.pictures import Broken, carried
from handbook.proof.lines import TEXT
from handbook.proof.pdfs import NoPdf, about, objects
from handbook.proof.wording import words
from handbook.records import Record, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.errors import Problem
    from handbook.proof.evidence import Evidence

_HINT: Final = "save it again without that, or take it off the page"
_UNKNOWN: Final = "is of a kind that nobody here can look into"
_PICTURES: Final = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "webp": "webp", "gif": "gif", "svg": "svg"}
# Fonts, and icons for browsers' tabs: nothing in them is about people.
_PLAIN: Final = (".woff2", ".woff", ".ttf", ".otf", ".ico")
_OFFICE: Final = (".xlsx", ".docx", ".pptx")
# Parts of an office file that are programs, other people's words, or something from elsewhere.
_PARTS: Final = re.compile(
    r"vbaProject|comments|threadedComment|persons?/|externalLinks?/|embeddings/|customXml/|docProps/custom|printerSettings"
)
_PERSON: Final = re.compile(
    r"<(dc:creator|cp:lastModifiedBy|Company|Manager|cp:category|cp:keywords|dc:description)>([^<]+)<"
)
_HIDDEN_SHEET: Final = re.compile(r"<sheet [^>]*state=\"(?:very)?[hH]idden\"")
_FROM_OUTSIDE: Final = re.compile(r"TargetMode=\"External\"")
_PDF_PERSONS: Final = ("Author", "Subject", "Keywords")
_PDF_LIVE: Final = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|SubmitForm|ImportData|GoToR|AA)\b"
)
_PDF_STRANGER: Final = re.compile(rb"/URI\s*\(\s*(?:file|smb|ftp|javascript):", re.IGNORECASE)


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each thing that a picture or document carries and does not show."""
    known = _parties(evidence)
    for path, content in evidence.finished.files.items():
        for what in _carried(path, content, known):
            yield evidence.found_file("BUILD-CARRIED", path, what, _HINT)


def _carried(path: str, content: bytes, known: str) -> Iterator[str]:
    """Yield what is wrong with a file, as a clause; who is `known` may stand as author."""
    ending = path.rpartition(".")[2].lower()
    if ending in _PICTURES:
        yield from _of_picture(_PICTURES[ending], content)
    elif path.endswith((".zip", *_OFFICE)):
        yield from _of_archive(path, content, known)
    elif ending == "pdf":
        yield from _of_pdf(content, known)
    elif not path.endswith((*TEXT, *_PLAIN)):
        yield _UNKNOWN


def _of_picture(kind: str, content: bytes) -> Iterator[str]:
    try:
        for what in carried(kind, content):
            yield f"carries {what}"
    except Broken as broken:
        yield str(broken)


def _of_archive(path: str, content: bytes, known: str) -> Iterator[str]:
    office = path.endswith(_OFFICE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.comment:
            yield "carries a comment"
        for member in archive.infolist():
            if member.comment or member.extra:
                yield f"carries something beside '{member.filename}'"
            inside = archive.read(member)
            found = _of_part(member.filename, inside) if office else _carried(member.filename, inside, known)
            yield from (f"has in it '{member.filename}', which {what}" for what in found)


def _of_part(name: str, content: bytes) -> Iterator[str]:
    """Yield what is wrong with a part of an office file."""
    if match := _PARTS.search(name):
        yield f"is '{match[0]}'"
    if name.startswith(("xl/media/", "word/media/")):
        yield from _carried(name, content, "")
    if name.endswith((".xml", ".rels")):
        text = content.decode("utf-8", "replace")
        yield from (f"tells <{what}> {who}" for what, who in _PERSON.findall(text))
        if _HIDDEN_SHEET.search(text):
            yield "hides a sheet"
        if _FROM_OUTSIDE.search(text):
            yield "leads outside"


def _of_pdf(content: bytes, known: str) -> Iterator[str]:
    """Yield what is wrong with a PDF: strangers in its words about itself, programs, links to folders."""
    try:
        told = about(content)
    except NoPdf:
        yield "is no whole PDF"
        return
    for name in _PDF_PERSONS:
        if name in told and words(told[name]) not in known:
            yield f"tells '{name}'"
    whole = b"\n".join(objects(content))
    for pattern, does in ((_PDF_LIVE, "has in it"), (_PDF_STRANGER, "leads to")):
        for found in sorted({match[0].decode("latin-1") for match in pattern.finditer(whole)}):
            yield f"{does} '{found}'"


def _parties(evidence: Evidence) -> str:
    """Return the names of the parties, as words: they may stand as authors."""
    parties = evidence.finished.manuscript.view.root.fields.get("parties", ())
    records = [party for party in parties if isinstance(party, Record)] if isinstance(parties, tuple) else []
    return "\n".join(words(find(party, "name", str) or "") for party in records)
