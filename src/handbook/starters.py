"""How a new engagement's file begins: a commented starter, or another engagement's file."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.bundle import bundle
from handbook.errors import Place, Problem, Refused
from handbook.load.defaults import naming_key
from handbook.load.relations import text_at
from handbook.splice import at, cut, plain_or_quoted, replaced
from handbook.yaml_tree import Mapping, Scalar, Sequence, parse, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from collections.abc import Mapping as Answers
    from pathlib import Path

    from handbook.load import FirmFile
    from handbook.yaml_tree import Node

SCHEMA_FILE: Final = "engagement.schema.json"
SCHEMA_LINE: Final = re.compile(r"^# yaml-language-server:.*\n", re.MULTILINE)


class Starter(Struct, frozen=True):
    """A file to begin from: its name, what its first line says it is for, and where it is."""

    name: str
    summary: str
    path: Path


def starters() -> tuple[Starter, ...]:
    """Return the bundled starters by name."""
    files = sorted((bundle() / "engagement_templates" / "starters").glob("*.yml"))
    return tuple(Starter(file.stem, _summary(file), file) for file in files)


def _summary(file: Path) -> str:
    """Return the first comment of a starter."""
    comments = (line for line in file.read_text("utf-8").splitlines() if line.startswith("#"))
    own = (line.lstrip("# ").strip() for line in comments if not line.startswith("# yaml-language-server"))
    return next(own, "")


def begin(template: Path, shown: str, answers: Answers[str, str]) -> str:
    """Return the text of a template with the answers in place of its own values, comments kept.

    The answers' keys are paths of single values, such as `id` or `dates.kickoff`; those that the template
    does not have are left out, but for the id, without which it is refused.
    """
    try:
        data = template.read_bytes()
    except OSError as error:
        problem = Problem(Place(shown, 1, 1), "", f"cannot be read: {error.strerror}", "", "BUILD-READ")
        raise Refused([problem]) from error
    reading = read(data, shown)
    if reading.problems or reading.tree is None:
        raise Refused(reading.problems)
    text = SCHEMA_LINE.sub("", data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))
    tree = read(text.encode(), shown).tree
    places = {path: scalar for path in answers if (scalar := _find(tree, path))}
    if "id" not in places:
        problem = Problem(Place(shown, 1, 1), "id", "is missing", "add a line 'id: ...'", "FIELD-REQUIRED")
        raise Refused([problem])
    text = replaced(text, [(scalar, plain_or_quoted(answers[path])) for path, scalar in places.items()])
    return f"# yaml-language-server: $schema={SCHEMA_FILE}\n{text}"


def ahead_of(text: str, today: date) -> str:
    """Return a starter with all its dates moved by whole weeks, so that its kick-off is not yet past.

    A starter is written for one season; weekdays, and with them sprints, stay as they are.
    """
    kickoff = re.search(r"^  kickoff: (\d{4}-\d\d-\d\d)", text, re.MULTILINE)
    weeks = max(0, -((date.fromisoformat(kickoff[1]) - today).days // 7)) if kickoff else 0

    def moved(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + timedelta(weeks=weeks)).isoformat()

    return re.sub(r"\b\d{4}-\d\d-\d\d\b", moved, text) if weeks else text


def _find(tree: Mapping | None, path: str) -> Scalar | None:
    """Return the value at a path that stands in one line, or None."""
    node = at(tree, path.split("."))
    return node if isinstance(node, Scalar) and "\n" not in node.text else None


# What somebody has answered counts, whatever the firm says: the answer, and the field that it is.
_ANSWERED: Final = MappingProxyType({"timezone": ("timezone",), "weeks": ("sprint", "weeks")})


def for_firm(text: str, firm: FirmFile, keep: Collection[str] = ()) -> str:
    """Return a new file without what its firm's handbook.yml gives, so that it is said once.

    `keep` names the answers that are the engagement's own.
    """
    tree = parse(text.encode(), "")
    own = {_ANSWERED[answer] for answer in keep if answer in _ANSWERED}
    return cut(text, "", [path for path in _given_by(firm, tree) if path not in own])


def _given_by(firm: FirmFile, tree: Mapping) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths of what an engagement file need not say."""
    if firm.name:
        parties = at(tree, ["parties"])
        for number, party in enumerate(parties.items if isinstance(parties, Sequence) else ()):
            kinds = at(party, ["kinds"])
            if isinstance(kinds, Sequence) and any(text_at(kind) == "supplier" for kind in kinds.items):
                yield from (("parties", number, key) for key in ("name", "short", "country", "region"))
    for name, value in firm.inherited():
        own = at(tree, [name])
        if isinstance(value, Mapping) and isinstance(own, Mapping):
            for entry in value.entries:
                yield from _covered((name, entry.key.text), at(own, [entry.key.text]), entry.value)
        else:
            yield from _covered((name,), own, value)


def _covered(path: tuple[str, ...], own: Node | None, given: Node) -> Iterator[tuple[str | int, ...]]:
    """Yield what is given of one value: of things with names those in common, else all of it."""
    key = naming_key(path)
    if not key or not isinstance(own, Sequence) or not isinstance(given, Sequence):
        yield path
        return
    theirs = {
        text_at(at(item, [key])): {entry.key.text for entry in item.entries}
        for item in given.items
        if isinstance(item, Mapping)
    }
    for number, item in enumerate(own.items):
        same = theirs.get(text_at(at(item, [key])))
        if isinstance(item, Mapping) and same is not None:
            said = {entry.key.text for entry in item.entries} - {key}
            # What only names a thing of the firm's says nothing.
            for one in sorted(said & same):
                yield (*path, number, one)
            if not said - same:
                yield (*path, number)
    if all(text_at(at(item, [key])) in theirs and not _more(item, theirs, key) for item in own.items):
        yield path


def _more(item: Node, theirs: Answers[str | None, set[str]], key: str) -> set[str]:
    """Return the keys of a thing that the firm's thing of the same name lacks."""
    said = {entry.key.text for entry in item.entries} if isinstance(item, Mapping) else set()
    return said - {key} - theirs.get(text_at(at(item, [key])), set())
