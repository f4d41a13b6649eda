"""`handbook schema`: the JSON Schema on stdout."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from handbook import model
from terminal import handbook

if TYPE_CHECKING:
    from pathlib import Path


def test_schema(tmp_path: Path) -> None:
    """The schema is printed as JSON and is the model's."""
    done = handbook("schema", cwd=tmp_path)
    assert done.code == 0
    assert json.loads(done.out) == model.schema()
