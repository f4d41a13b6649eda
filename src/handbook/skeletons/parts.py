"""A page's Markdown in parts that mean the same wherever they stand, so that engagements can share them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.skeletons.pieces import localised
from handbook.slots import Scope

if TYPE_CHECKING:
    from handbook.skeletons.pieces import Numbers

# With one of these in a page, what a block means can depend on another one: footnotes, link definitions,
# abbreviations, tabs, HTML, rules and underlined headings, entries without words, headings of the first level
# or inside of anything, and headings without an id of their own, which get one that no other has. Each but
# two begins a line: line breaks are found fast. A span is no HTML of its own: it stands in a paragraph.
_TIED = re.compile(
    r"\n(?: {0,3}\[[^\]]+\]:|\*\[|===|[^\S\n]*(?:<(?!span lang=)|(?:[-*+]|\d+\.)[^\S\n]*$)|(?:=+|-+)\s*$|# "
    r"|(?:[^\S\n]|[-*+>:\d.])+#{1,6} |#{2,6} (?!.*\{:[^}]*#[^}]*\}\s*$))",
    re.MULTILINE,
)
_TIED_ANYWHERE = ("[^", "--8<--")
_TAG = re.compile(r"<[A-Za-z]")
# A block that begins so never continues the block before it: a heading, a table, a box, a paragraph. Lists,
# quotations, indented blocks and definitions may, and stay with it.
_FREE = re.compile(
    rf"#|\||<span lang=|!!! |\?\?\?\+? |[A-Za-z\"'(\[{Scope.PAGE.value}{Scope.SITE.value}]|\*\*|\*\S|`(?!``)"
)
_DEFINITION = re.compile(r"^:\s", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_FENCE = re.compile(r"^\s*(?:```|~~~)", re.MULTILINE)
_FENCE_LINE = re.compile(r"^[^\S\n]*(```+|~~~+)[^\S\n]*(.*)$", re.MULTILINE)
# What may begin here and end in another part.
_OPEN = re.compile(rf"{_FENCE.pattern}|<[^<>]*\Z|<[!?]", re.MULTILINE)


class Part(Struct, frozen=True):
    """A part of a page: its Markdown with slot numbers of its own, and which of the page's those are."""

    markdown: str
    numbers: Numbers


def parts(markdown: str) -> tuple[Part, ...]:
    """Return the parts of a page; with empty lines between them they are the page."""
    if is_tied(markdown):
        return (Part(*localised(markdown, *Scope)),)
    groups: list[list[str]] = []
    blocks = blocks_of(markdown)
    # Most pages have none of either, so most blocks need not be looked through.
    with_definitions = "\n:" in f"\n{markdown}"
    with_fences = _may_have_code(markdown)
    fenced = False
    for block, following in zip(blocks, [*blocks[1:], ""], strict=True):
        defines = with_definitions and (_DEFINITION.search(block) or following.startswith(":"))
        if groups and (fenced or defines or not _FREE.match(block)):
            groups[-1].append(block)
        else:
            groups.append([block])
        fenced ^= with_fences and len(_FENCE.findall(block)) % 2 == 1
    return tuple(Part(*localised("\n\n".join(group), *Scope)) for group in groups)


def is_tied(markdown: str) -> bool:
    """Return whether a part of a text can mean something else where the rest is not there."""
    if any(sign in markdown for sign in _TIED_ANYWHERE) or _TIED.search(f"\n{markdown}"):
        return True
    # What is open goes on in the next block.
    opens = "<" in markdown and any(
        len(_TAG.findall(block)) != block.count("</") for block in blocks_of(markdown) if "<" in block
    )
    return opens or not _has_whole_code(markdown)


def _may_have_code(markdown: str) -> bool:
    """Return whether a fence of code may be in a text; said sooner than where it is."""
    return "```" in markdown or "~~~" in markdown


def _has_whole_code(markdown: str) -> bool:
    """Return whether each fence of code that begins ends with one of its own kind, and no other between."""
    begun = ""
    for fence in _FENCE_LINE.finditer(markdown) if _may_have_code(markdown) else ():
        if not begun:
            begun = fence[1]
        elif fence[2] or not fence[1].startswith(begun):
            return False
        else:
            begun = ""
    return not begun


def is_free(markdown: str) -> bool:
    """Return whether a part means the same behind those of any other page, and they the same behind it.

    One that begins in the middle of something, or in which code, a tag or a comment may begin and not end, is
    sure of that in its own page only.
    """
    return bool(_FREE.match(markdown)) and not (is_tied(markdown) or _OPEN.search(markdown))


def blocks_of(markdown: str) -> list[str]:
    """Return what stands between empty lines."""
    return _EMPTY_LINES.split(markdown.strip("\n"))
