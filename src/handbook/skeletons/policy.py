"""Which inline scripts of a page may run: the theme's own, each named by its hash in the page's policy."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

_PLACE: Final = "INLINE-SCRIPTS"
# Blocks of data are no scripts, and a script with an address is named by where it comes from.
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def with_policy(page: str, text: str = "") -> str:
    """Return a page whose policy names the scripts of the theme around its text, which runs none itself."""
    around = page.replace(text, "", 1) if text else page
    hashes = dict.fromkeys(_hash(script) for script in _INLINE.findall(around))
    return page.replace(_PLACE, " ".join(hashes), 1)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
