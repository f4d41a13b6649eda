"""What pages and pieces of them ask for: what they show, load or link in their site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from handbook.markup import linked, loaded, tags, tags_as_written, target

if TYPE_CHECKING:
    from collections.abc import Iterator


def asked_for(page: str, url: str) -> frozenset[str]:
    """Return the paths in the site that a page or a piece of one shows, loads or links, without itself."""
    addresses = {address for written in tags_as_written(page) for address in _addresses(written)}
    aims = (target(address, url) for address in addresses)
    return frozenset({aim[0] for aim in aims if aim} - {url})


def _addresses(written: str) -> Iterator[str]:
    """Yield what a tag loads or links, and the script that the theme's settings name."""
    for tag in tags(written):
        yield from (*loaded(tag), *linked(tag))
        if tag.attributes.get("id") == "__config":
            yield json.loads(tag.text)["search"]
