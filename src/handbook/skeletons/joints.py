"""Where a part of a page can be taken apart further, and how what becomes of the pieces is joined again.

A table whose rows another engagement has one more of is a new part, and all its rows but one are known. So a
part that nobody has seen is taken apart: lists into entries, tables into rows, definitions into pairs, boxes
into what they hold. Each piece is compiled on its own, and cut out of the element that it is in there. What
is not plainly one of these stays whole, and so does what does not come back in the expected form.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.skeletons.parts import blocks_of, is_tied
from handbook.skeletons.theme import SEAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Form(StrEnum):
    """What a piece becomes a part of, and so how it is cut out of what Markdown makes of it alone."""

    WHOLE = ""
    ENTRY = "ul"
    NUMBERED = "ol"
    PAIR = "dl"
    HEAD = "head"
    ROW = "row"
    BOX = "box"


class Fragment(Struct, frozen=True):
    """A piece of a part: Markdown that says the same wherever it stands."""

    markdown: str
    form: Form = Form.WHOLE


class Ends(Struct, frozen=True):
    """Where an element begins or ends around fragments: its HTML, and what the search sees of that."""

    html: str
    said: str = ""


# Stands where a box has what it holds.
_HELD: Final = SEAM * 2
# How a fragment is cut out of the HTML, and out of what the search reads; where there is nothing to cut out,
# the search reads the fragment alone.
_IN_HTML: Final = {
    Form.ENTRY: re.compile(r"<ul>\n(<li.*</li>)\n</ul>", re.DOTALL),
    Form.NUMBERED: re.compile(r"<ol>\n(<li.*</li>)\n</ol>", re.DOTALL),
    Form.PAIR: re.compile(r"<dl>\n(<dt.*</dd>)\n</dl>", re.DOTALL),
    Form.HEAD: re.compile(r"(<table>\n<thead>\n.*</thead>\n<tbody>)\n<tr>.*</table>", re.DOTALL),
    Form.ROW: re.compile(
        r"<table>\n<thead>.*</thead>\n<tbody>\n(<tr>.*</tr>)\n</tbody>\n</table>", re.DOTALL
    ),
    Form.BOX: re.compile(rf"(<(?:details|div)[ >].*)\n<p>{_HELD}</p>\n</(?:details|div)>", re.DOTALL),
}
_IN_SEARCH: Final = {
    Form.ENTRY: re.compile(r"<ul> (<li>.*</li>) </ul>", re.DOTALL),
    Form.NUMBERED: re.compile(r"<ol> (<li>.*</li>) </ol>", re.DOTALL),
    Form.BOX: re.compile(rf"(.*?) ?<p>{_HELD}</p>", re.DOTALL),
}
# What may not stand in a part that is taken apart, since it can reach from one piece into another.
_REACHING: Final = re.compile(r"```|~~~|^[^\S\n]+#|<[^<>]*(?:\n|\Z)|<[!?]", re.MULTILINE)
_LISTS: Final = {
    Form.ENTRY: re.compile(r"- \S[^\n]*(?:\n  +[^\s\-*+\d{][^\n]*|\n +\{:[^\n]*\}|\n- \S[^\n]*)*"),
    Form.NUMBERED: re.compile(r"1\. \S[^\n]*(?:\n   +[^\s\-*+\d{][^\n]*|\n +\{:[^\n]*\}|\n\d+\. \S[^\n]*)*"),
}
_NEXT: Final = {Form.ENTRY: re.compile(r"\n(?=- )"), Form.NUMBERED: re.compile(r"\n(?=\d+\. )")}
_TERM: Final = re.compile(r"(?:\*\*|[^\W\d])[^\n]*")
_MEANING: Final = re.compile(r":   \S[^\n]*(?:\n    [^\s\-*+\d:>|#][^\n]*)*")
_ROWS: Final = re.compile(r"(\|[^\n]*\|)\n(\|(?:[ :]*-+[ :]*\|)+)((?:\n\|[^\n]*\|)+)")
_BOX: Final = re.compile(r"(?:\?\?\?\+?|!!!) [^\n]*")
# What may go on with the block before it, or is no plain block itself.
_MORE: Final = re.compile(r"(?!\*\*)[-*+>:|\s]|\d+\.")
_NUMBER: Final = re.compile(r"\d+\.")


def taken_apart(markdown: str) -> tuple[Fragment | Ends, ...]:
    """Return the fragments of a part with the ends of the elements around them; of one alone, nothing."""
    if _REACHING.search(markdown):
        return ()
    pieces = _pieces(markdown)
    return pieces if len(pieces) > 1 else ()


def _pieces(markdown: str) -> tuple[Fragment | Ends, ...]:
    """Return what stands in a text, in order; nothing where a part of it is not plain."""
    pieces: list[Fragment | Ends] = []
    blocks = blocks_of(markdown)
    while blocks:
        found = _first(blocks)
        if not found:
            return ()
        pieces += found
    return tuple(pieces)


def _first(blocks: list[str]) -> Sequence[Fragment | Ends]:
    """Take away the first blocks that belong together, and return what they are; none if not plain."""
    block = blocks.pop(0)
    following = blocks[0] if blocks else ""
    if _BOX.match(block):
        return _box(block, blocks)
    if following.startswith(("    ", "\t")):
        return ()
    for form, looks in _LISTS.items():
        if looks.fullmatch(block):
            return () if _MORE.match(following) else tuple(_listed(block, form))
    if following.startswith(":") or "\n:" in block:
        return tuple(_definitions(block, blocks))
    if table := _ROWS.fullmatch(block):
        return tuple(_table(*table.groups()))
    return () if _MORE.match(block) else (Fragment(block),)


def _listed(block: str, form: Form) -> Iterator[Fragment | Ends]:
    """Yield a list by its entries; each that has a number is the first of its own list."""
    yield Ends(f"<{form}>", f"<{form}>")
    for entry in _NEXT[form].split(block):
        yield Fragment(_NUMBER.sub("1.", entry, count=1) if form is Form.NUMBERED else entry, form)
    yield Ends(f"</{form}>", f"</{form}>")


def _definitions(block: str, blocks: list[str]) -> Iterator[Fragment | Ends]:
    """Yield a list of definitions: pairs of a term and its meaning, with or without a line between."""
    pairs: list[Fragment] = []
    first = True
    while first or _begins_pair(blocks):
        block, first = block if first else blocks.pop(0), False
        term, _, meaning = block.partition("\n")
        if not meaning and blocks and blocks[0].startswith(":"):
            meaning = blocks.pop(0)
            block = f"{term}\n\n{meaning}"
        plain = _TERM.fullmatch(term) and _MEANING.fullmatch(meaning)
        if not plain or (blocks and blocks[0].startswith((":", "    ", "\t"))):
            return
        pairs.append(Fragment(block, Form.PAIR))
    yield Ends("<dl>")
    yield from pairs
    yield Ends("</dl>")


def _begins_pair(blocks: Sequence[str]) -> bool:
    return bool(blocks) and ("\n:" in blocks[0] or (len(blocks) > 1 and blocks[1].startswith(":")))


def _table(head: str, rule: str, rows: str) -> Iterator[Fragment | Ends]:
    """Yield a table by its rows, each compiled below a head without words."""
    empty = "|" + " |" * (rule.count("|") - 1)
    yield Fragment(f"{head}\n{rule}\n{empty}", Form.HEAD)
    for row in rows[1:].split("\n"):
        yield Fragment(f"{empty}\n{rule}\n{row}", Form.ROW)
    yield Ends("</tbody>\n</table>")


def _box(block: str, blocks: list[str]) -> Sequence[Fragment | Ends]:
    """Return a box with what it holds."""
    title, _, begun = block.partition("\n")
    held = [begun] if begun else []
    while blocks and blocks[0].startswith("    "):
        held.append(blocks.pop(0))
    lines = "\n\n".join(held).split("\n")
    if not held or any(line and not line.startswith("    ") for line in lines):
        return ()
    inner = "\n".join(line[4:] for line in lines)
    if is_tied(inner) or not inner.strip():
        return ()
    pieces = _pieces(inner)
    end = Ends("</details>" if title.startswith("?") else "</div>")
    return (Fragment(f"{title}\n    {_HELD}", Form.BOX), *pieces, end) if pieces else ()


def cut_out(html: str, form: Form) -> str | None:
    """Return a fragment's own HTML out of what became of it alone; None where that has another form."""
    return _cut(_IN_HTML, html, form)


def said_alone(said: str, form: Form) -> str | None:
    """Return what the search reads of a fragment, likewise."""
    return _cut(_IN_SEARCH, said, form)


def _cut(ways: dict[Form, re.Pattern[str]], text: str, form: Form) -> str | None:
    if form not in ways:
        return text
    found = ways[form].fullmatch(text)
    return found[1] if found else None
