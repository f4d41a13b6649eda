"""What a drawing in SVG carries beside the drawing: notes of its editor, folders, comments."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_OF_A_DRAWING: Final = frozenset((_SVG, _XLINK, _XML, ""))
_NOTES: Final = frozenset(("metadata",))
_COMMENT: Final = re.compile(r"<!--|<\?(?!xml[\s?])")
_PICTURE: Final = re.compile(r"data:image/(png|jpeg|webp|gif);base64,", re.IGNORECASE)
_KINDS: Final = (("jpeg", "jpg"),)


def carried_by_drawing(content: bytes, inside: Callable[[str, bytes], bool]) -> Iterator[str]:
    """Yield what a drawing carries; `inside` tells whether a picture in it carries anything."""
    if _COMMENT.search(content.decode("utf-8", "replace")):
        yield "a comment"
    for element in ET.fromstring(content).iter():  # noqa: S314 -- drawings with entities are refused on reading
        if _is_note(element.tag):
            yield f"<{_local(element.tag)}>"
        for name, value in element.attrib.items():
            if _is_note(name):
                yield f"'{_local(name)}'"
            elif (picture := _picture_in(value)) and inside(*picture):
                yield "a picture that carries something"


def bare_drawing(content: bytes, bare: Callable[[str, bytes], bytes]) -> bytes:
    """Return the drawing alone, written anew; `bare` gives the pictures in it alone."""
    root = ET.fromstring(content)  # noqa: S314 -- as above
    for element in root.iter():
        for child in [child for child in element if _is_note(child.tag)]:
            element.remove(child)
        for name in [name for name in element.attrib if _is_note(name)]:
            del element.attrib[name]
        for name, value in element.attrib.items():
            if picture := _picture_in(value):
                kind, data = picture
                written = base64.b64encode(bare(kind, data)).decode()
                element.set(name, f"{value.partition(',')[0]},{written}")
    return _written(root)


def _written(root: ET.Element) -> bytes:
    """Return a drawing as text, with the usual prefixes: the library's own would be `ns0`."""
    text = ET.tostring(root, encoding="unicode")
    for prefix, address in re.findall(r"xmlns:(ns\d+)=\"([^\"]*)\"", text):
        text = _renamed(text, prefix, address)
    return text.encode()


def _renamed(text: str, prefix: str, address: str) -> str:
    """Return a drawing with another name for one of its namespaces: none for its own."""
    if address == _SVG:
        text = text.replace(f"xmlns:{prefix}=", "xmlns=")
        return re.sub(rf"(</?){prefix}:", r"\1", text)
    if address == _XLINK:
        return re.sub(rf"\b{prefix}(?=[:=])", "xlink", text)
    return text


def _picture_in(value: str) -> tuple[str, bytes] | None:
    """Return kind and content of the picture that an attribute holds, if it holds one."""
    match = _PICTURE.match(value.strip())
    if not match:
        return None
    try:
        content = base64.b64decode("".join(value.strip()[match.end() :].split()), validate=True)
    except binascii.Error:
        return None
    return dict(_KINDS).get(match[1].lower(), match[1].lower()), content


def _is_note(name: object) -> bool:
    """Return whether an element or attribute is no part of the drawing but a word about it."""
    space, local = _space(str(name)), _local(name)
    return space not in _OF_A_DRAWING or local in _NOTES or local.startswith("data-")


def _space(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]
