"""Engagement files as plain data and back, for tests that change them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import yaml

import generate
from handbook.bundle import bundle
from handbook.load import load_text

if TYPE_CHECKING:
    from pathlib import Path

    from handbook.model import Engagement

_FOLDER = bundle() / "engagement_templates" / "examples"
EXAMPLES = tuple(sorted(_FOLDER.glob("*.yml")))
# Those that tests change, or whose facts they know.
PUBLIC = _FOLDER / "public-sector-vendor-po.yml"
STARTUP = _FOLDER / "startup-client-po.yml"
TELECOM = _FOLDER / "telecom-intermediary.yml"
PROXY = _FOLDER / "ferries-proxy-po.yml"
UPKEEP = _FOLDER / "laboratories-maintenance.yml"


class _Texts(yaml.SafeLoader):
    """Keeps every scalar as the text it is, but for null."""

    yaml_implicit_resolvers: dict[str, list[object]] = {  # noqa: RUF012 -- as PyYAML declares it
        first: [rule for rule in rules if rule[0] == "tag:yaml.org,2002:null"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def tree(path: Path) -> generate.Tree:
    """Return an engagement file as plain data, fresh for each caller."""
    return cast("generate.Tree", yaml.load(_text(path), _Texts))  # noqa: S506 -- a SafeLoader


def engagement(data: generate.Tree) -> Engagement:
    """Return the engagement that plain data is the file of."""
    path = bundle() / "test.yml"
    return load_text(generate.text(data).encode(), "test.yml", path.parent).engagement
