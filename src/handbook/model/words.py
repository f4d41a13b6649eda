"""The ids of our own words, which are the keys that `terms` may have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.bundle import bundle

if TYPE_CHECKING:
    from collections.abc import Mapping


def our_words() -> Mapping[str, str]:
    """Return our words by their ids, as the glossary has them."""
    text = (bundle() / "docs" / "_data" / "glossary.yml").read_text("utf-8")
    return dict(re.findall(r"^- id: ([a-z0-9-]+)\n  term: (.+)$", text, re.MULTILINE))
