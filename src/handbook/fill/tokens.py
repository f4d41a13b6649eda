"""HTML as a browser reads it: in which kind of place each stretch of a page stands."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Context(StrEnum):
    """A kind of place where a value can be made safe."""

    TEXT = "text"
    """Between tags, and in the titles and text boxes whose content is no markup."""
    ATTRIBUTE = "attribute"
    """In a quoted attribute that holds words."""
    URL = "url"
    """The whole of a quoted attribute that leads a reader somewhere."""
    PICTURE = "picture"
    """The whole of a paragraph that is there for a picture."""
    CSS = "css"
    """The whole of a custom property of a stylesheet."""


class Stretch(Struct, frozen=True):
    """A part of a page: from where to where, in which context, or why no value may stand in it."""

    start: int
    end: int
    context: Context | None
    reason: str = ""


# Whatever names the HTML standard gives these states, between the two tags of these elements a browser sees
# no markup; in the first two it sees character references, in the others nothing is ever escaped.
_WORDS_ONLY: Final = frozenset({"title", "textarea"})
_RAW: Final = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"})

_MARKS: Final = "\ue000-\ue01f"
_NEXT: Final = re.compile(r"<(?=[A-Za-z!?/])")
_NAME: Final = re.compile(r"[A-Za-z][^\s/>]*")
_SPACE: Final = re.compile(r"[\s/]*")
_ATTRIBUTE_NAME: Final = re.compile(r"=?[^\s/>=]*")
_EQUALS: Final = re.compile(r"\s*=\s*")
_UNQUOTED: Final = re.compile(r"[^\s>]*")
_COMMENT: Final = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_QUOTES: Final = ("'", '"')
_HIDDEN_SCRIPT: Final = re.compile(r"<!--.*?<script", re.DOTALL | re.IGNORECASE)

# The attributes that hold words for a reader. All others name, switch or load something.
_WORDED: Final = frozenset(
    {
        *("abbr", "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription"),
        *("aria-valuetext", "content", "label", "placeholder", "summary", "title", "value"),
    }
)
_OUR_OWN: Final = "data-hb-"
# What leads a reader somewhere when clicked. Everything else that takes an address loads it, and a site that
# loads what a file names would ask other hosts for it.
_LEADING: Final = frozenset({("a", "href"), ("area", "href")})


# Whole tags as most are written, and text between them, without any mark: a page is mostly that. What does
# not look exactly so is read with care, so that no state of the standard's is passed over.
_PLAIN: Final = re.compile(
    rf"(?:[^<{_MARKS}]++(?=<)"
    rf"|</?(?!(?:{'|'.join(sorted(_WORDS_ONLY | _RAW))})[\s/>])[A-Za-z][A-Za-z0-9-]*+"
    rf"(?:\s++[^\s\"'<>/={_MARKS}]++(?:=\"[^\"{_MARKS}]*+\")?)*+\s*+/?>)*+",
    re.IGNORECASE,
)


def stretches_with_marks(page: str) -> Iterator[Stretch]:
    """Yield at least the stretches of a page in which there is a mark, in order."""
    position = 0
    while position < len(page):
        plain = _PLAIN.match(page, position)
        position = plain.end() if plain else position
        for stretch in _next(page, position):
            yield stretch
            position = stretch.end


def stretches(page: str) -> Iterator[Stretch]:
    """Yield the stretches of a page in order, without gaps."""
    position = 0
    while position < len(page):
        for stretch in _next(page, position):
            yield stretch
            position = stretch.end


def _next(page: str, position: int) -> Iterator[Stretch]:
    """Yield the stretches of the text at a position and of the markup behind it."""
    found = _NEXT.search(page, position)
    start = found.start() if found else len(page)
    yield Stretch(position, start, Context.TEXT)
    if found:
        yield from _markup(page, start)


def _markup(page: str, start: int) -> Iterator[Stretch]:
    """Yield the stretches of what begins with a `<`: a tag, with its content where that is no markup."""
    if page.startswith("<!--", start):
        comment = _COMMENT.match(page, start)
        yield _closed(start, comment.end() if comment else len(page), "in a comment")
    elif page[start + 1] in "!?":
        yield _closed(start, _after(page, ">", start), "in a declaration")
    elif page[start + 1] != "/":
        tag = _read_tag(page, start, start + 1)
        yield from _attributes(page, tag)
        yield from _content(page, tag.end, tag.name)
    elif _NAME.match(page, start + 2):
        yield _closed(start, _read_tag(page, start, start + 2).end, "in an end tag")
    else:
        yield _closed(start, _after(page, ">", start), "in a tag without a name")


class _Attribute(Struct, frozen=True):
    name: str
    start: int
    end: int
    """Where its quoted value is, without the quotes; the same as `start` where it has none."""


class _Tag(Struct, frozen=True):
    name: str
    start: int
    end: int
    attributes: tuple[_Attribute, ...]


def _read_tag(page: str, start: int, position: int) -> _Tag:
    """Return the tag whose name begins at `position`, read as the HTML standard says."""
    name = page[position : (position := _end(_NAME, page, position))].lower()
    attributes: list[_Attribute] = []
    while position < len(page):
        position = _end(_SPACE, page, position)
        if page.startswith(">", position):
            return _Tag(name, start, position + 1, tuple(attributes))
        key = page[position : (position := _end(_ATTRIBUTE_NAME, page, position))].lower()
        equals = _EQUALS.match(page, position)
        quote = page[equals.end() : equals.end() + 1] if equals else ""
        if equals and quote in _QUOTES:
            end = page.find(quote, equals.end() + 1)
            end = len(page) if end < 0 else end
            attributes.append(_Attribute(key, equals.end() + 1, end))
            position = end + 1
        elif equals:
            position = _end(_UNQUOTED, page, equals.end())
    return _Tag(name, start, len(page), tuple(attributes))


def _attributes(page: str, tag: _Tag) -> Iterator[Stretch]:
    """Yield the stretches of a tag."""
    if page[tag.end - 1] != ">":
        yield _closed(tag.start, tag.end, "in a tag that never ends")
        return
    values: dict[str, str] = {}
    for attribute in tag.attributes:
        values.setdefault(attribute.name, page[attribute.start : attribute.end])
    position = tag.start
    for attribute in tag.attributes:
        yield _closed(position, attribute.start, f"in the tag <{tag.name}>, outside of quotes")
        context = _context(tag.name, attribute.name, values)
        reason = "" if context else f"in the attribute '{attribute.name}' of <{tag.name}>"
        yield Stretch(attribute.start, attribute.end, context, reason)
        position = attribute.end
    yield _closed(position, tag.end, f"in the tag <{tag.name}>, outside of quotes")


def _context(tag: str, attribute: str, values: Mapping[str, str]) -> Context | None:
    """Return what may stand in an attribute's value, None for nothing."""
    if (tag, attribute) in _LEADING:
        return Context.URL
    if (tag, attribute) == ("link", "href") and values.get("rel", "").strip().lower() == "canonical":
        return Context.URL
    if attribute == "content" and "http-equiv" in values:
        return None
    return Context.ATTRIBUTE if attribute in _WORDED or attribute.startswith(_OUR_OWN) else None


def _content(page: str, start: int, name: str) -> Iterator[Stretch]:
    """Yield what stands in an element whose content is no markup, up to its end tag."""
    if name not in _WORDS_ONLY | _RAW:
        return
    closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, start)
    end = closing.start() if closing and name != "plaintext" else len(page)
    if name in _RAW:
        # In `<!--<script>` a browser looks for a second end tag: nobody can tell where the script ends.
        hidden = name == "script" and _HIDDEN_SCRIPT.search(page, start, end)
        yield _closed(start, len(page) if hidden else end, f"in a <{name}>")
    elif _NEXT.search(page, start, end):
        # In pictures (SVG) a title may hold markup, on a page it may not.
        yield _closed(start, end, f"beside markup in a <{name}>")
    else:
        yield Stretch(start, end, Context.TEXT)


def _closed(start: int, end: int, reason: str) -> Stretch:
    return Stretch(start, end, None, reason)


def _end(pattern: re.Pattern[str], page: str, position: int) -> int:
    found = pattern.match(page, position)
    return found.end() if found else position


def _after(page: str, what: str, start: int) -> int:
    found = page.find(what, start)
    return len(page) if found < 0 else found + len(what)
