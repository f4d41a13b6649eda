"""Non-interference as a whole: `interference.py [ENGAGEMENTS]` by hand, with figures.

Each internal thing of each example is taken out and each internal text changed, one by one, and all that the
client's files are made from is compared, byte by byte; so it is for engagements made at random, each value in
the view that everything is made from, and all values at once in all of it. Then the examples
are built in any order, by one process and by two, with nothing kept and with everything, and one alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import generate
from handbook.errors import Refused
from handbook.layers import templates
from handbook.view import Edition, select, serialise
from handbook.workspace import examples
from plain import EXAMPLES, tree
from terminal import handbook_process
from trust.test_interference import AS_OF, candid, internal_values, openly, read, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handbook.load import Loaded

OTHER = "Something else altogether"


def variants(data: generate.Tree) -> Iterator[tuple[object, generate.Tree]]:
    """Yield plain data with one internal thing taken out or one internal text changed, each in turn."""
    for keys in _internal(data):
        copy = _copied(data)
        del _at(copy, keys[:-1])[keys[-1]]
        yield (*keys, "gone"), copy
    for keys in internal_values(data):
        copy = _copied(data)
        _at(copy, keys[:-1])[keys[-1]] = OTHER
        yield (*keys, "changed"), copy


def _internal(node: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 -- plain data
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in items:
        if "internal" in (*above, key):
            yield (*above, key)
        yield from _internal(inner, (*above, key))


def _at(node: Any, keys: tuple[Any, ...]) -> Any:  # noqa: ANN401 -- as above
    for key in keys:
        node = node[key]
    return node


def _copied(node: Any) -> Any:  # noqa: ANN401 -- plain data
    if isinstance(node, dict):
        return {key: _copied(value) for key, value in node.items()}
    return [_copied(item) for item in node] if isinstance(node, list) else node


def compare(data: generate.Tree, look: Callable[[Loaded], object]) -> int:
    """Return how many changes were tried; each must leave what is looked at as it is, or be no engagement."""
    expected, tried = look(read(data)), 0
    for what, other in variants(data):
        with suppress(Refused):
            assert look(read(other)) == expected, what
            tried += 1
    return tried


def _view(loaded: Loaded) -> bytes:
    return serialise(select(loaded.engagement, Edition.CLIENT, AS_OF))


def fields(engagements: int) -> None:
    """Try every internal value."""
    texts = templates()
    for path in EXAMPLES:
        print(path.stem, compare(tree(path), lambda loaded: written(loaded, texts)), "changes", flush=True)
    tried = 0
    for seed in range(engagements):
        data = generate.tree(Random(seed))
        tried += compare(data, _view)
        other = candid(data, iter(range(10_000)))
        assert written(read(other), texts) == written(read(openly(data)), texts), seed
    print(engagements, "made at random,", tried, "changes", flush=True)


def files(folder: Path) -> dict[str, bytes]:
    """Return the files that readers get, but for the page over all engagements."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: content for name, content in named.items() if "/." not in f"/{name}"}


def orders(root: Path) -> None:
    """Build the examples in several ways, and compare every byte of every edition."""
    names = [source.id for source in examples(root)]
    ways = {
        "one process, nothing kept": (names, "1", "cold"),
        "one process, everything kept": (names, "1", "cold"),
        "two processes, the other way round, nothing kept": (names[::-1], "2", "other"),
        "two processes, everything kept": (names[2:] + names[:2], "2", "cold"),
        "the first alone": (names[:1], "1", "alone"),
    }
    expected: dict[str, bytes] = {}
    for number, (way, (order, jobs, kept)) in enumerate(ways.items()):
        words = (*order, "--no-handouts", "--jobs", jobs, "--out", str(root / str(number)), "--copy")
        cache = {"HANDBOOK_CACHE": str(root / kept)}
        done = handbook_process("build", *words, "--as-of", AS_OF.isoformat(), cwd=root, **cache)
        assert done.out, done.err
        made = files(root / str(number))
        expected = expected or made
        assert made == {name: expected[name] for name in made}, way
        print(way, len(made), "files", flush=True)


if __name__ == "__main__":
    begun = time.perf_counter()
    fields(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    with tempfile.TemporaryDirectory() as place:
        orders(Path(place))
    took = sum(os.times()[:4])
    print(f"{took:.0f} s of CPU, {time.perf_counter() - begun:.0f} s")
