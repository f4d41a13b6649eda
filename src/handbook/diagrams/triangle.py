"""The triangle of an intermediary, us and the users: what may pass along each side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.diagrams.canvas import PAD, Canvas
from handbook.diagrams.text import HEAD, SMALL, STRONG, Label, block
from handbook.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Block

_GAP: Final = 74


def fits(scene: Scene) -> bool:
    """Whether there is an intermediary, and somebody behind it."""
    return bool(scene.listed("intermediaries") and _users(scene))


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw the intermediary above, us and the users below; the words of a side stand beside its arrow."""
    wide, low = canvas.width * 0.56, canvas.width * 0.4
    top = _corner(scene, "between", scene.listed("intermediaries"), wide)
    left_edge = (canvas.width - wide) / 2
    canvas.boxed((left_edge, 0), (wide, top.height + 2 * PAD), top, "full")
    below = canvas.bottom
    sides = [
        block([(scene.caption(name), SMALL)], canvas.width / 2 - 44) for name in ("our-side", "their-side")
    ]
    gap = max(_GAP, max(side.height for side in sides) + 24)
    start = below + gap
    us = block([(scene.caption("us-head"), HEAD), (_us(scene), STRONG)], low - 2 * PAD)
    users = _corner(scene, "users", _users(scene), low)
    tall = max(us.height, users.height) + 2 * PAD
    canvas.boxed((0, start), (low, tall), us)
    canvas.boxed((canvas.width - low, start), (low, tall), users)
    middles = (left_edge + 14, left_edge + wide - 14)
    canvas.line([(middles[0], start - 4), (middles[0], below + 4)], "line", arrow=True)
    canvas.line([(middles[1], below + 3), (middles[1], start - 4)], "bond", arrow=True)
    room = canvas.width / 2 - middles[0] - 14
    ours, theirs = (block([(scene.caption(name), SMALL)], room) for name in ("our-side", "their-side"))
    canvas.words((middles[0] + 10, below + (gap - ours.height) / 2), ours)
    canvas.words((middles[1] - 10, below + (gap - theirs.height) / 2), theirs, anchor="end")
    middle = start + tall / 2
    canvas.line([(low + 4, middle), (canvas.width - low - 4, middle)], "rough", arrow=True)
    straight = block([(scene.caption("straight"), SMALL)], canvas.width)
    canvas.words((canvas.width / 2, start + tall + 10), straight, anchor="middle")


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title", between=scene.names(scene.listed("intermediaries"), "short"))


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    between = scene.names(scene.listed("intermediaries"), "short")
    yield scene.caption("told", between=between, us=_us(scene), users=scene.names(_users(scene), "short"))
    yield scene.caption("straight")


def _users(scene: Scene) -> tuple[Record, ...]:
    between = scene.listed("intermediaries")
    return tuple(party for party in scene.listed("user_parties") if party not in between)


def _us(scene: Scene) -> Label:
    supplier = scene.facts.get("supplier")
    return scene.must(supplier, "short") if isinstance(supplier, Record) else scene.caption("us")


def _corner(scene: Scene, name: str, parties: tuple[Record, ...], room: float) -> Block:
    written = [(scene.caption(name), HEAD)]
    written += [(scene.must(party, "short"), STRONG) for party in parties]
    return block(written, room - 2 * PAD)
