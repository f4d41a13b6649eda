"""Who decides what: each decider beside the questions that are theirs, and who has the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.diagrams.canvas import PAD, Canvas
from handbook.diagrams.text import BODY, HEAD, SMALL, STRONG, Label, block
from handbook.records import Record, find, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.diagrams.scene import Scene
    from handbook.diagrams.text import Block, Style

_NARROW: Final = 480
_GAP: Final = 12


def draw(scene: Scene, canvas: Canvas) -> None:
    """Draw a row for each decider, in the order in which the file first names them."""
    wide = canvas.width >= _NARROW
    left = 190.0 if wide else canvas.width
    right = canvas.width - left - 40 if wide else canvas.width - 24
    for deciders, rules in _by_decider(scene).items():
        who = _who(scene, deciders, left)
        what = block(_questions(scene, rules), right - 2 * PAD, 5)
        _row(canvas, who, what, left if wide else 0)
    if last := scene.facts.get("final_say"):
        _last(scene, canvas, last)


def title(scene: Scene) -> Label:
    """Return what the picture shows."""
    return scene.caption("title")


def told(scene: Scene) -> Iterator[Label]:
    """Yield the picture in sentences."""
    for deciders, rules in _by_decider(scene).items():
        what = scene.joined(scene.must(rule, "topic") for rule in rules)
        yield scene.caption("decides", who=scene.names(deciders, "name"), what=what)
    last = scene.facts.get("final_say")
    if isinstance(last, Record):
        yield scene.caption("last-word-is", who=scene.must(last, "name"))


def fits(scene: Scene) -> bool:
    """Whether there is anything to draw."""
    return bool(scene.listed("decisions"))


def _by_decider(scene: Scene) -> dict[tuple[Record, ...], list[Record]]:
    found: dict[tuple[Record, ...], list[Record]] = {}
    for rule in scene.listed("decisions"):
        found.setdefault(listed(rule, "deciders"), []).append(rule)
    return found


def _who(scene: Scene, deciders: tuple[Record, ...], room: float) -> Block:
    written: list[tuple[Label, Style]] = []
    for person in deciders:
        written.append((scene.must(person, "name"), STRONG))
        party = find(person, "party", Record)
        if party:
            written.append((scene.must(party, "short"), SMALL))
    return block(written or [(scene.caption("nobody"), STRONG)], room - 2 * PAD)


def _questions(scene: Scene, rules: list[Record]) -> Iterator[tuple[Label, Style]]:
    for rule in rules:
        yield scene.must(rule, "topic"), BODY
        if parts := tuple(_notes(scene, rule)):
            text = " · ".join(part.text for part in parts)
            yield Label(text, tuple(field for part in parts for field in part.fields)), SMALL


def _notes(scene: Scene, rule: Record) -> Iterator[Label]:
    consult = listed(rule, "consult")
    if consult:
        yield scene.caption("asks-first", who=scene.names(consult))
    days = scene.say(rule, "within_days")
    if days:
        one = find(rule, "within_days", object) == 1
        yield scene.caption("within-day" if one else "within-days", days=days)


def _row(canvas: Canvas, who: Block, what: Block, left: float) -> None:
    """Draw who decides beside what they decide; with no room to the left, above it."""
    top = canvas.bottom + (_GAP if canvas.bottom else 0)
    if left:
        tall = max(who.height, what.height) + 2 * PAD
        canvas.boxed((0, top), (left, tall), who, "full")
        canvas.line([(left + 3, top + tall / 2), (left + 37, top + tall / 2)], arrow=True)
        canvas.boxed((left + 40, top), (canvas.width - left - 40, tall), what)
        return
    canvas.boxed((0, top), (canvas.width, who.height + 2 * PAD), who, "full")
    below = canvas.bottom
    tall = what.height + 2 * PAD
    canvas.line([(11, below + 1), (11, below + 8 + tall / 2), (22, below + 8 + tall / 2)], arrow=True)
    canvas.boxed((24, below + 8), (canvas.width - 24, tall), what)


def _last(scene: Scene, canvas: Canvas, person: object) -> None:
    if not isinstance(person, Record):
        return
    words = [(scene.caption("last-word"), HEAD), (scene.must(person, "name"), STRONG)]
    written = block(words, canvas.width - 2 * PAD)
    top = canvas.bottom + _GAP
    canvas.boxed((0, top), (canvas.width, written.height + 2 * PAD), written, "plain")
