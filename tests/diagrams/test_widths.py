"""The widths of our font's characters, against what Chromium measures with the font itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diagrams.contact_sheet import ASSETS
from handbook.diagrams.text import BODY, STRONG, measure

if TYPE_CHECKING:
    from pathlib import Path

    from handbook.diagrams.text import Style
    from visits import Visitor

pytestmark = pytest.mark.browser
SAMPLES = ("Noor de Wit", "AVAILABLE, 1,450.50 (h)", "Łódź Žižkov Ağaç", "Ελένη Παπαδοπούλου", "Олександра")
_MEASURE = """async ([font, text]) => {
  await document.fonts.load(font, text);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  pen.fontKerning = "none";
  return pen.measureText(text).width;
}"""


@pytest.mark.parametrize("style", [BODY, STRONG], ids=["regular", "bold"])
def test_words_are_as_wide_as_the_browser_writes_them(visit: Visitor, tmp_path: Path, style: Style) -> None:
    """The table of widths is that of the font: within one part in a hundred, in each script it has."""
    (tmp_path / "page.html").write_text(
        f'<!doctype html><link rel="stylesheet" href="{ASSETS.as_uri()}/fonts.css">', "utf-8"
    )
    page = visit((tmp_path / "page.html").as_uri()).page
    font = f"{600 if style.bold else 400} {style.size}px 'Source Sans 3'"
    for text in SAMPLES:
        assert measure(text, style) == pytest.approx(page.evaluate(_MEASURE, [font, text]), rel=0.01), text
