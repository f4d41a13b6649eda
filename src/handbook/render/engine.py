"""The engine that runs templates: Jinja with everything taken away that pages do not need."""

from __future__ import annotations

import marshal
import re
from typing import TYPE_CHECKING, Any, Final, cast

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from handbook.errors import Problem, Refused
from handbook.render.desk import Ready
from handbook.render.filters import FILTERS
from handbook.render.grammar import partial_name, tag_problems, tree_problems
from handbook.render.parts import added, call, part
from handbook.render.running import Unknown, as_filter, counted, desk_of, each, joined, printed
from handbook.render.scope import Use, gives, uses

if TYPE_CHECKING:
    from collections.abc import Mapping
    from io import StringIO

    from jinja2.runtime import Context

    from handbook.kept import Kept
    from handbook.pages.template_text import TemplateText

# Names that no template can write, for the engine's own steps in a template.
_EACH: Final = "(each)"
_JOINED: Final = "(joined)"
_COUNTED: Final = "(counted)"
_MAX_SOURCE: Final = 300_000


class Engine(SandboxedEnvironment):
    """Compiles templates and runs them; holds no data of any engagement, so one serves a whole run."""

    intercepted_binops = frozenset({"+", "-"})

    def __init__(self, partials: Mapping[str, TemplateText], kept: Kept | None = None) -> None:
        """`kept` has templates that earlier runs have compiled."""
        super().__init__(undefined=Unknown, finalize=printed, keep_trailing_newline=True)
        self.filters = {name: as_filter(name) for name in FILTERS}
        self.filters |= {_EACH: each, _JOINED: joined, _COUNTED: counted}
        self.tests = {}
        self.globals = {}
        self.partials, self._names = partials, " ".join(sorted(partials))
        self._kept = kept
        self._ready: dict[tuple[TemplateText, str], Ready | Refused] = {}
        self._used: set[tuple[TemplateText, str]] = set()

    def ready(self, text: TemplateText) -> Ready:
        """Return a template ready to run; refuses with all that is wrong with it. Compiles each once."""
        # What is wrong with a template depends on which partials there are.
        key = (text, self._names)
        self._used.add(key)
        if key not in self._ready:
            try:
                self._ready[key] = self._made(text)
            except Refused as refused:
                self._ready[key] = refused
        made = self._ready[key]
        if isinstance(made, Refused):
            raise made
        return made

    def go_on_with(self, partials: Mapping[str, TemplateText]) -> None:
        """Take other partials, and forget the templates that nobody asked for since the last time."""
        self._ready = {key: self._ready[key] for key in self._used}
        self._used.clear()
        self.partials, self._names = partials, " ".join(sorted(partials))

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002, ANN401, ARG002 -- as Jinja
        """Return a partial for a template that imports it."""
        return self.ready(self.partials[name]).template

    def get_or_select_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002, ANN401 -- as Jinja
        """Return a partial for a template that includes it."""
        return self.get_template(name, parent, globals)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 -- as Jinja
        """Return a part of what has parts."""
        return part(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 -- as Jinja
        """Return a part of what has parts."""
        return part(obj, argument)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401, N805, PYI063 -- Jinja's own signature
        """Return what a macro or function makes."""
        return call(__context, __obj, args, kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 -- as Jinja
        """Return the sum or difference of two numbers."""
        return added(desk_of(context), operator, left, right)

    def _made(self, text: TemplateText) -> Ready:
        if len(text.source) > _MAX_SOURCE:
            message = f"the page is longer than {_MAX_SOURCE:,} characters"
            raise Refused([Problem(text.place(1), "", message, "split it", "PAGE-LIMIT")])
        key = ("template", text.name, text.file, text.source, self._names)
        known = self._kept.find(key) if self._kept else None
        if known is None:
            known = self._tried(text)
            if self._kept:
                self._kept.keep(key, known)
        code, taken, given = marshal.loads(known)  # noqa: S302 -- see kept.py
        made = Template.from_code(self, code, {})
        return Ready(made, tuple(Use(*one) for one in taken), frozenset(given))

    def _tried(self, text: TemplateText) -> bytes:
        """Return a template as Python's code; refuses with all that is wrong with it."""
        if problems := list(tag_problems(text)):
            raise Refused(problems)
        try:
            return self._translated(text)
        except TemplateSyntaxError as error:
            raise Refused([_syntax_problem(error, text)]) from None
        except (RecursionError, SyntaxError, MemoryError, OverflowError, ValueError):
            hint = "use fewer brackets, operators and tags within each other"
            message = "the code is nested too deeply, or a number is too long"
            raise Refused([Problem(text.place(1), "", message, hint, "PAGE-LIMIT")]) from None

    def _translated(self, text: TemplateText) -> bytes:
        """Return a template as Python's code, with the names that it takes and gives, written down."""
        tree = self.parse(text.runnable, text.name, text.file)
        if problems := list(tree_problems(tree, text, self.partials)):
            raise Refused(problems)
        taken, given = uses(tree), gives(tree)
        # Not optimised: nothing of a template is worked out before it runs under its limits.
        generator = CodeGenerator(self, text.name, text.file, optimized=False)
        generator.visit(_Guarded().visit(tree))
        code = compile(cast("StringIO", generator.stream).getvalue(), text.file, "exec")
        named = [[one.name, one.line, one.sometimes] for one in taken]
        return marshal.dumps((code, named, sorted(given)))


class _Guarded(NodeTransformer):
    """Puts the engine's own steps where Jinja would use plain Python: loops, '~' and imports."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 -- Jinja's name for the hook
        self.generic_visit(node)
        written = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        node.iter = _internal(cast("nodes.Expr", node.iter), _EACH, nodes.Const(written, lineno=node.lineno))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 -- as Jinja
        self.generic_visit(node)
        return _internal(nodes.List(node.nodes, lineno=node.lineno), _JOINED)

    def visit_Import(self, node: nodes.Import) -> nodes.Node:  # noqa: N802 -- as Jinja
        return _with_context(node)

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802 -- as Jinja
        return _with_context(node)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 -- as Jinja
        return _with_context(node)


def _with_context(node: nodes.Import | nodes.FromImport | nodes.Include) -> nodes.Node:
    # Without context Jinja keeps the imported module, and with it what one engagement made of it.
    node.with_context = True
    if isinstance(node.template, nodes.Const):
        name = nodes.Const(partial_name(node.template.value), lineno=node.lineno)
        node.template = _internal(name, _COUNTED)
    return node


def _internal(node: nodes.Expr, name: str, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno)


def _syntax_problem(error: TemplateSyntaxError, text: TemplateText) -> Problem:
    """Return Jinja's complaint in our form."""
    said = (error.message or "this is not template code").rstrip(".")
    blamed = re.search(r"got '([^']+)'|char '(.)' at", said)
    said = re.sub(r" at \d+$", "", said)
    needle = next((word for word in blamed.groups() if word), "") if blamed else ""
    hint = "write {{ name }}, {{ name | filter }} or {% if name %}"
    return Problem(text.place(error.lineno, needle), "", said[0].lower() + said[1:], hint, "PAGE-SYNTAX")
