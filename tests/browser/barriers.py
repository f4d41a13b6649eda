"""What axe-core finds on built pages; run it to look at every page of every example in every mode.

`python tests/browser/barriers.py FOLDER-OF-SITES [example ...]` with `src` and `tests` on the path, after
`handbook build --out FOLDER-OF-SITES`. It prints each violation, and how many pages it has looked at.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"desktop": 1280, "phone": 390}
MODES: tuple[tuple[Literal["light", "dark"], str], ...] = (
    *(("light", size) for size in WIDTHS),
    *(("dark", size) for size in WIDTHS),
)
_RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(one =>
  one.id + ": " + one.nodes.map(node =>
    node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join(" | "))"""


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page that is open, one line a rule."""
    page.evaluate("document.querySelectorAll('article details').forEach(one => one.open = true)")
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_RUN)
    return found


def in_mode(browser: Browser, scheme: Literal["light", "dark"], size: str) -> Page:
    """Return an empty page of a browser that prefers a scheme, as wide as a phone or a desktop."""
    viewport: ViewportSize = {"width": WIDTHS[size], "height": 800}
    return browser.new_context(viewport=viewport, color_scheme=scheme).new_page()


def _everything(sites: Path, names: list[str]) -> Iterator[str]:
    pages = sorted(
        path for path in sites.rglob("*.html") if not names or path.relative_to(sites).parts[0] in names
    )
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for scheme, size in MODES:
            page = in_mode(browser, scheme, size)
            for path in pages:
                page.goto(path.as_uri())
                for barrier in barriers(page):
                    yield f"{path.relative_to(sites)} {scheme} {size}: {barrier}"
            page.context.close()
        browser.close()
    yield f"{len(pages)} pages, {len(MODES)} modes each"


if __name__ == "__main__":
    for line in _everything(Path(sys.argv[1]), sys.argv[2:]):
        print(line, flush=True)  # noqa: T201 -- run by hand
