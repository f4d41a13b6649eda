"""What a template may be made of: everything that is not listed here is refused before anything runs."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from jinja2 import nodes
from msgspec import Struct

from handbook.errors import Problem, did_you_mean
from handbook.render.filters import FILTERS
from handbook.slots import MARK_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from handbook.pages.template_text import TemplateText

_TAGS: Final = ("if", "for", "set", "macro", "call", "with")
_TAGS_INSIDE: Final = ("elif", "else", "import", "from", "include")
_END: Final = "end"
_TAG: Final = re.compile(r"\{%[-+]?\s*(\w+)(.*?)[-+]?%\}", re.DOTALL)
_SKIPPED: Final = re.compile(r"\{#.*?#\}", re.DOTALL)

_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Dict, nodes.Pair, nodes.Getattr, nodes.Getitem, nodes.Compare, nodes.Operand, nodes.And),
    *(nodes.Or, nodes.Not, nodes.CondExpr, nodes.Add, nodes.Sub, nodes.Neg, nodes.Concat, nodes.Filter),
    *(nodes.Call, nodes.Keyword, nodes.If, nodes.For, nodes.Assign, nodes.AssignBlock, nodes.Macro),
    *(nodes.CallBlock, nodes.Import, nodes.FromImport, nodes.Include, nodes.With),
)
_REFUSED: Final[Mapping[type[nodes.Node], str]] = MappingProxyType(
    {
        nodes.Mul: "*",
        nodes.Div: "/",
        nodes.FloorDiv: "//",
        nodes.Mod: "%",
        nodes.Pow: "**",
        nodes.Pos: "+",
        nodes.Slice: ":",
        nodes.Test: "is",
        nodes.NSRef: ".",
    }
)
_INSTEAD: Final[Mapping[type[nodes.Node], str]] = MappingProxyType(
    {
        nodes.Test: "write {% if name %}: what is left out is false",
        nodes.Slice: "use the filters first, last and rest",
    }
)
_FILTER_INSTEAD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "default": "guard with {% if name %} ... {% else %} ... {% endif %}",
        "d": "guard with {% if name %} ... {% else %} ... {% endif %}",
        "join": "use names(list), or a loop",
        "lower": "did you mean 'inline'?",
        "upper": "did you mean 'capital'?",
        "title": "did you mean 'capital'?",
        "capitalize": "did you mean 'capital'?",
        "count": "did you mean 'length'?",
        "escape": "values are escaped where they stand, by themselves",
        "e": "values are escaped where they stand, by themselves",
        "safe": "values are always shown as typed",
        "url": "did you mean 'href'?",
        "link": "did you mean 'href'?",
    }
)
# Names that Jinja gives a meaning of its own.
_SPECIAL_NAMES: Final = ("self", "super", "varargs", "kwargs", "namespace")


def tag_problems(text: TemplateText) -> Iterator[Problem]:
    """Yield a problem for every tag that does not exist, is not closed, or closes nothing."""
    source = _SKIPPED.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text.source)
    opened: list[tuple[str, int]] = []
    for found in _TAG.finditer(source):
        tag, line = found[1], source.count("\n", 0, found.start()) + 1
        if tag in _TAGS and not (tag == "set" and "=" in found[2]):
            opened.append((tag, line))
        elif tag.startswith(_END) and tag.removeprefix(_END) in _TAGS:
            expected = opened.pop() if opened else None
            if expected and expected[0] != tag.removeprefix(_END):
                message = f"'{tag}' stands where the '{expected[0]}' of line {expected[1]} must be closed"
                hint = f"write '{_END}{expected[0]}' first"
                yield _problem(text, line, _What(tag, "PAGE-TAG", message, hint))
                return
            if not expected:
                what = _What(tag, "PAGE-TAG", f"'{tag}' closes nothing", "delete it")
                yield _problem(text, line, what)
        elif tag not in (*_TAGS, *_TAGS_INSIDE):
            known = [*_TAGS, *_TAGS_INSIDE]
            if tag.startswith(_END):
                known = [_END + opening for opening in _TAGS]
            hint = did_you_mean(tag, known, f"the tags are {', '.join(known)}")
            yield _problem(text, line, _What(tag, "PAGE-TAG", f"there is no tag '{tag}'", hint))
            return
    for tag, line in opened:
        hint = f"write {{% {_END}{tag} %}} where it ends"
        yield _problem(text, line, _What(tag, "PAGE-TAG", f"'{tag}' is never closed", hint))


def tree_problems(tree: nodes.Template, text: TemplateText, partials: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for everything in a template that templates may not do, in the order of the text."""
    modules = {node.target for node in tree.find_all(nodes.Import)}
    for node in _in_order(tree):
        if what := _fault_of(node, modules, partials):
            yield _problem(text, node.lineno, what)


