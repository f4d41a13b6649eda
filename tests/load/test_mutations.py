"""Every line and node of an example, spoilt in each way that fingers find: told at that line, or harmless.

Every 40th is tried with the other tests, and all of them with `MUTATIONS=1` in the environment.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from handbook.errors import Refused
from handbook.load import load_text
from plain import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_KEY = re.compile(r"^( *(?:- )?)([a-z_]+):( .*)?$")
_STEP = int(os.environ.get("MUTATIONS", "40"))


def duplicated(lines: list[str], at: int) -> list[str]:
    """Return the lines with a key given twice; a list's first key would only begin another item."""
    return [*lines[: at + 1], lines[at].replace("- ", "  ", 1), *lines[at + 1 :]]


def retyped(lines: list[str], at: int) -> list[str]:
    """Return the lines with a group in the place of a value."""
    return [*lines[:at], re.sub(r":( .*)?$", ": {a: [b]}", lines[at]), *lines[at + 1 :]]


def misspelt(lines: list[str], at: int) -> list[str]:
    """Return the lines with a letter too many in a key."""
    return [*lines[:at], _KEY.sub(r"\1\2zq:\3", lines[at]), *lines[at + 1 :]]


def misindented(lines: list[str], at: int) -> list[str]:
    """Return the lines with one a space too far to the right."""
    return [*lines[:at], f" {lines[at]}", *lines[at + 1 :]]


def deleted(lines: list[str], at: int) -> list[str]:
    """Return the lines without one."""
    return [*lines[:at], *lines[at + 1 :]]


def told(lines: list[str], path: Path) -> list[int]:
    """Return the lines of a file's problems, none if it has none; nothing else may come of it."""
    try:
        load_text("\n".join(lines).encode(), "case.yml", path.parent, path)
    except Refused as refused:
        return [problem.place.line for problem in refused.problems]
    return []


def _free(lines: list[str], at: int) -> bool:
    """Return whether a line stands in free content: under `internal`, or in a block of text."""
    depth = len(lines[at]) - len(lines[at].lstrip(" -"))
    for line in reversed(lines[:at]):
        own = len(line) - len(line.lstrip(" -"))
        if line.strip() and own < depth:
            depth = own
            if re.match(r"[ -]*(internal|terms):|.*[>|]-?$", line):
                return True
    return bool(re.match(r"[ -]*(internal|terms):", lines[at]))


@pytest.mark.parametrize("spoil", [duplicated, retyped, misspelt, misindented, deleted])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_line_spoilt(path: Path, spoil: Callable[[list[str], int], list[str]]) -> None:
    """A key twice, misspelt, or of another kind is told there; a shifted or lost line never crashes."""
    lines = path.read_text("utf-8").split("\n")
    places = [at for at, line in enumerate(lines) if _KEY.match(line) and not _free(lines, at)]
    missed = []
    for at in places[::_STEP]:
        found = told(spoil(lines, at), path)
        if spoil in {duplicated, retyped, misspelt} and not {at + 1, at + 2} & set(found):
            missed.append((at + 1, lines[at], found))
    assert missed == []


def in_braces(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the keys within braces with their values, but for content that is free."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if node.flow_style:
                yield key, value
            if key.value not in {"internal", "terms"}:
                yield from in_braces(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from in_braces(item)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_node_in_braces_spoilt(path: Path) -> None:
    """Within braces, too, a key twice, misspelt or of another kind is told there; a lost one harms nobody."""
    text = path.read_text("utf-8")
    found = [
        (key.start_mark, key.end_mark.index, value.start_mark.index, value.end_mark.index)
        for key, value in in_braces(yaml.compose(text, yaml.BaseLoader))
        if key.value not in {"internal", "terms"}
    ]
    missed = []
    assert len(found) > 100
    for mark, key_ends, begins, ends in found[:: 3 * _STEP if _STEP > 1 else 1]:
        first = mark.index
        lost = re.sub(r"(?:, *(?=})|(?<={), *)", "", f"{text[:first]}{text[ends:]}", count=1)
        for what, other in {
            "twice": f"{text[:first]}{text[first:ends]}, {text[first:]}",
            "misspelt": f"{text[:key_ends]}zq{text[key_ends:]}",
            "retyped": f"{text[:begins]}{{a: [b]}}{text[ends:]}",
            "lost": lost,
        }.items():
            lines = told(other.split("\n"), path)
            if what != "lost" and mark.line + 1 not in lines:
                missed.append((what, mark.line + 1, text[first:ends], lines))
    assert missed == []
