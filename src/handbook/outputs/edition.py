"""What names an edition and tells two of them apart, without saying what they hold."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from handbook.view import edition_id, serialise

if TYPE_CHECKING:
    from handbook.view import View


def manifest(view: View) -> bytes:
    """Return `edition.json`: the edition's id, the schema's version, the date, a hash for each thing shown.

    All of it is made from the view alone, so that nothing here depends on what this edition may not see.
    """
    records = json.loads(serialise(view))["records"]
    content = {
        "edition": edition_id(view),
        "schema": view.root["schema"],
        "as_of": view.as_of.isoformat(),
        "shows": {path or "engagement": _hash(fields) for path, fields in sorted(records.items())},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _hash(fields: object) -> str:
    written = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:12]
