"""A part of a page put together from what became of its fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from handbook.fill import Mould, hole
from handbook.skeletons.compiled import CompiledPart, Passage
from handbook.skeletons.joints import Ends
from handbook.skeletons.pieces import Numbers, Piece, renumbered
from handbook.slots import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.fill import Hole
    from handbook.skeletons.pieces import Bit

# A fragment, and which slots of the part its own are; or what stands around fragments.
Laid: TypeAlias = "Ends | tuple[CompiledPart, Numbers]"


def put_together(pieces: Sequence[Laid]) -> CompiledPart:
    """Return the part that fragments make, in their order."""
    fragments = [piece for piece in pieces if not isinstance(piece, Ends)]
    return CompiledPart(
        _joined(
            [piece.html if isinstance(piece, Ends) else piece[0].html.within(piece[1]) for piece in pieces],
            "\n",
        ),
        tuple(
            replace(one, title=renumbered(one.title, own)) for part, own in fragments for one in part.headings
        ),
        tuple(_passages(pieces)),
        frozenset[str]().union(*(part.asks_for for part, _ in fragments)),
        any(part.begins_page for part, _ in fragments),
    )


def _passages(pieces: Sequence[Laid]) -> Iterator[Passage]:
    """Yield what the search finds; what stands under no heading of its own belongs to what was before it."""
    last = Passage(None, None, None)
    title: Bit | None = None
    texts: list[str | Bit] = []
    for piece in pieces:
        if isinstance(piece, Ends):
            texts += [piece.said] if piece.said else []
            continue
        part, own = piece
        for passage in part.passages:
            if passage.id or passage.title:
                yield from _passage(last, title, texts)
                last, texts = passage, []
                title = passage.title.within(own) if passage.title else None
            texts += [passage.text.within(own)] if passage.text else []
    yield from _passage(last, title, texts)


def _passage(of: Passage, title: Bit | None, texts: Sequence[str | Bit]) -> Iterator[Passage]:
    """Yield what stands under a heading; nothing where no heading is and nothing stands."""
    if of.id or title or texts:
        said = _joined(texts, " ") if texts and not of.hidden else None
        yield Passage(of.id, _joined([title], "") if title else None, said, of.hidden)


def _joined(pieces: Sequence[str | Bit], between: str) -> Piece:
    """Return pieces of HTML as one, with slot numbers of its own."""
    numbers: dict[Scope, dict[int, int]] = {Scope.PAGE: {}, Scope.SITE: {}}
    texts: list[str] = [""]
    holes: list[Hole] = []
    for number, piece in enumerate(pieces):
        texts[-1] += between if number else ""
        if isinstance(piece, str):
            texts[-1] += piece
            continue
        texts[-1] += piece.mould.texts[0]
        for one, text in zip(piece.mould.holes, piece.mould.texts[1:], strict=True):
            outer = (piece.numbers.page if one.scope is Scope.PAGE else piece.numbers.site)[one.number]
            own = numbers[one.scope]
            holes.append(hole(one.scope, own.setdefault(outer, len(own)), one.context, one.reason))
            texts.append(text)
    wordy = all(piece.mould.wordy for piece in pieces if not isinstance(piece, str))
    return Piece(
        Mould(tuple(texts), tuple(holes), wordy),
        Numbers(tuple(numbers[Scope.PAGE]), tuple(numbers[Scope.SITE])),
    )
