"""How a file of an older form becomes one of today's: what each step changes; comments and layout stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

from handbook.errors import Place, Problem, Refused
from handbook.model.texts import SCHEMA
from handbook.splice import cut, plain_or_quoted, replaced
from handbook.yaml_tree import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.yaml_tree import Entry, Node

_KEY: Final = "schema"
_EACH: Final = "[]"


class Rename(Struct, frozen=True):
    """A key that has another name now; `path` is the old one, `people[].mail`."""

    path: str
    key: str


class Reword(Struct, frozen=True):
    """A value that is written in another way now."""

    path: str
    old: str
    new: str


class Remove(Struct, frozen=True):
    """A key that is there no more, and why."""

    path: str
    why: str


Edit: TypeAlias = Rename | Reword | Remove


class Step(Struct, frozen=True):
    """What changes from the form before `to`, in the order in which it is done."""

    to: int
    edits: tuple[Edit, ...] = ()


# One step for each form. A file without a version is of form 0, which only lacked the line that says so.
STEPS: Final = (Step(1),)


class Change(Struct, frozen=True):
    """One thing that an upgrade changes: where it stood in the file when the step began, and what."""

    place: Place
    what: str


class Upgraded(Struct, frozen=True):
    """A file's text in today's form, and what was changed for it."""

    text: str
    changes: tuple[Change, ...]


def upgraded(text: str, file: str, steps: tuple[Step, ...] = STEPS) -> Upgraded:
    """Return a file's text in today's form; refuse what cannot be read, and a form newer than the tool."""
    today = steps[-1].to if steps else SCHEMA
    form = _form(text, file, today)
    changes: list[Change] = []
    for step in steps:
        if step.to > form:
            for edit in step.edits:
                text, done = _edited(text, file, edit)
                changes += done
            text, done = _numbered(text, file, step.to)
            changes += done
    return Upgraded(text, tuple(changes))


def _form(text: str, file: str, today: int) -> int:
    """Return the form that a file says it has, 0 where it says none."""
    said = next(_found(parse(text.encode(), file), _KEY), None)
    if said is None:
        return 0
    node = said[1].value
    if isinstance(node, Scalar) and node.text.isascii() and node.text.isdigit() and int(node.text) <= today:
        return int(node.text)
    message, hint = "is a form that this tool does not know", f"update the tool, or write {today}"
    raise Refused([Problem(node.place, _KEY, message, hint, "FIELD-SCHEMA")])


def _edited(text: str, file: str, edit: Edit) -> tuple[str, list[Change]]:
    """Return a text with one edit done wherever it fits."""
    found = list(_found(parse(text.encode(), file), edit.path))
    if isinstance(edit, Remove):
        gone = [Change(entry.key.place, f"{edit.path} goes: {edit.why}") for _, entry in found]
        return cut(text, file, [path for path, _ in found]), gone
    if isinstance(edit, Rename):
        keys = [(entry.key, plain_or_quoted(edit.key)) for _, entry in found]
        return replaced(text, keys), [Change(key.place, f"{edit.path} is now {edit.key}") for key, _ in keys]
    values = [
        (entry.value, plain_or_quoted(edit.new))
        for _, entry in found
        if isinstance(entry.value, Scalar) and entry.value.text == edit.old
    ]
    changes = [Change(old.place, f"{edit.path}: {edit.old} is now {edit.new}") for old, _ in values]
    return replaced(text, values), changes


def _numbered(text: str, file: str, form: int) -> tuple[str, list[Change]]:
    """Return a text that says which form it has."""
    tree = parse(text.encode(), file)
    said = next(_found(tree, _KEY), None)
    if said and isinstance(said[1].value, Scalar):
        node = said[1].value
        return replaced(text, [(node, str(form))]), [Change(node.place, f"{_KEY} is now {form}")]
    place = tree.entries[0].key.place
    lines = text.split("\n")
    lines.insert(place.line - 1, f"{_KEY}: {form}")
    return "\n".join(lines), [Change(Place(file, place.line, 1), f"a line '{_KEY}: {form}' is added")]


def _found(tree: Mapping, path: str) -> Iterator[tuple[tuple[str | int, ...], Entry]]:
    """Yield the entries at a path, each with its own; `[]` stands for every item of a list."""
    steps = path.replace(_EACH, f".{_EACH}").split(".")
    yield from _below(tree, steps, ())


def _below(
    node: Node, steps: list[str], before: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Entry]]:
    first, *rest = steps
    if first == _EACH and isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from _below(item, rest, (*before, number))
    elif isinstance(node, Mapping):
        for entry in node.entries:
            if entry.key.text == first:
                own = (*before, first)
                if rest:
                    yield from _below(entry.value, rest, own)
                else:
                    yield own, entry
