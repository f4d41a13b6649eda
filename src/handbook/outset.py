"""What a new workspace begins with: the firm's file, an example, and all that editors and servers need."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from handbook import __version__
from handbook.bundle import bundle
from handbook.load import read_firm
from handbook.model import firm_schema, schema
from handbook.splice import at, plain_or_quoted, replaced
from handbook.starters import SCHEMA_FILE, ahead_of, begin, for_firm, starters
from handbook.workspace import FOLDER, MARKER
from handbook.yaml_tree import Scalar, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from handbook.load import FirmFile

FIRM_SCHEMA_FILE: Final = "handbook.schema.json"
EXAMPLE: Final = "example"
_STARTER: Final = "client-product-owner"
_SETTINGS: Final[Mapping[str, str]] = MappingProxyType(
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


def firm_text(answers: Mapping[str, str], today: date) -> str:
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
    return {f"{FOLDER}/{EXAMPLE}.yml": for_firm(text, firm)}


def schemas(root: Path) -> dict[str, str]:
    """Return the schemas that editors complete with, by their paths, made for a workspace's handbook.yml.

    What the firm gives need not stand in an engagement file, so the schema does not ask for it. Refuses a
    handbook.yml with problems.
    """
    file = root / MARKER
    given = read_firm(file, MARKER).data() if file.is_file() else None
    files = {f"{FOLDER}/{SCHEMA_FILE}": written(schema(given))}
    return files | ({FIRM_SCHEMA_FILE: written(firm_schema())} if given else {})


def written(described: Mapping[str, object]) -> str:
    """Return a schema as text."""
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def _template(name: str) -> str:
    return (bundle() / "engagement_templates" / "workspace" / name).read_text("utf-8")
