"""Which names an engagement knows: a word inside a sentence keeps its capital where it is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.records import Record, find, listed
from handbook.render.filters import ARTICLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED: Final = (("people", ("name", "known_as")), ("parties", ("name", "short")), ("tools", ("name",)))


def proper_names(root: Record) -> tuple[str, ...]:
    """Return the names of people, parties, tools and the product, as the file spells them."""
    return tuple(dict.fromkeys(name for name in _names(root) if not name.startswith(ARTICLE)))


def _names(root: Record) -> Iterator[str]:
    for group, fields in _NAMED:
        for item in listed(root, group) if group in root.fields else ():
            yield from (name for field in fields if field in item.fields and (name := find(item, field, str)))
    if "product" in root.fields and (product := find(root, "product.name", str)):
        yield product
