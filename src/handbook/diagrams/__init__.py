"""Pictures made from an engagement's data: one file each, one table; data in, SVG out."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.diagrams import (
    change,
    circle,
    customers,
    decisions,
    demand,
    escalation,
    hours,
    meeting_rule,
    releases,
    sprint,
    triangle,
)
from handbook.diagrams.canvas import Canvas, Ink
from handbook.diagrams.scene import Scene, Unsaid, scene_of
from handbook.slots import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from handbook.diagrams.text import Label

__all__ = ("NARROW", "PICTURES", "WIDE", "Ink", "Picture", "Scene", "Unsaid", "both", "draw", "scene_of")

# As wide as the text of a page on a laptop, and on a phone: in pixels, so that words keep their size.
WIDE: Final = 660
NARROW: Final = 330


class Picture(Struct, frozen=True):
    """How one picture is made."""

    draw: Callable[[Scene, Canvas], None]
    title: Callable[[Scene], Label]
    told: Callable[[Scene], Iterator[Label]]
    """What it shows, in sentences."""
    fits: Callable[[Scene], bool] = lambda _scene: True
    """Whether the engagement has anything to draw."""


PICTURES: Final[Mapping[str, Picture]] = MappingProxyType(
    {
        "customers": Picture(customers.draw, customers.title, customers.told),
        "decisions": Picture(decisions.draw, decisions.title, decisions.told, decisions.fits),
        "sprint": Picture(sprint.draw, sprint.title, sprint.told, sprint.fits),
        "releases": Picture(releases.draw, releases.title, releases.told, releases.fits),
        "demand": Picture(demand.draw, demand.title, demand.told, demand.fits),
        "hours": Picture(hours.draw, hours.title, hours.told, hours.fits),
        "escalation": Picture(escalation.draw, escalation.title, escalation.told, escalation.fits),
        "triangle": Picture(triangle.draw, triangle.title, triangle.told, triangle.fits),
        "circle": Picture(circle.draw, circle.title, circle.told),
        "change": Picture(change.draw, change.title, change.told),
        "meeting-rule": Picture(meeting_rule.draw, meeting_rule.title, meeting_rule.told, meeting_rule.fits),
    }
)


def draw(name: str, scene: Scene, width: float = WIDE, ink: Ink | None = None) -> Drawing | None:
    """Return one picture, or None where the engagement has nothing to draw.

    `width` is in pixels. Without `ink` the colours are left to the stylesheet of the page that shows it; with
    it the picture stands alone. Raises `Unsaid` where a word of ours is missing.
    """
    picture = PICTURES[name]
    if not picture.fits(scene):
        return None
    canvas = Canvas(width, ink)
    picture.draw(scene, canvas)
    title, told = picture.title(scene), tuple(picture.told(scene))
    svg = canvas.finished(name, title, told)
    words = " ".join((f"{title.text}.", *(label.text for label in told)))
    return Drawing(svg, words, tuple(canvas.fields))


def both(name: str, scene: Scene) -> Drawing | None:
    """Return a picture for pages, drawn for wide and narrow columns: the stylesheet shows one."""
    wide, narrow = draw(name, scene), draw(name, scene, NARROW)
    if wide is None or narrow is None:
        return None
    svg = wide.svg.replace('class="hb-pic ', 'class="hb-pic hb-pic-wide ', 1)
    svg += narrow.svg.replace('class="hb-pic ', 'class="hb-pic hb-pic-narrow ', 1)
    return Drawing(svg, wide.words, tuple(dict.fromkeys((*wide.fields, *narrow.fields))))
