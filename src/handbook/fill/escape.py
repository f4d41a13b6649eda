"""How a value is written in each kind of place, so that a reader sees it as it was typed."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

# `{` too: whoever finds `{{` in a finished page has found a template that was left over, and not a value.
# Line ends that are no line feed would come out of a browser as one.
_MARKUP: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "{": "&#123;", "\r": "&#13;"}
)
_SAFE_SCHEME: Final = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]", re.IGNORECASE)
# Files beside the pages that are named by an id of the engagement: people's own calendars, and handouts.
_OWN_FILE: Final = re.compile(r"(?:\.\./)*(?:calendars/[a-z0-9-]+\.ics|handouts/[a-z0-9-]+\.pdf)")
_LONE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MEANT_IN_URLS: Final = ":/?#[]@!$&'()*+,;=%~"
# What a custom property may hold: a colour, a length, a number, a name.
_CSS_VALUE: Final = re.compile(r"#[0-9A-Fa-f]{3,8}|-?[0-9]+(?:\.[0-9]+)?(?:px|rem|em|%)?|[A-Za-z][A-Za-z-]*")


def as_text(value: str) -> str:
    """Return a value as text of HTML or XML, between tags or in quotes."""
    return value.translate(_MARKUP)


def as_url(value: str) -> str | None:
    """Return an address as a quoted attribute, or None if it is none that a link may lead to."""
    if _OWN_FILE.fullmatch(value):
        return value
    if not _SAFE_SCHEME.match(value):
        return None
    return as_text(quote(_LONE_PERCENT.sub("%25", value), safe=_MEANT_IN_URLS))


def as_css(value: str) -> str | None:
    """Return a value of a custom property, or None if it is none."""
    return value if _CSS_VALUE.fullmatch(value) else None
