"""What of a page makes sense on paper, and what holds together there."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.outputs.handouts.copy import Plain

# Sections that only make sense on a screen: what to choose or open there, and the sheets beside the book.
_ON_SCREEN: Final = frozenset({"i-am", "on-paper", "own-calendar"})
_EXERCISES: Final = "check-yourself"
_NEXT: Final = "next-for-you"
_SOURCES: Final = "where-this-comes-from"
# What a line of words leads to, and is not left alone before.
_LED_TO: Final = frozenset({"list", "table", "figure", "code", "quote", "later"})
# A list or a quote of so many letters, some eight lines, stays whole.
_SHORT: Final = 640
# With notes, one of twice as many does: cut, the engine may put a note on another page than its mark.
_SHORT_WITH_NOTES: Final = 1280
# A table of so many rows stays whole, as in the template.
_ROWS: Final = 14
# So many notes have room on the page on which something long begins.
_FIRST_NOTES: Final = 2
# So many letters of code stand in a line, also within a note; what goes on begins two later.
_CODE_LINE: Final = 86
_SPACE: Final = re.compile(r"(?<=[^ ]) (?=[^ ])")
# What ends a sentence, within quotation marks or not.
_ENDS: Final = re.compile(r"""[.?!…]["'\u201d\u2019\xbb)]*$""")


def for_paper(blocks: Sequence[Plain]) -> list[Plain]:
    """Return what makes sense on paper: without the sections that are for a screen, sources as one line."""
    return list(_with_sources_in_line(list(_off_screen(blocks))))


def leading(blocks: list[Plain]) -> list[Plain]:
    """Return blocks in which a paragraph that leads to a list, a table, a picture or code says so.

    So does code that stands right below a heading.

    It says too whether it stands below a heading, and a list whether it stands below such a paragraph.
    """
    kinds = ["", *(block["is"] for block in blocks), ""]
    around = zip(blocks, kinds, kinds[2:], strict=False)
    return [{**block, **_held(block["is"], before, after)} for block, before, after in around]


def _held(kind: str, before: str, after: str) -> Plain:
    if kind == "par" and after in _LED_TO:
        return {"leads": True, "below_heading": before == "heading"}
    # A command below its heading is what the words after it are about.
    if kind == "code" and before == "heading" and after:
        return {"leads": True}
    return {"led": True} if kind == "list" and before == "par" else {}


def holding(blocks: Sequence[Plain]) -> list[Plain]:
    """Return blocks in which what has notes is one block with the headings and words that lead to it.

    What may be longer than a page stays as it is: the heading above it says how many notes it begins with.
    """
    made: list[Plain] = []
    at = 0
    while at < len(blocks):
        end = _led_from(blocks, at)
        led = list(blocks[at:end])
        if len(led) > 1 and (notes := _notes(led)):
            whole = _stays_whole(led[-1])
            first = {**led[0], "notes": min(notes, _FIRST_NOTES)}
            made += [{"is": "held", "blocks": led}] if whole else [first, *led[1:]]
        else:
            made += led
        at = end
    return made


def opening_notes(blocks: Sequence[Plain]) -> int:
    """Return how many notes stand in what a page begins with."""
    return min(_notes(blocks[: _led_from(blocks, 0)]), _FIRST_NOTES)


def _led_from(blocks: Sequence[Plain], at: int) -> int:
    """Return where what a block leads to ends: the block itself, where it leads to nothing."""
    while at + 1 < len(blocks) and (blocks[at]["is"] == "heading" or blocks[at].get("leads")):
        at += 1
    return at + 1


def _stays_whole(block: Plain) -> bool:
    match block["is"]:
        case "list" | "quote":
            return sum(map(len, _texts(block))) < _SHORT_WITH_NOTES
        case "table":
            return len(block["rows"]) <= _ROWS
        case kind:
            return kind in {"par", "exercise", "figure"}


