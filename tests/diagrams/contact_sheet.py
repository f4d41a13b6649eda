"""All pictures of all examples, of thirty people and of long names, on one page to look at.

`python tests/diagrams/contact_sheet.py sheet.html` with `src` and `tests` on the path.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from diagrams.scenes import SIZES, crowded, drawings, examples
from handbook import brand

ASSETS = Path(__file__).parents[2] / "docs" / "assets" / "css"
SHEET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pictures</title>
<link rel="stylesheet" href="{css}/fonts.css"><link rel="stylesheet" href="{css}/handbook.css">
<style>{brand}
body {{ font: 16px "Source Sans 3", sans-serif }}
section {{ display: grid; grid-template-columns: 700px 360px; gap: 1rem; align-items: start }}
section[data-md-color-scheme="slate"] {{ background: #1e2129; color: #e2e4e9 }}
section[data-md-color-scheme="slate"] {{ --md-default-fg-color: #e2e4e9 }}
h2 {{ grid-column: 1 / -1 }} .hb-pic.hb-pic {{ display: block }}
</style></head><body>
{sections}
</body></html>
"""


def _section(name: str, scheme: str) -> str:
    loaded = crowded() if name == "thirty people" else examples()[name]
    wide, narrow = (drawings(loaded, width) for width in SIZES)
    pairs = "".join(f"<div>{wide[one].svg}</div><div>{narrow[one].svg}</div>" for one in wide)
    return (
        f'<section data-md-color-scheme="{scheme}" data-md-color-primary="custom">'
        f"<h2>{escape(name)}</h2>{pairs}</section>"
    )


def main() -> None:
    """Write the page to the file that the command line names."""
    names = [*examples(), "thirty people"]
    sections = "\n".join(_section(name, scheme) for name in names for scheme in ("default", "slate"))
    colours = brand.stylesheet(None, team=False)
    Path(sys.argv[1]).write_text(SHEET.format(css=ASSETS.as_uri(), brand=colours, sections=sections), "utf-8")


if __name__ == "__main__":
    main()
