"""Whether a picture that an engagement file names can be shown safely on every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from handbook.model.reading import Misread
from handbook.pictures import Broken, bare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_PICTURE: Final = 500_000
_JPEG: Final = b"\xff\xd8\xff"
_SIGNATURES: Final = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": _JPEG, ".jpeg": _JPEG, ".webp": b"RIFF"}
_KINDS: Final = {".jpeg": "jpg"}
# What a drawing has no need of, and what could run, fetch or show something that is not in the file.
_ACTIVE: Final = frozenset(
    [
        "script",
        "foreignobject",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "link",
        "meta",
        "handler",
        "listener",
        "a",
        "set",
        "animate",
        "animatetransform",
        "animatemotion",
    ]
)
_ELSEWHERE: Final = re.compile(r"url\(\s*(?!['\"]?\s*#)|@import|expression\s*\(|javascript:", re.IGNORECASE)
_INSIDE: Final = re.compile(r"#|data:image/(?:png|jpeg|webp|gif);base64,", re.IGNORECASE)


class NotThere(Misread):
    """A picture that the file names and that is not there: worth saying, no reason to stop."""


def check_picture(folder: Path, name: str) -> None:
    """Raise what is wrong with the picture `name` in `folder`, if anything is."""
    path = folder / name
    if not path.is_file():
        raise NotThere("is not there", "put the picture there, or delete this line", "FIELD-FILE")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Misread("leads out of the engagement's folder", "put the picture itself there", "FIELD-FILE")
    if path.stat().st_size > LARGEST_PICTURE:
        hint = f"make it smaller: {LARGEST_PICTURE // 1000} kB are the most"
        raise Misread(f"has {path.stat().st_size // 1000:,} kB", hint, "FIELD-FILE")
    try:
        data = path.read_bytes()
    except OSError:
        raise Misread("cannot be read", "look at its permissions", "FIELD-FILE") from None
    suffix = path.suffix.lower()
    fault = next(_faults_of_svg(data), "") if suffix == ".svg" else _fault_of_image(data, suffix)
    if not fault:
        fault = _fault_of_pieces(data, suffix)
    if fault:
        hint = "save it as a plain SVG" if suffix == ".svg" else f"save it again as {suffix[1:].upper()}"
        raise Misread(fault, f"{hint}, or use a PNG" if suffix == ".svg" else hint, "FIELD-FILE")


def _fault_of_image(data: bytes, suffix: str) -> str:
    """Return what is wrong with a picture made of pixels."""
    right = data.startswith(_SIGNATURES[suffix]) and (suffix != ".webp" or data[8:12] == b"WEBP")
    return "" if right else f"is not a {suffix[1:].upper()} picture"


def _fault_of_pieces(data: bytes, suffix: str) -> str:
    """Return why a picture cannot be taken apart, so that what it carries beside the picture stays in it."""
    try:
        bare(_KINDS.get(suffix, suffix[1:]), data)
    except Broken as broken:
        return str(broken)
    return ""


def _faults_of_svg(data: bytes) -> Iterator[str]:
    """Yield why a drawing cannot be shown: it is none, or it holds more than a drawing."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "is not a drawing in UTF-8"
        return
    if declared := re.search(
        r"<![A-Z]+|<\?(?!xml[\s?])[\w-]*|encoding\s*=\s*['\"](?!utf-?8)", text, re.IGNORECASE
    ):
        yield f"holds {declared[0].split('=')[0].strip()}"
        return
    try:
        root = ET.fromstring(text.removeprefix("\ufeff").encode())  # noqa: S314 -- without DOCTYPE there are no entities
    except ET.ParseError:
        yield "is not a drawing"
        return
    if _local(root.tag) != "svg":
        yield "is not a drawing"
    yield from _faults_of_elements(root)


def _faults_of_elements(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        name = _local(element.tag)
        if name in _ACTIVE:
            yield f"holds <{name}>"
        if name == "style" and _ELSEWHERE.search(element.text or ""):
            yield "fetches something from elsewhere"
        for key, value in element.attrib.items():
            attribute = _local(key)
            if attribute.startswith("on"):
                yield f"holds {attribute}="
            elif attribute in {"href", "src"} and not _INSIDE.match(value.strip()):
                yield f"fetches something from elsewhere with {attribute}="
            elif _ELSEWHERE.search(value):
                yield "fetches something from elsewhere"


def _local(name: object) -> str:
    """Return a tag's or attribute's name without its namespace, in lower case."""
    return str(name).rpartition("}")[2].lower()