def _in_order(tree: nodes.Node) -> Iterator[nodes.Node]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(list(node.iter_child_nodes())))


class _What(Struct, frozen=True):
    """What is wrong with one node; `needle` is the word to blame."""

    needle: str
    code: str
    message: str
    hint: str


def _fault_of(node: nodes.Node, modules: set[str], partials: Collection[str]) -> _What | None:
    """Return what is wrong with one node, or None."""
    if not isinstance(node, _ALLOWED):
        word = _REFUSED.get(type(node), type(node).__name__.lower())
        hint = _INSTEAD.get(type(node), "work it out in the engagement's facts and print that")
        return _What(word, "PAGE-CODE", f"templates know no '{word}'", hint)
    match node:
        case nodes.Name() | nodes.Getattr():
            return _name_fault(node.name if isinstance(node, nodes.Name) else node.attr)
        case nodes.Filter():
            return _filter_fault(node)
        case nodes.Call():
            return _call_fault(node, modules)
        case nodes.Import() | nodes.FromImport() | nodes.Include():
            return _partial_fault(node, partials)
    return _detail_fault(node)


def _name_fault(name: str) -> _What | None:
    if name in _SPECIAL_NAMES or name.startswith("_"):
        return _What(name, "PAGE-CODE", f"templates know no '{name}'", "choose another name")
    return None


def _filter_fault(node: nodes.Filter) -> _What | None:
    if node.name not in FILTERS:
        hint = _FILTER_INSTEAD.get(node.name) or did_you_mean(
            node.name, FILTERS, f"the filters are {', '.join(FILTERS)}"
        )
        return _What(node.name, "PAGE-FILTER", f"there is no filter '{node.name}'", hint)
    if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return _What(node.name, "PAGE-FILTER", f"'{node.name}' takes no options", f"write | {node.name}")
    return None


def _call_fault(node: nodes.Call, modules: set[str]) -> _What | None:
    called = node.node
    if isinstance(called, nodes.Getattr):
        if isinstance(called.node, nodes.Name) and called.node.name in modules:
            return None
        message = f"'{called.attr}' is not a macro"
        return _What(called.attr, "PAGE-CODE", message, "data has no methods; use a filter")
    if not isinstance(called, nodes.Name):
        return _What("", "PAGE-CODE", "only macros and functions can be called", "call them by their name")
    if node.dyn_args or node.dyn_kwargs:
        return _What(called.name, "PAGE-CODE", "'*' and '**' spread nothing here", "write each argument")
    return None


def _partial_fault(
    node: nodes.Import | nodes.FromImport | nodes.Include, partials: Collection[str]
) -> _What | None:
    wanted = node.template.value if isinstance(node.template, nodes.Const) else None
    if not isinstance(wanted, str):
        return _What("", "PAGE-PARTIAL", "a partial is named in quotes", 'write {% include "name.jinja" %}')
    if isinstance(node, nodes.Include) and node.ignore_missing:
        return _What(wanted, "PAGE-PARTIAL", "'ignore missing' hides mistakes", "delete it")
    if partial_name(wanted) not in partials:
        hint = did_you_mean(partial_name(wanted), partials, f"the partials are {', '.join(sorted(partials))}")
        return _What(wanted, "PAGE-PARTIAL", f"there is no partial '{wanted}'", hint)
    return None


def partial_name(wanted: str) -> str:
    """Return the name of a partial as its folder knows it."""
    return wanted.removeprefix("partials/")


def _detail_fault(node: nodes.Node) -> _What | None:
    """Return what is wrong with a node that is allowed in most of its forms."""
    match node:
        case nodes.For() if node.recursive:
            return _What("recursive", "PAGE-CODE", "templates know no recursive loops", "loop inside a loop")
        case nodes.CondExpr() if node.expr2 is None:
            return _What("if", "PAGE-CODE", "'... if ...' lacks its 'else'", "write ... if ... else ...")
        case nodes.Neg() if not isinstance(node.node, nodes.Const):
            return _What("-", "PAGE-CODE", "only a number that stands here has a sign", "write 0 - name")
        case nodes.Const(value=str(text)) if MARK_CHARACTERS.search(text):
            hint = "the handbook uses them for itself"
            return _What("", "PAGE-CODE", "private-use characters in a text", hint)
    return None


def _problem(text: TemplateText, line: int, what: _What) -> Problem:
    return Problem(text.place(line, what.needle), "", what.message, what.hint, what.code)
