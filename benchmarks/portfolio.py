"""A generated workspace of any size: names, dates, people, arrangement, levels, terms and pages all vary."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import generate  # noqa: E402 -- the path comes first

# The day of all builds; they are drafts, so that no error of a made-up file withholds an edition.
DAY = ("--as-of", "2026-11-22", "--draft", "--no-handouts")


def make(folder: Path, count: int, more_pages: int = 0) -> tuple[Path, ...]:
    """Write a workspace of some engagements, with more pages of the firm's if asked; return their files."""
    files = []
    for number in range(count):
        file = folder / "engagements" / f"engagement-{number:04}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(generate.text(_apart(generate.tree(Random(number)), number)), "utf-8")
        files.append(file)
    if more_pages:
        (folder / "handbook.yml").write_text("schema: 1\n", "utf-8")
    for number in range(more_pages):
        _page(folder / "pages" / f"more-{number // 25}" / f"page-{number}.md", number)
    return tuple(files)


def _apart(tree: dict[str, Any], number: int) -> dict[str, Any]:
    """Return an engagement with names that no other has: no site may name another one's client."""
    for kind in ("parties", "people"):
        for place, one in enumerate(tree[kind]):
            one["name"] = f"{_word(number, 7)} {_word(number * 31 + place, 11)}"
            for field in ("short", "known_as", "email"):
                one.pop(field, None)
    return tree | {"id": f"engagement-{number:04}", "title": f"{_word(number, 3)} for {_word(number, 5)}"}


def _word(number: int, turn: int) -> str:
    """Return an invented name."""
    mixed = (number + 1) * 2654435761 * turn
    parts = [
        f"{'bdfgklmnprstvz'[(mixed >> shift) % 14]}{'aeiou'[(mixed >> shift + 4) % 5]}"
        for shift in (3, 9, 15, 21)
    ]
    return "".join(parts).capitalize()


def _page(file: Path, number: int) -> None:
    """Write one of the firm's pages, as long as ours are, under a name and with headings of its own."""
    source = sorted((ROOT / "docs" / "working").glob("*.md"))
    pages = [path.read_text("utf-8") for path in source]
    head, _, body = pages[number % len(pages)].removeprefix("---\n").partition("\n---\n")
    kept = "\n".join(line for line in head.splitlines() if re.match(r"(audience|description|when): ", line))
    file.parent.mkdir(parents=True, exist_ok=True)
    about = f"---\ntitle: More page {number}\norder: {number}\n{kept}\n---\n"
    file.write_text(about + body.replace("{: #", f"{{: #n{number}-"), "utf-8")
