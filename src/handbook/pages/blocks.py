"""The named blocks of a page, its sections by the ids of their headings, and what other files add to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from handbook.errors import Problem, Refused, did_you_mean
from handbook.pages.template_text import TemplateText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOP: Final = "top"
END: Final = "end"
_HEADING: Final = re.compile(r"(?:\{% include \"[^\"]*\" %\})*(#{1,6}) .*\{: ?#([A-Za-z0-9_-]+)")
_FENCE: Final = re.compile(r"\s*(```|~~~)")
_TAG: Final = re.compile(r"\{%[-+]?\s*(\w+)(.*?)[-+]?%\}")
_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_OPENS: Final = ("if", "for", "macro", "call", "with")
_BETWEEN: Final = ("else", "elif")
_BLOCK: Final = re.compile(
    r"\{%[-+]?\s*block\s+[\"']?([^\s\"'%]*)[\"']?\s*[-+]?%\}(.*?)\{%[-+]?\s*endblock\b[^%]*%\}", re.DOTALL
)
_ONLY_BLOCK: Final = re.compile(r"\{%[-+]?\s*(block|endblock)\b")
_SUPER: Final = re.compile(r"\{\{[-+]?\s*super\(\)\s*[-+]?\}\}")


class Block(Struct, frozen=True):
    """What a file says about one block of the page below: text before it, after it, or in its place."""

    name: str
    line: int
    text: TemplateText
    """The file, for places."""
    before: TemplateText | None
    after: TemplateText | None
    instead: TemplateText | None


class _Region(Struct, frozen=True):
    """The lines of a block, from `first` up to but without `end`."""

    name: str
    first: int
    end: int
    whole: bool
    """Whether every tag that begins in it ends in it."""


def blocks_of(text: TemplateText) -> Iterator[Block]:
    """Yield the blocks that a file which extends a page has. Refuses with every problem."""
    source = text.source
    problems: list[Problem] = []
    found, seen, last = [], dict[str, int](), 0
    for match in _BLOCK.finditer(source):
        problems.extend(_between(text, last, match.start()))
        last = match.end()
        line, name = source.count("\n", 0, match.start()) + 1, match[1]
        if name in seen:
            message, hint = f"the block '{name}' is here twice", f"put it together with line {seen[name]}"
            problems.append(_problem(text, line, name, message, hint))
        seen.setdefault(name, line)
        if len(_SUPER.findall(match[2])) > 1:
            message = f"the block '{name}' has {{{{ super() }}}} more than once"
            problems.append(_problem(text, line, name, message, "keep one"))
        found.append(_block(text, match, line))
    problems.extend(_between(text, last, len(source)))
    if not found and not problems:
        message, hint = (
            "the page extends another and has no block",
            "write {% block end %} ... {% endblock %}",
        )
        problems.append(_problem(text, 1, "", message, hint))
    if problems:
        raise Refused(problems)
    yield from found


def _between(text: TemplateText, start: int, end: int) -> Iterator[Problem]:
    """Yield a problem where something stands outside the blocks."""
    part = _COMMENT.sub(lambda comment: re.sub(r"\S", " ", comment[0]), text.source[start:end])
    if stray := re.search(r"\S", part):
        line = text.source.count("\n", 0, start + stray.start()) + 1
        tag = _ONLY_BLOCK.match(part, stray.start())
        if tag:
            message = "a block is not closed" if tag[1] == "block" else "'endblock' closes nothing"
            yield _problem(text, line, tag[1], message, "write {% block name %} ... {% endblock %}")
        else:
            message = "a page that extends another has text in blocks only"
            yield _problem(
                text, line, "", message, "write {% block end %} before it and {% endblock %} after"
            )


def _block(text: TemplateText, match: re.Match[str], line: int) -> Block:
    pieces = _SUPER.split(match[2])
    begins = [match.start(2), match.start(2) + len(match[2]) - len(pieces[-1])]
    made = [
        _part(text, f"{match[1]}-{number}", piece, start)
        for number, (piece, start) in enumerate(zip(pieces, begins, strict=False))
    ]
    if len(pieces) == 1:
        return Block(
            match[1], line, text, None, None, made[0] or _part(text, match[1], "\n", begins[0], empty=True)
        )
    return Block(match[1], line, text, made[0], made[1], None)


def _part(
    text: TemplateText, name: str, piece: str, start: int, *, empty: bool = False
) -> TemplateText | None:
    """Return a piece of a file as a template with the file's line numbers, or None where it says nothing."""
    if not piece.strip() and not empty:
        return None
    above = text.source.count("\n", 0, start)
    source = "\n" * max(above, 2) if above < 2 else "\n" * above  # noqa: PLR2004 -- a paragraph of its own
    return TemplateText(f"{text.file}#{name}", text.file, f"{source}{piece.rstrip()}\n\n", text.source)


