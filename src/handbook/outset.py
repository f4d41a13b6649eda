"""What a new workspace begins with: the firm's file, an example, and all that editors and servers need."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from handbook import __version__
from handbook.bundle import bundle
from handbook.interview import from_supplier
from handbook.load import read_firm
from handbook.load.relations import text_of
from handbook.model import firm_schema, schema
from handbook.splice import at, plain_or_quoted, replaced
from handbook.starters import SCHEMA_FILE, SCHEMA_LINE, ahead_of, begin, for_firm, starters
from handbook.workspace import FOLDER, MARKER
from handbook.yaml_tree import Mapping, Scalar, Sequence, parse, read

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict
    from datetime import date
    from pathlib import Path

    from handbook.load import FirmFile

FIRM_SCHEMA_FILE: Final = "handbook.schema.json"
EXAMPLE: Final = "example"
_STARTER: Final = "client-product-owner"
_SETTINGS: Final[Dict[str, str]] = MappingProxyType(
    {
        "README.md": "README.md",
        ".gitignore": "gitignore.txt",
        ".pre-commit-config.yaml": "pre-commit-config.yml",
        ".github/workflows/handbook.yml": "github.yml",
        ".gitlab-ci.yml": "gitlab-ci.yml",
        ".vscode/settings.json": "vscode-settings.json",
        ".vscode/extensions.json": "vscode-extensions.json",
        ".idea/jsonSchemas.xml": "jetbrains-schemas.xml",
    }
)


def firm_text(answers: Dict[str, str], today: date) -> str:
    """Return the text of a new handbook.yml; the answers' keys are paths such as `firm.name`."""
    text = _template("handbook.yml")
    year = today.year
    text = text.replace("{CHRISTMAS}", f"{year}-12-24").replace("{NEW_YEAR}", f"{year + 1}-01-01")
    tree = parse(text.encode(), MARKER)
    nodes = [(at(tree, path.split(".")), answer) for path, answer in answers.items()]
    values = [(node, plain_or_quoted(answer)) for node, answer in nodes if isinstance(node, Scalar)]
    return f"# yaml-language-server: $schema={FIRM_SCHEMA_FILE}\n{replaced(text, values)}"


def around() -> dict[str, str]:
    """Return the files around the firm's own, by their paths: for its people, git, editors and servers."""
    files = {path: _template(name).replace("{VERSION}", __version__) for path, name in _SETTINGS.items()}
    return files | {"pages/.gitkeep": ""}


def example(firm: FirmFile, today: date) -> dict[str, str]:
    """Return an engagement to look at, which takes over what the firm gives, by its path."""
    (starter,) = (known.path for known in starters() if known.name == _STARTER)
    text = ahead_of(begin(starter, starter.name, {"id": EXAMPLE}), today)
    return {f"{FOLDER}/{EXAMPLE}.yml": for_firm(from_supplier(text, firm.name), firm)}


def schemas(root: Path) -> dict[str, str]:
    """Return the schemas that editors complete with, by their paths, made for a workspace's handbook.yml.

    What the firm gives need not stand in an engagement file, so the schema does not ask for it. Refuses a
    handbook.yml with problems.
    """
    file = root / MARKER
    given = read_firm(file, MARKER).data() if file.is_file() else None
    files = {f"{FOLDER}/{SCHEMA_FILE}": written(schema(given))}
    return files | ({FIRM_SCHEMA_FILE: written(firm_schema())} if given else {})


def own_schema(text: str, firm: FirmFile | None) -> str:
    """Return the schema of one engagement file, which offers the ids that stand in it.

    A file that cannot be read yet has none, and its schema is that of all.
    """
    tree = read(text.encode(), "").tree
    ids = {"people": _named(tree, "people", "title"), "parties": _named(tree, "parties", "name")}
    return written(schema(firm.data() if firm else None, ids))


def own_schema_file(engagement: Path) -> Path:
    """Return where the schema of one engagement file stands: beside it, under its name."""
    return engagement.with_suffix(".schema.json")


def with_schema_line(text: str, schema_file: str) -> str:
    """Return a file's text that names its schema for editors in its first line."""
    line = f"# yaml-language-server: $schema={schema_file}\n"
    return line + SCHEMA_LINE.sub("", text)


def _named(tree: Mapping | None, listing: str, also: str) -> dict[str, str]:
    """Return the ids of a list, each with the name and one thing more of what it stands for."""
    listed = at(tree, [listing])
    found = {}
    for item in listed.items if isinstance(listed, Sequence) else ():
        if own := text_of(item, "id"):
            words = dict.fromkeys(filter(None, (text_of(item, "name"), text_of(item, also))))
            found[own] = ", ".join(words) or own
    return found


def written(described: Dict[str, object]) -> str:
    """Return a schema as text."""
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def _template(name: str) -> str:
    return (bundle() / "engagement_templates" / "workspace" / name).read_text("utf-8")
