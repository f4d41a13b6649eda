"""Which names a template takes from outside: those it has not surely given a value where it uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes
from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Use(Struct, frozen=True):
    """A name that a template takes from outside, where it first does."""

    name: str
    line: int
    sometimes: bool
    """Whether the template itself gives it a value in some cases."""


def uses(tree: nodes.Template) -> tuple[Use, ...]:
    """Return the names that a template takes from outside, each once, in the order of the text."""
    walk = _Walk(_assigned(tree.body))
    walk.through(tree.body, set())
    return tuple(walk.found.values())


def gives(tree: nodes.Template) -> frozenset[str]:
    """Return the names that a template gives a value anywhere, loops and blocks included."""
    targets = (name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")
    inside = {name for node in tree.find_all(nodes.Node) for name in _given_by(node)}
    return frozenset(targets) | inside


def _assigned(body: Iterable[nodes.Node]) -> frozenset[str]:
    """Return the names that a run of nodes gives a value, whatever the case."""
    return frozenset(name for node in body for name in _given_by(node))


def _given_by(node: nodes.Node) -> Iterator[str]:
    """Yield the names that have a value after a node, for those that stand next to it."""
    match node:
        case nodes.Assign() | nodes.AssignBlock():
            yield from (name.name for name in node.target.find_all(nodes.Name))
            if isinstance(node.target, nodes.Name):
                yield node.target.name
        case nodes.Macro():
            yield node.name
        case nodes.Import():
            yield node.target
        case nodes.FromImport():
            yield from (name if isinstance(name, str) else name[1] for name in node.names)


class _Walk(Struct):
    """Follows a template as it would run, with the names that surely have a value."""

    top: frozenset[str]
    """What the template gives at its top: a macro may use what stands below it."""
    found: dict[str, Use] = field(default_factory=dict)
    _ever: set[str] = field(default_factory=set)

    def through(self, body: Iterable[nodes.Node], known: set[str]) -> set[str]:
        """Return the names that have a value after a run of nodes."""
        for node in body:
            known = self._after(node, known)
        return known

    def _after(self, node: nodes.Node, known: set[str]) -> set[str]:
        match node:
            case nodes.If():
                return self._after_if(node, known)
            case nodes.For():
                self._loop(node, known)
            case nodes.Macro() | nodes.CallBlock():
                self._macro(node, known)
            case nodes.With():
                self._look(node.values, known)
                self.through(node.body, known | _names(node.targets))
            case nodes.AssignBlock():
                self.through(node.body, set(known))
            case _:
                self._look([node], known)
        given = set(_given_by(node))
        self._ever |= given
        return known | given

    def _after_if(self, node: nodes.If, known: set[str]) -> set[str]:
        self._look([node.test], known)
        ends = [self.through(node.body, set(known))]
        for other in node.elif_:
            self._look([other.test], known)
            ends.append(self.through(other.body, set(known)))
        ends.append(self.through(node.else_, set(known)))
        return set.intersection(*ends)

    def _loop(self, node: nodes.For, known: set[str]) -> None:
        self._look([node.iter], known)
        inside = known | _names([node.target])
        # The condition of a loop is looked at before the loop turns, so `loop` is not there.
        self._look([node.test] if node.test else [], inside)
        self.through(node.body, inside | {"loop"})
        self.through(node.else_, set(known))

    def _macro(self, node: nodes.Macro | nodes.CallBlock, known: set[str]) -> None:
        self._look([*node.defaults, *([node.call] if isinstance(node, nodes.CallBlock) else [])], known)
        self.through(node.body, known | self.top | {argument.name for argument in node.args} | {"caller"})

    def _look(self, where: Iterable[nodes.Node], known: set[str]) -> None:
        """Note the names that expressions use and that have no value yet."""
        waiting = list(where)[::-1]
        while waiting:
            node = waiting.pop()
            if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in known:
                self.found.setdefault(node.name, Use(node.name, node.lineno, node.name in self._ever))
            waiting.extend(list(node.iter_child_nodes())[::-1])


def _names(targets: Iterable[nodes.Node]) -> set[str]:
    """Return the names in the targets of a loop or `with`."""
    found = {target.name for target in targets if isinstance(target, nodes.Name)}
    return found | {name.name for target in targets for name in target.find_all(nodes.Name)}