def block_names(text: TemplateText) -> tuple[str, ...]:
    """Return the names of a page's blocks, in its order."""
    return tuple(dict.fromkeys(region.name for region in _regions(text.source.split("\n"))))


def extended(below: TemplateText, blocks: Iterable[Block]) -> tuple[TemplateText, tuple[TemplateText, ...]]:
    """Return a page that includes what blocks say, and the templates that it includes.

    Its lines keep their numbers. Refuses with every problem.
    """
    lines = below.source.split("\n")
    regions = list(_regions(lines))
    known = list(dict.fromkeys(region.name for region in regions))
    problems: list[Problem] = []
    before: dict[int, str] = {}
    gone: set[int] = set()
    added: list[TemplateText] = []
    for block in blocks:
        mine = [region for region in regions if region.name == block.name]
        problems.extend(_faults(block, mine, known, below))
        for region in mine:
            _lay(block, region, before, gone)
        added += [part for part in (block.before, block.after, block.instead) if part]
    if problems:
        raise Refused(problems)
    told = ["" if number in gone else line for number, line in enumerate(lines)]
    told = [before.get(number, "") + line for number, line in enumerate(told)]
    if tail := before.get(len(lines)):
        told.append(f"\n{tail}\n")
    written = below.written or below.source
    return replace(below, source="\n".join(told), written=written), tuple(added)


def _faults(block: Block, mine: list[_Region], known: list[str], below: TemplateText) -> Iterator[Problem]:
    if not mine:
        hint = did_you_mean(block.name, known, f"its blocks are {', '.join(known)}")
        message = f"{below.file} has no block '{block.name}'"
        yield _problem(block.text, block.line, block.name, message, hint)
    elif block.instead and block.name in {TOP, END}:
        message = f"the block '{block.name}' cannot be replaced"
        yield _problem(block.text, block.line, block.name, message, "keep it with {{ super() }}")
    elif block.instead and not all(region.whole for region in mine):
        message = f"the block '{block.name}' of {below.file} holds a tag that ends outside of it"
        hint = "keep it with {{ super() }}, or replace the page"
        yield _problem(block.text, block.line, block.name, message, hint)


def _lay(block: Block, region: _Region, before: dict[int, str], gone: set[int]) -> None:
    """Note where the texts of a block are included, and which lines they take the place of."""
    if block.instead:
        gone.update(range(region.first, region.end))
    for part, line in ((block.before or block.instead, region.first), (block.after, region.end)):
        if part:
            # What ends at a line comes before what begins there.
            include = f'{{% include "{part.name}" %}}'
            before[line] = (
                include + before.get(line, "") if part is block.after else before.get(line, "") + include
            )


def _regions(lines: list[str]) -> Iterator[_Region]:
    """Yield the blocks of a page: `top`, its sections by the ids of their headings, and `end`."""
    headings = list(_headings(lines))
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    yield _Region(TOP, start, headings[0][0] if headings else len(lines), whole=False)
    for number, (line, level, name) in enumerate(headings):
        following = (other for other, depth, _ in headings[number + 1 :] if depth <= level)
        end, whole = _balanced(lines, line, next(following, len(lines)))
        yield _Region(name, line, end, whole)
    yield _Region(END, len(lines), len(lines), whole=False)


def _headings(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    fenced = ""
    for number, line in enumerate(lines):
        if fence := _FENCE.match(line):
            fenced = "" if fenced == fence[1] else fenced or fence[1]
        elif not fenced and (heading := _HEADING.match(line)):
            yield number, len(heading[1]), heading[2]


def _balanced(lines: list[str], first: int, end: int) -> tuple[int, bool]:
    """Return where a section ends, and whether all tags that begin in it end there too.

    It ends at the latest where a tag around it does, and before a tag that only what follows stands in.
    """
    opened: list[int] = []
    for number in range(first, end):
        for tag in _TAG.finditer(lines[number]):
            if tag[1] in _OPENS or (tag[1] == "set" and "=" not in tag[2]):
                opened.append(number)
            elif tag[1].startswith("end") and opened:
                opened.pop()
            elif tag[1].startswith("end") or (tag[1] in _BETWEEN and not opened):
                return number, True
    if opened and not any(_TAG.sub("", line).strip() for line in lines[opened[0] : end]):
        return opened[0], True
    return end, not opened


def _problem(text: TemplateText, line: int, needle: str, message: str, hint: str) -> Problem:
    return Problem(text.place(line, needle), "", message, hint, "PAGE-BLOCK")
