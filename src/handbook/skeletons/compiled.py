"""What becomes of slotted pages and of the theme around them, in memory and in the form that is kept."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from handbook.fill import Mould, hole
from handbook.fill.tokens import Context
from handbook.skeletons.pieces import Numbers, Piece
from handbook.skeletons.setting import Heading
from handbook.slots import Scope


class Passage(Struct, frozen=True):
    """What the search finds in a part: the words under a heading, or under the one of a part before."""

    id: str | None
    """The heading's id."""
    title: Piece | None
    text: Piece | None
    hidden: bool = False
    """Whether the search leaves out what stands under this heading (`data-search-exclude`)."""


class CompiledPart(Struct, frozen=True):
    """What becomes of a part of a page, with the part's own slot numbers."""

    html: Piece
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    asks_for: frozenset[str]
    begins_page: bool
    """Whether it has a heading of the first level, so that the theme adds none."""


class Rendered(Struct, frozen=True):
    """What the theme makes of a part of a page's surroundings: pieces, and the names of the seams between."""

    pieces: tuple[Piece, ...]
    seams: tuple[str, ...]
    asks_for: frozenset[str]


def part_to_json(part: CompiledPart) -> list[Any]:
    """Return a part in the form that is kept."""
    return [
        _piece_to_json(part.html),
        [[one.level, one.id, one.title] for one in part.headings],
        [
            [one.id, one.hidden, *(_piece_to_json(text) if text else None for text in (one.title, one.text))]
            for one in part.passages
        ],
        sorted(part.asks_for),
        part.begins_page,
    ]


def part_from_json(kept: list[Any]) -> CompiledPart:
    """Return a part as it was kept."""
    html, headings, passages, asks_for, begins_page = kept
    return CompiledPart(
        _piece_from_json(html),
        tuple(Heading(*one) for one in headings),
        tuple(Passage(name, _maybe(title), _maybe(text), hidden) for name, hidden, title, text in passages),
        frozenset(asks_for),
        begins_page,
    )


def rendered_to_json(rendered: Rendered) -> list[Any]:
    """Return a part of the theme in the form that is kept."""
    return [[_piece_to_json(piece) for piece in rendered.pieces], rendered.seams, sorted(rendered.asks_for)]


def rendered_from_json(kept: list[Any]) -> Rendered:
    """Return a part of the theme as it was kept."""
    pieces, seams, asks_for = kept
    return Rendered(tuple(_piece_from_json(piece) for piece in pieces), tuple(seams), frozenset(asks_for))


def _piece_to_json(piece: Piece) -> list[Any]:
    mould = piece.mould
    holes = [[one.scope, one.number, one.context, one.reason] for one in mould.holes]
    return [mould.texts, holes, mould.wordy, piece.numbers.page, piece.numbers.site]


def _maybe(kept: list[Any] | None) -> Piece | None:
    return _piece_from_json(kept) if kept else None


def _piece_from_json(kept: list[Any]) -> Piece:
    texts, holes, wordy, page, site = kept
    made = tuple(
        hole(Scope(scope), number, Context(context) if context else None, reason)
        for scope, number, context, reason in holes
    )
    return Piece(Mould(tuple(texts), made, wordy), Numbers(tuple(page), tuple(site)))
