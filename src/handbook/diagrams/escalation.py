"""The steps of escalation as a ladder: the first at the foot, each with its two names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.diagrams.canvas import PAD, Canvas
from handbook.diagrams.text import SMALL, STRONG, Label, block
from handbook.records import Record, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Block

_RISE: Final = 22
_WIDEST: Final = 90.0
"""How far the topmost step stands to the right, at most."""


def fits(scene: Scene) -> bool:
    """Whether there is a step to draw."""
    return bool(scene.listed("escalation"))


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw the steps from the last, at the top, down to the first; each is a little to the left."""
    steps = scene.listed("escalation")
    inset = min(40.0, _WIDEST / max(len(steps) - 1, 1)) if canvas.width > 480 else 0.0  # noqa: PLR2004 -- a phone
    for number, step in enumerate(reversed(steps)):
        left = inset * (len(steps) - 1 - number)
        wide = canvas.width - inset * (len(steps) - 1)
        above = canvas.bottom
        if number:
            canvas.line([(left + 30 + inset, above + _RISE - 2), (left + 30 + inset, above + 3)], arrow=True)
        top = above + (_RISE if number else 0)
        written = _inside(scene, step, wide - 2 * PAD)
        canvas.boxed((left, top), (wide, written.height + 2 * PAD), written)


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences, from the first step up."""
    for step in scene.listed("escalation"):
        yield scene.caption(
            "told",
            level=scene.must(step, "level"),
            when=scene.must(step, "when"),
            client=_person(scene, step, "client"),
            vendor=_person(scene, step, "vendor"),
        )


def _person(scene: Scene, step: Record, side: str) -> Label:
    person = find(step, side, Record)
    return scene.must(person, "name") if person else scene.caption("open")


def _inside(scene: Scene, step: Record, room: float) -> Block:
    head = scene.caption("step", level=scene.must(step, "level"), when=scene.must(step, "when"))
    people = scene.caption(
        "people", client=_person(scene, step, "client"), vendor=_person(scene, step, "vendor")
    )
    written = [(head, STRONG), (people, SMALL)]
    if hours := scene.say(step, "within_hours"):
        one = hours.text == scene.words.text(1)
        written.append(
            (Label(scene.caption("within-one" if one else "within", hours=hours).text, hours.fields), SMALL)
        )
    return block(written, room)
