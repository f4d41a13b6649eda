"""What differs between two editions, by page and by field, in the forms that people and scripts read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.published import Kind, changes
from handbook.standalone import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from pydantic import JsonValue

    from handbook.published import Change, Handed

_INTERNAL = re.compile(r"(?:^|[.\[])internal(?:$|[.\[\]])")
_WITHHELD = "(internal)"
_THING = re.compile(r"[^.\[]*(\[[^\]]*\])?")


class Side(Struct, frozen=True):
    """One of two editions that are compared.

    `fields` are those that each page shows, where the edition was made for this; of a published one only the
    record remains, which knows what each page was about.
    """

    engagement: str
    edition: str
    handed: Handed
    published: bool
    fields: Mapping[str, AbstractSet[str]]

    @property
    def as_of(self) -> date:
        """The day that counted as today."""
        return self.handed.as_of

    @property
    def label(self) -> str:
        """What it is called: `acme client as published, edition 64359ff435e9 of 2026-11-22`."""
        how = "as published" if self.published else "as of today's files"
        return f"{self.engagement} {self.edition} {how}, edition {self.handed.id} of {self.as_of.isoformat()}"

    def shows(self, page: str, field: str) -> bool:
        """Return whether a page shows a field, or of a published one, tells of what the field belongs to."""
        if page in self.fields:
            return field in self.fields[page]
        then = self.handed.pages.get(page)
        found = _THING.match(field)
        return bool(then and found and found[0] in then.about)


class PageChange(Struct, frozen=True):
    """A page that differs: new, gone, with another text of ours, or with other values of fields."""

    page: str
    title: str
    kind: Kind
    text: bool
    fields: tuple[str, ...]


class Difference(Struct, frozen=True):
    """All that differs between two editions."""

    before: Side
    after: Side
    pages: tuple[PageChange, ...]
    fields: tuple[Change, ...]


def compare(before: Side, after: Side) -> Difference:
    """Return what differs, seen from `before` to `after`."""
    fields = changes(before.handed.shows, after.handed.shows)
    return Difference(before, after, tuple(_pages(before, after, fields)), fields)


def _pages(before: Side, after: Side, fields: tuple[Change, ...]) -> Iterator[PageChange]:
    then, now = before.handed.pages, after.handed.pages
    for page in dict.fromkeys((*now, *then)):
        if page not in then:
            yield PageChange(page, now[page].title, Kind.NEW, text=False, fields=())
        elif page not in now:
            yield PageChange(page, then[page].title, Kind.GONE, text=False, fields=())
        else:
            text = then[page].text != now[page].text
            here = tuple(one.field for one in fields if _is_on(page, one, before, after))
            if text or here:
                yield PageChange(page, now[page].title, Kind.OTHER, text, here)


def _is_on(page: str, change: Change, before: Side, after: Side) -> bool:
    """Return whether a page shows a field that differs, asked of a side that has it and knows best."""
    having = [side for side, value in ((before, change.before), (after, change.after)) if value is not None]
    exact = [side for side in having if not side.published]
    return any(side.shows(page, change.field) for side in exact or having)


def said(change: Change, value: JsonValue) -> str:
    """Return a value as it may be printed: what is internal is not, anywhere outside the team's pages."""
    if value is None:
        return ""
    if _INTERNAL.search(change.field):
        return _WITHHELD
    return _plain(value)


def _plain(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return str(value.get("see", ""))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def as_text(difference: Difference) -> str:
    """Return the difference as lines for people."""
    lines = [f"- {difference.before.label}", f"+ {difference.after.label}"]
    if not difference.pages and not difference.fields:
        return "\n".join([*lines, "nothing differs"])
    for page in difference.pages:
        what = f"page {page.kind.value:<8}{page.page}"
        why = (["other text"] if page.text else []) + list(page.fields)
        lines.append(f"{what}: {', '.join(why)}" if why else what)
    lines.extend(_line(change) for change in difference.fields)
    return "\n".join(lines)


def _line(change: Change) -> str:
    before, after = said(change, change.before), said(change, change.after)
    values = {Kind.NEW: after, Kind.GONE: before, Kind.OTHER: f"{before} -> {after}"}
    return f"field {change.kind.value:<8}{change.field}: {values[change.kind]}"


def as_json(difference: Difference) -> str:
    """Return the difference as one object: both sides, the pages, the fields."""
    found = {
        "before": _side(difference.before),
        "after": _side(difference.after),
        "pages": [
            {
                "page": one.page,
                "title": one.title,
                "what": one.kind.value,
                "text": one.text,
                "fields": one.fields,
            }
            for one in difference.pages
        ],
        "fields": [
            {
                "field": one.field,
                "what": one.kind.value,
                "before": _value(one, one.before),
                "after": _value(one, one.after),
            }
            for one in difference.fields
        ],
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def _value(change: Change, value: JsonValue) -> JsonValue:
    return _WITHHELD if value is not None and _INTERNAL.search(change.field) else value


def _side(side: Side) -> dict[str, object]:
    return {
        "engagement": side.engagement,
        "edition": side.edition,
        "id": side.handed.id,
        "as_of": side.as_of.isoformat(),
        "published": side.published,
    }


def as_page(difference: Difference) -> str:
    """Return the difference as one HTML page that needs nothing beside it."""
    sheet = Sheet("engagement_templates/diff")
    pages = [
        {
            "page": sheet.slot(one.page),
            "title": sheet.slot(one.title),
            "what": one.kind.value,
            "text": one.text,
            "fields": [sheet.slot(field) for field in one.fields],
        }
        for one in difference.pages
    ]
    fields = [
        {
            "field": sheet.slot(one.field),
            "what": one.kind.value,
            "before": sheet.slot(said(one, one.before)),
            "after": sheet.slot(said(one, one.after)),
        }
        for one in difference.fields
    ]
    labels = {"before": sheet.slot(difference.before.label), "after": sheet.slot(difference.after.label)}
    return sheet.page(pages=pages, fields=fields, **labels).decode()
