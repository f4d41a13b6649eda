"""What to do when the owner of a contact is not in the room: three questions, and where each answer leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.diagrams.canvas import PAD, Canvas
from handbook.diagrams.text import BODY, SMALL, STRONG, Label, block
from handbook.records import Record, find, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.scene import Scene

_ASKED: Final = 0.54
"""How much of the width the questions have; beside them stand the outcomes."""
_ACROSS: Final = 44.0
_DOWN: Final = 34.0
# Each question leads by one answer to what is done then, and by the other to the next question.
_STEPS: Final = (("there", "yes", "begin"), ("wait", "yes", "postpone"), ("phone", "yes", "go-on"))


def fits(scene: Scene) -> bool:
    """Whether somebody owns the contact with anybody."""
    return bool(_owners(scene))


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw the questions below each other, each with its outcome beside it, and the end at the foot."""
    asked = canvas.width * _ASKED
    beside = asked + _ACROSS
    for question, answer, outcome in _STEPS:
        top = canvas.bottom
        if top:
            top += _DOWN
            canvas.line([(asked / 2, top - _DOWN + 3), (asked / 2, top - 3)], arrow=True)
            canvas.write((asked / 2 + 8, top - _DOWN + 7), scene.caption("no"), SMALL)
        written = block([(_question(scene, question), BODY)], asked - 2 * PAD)
        done = block([(scene.caption(outcome), STRONG)], canvas.width - beside - 2 * PAD)
        tall = max(written.height, done.height) + 2 * PAD
        canvas.boxed((0, top), (asked, tall), written)
        canvas.boxed((beside, top), (canvas.width - beside, tall), done, "plain")
        canvas.line([(asked + 3, top + tall / 2), (beside - 3, top + tall / 2)], arrow=True)
        canvas.write((asked + 8, top + tall / 2 - 22), scene.caption(answer), SMALL)
    top = canvas.bottom + _DOWN
    canvas.line([(asked / 2, top - _DOWN + 3), (asked / 2, top - 3)], arrow=True)
    canvas.write((asked / 2 + 8, top - _DOWN + 7), scene.caption("no"), SMALL)
    end = block([(scene.caption("stop"), STRONG), (scene.caption("stop-how"), BODY)], canvas.width - 2 * PAD)
    canvas.boxed((0, top), (canvas.width, end.height + 2 * PAD), end, "open")


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for question, _, outcome in _STEPS:
        yield scene.caption("told", question=_question(scene, question), outcome=scene.caption(outcome))
    yield scene.caption("told-end", stop=scene.caption("stop"), how=scene.caption("stop-how"))


def _question(scene: Scene, question: str) -> Label:
    owners = _owners(scene)
    if question == "there":
        named = scene.names(owners, "short")
        return scene.caption("there", owner=named) if len(owners) == 1 else scene.caption("there-of-several")
    people = tuple(dict.fromkeys(one for owner in owners for one in listed(owner, "represented_by")))
    if question == "phone" and len(owners) == 1 and people:
        return scene.caption("phone" if len(people) == 1 else "phone-one-of", who=scene.names(people))
    return scene.caption("phone-the-owner" if question == "phone" else question)


def _owners(scene: Scene) -> tuple[Record, ...]:
    """Return the parties that own the contact with others, in the order of the file."""
    owners = (find(party, "relationship_owner", Record) for party in scene.listed("client_parties"))
    return tuple(dict.fromkeys(owner for owner in owners if owner))
