"""`handbook schema`: the JSON Schema on stdout."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from handbook import model
from handbook.cli.schema import refresh
from terminal import handbook

TODAY = ("--as-of", "2026-11-22")

if TYPE_CHECKING:
    from pathlib import Path


def test_schema(tmp_path: Path) -> None:
    """The schema is printed as JSON and is the model's."""
    done = handbook("schema", cwd=tmp_path)
    assert done.code == 0
    assert json.loads(done.out) == model.schema()


def test_the_schema_of_a_firm(tmp_path: Path) -> None:
    """The schema of handbook.yml is printed too, with roles where an engagement file has people."""
    described = json.loads(handbook("schema", "--firm", cwd=tmp_path).out)
    lead = described["properties"]["ceremonies"]["items"]["properties"]["lead"]
    assert "scrum-master" in lead["enum"]
    assert "people" not in described["properties"]


def test_the_schema_of_one_file(tmp_path: Path) -> None:
    """A file's own schema names its people and parties; --write puts it beside the file."""
    assert handbook("init", ".", *TODAY, cwd=tmp_path).code == 0
    file = tmp_path / "engagements" / "example.yml"
    before = file.read_text("utf-8").splitlines()
    described = json.loads(handbook("schema", "example", cwd=tmp_path).out)
    owner = described["properties"]["product_ownership"]["properties"]["owner"]
    assert "marta" in owner["anyOf"][0]["enum"]
    assert "name" not in described["properties"]["parties"]["items"]["required"], "the firm gives it"
    done = handbook("schema", "example", "--write", cwd=tmp_path)
    assert done.lines == ["engagements/example.schema.json"]
    assert json.loads((tmp_path / done.lines[0]).read_text("utf-8")) == described
    after = file.read_text("utf-8").splitlines()
    assert after == ["# yaml-language-server: $schema=example.schema.json", *before[1:]]
    assert handbook("check", "--strict", *TODAY, cwd=tmp_path).code == 0
    file.write_text("\n".join(after).replace("id: marta", "id: marta-b"), "utf-8")
    refresh(file)
    assert "marta-b" in (tmp_path / done.lines[0]).read_text("utf-8")
