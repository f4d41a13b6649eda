"""Small PDFs, and what such files carry beside their pages, for tests."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Mapping


def pdf(
    drawn: str = "",
    info: Mapping[str, str] | None = None,
    root: Mapping[str, object] | None = None,
    bookmark: str = "",
    *,
    packed: bool = False,
) -> bytes:
    """Return a PDF of one page, with what is drawn on it, and more."""
    with pikepdf.new() as document:
        page = document.add_blank_page()
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F=font))
        page.Contents = document.make_stream(drawn.encode("latin-1"))
        for key, value in (info or {}).items():
            document.docinfo[key] = value
        for key, thing in (root or {}).items():
            document.Root[key] = document.make_indirect(_object(thing))
        if bookmark:
            with document.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(bookmark, 0))
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        document.save(data := io.BytesIO(), object_stream_mode=mode)
        return data.getvalue()


def _object(thing: object) -> Any:  # noqa: ANN401 -- as pikepdf has it
    if isinstance(thing, dict):
        return Dictionary({key: _object(value) for key, value in thing.items()})
    return pikepdf.String(thing) if type(thing) is str else thing
