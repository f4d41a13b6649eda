"""What finished HTML and CSS point at: tags, attributes, and the addresses that are loaded or linked."""

from __future__ import annotations

import html
import posixpath
import re
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A regular expression and not a parser: these pages are made by us, and every one is read at every publish.
# A quoted `>` does not end a tag; comments and the text of scripts and styles are no markup.
_ATTRIBUTES = r"(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+"
_TAG = re.compile(
    r"<!--.*?-->"
    rf"|<(?P<raw>script|style)\b(?P<of_raw>{_ATTRIBUTES})>(?P<text>.*?)</(?P=raw)\s*>"
    rf"|<(?P<name>[a-z][a-z0-9-]*)(?P<of_tag>{_ATTRIBUTES})>",
    re.DOTALL | re.IGNORECASE,
)
# The same, a tag in one string: most tags of a site stand on many of its pages, so each is read once.
_TAG_AS_WRITTEN = re.compile(
    rf"<!--.*?-->|<script\b{_ATTRIBUTES}>.*?</script\s*>|<style\b{_ATTRIBUTES}>.*?</style\s*>"
    rf"|<[a-z][a-z0-9-]*{_ATTRIBUTES}>",
    re.DOTALL | re.IGNORECASE,
)
_OPENING = re.compile(r"<(?:[a-z]|!--)", re.IGNORECASE)
_RAW = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`]+)))?")
_CSS_ADDRESS = re.compile(
    r"/\*.*?\*/|url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"'\s]*))\s*\)|@import\s+(?:\"([^\"]*)\"|'([^']*)')",
    re.DOTALL | re.IGNORECASE,
)

# The attributes by which a tag makes a browser load something at once, without a click.
_LOADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "audio": ("src",),
        "embed": ("src",),
        "feimage": ("href", "xlink:href"),
        "frame": ("src",),
        "iframe": ("src", "srcdoc"),
        "image": ("href", "xlink:href"),
        "img": ("src", "srcset"),
        "input": ("src",),
        "object": ("data",),
        "script": ("src", "href", "xlink:href"),
        "source": ("src", "srcset"),
        "track": ("src",),
        "use": ("href", "xlink:href"),
        "video": ("src", "poster"),
    }
)
# Links that name a page for people or search engines; all other kinds of <link> are loaded.
_LINK_FOR_READERS = frozenset({"prev", "next", "canonical", "alternate", "license", "help", "author"})


class Tag(Struct, frozen=True):
    """A start tag: its name in small letters, its attributes as a browser reads them, and where it begins."""

    name: str
    attributes: Mapping[str, str]
    start: int
    text: str = ""
    """The text of a script or style."""


def tags(page: str, known: dict[str, Mapping[str, str]] | None = None) -> Iterator[Tag]:
    """Yield the start tags of a page in order; `known` keeps what was read for the pages that follow."""
    known = {} if known is None else known
    for match in _TAG.finditer(page):
        name = match["raw"] or match["name"]
        if name:
            written = match["of_raw"] if match["raw"] else match["of_tag"]
            if written not in known:
                known[written] = _attributes(written)
            yield Tag(name.lower(), known[written], match.start(), match["text"] or "")


def tags_as_written(page: str) -> frozenset[str]:
    """Return the start tags of a page as they stand there, each once; scripts and styles with their text."""
    return frozenset(_TAG_AS_WRITTEN.findall(page))


def tags_of_line(line: str) -> list[str] | None:
    """Return the start tags of a line of a page as they stand there; None where one may go on in the next.

    The tags of a page whose lines all have whole tags are those of its lines.
    """
    found = _TAG_AS_WRITTEN.findall(line)
    if len(_OPENING.findall(line)) != len(found) and _OPENING.search(_TAG_AS_WRITTEN.sub("\n", line)):
        return None
    for tag in found:
        # Its end may stand further down, with all between being its text.
        if _RAW.match(tag) and (whole := _TAG.fullmatch(tag)) and not whole["raw"]:
            return None
    return found


def loaded(tag: Tag) -> Iterator[str]:
    """Yield the addresses that a browser loads because of a tag."""
    for name in _LOADS.get(tag.name, ()):
        if name in tag.attributes:
            yield from _set_of_addresses(name, tag.attributes[name])
    if tag.name == "link" and not set(tag.attributes.get("rel", "").lower().split()) & _LINK_FOR_READERS:
        yield tag.attributes.get("href", "")
    if tag.name == "style":
        yield from in_css(tag.text)
    if "style" in tag.attributes:
        yield from in_css(tag.attributes["style"])
    if "background" in tag.attributes:
        yield tag.attributes["background"]


def linked(tag: Tag) -> Iterator[str]:
    """Yield the addresses to which a tag takes a reader."""
    if tag.name in {"a", "area"} or (tag.name == "link" and not list(loaded(tag))):
        for name in ("href", "xlink:href"):
            if name in tag.attributes:
                yield tag.attributes[name]
    for name in ("action", "formaction", "cite"):
        if name in tag.attributes:
            yield tag.attributes[name]


def in_css(stylesheet: str) -> Iterator[str]:
    """Yield the addresses that a stylesheet loads."""
    for match in _CSS_ADDRESS.finditer(stylesheet):
        address = next((group for group in match.groups() if group is not None), None)
        if address is not None:
            yield address


def target(address: str, page: str) -> tuple[str, str] | None:
    """Return path and fragment that an address on `page` leads to, None if it leads out of the site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    inside = unquote(parts.path)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), inside)) if inside else page
    return path, unquote(parts.fragment)


def _attributes(written: str) -> Mapping[str, str]:
    """Return a tag's attributes; of one given twice the first counts, as in browsers."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found


def _set_of_addresses(name: str, value: str) -> Iterator[str]:
    """Yield the addresses of a `srcset`, or the one of any other attribute."""
    if name != "srcset":
        yield value
        return
    for candidate in value.split(","):
        yield from candidate.split()[:1]
