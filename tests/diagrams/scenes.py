"""Engagements to draw, and pictures as tests read them: shapes and words with their places.

Run it, with `src` and `tests` on the path, to write the outlines in `tests/cases/diagrams/` anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from content.reading import AS_OF, file_of, templates
from handbook.diagrams import NARROW, PICTURES, WIDE, draw, scene_of
from handbook.diagrams.text import Style, measure
from handbook.facts import facts
from handbook.load import load
from handbook.view import Edition, select
from plain import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handbook.diagrams import Scene
    from handbook.load import Loaded
    from handbook.slots import Drawing

CASES = Path(__file__).parents[1] / "cases" / "diagrams"
PUBLIC = next(path for path in EXAMPLES if path.stem == "public-sector-vendor-po")
SIZES = (WIDE, NARROW)
LONG = "Wilhelmina Anastasia Featherstonehaugh-Cholmondeley van Nieuwenhuizen"
SCRIPTS = (
    "Ελένη Παπαδοπούλου",
    "Олександра Шевченко",
    "محمد عبد الرحمن",
    "דנה כהן",
    "山田太郎と仲間たち",
    "Nguyễn Thị Ánh",
)


def examples() -> Mapping[str, Loaded]:
    """Return the examples by their names."""
    return {path.stem: load(path) for path in EXAMPLES}


def crowded() -> Loaded:
    """Return an example with 30 people, 30 parties, and names that are long or in many scripts."""
    text = PUBLIC.read_text("utf-8")
    names = [*SCRIPTS, LONG, "X" * 60, *(f"Person Number {n}" for n in range(8, 31))]
    people = "".join(
        f'  - {{id: more{n}, name: "{name}", title: T, party: more{n}, roles: [stakeholder],'
        f" timezone: Europe/London, time_per_week: {n % 7}}}\n"
        for n, name in enumerate(names)
    )
    parties = "".join(
        f'  - {{id: more{n}, name: "{name}", short: "{name}", kinds: [user, payer, support, beneficiary],'
        " country: GB, relationship_owner: authority}\n"
        for n, name in enumerate(names)
    )
    text = text.replace("\npeople:\n", f"{parties}\npeople:\n{people}")
    attend = ", ".join(f"more{n}" for n in range(len(names)))
    text = text.replace("attend: [tariq, fiona", f"attend: [{attend}, tariq, fiona")
    decisions = "".join(
        f'  - {{topic: "{name} and {LONG}", decides: more{n}, consult: [{attend}], within_days: 1}}\n'
        for n, name in enumerate(names[:12])
    )
    steps = "".join(
        f'  - {{level: {n}, when: "{LONG}", client: more{n}, vendor: rowan, within_hours: 8}}\n'
        for n in range(4, 9)
    )
    text = text.replace("\ndecisions:\n", f"\ndecisions:\n{decisions}").replace(
        "\nreleases:\n", f"{steps}\nreleases:\n"
    )
    return file_of(text)


def scenes(loaded: Loaded, as_of: date = AS_OF) -> Iterator[tuple[str, Scene]]:
    """Yield each picture's name with what it sees of a client edition."""
    view = select(loaded.engagement, Edition.CLIENT, as_of)
    known, captions = facts(view), templates().sources.data["pictures"]
    yield from ((name, scene_of(view, known, captions, name)) for name in PICTURES)


def drawings(loaded: Loaded, width: float, as_of: date = AS_OF) -> Mapping[str, Drawing]:
    """Return the pictures that an engagement has, by name."""
    made = {name: draw(name, scene, width) for name, scene in scenes(loaded, as_of)}
    return {name: drawing for name, drawing in made.items() if drawing}


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle that something fills."""

    left: float
    top: float
    right: float
    bottom: float
    what: str

    def overlaps(self, other: Frame, by: float = 1.0) -> bool:
        """Whether two have more than `by` pixels in common, across and down."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > by and down > by


def shapes(svg: str) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Yield the name, attributes and text of everything in a picture."""
    for shape in ET.fromstring(svg):  # noqa: S314 -- our own markup
        yield shape.tag.rpartition("}")[2], shape.attrib, shape.text or ""


def words(svg: str) -> Iterator[Frame]:
    """Yield where each line of words stands."""
    for name, attributes, text in shapes(svg):
        if name == "text":
            size = float(attributes["font-size"])
            wide = measure(text, Style(size, bold="font-weight" in attributes))
            x, base = float(attributes["x"]), float(attributes["y"])
            left = x - {"middle": wide / 2, "end": wide}.get(attributes.get("text-anchor", ""), 0)
            yield Frame(left, base - size * 0.75, left + wide, base + size * 0.2, text)


def strokes(svg: str) -> Iterator[Frame]:
    """Yield each straight part of each line, and each dot, as what it covers."""
    for name, attributes, _ in shapes(svg):
        if name == "polyline":
            points = [tuple(map(float, point.split(","))) for point in attributes["points"].split()]
            for (x1, y1), (x2, y2) in pairwise(points):
                yield Frame(
                    min(x1, x2) - 1, min(y1, y2) - 1, max(x1, x2) + 1, max(y1, y2) + 1, attributes["class"]
                )


def size(svg: str) -> tuple[float, float]:
    """Return the width and height of a picture."""
    box = ET.fromstring(svg).attrib["viewBox"].split()  # noqa: S314 -- our own markup
    return float(box[2]), float(box[3])


def outlines(name: str) -> Mapping[str, str]:
    """Return what an example's pictures are made of, one line a shape, without lengths, by file."""
    made = drawings(examples()[name], WIDE)
    return {f"{name}.{picture}.txt": _outline(drawing) for picture, drawing in made.items()}


def _outline(drawing: Drawing) -> str:
    lines = [f"fields: {', '.join(sorted(drawing.fields))}"]
    for name, attributes, text in shapes(drawing.svg):
        lines.append(f"{name} {attributes.get('class', '').removeprefix('hb-pic-')} {text}".rstrip())
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for example in sorted({path.name.split(".")[0] for path in CASES.glob("*.txt")}):
        for file, outline in outlines(example).items():
            (CASES / file).write_text(outline, "utf-8")
