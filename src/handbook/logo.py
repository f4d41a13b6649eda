"""A client's logo: which pictures may stand on every page, and under which name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from msgspec import Struct

from handbook.errors import Problem, Refused
from handbook.pictures import Broken, bare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handbook.errors import Place

FIELD = "branding.client_logo"
_LARGEST = 300_000
# How a picture of each kind begins. The ending is what it is published under, whatever the file was called.
_KINDS = (
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("jpg", re.compile(rb"\xff\xd8\xff")),
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("svg", re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)),
)
_LIVE = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "listener"})
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!#|data:)|@import", re.IGNORECASE)


class Logo(Struct, frozen=True):
    """A picture that is safe to publish, and its path in the site."""

    path: str
    content: bytes


def read_logo(folder: Path, name: str, place: Place) -> Logo:
    """Return the logo that an engagement in `folder` names; refuse what is no harmless picture in there."""
    content = _content(folder, name, place)
    for ending, beginning in _KINDS:
        if beginning.match(content):
            if ending == "svg":
                _refuse_live(name, content, place)
            return Logo(f"assets/client-logo.{ending}", _alone(name, ending, content, place))
    raise _refused(place, f"'{name}' is no picture that browsers show", "give an SVG, PNG, JPEG or WebP file")


def _alone(name: str, kind: str, content: bytes, place: Place) -> bytes:
    """Return the picture without what its file carries beside it: who made it, where, with what."""
    try:
        return bare(kind, content)
    except Broken as broken:
        raise _refused(place, f"'{name}' {broken}", "save it again, upright and whole") from None


def _content(folder: Path, name: str, place: Place) -> bytes:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _refused(place, f"'{name}' lies outside the engagement's folder", "put a copy beside the file")
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"'{name}' cannot be read: {error.strerror}"
        raise _refused(place, message, f"put the logo at {path.as_posix()}, or take the line out") from None
    if len(content) > _LARGEST:
        message = f"'{name}' has {len(content) // 1000} kB, and every page shows it"
        raise _refused(place, message, f"give one of at most {_LARGEST // 1000} kB")
    return content


def _refuse_live(name: str, content: bytes, place: Place) -> None:
    """Refuse a drawing that does more than draw: scripts, links, other files, entities."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refused(place, f"'{name}' declares a document type", "save it as a plain SVG")
    try:
        live = next(_live(ET.fromstring(content)), None)  # noqa: S314 -- no entities: see above
    except ET.ParseError as error:
        raise _refused(place, f"'{name}' is no whole drawing: {error}", "save it again as SVG") from None
    if live:
        raise _refused(place, f"'{name}' does more than draw: it has {live}", "save it as a plain SVG")


def _live(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag.lower() in _LIVE:
            yield f"<{tag}>"
        if _OUTSIDE.search(element.text or "") and tag.lower() == "style":
            yield "a style that loads a file"
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2].lower()
            if attribute.startswith("on"):
                yield f"'{attribute}'"
            if attribute in {"href", "src"} and not value.strip().startswith(("#", "data:image/")):
                yield f"a link to '{value}'"
            if _OUTSIDE.search(value):
                yield f"'{attribute}' with a file to load"


def _refused(place: Place, message: str, hint: str) -> Refused:
    return Refused([Problem(place, FIELD, message, hint, "FIELD-FILE")])
