"""How the text of a YAML file is changed where a node stands, with all else as it was, comments too."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.yaml_tree import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.yaml_tree import Node

_COMMENT = re.compile(r"[ \t]*(?:#.*)?")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")


class Block(Struct, frozen=True):
    """An entry of a mapping or an item of a list, with the lines that it takes: first and last, from 0."""

    path: tuple[str | int, ...]
    node: Node
    first: int
    last: int


def plain_or_quoted(value: str) -> str:
    """Return a text as a YAML value, in quotes unless it needs none for sure."""
    plain = re.fullmatch(r"[A-Za-z0-9][\w./+-]*", value) and value != "null"
    return value if plain else json.dumps(value, ensure_ascii=False)


def replaced(text: str, values: Iterable[tuple[Scalar, str]]) -> str:
    """Return a text with values of one line replaced by others, which are written as they are given."""
    lines = text.split("\n")
    for old, value in sorted(values, key=lambda pair: pair[0].place, reverse=True):
        number, start = old.place.line - 1, old.place.column - 1
        line = lines[number]
        found = (_QUOTED if old.quoted else re.compile(re.escape(old.text))).match(line, start)
        if found:
            space = " " if value and line[start - 1 : start] == ":" else ""
            lines[number] = _joined(line[:start] + space + value, line[found.end() :], found.end())
    return "\n".join(lines)


def _joined(head: str, rest: str, column: int) -> str:
    """Return a line whose comment, if it has one set off from the value, stays in its column."""
    comment = re.match(r" {2,}(?=#)", rest)
    if not comment:
        return (head + rest).rstrip()
    return head + " " * max(2, column + comment.end() - len(head)) + rest[comment.end() :]


def at(tree: Node | None, path: Iterable[str | int]) -> Node | None:
    """Return the node at a path of keys and numbers, or None."""
    node = tree
    for step in path:
        if isinstance(node, Mapping):
            node = next((entry.value for entry in node.entries if entry.key.text == step), None)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def cut(text: str, file: str, paths: Iterable[tuple[str | int, ...]]) -> str:
    """Return a text without the entries and items at some paths, and without the comments right above them.

    The first key of an item of a list is left, and so is what stands in braces over several lines.
    """
    wanted = set(paths)
    text = _cut_in_braces(text, file, wanted)
    lines = text.split("\n")
    gone: set[int] = set()
    for block in blocks(text, file):
        if block.path in wanted and _stands_alone(lines, block):
            above = block.first
            indent = len(lines[above]) - len(lines[above].lstrip())
            while above and re.fullmatch(rf" {{{indent}}}#.*", lines[above - 1]):
                above -= 1
            gone.update(range(above, block.last + 1))
    kept = "\n".join(line for number, line in enumerate(lines) if number not in gone)
    return re.sub(r"\n{3,}", "\n\n", kept)


def _cut_in_braces(text: str, file: str, wanted: set[tuple[str | int, ...]]) -> str:
    """Return a text without the keys that stand in braces, on one line."""
    lines = text.split("\n")
    for block in blocks(text, file):
        node = block.node
        if not isinstance(node, Mapping) or block.first != block.last or not node.entries:
            continue
        gone = {entry.key.text for entry in node.entries if (*block.path, entry.key.text) in wanted}
        line, start = lines[block.first], node.place.column - 1
        if gone and line[start : start + 1] == "{":
            end = line.rindex("}")
            begins = [entry.key.place.column - 1 for entry in node.entries]
            pieces = [line[one:other] for one, other in zip(begins, [*begins[1:], end], strict=True)]
            kept = [
                piece.strip().rstrip(",")
                for piece, entry in zip(pieces, node.entries, strict=True)
                if entry.key.text not in gone
            ]
            lines[block.first] = f"{line[:start]}{{{', '.join(kept)}{line[end:]}"
    return "\n".join(lines)


def _stands_alone(lines: list[str], block: Block) -> bool:
    """Whether nothing else begins on the first line of a block."""
    key = block.path[-1]
    beginning = r"\s*-(\s|$)" if isinstance(key, int) else rf"\s*[\"']?{re.escape(str(key))}[\"']?\s*:"
    return bool(re.match(beginning, lines[block.first]))


def blocks(text: str, file: str) -> tuple[Block, ...]:
    """Return every entry and item of a file with its lines; comments before the next one are not counted."""
    tree = parse(text.encode(), file)
    found = list(_walk(tree, ()))
    lines = text.split("\n")
    starts = sorted({first for _, _, first, _ in found})
    made = []
    for path, node, first, deepest in found:
        following = next((start for start in starts if start > deepest), len(lines))
        last = following - 1
        while last > deepest and _COMMENT.fullmatch(lines[last]):
            last -= 1
        made.append(Block(path, node, first, last))
    return tuple(made)


_Found = tuple[tuple[str | int, ...], "Node", int, int]


def _walk(node: Node, path: tuple[str | int, ...]) -> Iterator[_Found]:
    """Yield each entry and item with its first line, and the first line of the last thing in it."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            inner = (*path, entry.key.text)
            deepest = max(_lines_of(entry.value), default=0)
            first = entry.key.place.line - 1
            yield inner, entry.value, first, max(first, deepest)
            yield from _walk(entry.value, inner)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            first = item.place.line - 1
            yield (*path, number), item, first, max(_lines_of(item), default=first)
            yield from _walk(item, (*path, number))


def _lines_of(node: Node) -> Iterator[int]:
    yield node.place.line - 1
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key.place.line - 1
            yield from _lines_of(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _lines_of(item)
