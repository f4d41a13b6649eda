"""Shapes and words as SVG: the only place that writes the markup of pictures, and escapes what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET  # only written here, never read

from msgspec import Struct

from handbook.diagrams.text import block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.diagrams.text import Block, Label, Style

Point = tuple[float, float]
_SVG: Final = "http://www.w3.org/2000/svg"
_FAMILY: Final = "'Source Sans 3', 'Source Sans Pro', sans-serif"
_HEAD: Final = 9.0
PAD: Final = 10.0
"""The distance of words from the edge of their box."""


class Ink(Struct, frozen=True):
    """The colours of a picture that stands alone, as #rrggbb; on pages the stylesheet has them."""

    text: str = "#1d1d1d"
    soft: str = "#555555"
    brand: str = "#22577a"
    on_brand: str = "#ffffff"
    tint: str = "#f2f5f8"
    warn: str = "#8a4b00"


# What each part of a picture looks like: fill, stroke, width of the stroke, dashes. The stylesheet of the
# pages names the same parts, with colours that follow the brand and the light.
_LOOK: Final = {
    "box": ("tint", "brand", 1.5, ""),
    "plain": ("none", "soft", 1.0, ""),
    "full": ("brand", "brand", 1.5, ""),
    "open": ("none", "warn", 1.5, "5 4"),
    "band": ("tint", "none", 0.0, ""),
    "grid": ("none", "soft", 0.5, ""),
    "line": ("none", "brand", 1.5, ""),
    "money": ("none", "brand", 4.0, ""),
    "bond": ("none", "brand", 2.0, "7 4"),
    "rough": ("none", "brand", 1.5, "2 3"),
    "over": ("warn", "warn", 1.5, ""),
    "tip": ("brand", "none", 0.0, ""),
}
_WRITTEN: Final = {"text": "text", "small": "soft", "head": "brand", "on": "on_brand", "warn": "warn"}


class Canvas:
    """A picture while it is drawn. Lengths are pixels; `bottom` is as far down as anything reaches."""

    def __init__(self, width: float, ink: Ink | None = None) -> None:
        self.width, self._ink = width, ink
        self.bottom = 0.0
        self.fields: dict[str, None] = {}
        self._shapes: list[ET.Element] = []

    def box(self, corner: Point, size: Point, part: str = "box", *, round_by: float = 6) -> None:
        """Draw a box; `part` is what it plays: box, plain, full, open, band, over."""
        (x, y), (width, height) = corner, size
        place = {"x": x, "y": y, "width": width, "height": height, "rx": round_by}
        self._draw("rect", place, part)
        self.bottom = max(self.bottom, y + height)

    def dot(self, centre: Point, radius: float, part: str = "full") -> None:
        """Draw a circle."""
        self._draw("circle", {"cx": centre[0], "cy": centre[1], "r": radius}, part)
        self.bottom = max(self.bottom, centre[1] + radius)

    def line(self, points: Sequence[Point], part: str = "line", *, arrow: bool = False) -> None:
        """Draw a line through points that are straight above or beside each other, or an arrow."""
        end = points[-1]
        if arrow:
            end = self._tip(points[-2], points[-1], 6.0 if part == "money" else 4.5)
        path = " ".join(f"{_short(x)},{_short(y)}" for x, y in (*points[:-1], end))
        self._draw("polyline", {"points": path}, part)
        self.bottom = max(self.bottom, *(y for _, y in points))

    def _tip(self, before: Point, end: Point, half: float) -> Point:
        """Draw the head of an arrow, and return where its line ends."""
        across, down = end[0] - before[0], end[1] - before[1]
        length = (across * across + down * down) ** 0.5 or 1.0
        along = (across / length, down / length)
        foot = (end[0] - along[0] * _HEAD, end[1] - along[1] * _HEAD)
        sides = [(foot[0] - along[1] * half * way, foot[1] + along[0] * half * way) for way in (1, -1)]
        path = " ".join(f"{_short(x)},{_short(y)}" for x, y in (end, *sides))
        self._draw("polygon", {"points": path}, "tip")
        return foot

    def words(self, corner: Point, written: Block, *, anchor: str = "start", part: str = "") -> float:
        """Write a block whose top is at `corner`, and return where it ends; `anchor` is as in SVG."""
        x, y = corner
        for line in written.lines:
            role = part or line.style.role
            place = {"x": x, "y": y + line.baseline, "font-size": line.style.size}
            attributes = {name: _short(value) for name, value in place.items()}
            attributes |= {"text-anchor": anchor} if anchor != "start" else {}
            attributes |= {"font-weight": "600"} if line.style.bold else {}
            shape = ET.Element("text", {"class": f"hb-pic-{role}", **attributes})
            shape.set("fill", getattr(self._ink, _WRITTEN[role]) if self._ink else "currentColor")
            shape.text = line.text
            self._shapes.append(shape)
        self.fields |= dict.fromkeys(written.fields)
        self.bottom = max(self.bottom, y + written.height)
        return y + written.height

    def write(
        self, corner: Point, label: Label, style: Style, *, anchor: str = "start", part: str = ""
    ) -> float:
        """Write one label in a line of its own, and return where it ends."""
        return self.words(corner, block([(label, style)], 10_000), anchor=anchor, part=part)

    def boxed(self, corner: Point, size: Point, written: Block, part: str = "box") -> None:
        """Draw a box with words in it, from its upper left corner."""
        self.box(corner, size, part)
        self.words((corner[0] + PAD, corner[1] + PAD), written, part="on" if part == "full" else "")

    def finished(self, name: str, title: Label, told: Iterable[Label]) -> str:
        """Return the picture as SVG, with its title and what it tells for those who do not see it."""
        # Half of a box's edge lies outside of the box.
        width, height = _short(self.width + 2), _short(self.bottom + 2)
        picture = ET.Element(
            "svg",
            {
                "xmlns": _SVG,
                "class": f"hb-pic hb-pic--{name}",
                "viewBox": f"-1 -1 {width} {height}",
                "width": width,
                "height": height,
                "role": "img",
                "font-family": _FAMILY,
            },
        )
        ET.SubElement(picture, "title").text = title.text
        sentences = tuple(told)
        ET.SubElement(picture, "desc").text = " ".join(label.text for label in sentences)
        for label in (title, *sentences):
            self.fields |= dict.fromkeys(label.fields)
        picture.extend(self._shapes)
        # Whoever finds `{{` in a finished page has found a template that was left over.
        return ET.tostring(picture, "unicode").replace("{", "&#123;")

    def _draw(self, name: str, place: dict[str, float] | dict[str, str], part: str) -> None:
        fill, stroke, width, dashes = _LOOK[part]
        written = {key: value if isinstance(value, str) else _short(value) for key, value in place.items()}
        shape = ET.Element(name, {"class": f"hb-pic-{part}", **written})
        shape.set("fill", self._colour(fill, part in {"tip", "over"}))
        if width:
            shape.set("stroke", self._colour(stroke, plain=True))
            shape.set("stroke-width", _short(width))
        if dashes:
            shape.set("stroke-dasharray", dashes)
        self._shapes.append(shape)

    def _colour(self, name: str, plain: bool) -> str:
        """Return a colour by its name; without ink, what any page's own text has, or nothing."""
        if name == "none" or (self._ink is None and not plain):
            return "none"
        return getattr(self._ink, name) if self._ink else "currentColor"


def _short(number: float) -> str:
    """Return a number of pixels to a tenth, without a nought at the end."""
    return f"{number:.1f}".removesuffix(".0")