def _notes(node: Any) -> int:  # noqa: ANN401 -- a tree of plain nodes
    """Return how many notes are told for the first time in a tree."""
    if isinstance(node, list | tuple):
        return sum(map(_notes, node))
    if not isinstance(node, dict):
        return 0
    told = node.get("is") == "footnote" or node.get("first") is True or node.get("note") == "first"
    return told + sum(map(_notes, node.values()))


def is_short(nodes: Any) -> bool:  # noqa: ANN401 -- a tree of plain nodes
    """Return whether blocks are short enough to stay whole on a page."""
    return sum(map(len, _texts(nodes))) < _SHORT


def _texts(nodes: Any) -> Iterator[str]:  # noqa: ANN401 -- a tree of plain nodes
    """Yield all texts of a tree."""
    if isinstance(nodes, str):
        yield nodes
    elif isinstance(nodes, list):
        for node in nodes:
            yield from _texts(node)
    elif isinstance(nodes, dict):
        yield from (text for name in ("body", "text", "items", "rows") for text in _texts(nodes.get(name)))


def code_lines(text: str) -> list[list[str]]:
    """Return each line of code as the lines that it takes on paper, broken between words where it is long."""
    return [list(_wrapped(line)) for line in text.split("\n")]


def _wrapped(line: str) -> Iterator[str]:
    """Yield a line in parts that fit; a word that is wider than paper is cut."""
    most = _CODE_LINE
    while len(line) > most:
        ends = [space.start() for space in _SPACE.finditer(line, 0, most + 1)]
        at = ends[-1] if ends else most
        yield line[:at]
        line, most = line[at:].lstrip(" ") if ends else line[at:], _CODE_LINE - 2
    yield line


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does, so that nothing else ends it."""
    return bool(_ENDS.search(text.rstrip()))


def _off_screen(blocks: Sequence[Plain]) -> Iterator[Plain]:
    left_out, testing = 0, False
    for block in blocks:
        if block["is"] == "heading":
            if left_out and block["level"] <= left_out:
                left_out = 0
            if block["id"] in _ON_SCREEN:
                left_out = block["level"]
            testing = block["id"] == _EXERCISES
        testing = testing and block["is"] != "exercise"
        # What is said before the first exercise is about clicking; paper has its own words for it.
        if not left_out and not (testing and block["is"] == "par"):
            yield block


def _with_sources_in_line(blocks: list[Plain]) -> Iterator[Plain]:
    """Yield blocks in which the sources of a page are one small paragraph, which never stands alone."""
    at = 0
    while at < len(blocks):
        if _tells_sources(blocks[at : at + 3]):
            body = list(_sources(*blocks[at : at + 2]))
            yield {"is": "sources", "body": body, "all": blocks[at + 2]["body"]}
            at += 3
        else:
            asked = blocks[at]["is"] == "exercise" and not _asks(blocks[at + 1 : at + 2])
            last = asked or _tells_sources(blocks[at + 1 : at + 4])
            yield {**blocks[at], "ends": True} if last else blocks[at]
            at += 1


def without_next(blocks: Sequence[Plain]) -> list[Plain]:
    """Return the blocks of a page in a reading path, where what comes next is the next page."""
    at = next((at for at, block in enumerate(blocks) if block.get("id") == _NEXT), len(blocks))
    return [*blocks[:at], *(block for block in blocks[at:] if block["is"] == "sources")]


def _asks(blocks: Sequence[Plain]) -> bool:
    return any(block["is"] == "exercise" for block in blocks)


def _tells_sources(blocks: list[Plain]) -> bool:
    kinds = [block["is"] for block in blocks]
    return kinds == ["heading", "list", "par"] and blocks[0]["id"] == _SOURCES


def _sources(heading: Plain, items: Plain) -> Iterator[Any]:
    yield {"is": "strong", "body": [*heading["body"], ":"]}
    for number, item in enumerate(items["items"]):
        yield "; " if number else " "
        yield from chain.from_iterable(one["body"] for one in item)
    yield "."
