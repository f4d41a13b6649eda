"""How a new engagement's file begins: a commented starter, or another engagement's file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from handbook.bundle import bundle
from handbook.errors import Place, Problem, Refused
from handbook.yaml_tree import Mapping, Scalar, read

if TYPE_CHECKING:
    from collections.abc import Mapping as Answers
    from pathlib import Path

SCHEMA_FILE: Final = "engagement.schema.json"
_SCHEMA_LINE: Final = re.compile(r"^# yaml-language-server:.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Starter:
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
    text = _SCHEMA_LINE.sub("", data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))
    tree = read(text.encode(), shown).tree
    places = {path: scalar for path in answers if (scalar := _find(tree, path))}
    if "id" not in places:
        problem = Problem(Place(shown, 1, 1), "id", "is missing", "add a line 'id: ...'", "FIELD-REQUIRED")
        raise Refused([problem])
    for path, scalar in sorted(places.items(), key=lambda item: item[1].place, reverse=True):
        text = _replaced(text, scalar, answers[path])
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
    node: object = tree
    for name in path.split("."):
        entries = node.entries if isinstance(node, Mapping) else ()
        node = next((entry.value for entry in entries if entry.key.text == name), None)
    return node if isinstance(node, Scalar) and "\n" not in node.text else None


def _replaced(text: str, old: Scalar, answer: str) -> str:
    """Return the text with one value replaced, and nothing else changed."""
    lines = text.split("\n")
    line, start = lines[old.place.line - 1], old.place.column - 1
    pattern = r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""" if old.quoted else re.escape(old.text)
    found = re.compile(pattern).match(line, start)
    if found:
        space = " " if line[start - 1 : start] == ":" else ""
        lines[old.place.line - 1] = line[:start] + space + _scalar(answer) + line[found.end() :]
    return "\n".join(lines)


def _scalar(answer: str) -> str:
    """Return an answer as a YAML value, in quotes unless it needs none for sure."""
    plain = re.fullmatch(r"[A-Za-z0-9][\w./+-]*", answer) and answer != "null"
    return answer if plain else json.dumps(answer, ensure_ascii=False)
