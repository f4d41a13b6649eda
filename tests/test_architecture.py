"""The shape of the package, as CONTRIBUTING.md shows it, is the shape that the code has."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "handbook"
MODULES = sorted(PACKAGE.rglob("*.py"))
_IDS = [path.relative_to(PACKAGE).as_posix() for path in MODULES]
every_module = pytest.mark.parametrize("path", MODULES, ids=_IDS)


def _order() -> list[str]:
    """Return the modules in the order of the pipeline table."""
    table = (
        (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## The pipeline")[2].partition("\n## ")[0]
    )
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def _name(path: Path) -> str:
    """Return a module's dotted name inside the package: `model.people`, `load`, or "" for the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _imports(path: Path) -> Iterator[str]:
    """Yield the full dotted name of everything that a module imports, under TYPE_CHECKING too."""
    here = ["handbook", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: len(here) - node.level + 1]] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _known(name: str, modules: set[str]) -> str | None:
    """Return the module of ours that an imported name is or stands in."""
    if name != "handbook" and not name.startswith("handbook."):
        return None
    inner = name.removeprefix("handbook").lstrip(".")
    while inner and inner not in modules:
        inner = inner.rpartition(".")[0]
    return inner


def _graph() -> dict[str, set[str]]:
    modules = {_name(path) for path in MODULES}
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        used = {_known(name, modules) for name in _imports(path)}
        graph[_name(path)] = {name for name in used if name is not None} - {_name(path)}
    return graph


GRAPH = _graph()


def test_the_table_names_every_module() -> None:
    """Every module has its row in the pipeline table, and no row is there twice."""
    order = _order()
    assert len(order) == len(set(order))
    there = {_name(path).partition(".")[0] for path in MODULES} - {"", "__main__"}
    assert there - set(order) == set(), "a module without a row in CONTRIBUTING.md"


@every_module
def test_a_module_imports_only_from_above_itself(path: Path) -> None:
    """Each import leads to a row higher up in the pipeline, or stays inside the module's own folder."""
    order = _order()
    own = _name(path).partition(".")[0]
    if own in {"", "__main__"}:
        assert own != "" or not GRAPH[""], "the package's own file imports nothing of ours"
        return
    for used in GRAPH[_name(path)]:
        top = used.partition(".")[0]
        assert top in {"", own} or order.index(top) < order.index(own), (
            f"{own} imports {used}, which is below it"
        )


def test_no_imports_in_circles() -> None:
    """No module reaches itself through what it imports."""
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " imports ".join((*trail, name))
        if name not in done:
            for used in sorted(GRAPH[name]):
                visit(used, (*trail, name))
            done.add(name)

    for name in GRAPH:
        visit(name, ())


@every_module
def test_one_module_knows_mkdocs(path: Path) -> None:
    """Only `skeletons` imports MkDocs or its theme, so that a successor costs one module."""
    packages = {name.partition(".")[0] for name in _imports(path)}
    if _name(path).partition(".")[0] != "skeletons":
        assert packages & {"mkdocs", "material", "mkdocs_material", "properdocs", "zensical"} == set()


@every_module
def test_a_module_begins_with_what_it_knows(path: Path) -> None:
    """The first line of a module is one sentence."""
    first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]
    assert re.fullmatch(r"[A-Z`].*[.]", first), f"begins with {first!r}"


@every_module
def test_a_module_is_read_in_one_sitting(path: Path) -> None:
    """No module is longer than 400 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


@every_module
def test_modules_hold_no_state(path: Path) -> None:
    """A module's own names are bound to nothing that changes: MkDocs keeps hook modules between builds."""
    module = ast.parse(path.read_text("utf-8"))
    for statement in module.body:
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        assert not isinstance(value, ast.List | ast.Set | ast.ListComp | ast.SetComp), (
            f"line {statement.lineno}"
        )
    assert not [node.lineno for node in ast.walk(module) if isinstance(node, ast.Global)], "global"
