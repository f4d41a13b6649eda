"""The four kinds of customer: who pays, uses, keeps running and gains; money, and who is reached how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.diagrams.canvas import PAD, Canvas
from handbook.diagrams.legend import legend
from handbook.diagrams.text import BODY, HEAD, SMALL, STRONG, Label, block
from handbook.records import Record, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Block

_OTHERS: Final = {"user": "user_parties", "support": "support_parties", "beneficiary": "beneficiaries"}
_BETWEEN: Final = 46
_NARROW: Final = 480
_MARGIN: Final = 26


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw payers and supplier with the money between them, and the other kinds with the ways in."""
    if canvas.width < _NARROW:
        _stacked(scene, canvas)
    else:
        _in_rows(scene, canvas)
    keys = [("money", scene.caption("key-money"))]
    if any(_reached(scene, kind) for kind in _OTHERS):
        keys.append(("bond", scene.caption("key-bond")))
    legend(canvas, keys)


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for kind in ("payer", *_OTHERS):
        parties = _parties(scene, kind)
        who = scene.names(parties, "short") if parties else scene.caption("open")
        yield scene.caption("kind-is", kind=scene.caption(kind), who=who)
    yield scene.caption("money-goes", who=_supplier(scene))
    for party in dict.fromkeys(party for kind in _OTHERS for party in _parties(scene, kind)):
        if through := _through(scene, party):
            yield scene.caption("bond-goes", who=scene.must(party, "short"), through=through)


def _in_rows(scene: Scene, canvas: Canvas) -> None:
    wide = (canvas.width - 110) / 2
    payers, maker = _kind(scene, "payer", wide), _maker(scene, wide)
    tall = max(payers.height, maker.height) + 2 * PAD
    canvas.boxed((0, 0), (wide, tall), payers, _part(scene, "payer"))
    canvas.boxed((canvas.width - wide, 0), (wide, tall), maker, "full")
    canvas.line([(wide + 6, tall / 2), (canvas.width - wide - 4, tall / 2)], "money", arrow=True)
    column, gap = (canvas.width - 2 * 16) / 3, 16
    blocks = {kind: _kind(scene, kind, column) for kind in _OTHERS}
    low = max(one.height for one in blocks.values()) + 2 * PAD
    for number, (kind, written) in enumerate(blocks.items()):
        left = number * (column + gap)
        canvas.boxed((left, tall + _BETWEEN), (column, low), written, _part(scene, kind))
        if _reached(scene, kind):
            start, middle, end = 24.0, tall + _BETWEEN / 2, left + (24 if number == 0 else column / 2)
            bend = [] if start == end else [(start, middle), (end, middle)]
            canvas.line([(start, tall + 2), *bend, (end, tall + _BETWEEN - 3)], "bond", arrow=True)


def _stacked(scene: Scene, canvas: Canvas) -> None:
    """Draw the boxes below each other; the ways to those who are reached run down the margin."""
    room, top = canvas.width - _MARGIN, 0.0
    payers, maker = _kind(scene, "payer", room), _maker(scene, room)
    canvas.boxed((_MARGIN, 0), (room, payers.height + 2 * PAD), payers, _part(scene, "payer"))
    start, top = (payers.height + 2 * PAD) / 2, canvas.bottom
    # One dashed line with branches: dashes that lie on others would look like another line.
    trunk = [(_MARGIN - 2.0, start), (7.0, start)]
    middle = _MARGIN + room / 2
    canvas.line([(middle, top + 4), (middle, top + 34)], "money", arrow=True)
    canvas.boxed((_MARGIN, top + 38), (room, maker.height + 2 * PAD), maker, "full")
    for kind in _OTHERS:
        written, top = _kind(scene, kind, room), canvas.bottom + 14
        tall = written.height + 2 * PAD
        canvas.boxed((_MARGIN, top), (room, tall), written, _part(scene, kind))
        if _reached(scene, kind):
            bend = (7.0, top + tall / 2)
            canvas.line([*trunk, bend, (_MARGIN - 3.0, bend[1])], "bond", arrow=True)
            trunk = [bend]


def _parties(scene: Scene, kind: str) -> tuple[Record, ...]:
    return scene.listed(_OTHERS.get(kind, "payers"))


def _part(scene: Scene, kind: str) -> str:
    return "box" if _parties(scene, kind) else "open"


def _kind(scene: Scene, kind: str, room: float) -> Block:
    """Return the words in the box of a kind: its parties, and through whom each is reached."""
    written = [(scene.caption(kind), HEAD)]
    for party in _parties(scene, kind):
        written.append((scene.must(party, "short"), STRONG))
        if kind != "payer" and (through := _through(scene, party)):
            written.append((scene.caption("reached", through=through), SMALL))
    if len(written) == 1:
        written.append((scene.caption("open"), BODY))
    return block(written, room - 2 * PAD)


def _maker(scene: Scene, room: float) -> Block:
    product = find(scene.root, "product", Record)
    name = scene.say(product, "name") if product else None
    makes = scene.caption("makes", product=name) if name else scene.caption("makes-it")
    return block(
        [(scene.caption("supplier"), HEAD), (_supplier(scene), STRONG), (makes, BODY)], room - 2 * PAD
    )


def _supplier(scene: Scene) -> Label:
    supplier = scene.facts.get("supplier")
    return scene.must(supplier, "short") if isinstance(supplier, Record) else scene.caption("us")


def _through(scene: Scene, party: Record) -> Label | None:
    """Return the party through which another one is reached, if it is another."""
    owner = find(party, "relationship_owner", Record)
    if owner is None or owner == party:
        return None
    name = scene.must(owner, "short")
    return Label(name.text, (*name.fields, f"{party.path}.relationship_owner"))


def _reached(scene: Scene, kind: str) -> bool:
    """Whether somebody of a kind is reached through those who pay."""
    payers = _parties(scene, "payer")
    return any(
        find(party, "relationship_owner", Record) in payers and party not in payers
        for party in _parties(scene, kind)
    )
