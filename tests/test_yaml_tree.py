"""The tree of an engagement file: what was typed, or every problem with its place."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handbook import yaml_text
from handbook.errors import CODES, Refused
from handbook.yaml_tree import Mapping, Node, Scalar, Sequence, parse, read
from limits import memory

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parent / "cases" / "yaml_tree"
EXAMPLES = Path(__file__).parents[1] / "engagement_templates" / "examples"


def shown(node: Node, path: str) -> Iterator[str]:
    """Yield a line for each scalar: its path, place and text; a `!` tells that it was quoted."""
    if isinstance(node, Scalar):
        yield f"{node.place.line}:{node.place.column} {path} = {node.text!r}{'!' * node.quoted}"
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items, 1):
            yield from shown(item, f"{path}[{number}]")
    else:
        for entry in node.entries:
            yield from shown(entry.value, f"{path}.{entry.key.text}" if path else entry.key.text)


def outcome(data: bytes, file: str) -> str:
    """Return the problems of `data`, one a line, or its tree."""
    try:
        lines = list(shown(parse(data, file), ""))
    except Refused as refused:
        lines = [str(problem) for problem in refused.problems]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yml")), ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """Each file of the folder gives the tree or the problems that stand beside it, to the letter."""
    expected = case.with_suffix(".out").read_text(encoding="utf-8")
    assert outcome(case.read_bytes(), case.name) == expected


def test_cases_are_many() -> None:
    """The traps that were found for people who type YAML stay covered."""
    assert len(list(CASES.glob("*.yml"))) >= 60


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yml")), ids=lambda file: file.stem)
def test_agrees_with_pyyaml(file: Path) -> None:
    """An example's tree holds what PyYAML's own loader reads when it, too, keeps scalars as text."""
    assert _plain(parse(file.read_bytes(), file.name)) == yaml.load(
        file.read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506 -- it makes texts, lists and mappings only
    )


def _plain(node: Node) -> object:
    if isinstance(node, Mapping):
        return {entry.key.text: _plain(entry.value) for entry in node.entries}
    return [_plain(item) for item in node.items] if isinstance(node, Sequence) else node.text


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode())))
def test_never_a_traceback(data: bytes) -> None:
    """Whatever the bytes, there is a tree, or at least one problem with its code and place."""
    _tree_or_problems(data)


_PIECES = [
    *"a:[]{}\"'#&*!|>%@\\?~\r\n\t\u00a0\ufeff\ue000",
    "bc",
    ": ",
    "- ",
    "\n  ",
    ", ",
    " #",
    "---\n",
    "...",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_never_a_traceback_for_yaml_pieces(text: str) -> None:
    """Whatever YAML's own signs are thrown together, there is a tree, or problems."""
    _tree_or_problems(text.encode())


def _tree_or_problems(data: bytes) -> None:
    reading = read(data, "f.yml")
    assert reading.problems or reading.tree is not None
    assert list(reading.problems) == sorted(reading.problems, key=lambda problem: problem.place)
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in reading.problems:
        assert problem.code in CODES
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


BOMBS = {
    "brackets": b"[" * 20_000,
    "brackets in a value": b"a: " + b"[" * 20_000,
    "braces": b"{" * 20_000,
    "mixed brackets": b"[{a: " * 4_000,
    "dashes": b"- " * 10_000,
    "questions": b"? " * 10_000,
    "indentation": b"".join(b" " * level + b"a:\n" for level in range(600)),
    "aliases": b"a: &a [x]\n" + b"".join(b"b%d: [*a, *a, *a, *a, *a]\n" % n for n in range(3_000)),
    "anchors": b"".join(b"b%d: &b%d x\n" % (n, n) for n in range(12_000)),
    "keys": b"".join(b"k%d: v\n" % n for n in range(20_000)),
    "same key": b"a: b\n" * 39_000,
    "items": b"a:\n" + b"- b\n" * 49_000,
    "items in brackets": b"a: [" + b"b," * 99_000,
    "plain text": b"a: " + b"x " * 99_000 + b": c",
    "word": b"a: " + b"x" * 199_000 + b": c",
    "quoted text": b'a: "' + b"x\n" * 99_000,
    "escapes": b'a: "' + b"\\u200b" * 33_000 + b'"',
    "block text": b"a: |\n" + b" x\n" * 60_000 + b"b",
    "quotes": b"a: " + b'"' * 199_000,
    "colons": b"a: b: c\n" * 24_000,
    "late colons": b"a: b\n" * 3_000 + b"a: b: c\n" * 100,
    "late colons after text": b"a: " + b"x " * 99_000 + b"\n" + b"a: b: c\n" * 100,
    "tabs": b"a:\n\tb\n" * 33_000,
    "tabs and spaces": b"a:\n" + b" " * 90_000 + b"\t" * 100_000 + b"b",
    "nul": b"\0\n" * 99_000,
    "control": b"a\x01" * 99_000,
    "private": "\ue000\n".encode() * 49_000,
    "odd spaces": "\u00a0a\u00a0: \u00a0b\n".encode() * 16_000,
    "comments": b"#\n" * 99_000,
    "glued comments": b"a: b #c\n" * 24_000,
    "spaces": b" " * 199_000,
    "newlines": b"\n" * 199_000,
    "not utf-8": b"a: b\n" * 39_000 + b"\xff",
    "carriage returns": b"\r" * 199_000 + b"\xff",
    "too large": b"a: b\n" * 2_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb(name: str) -> None:
    """A file made to cost time is refused within a tenth of a second of work and 100 MB."""
    taken = []
    for _ in range(5):  # the best of five: the machine has other work too
        before = time.process_time()
        with memory(100), pytest.raises(Refused):
            parse(BOMBS[name], "bomb.yml")
        taken.append(time.process_time() - before)
        if taken[-1] < 0.1:
            break
    assert min(taken) < 0.1


def test_no_more_than_a_hundred_problems() -> None:
    """The hundred first problems are shown, and that there are more."""
    reading = read(b"a: b\n" * 150, "f.yml")
    assert len(reading.problems) == yaml_text.MAX_PROBLEMS + 1
    last = "f.yml:102:1: the problems from here on are not shown; mend the first 100 first [YAML-TOO-MANY]"
    assert str(reading.problems[-1]) == last


def test_as_large_as_allowed() -> None:
    """A file of exactly the largest size is read, one byte more is refused by its size."""
    text = b"a: b\n#" + b"x" * (yaml_text.MAX_BYTES - 6)
    assert outcome(text, "f.yml") == "1:4 a = 'b'\n"
    expected = (
        "f.yml:1:1: the file is too large: more than 200,000 bytes; "
        "move what is not the engagement's elsewhere [YAML-SIZE]\n"
    )
    assert outcome(text + b"x", "f.yml") == expected


def test_a_tree_in_spite_of_problems() -> None:
    """A reader that wants more problems in the same run gets a tree that holds what was typed."""
    reading = read(b"a: b: c\nd\xc2\xa0: 1\nd: @x\n", "f.yml")
    assert [problem.code for problem in reading.problems] == [
        "YAML-COLON",
        "YAML-SPACE",
        "YAML-DUPLICATE",
        "YAML-QUOTE",
    ]
    assert reading.tree is not None
    assert list(shown(reading.tree, "")) == ["1:4 a = 'b: c'", "2:5 d = '1'"]
