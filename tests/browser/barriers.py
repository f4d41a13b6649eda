"""What axe-core finds on built pages; run it to look at every page of every example in every mode.

`python tests/browser/barriers.py FOLDER-OF-SITES [example ...]` with `src` and `tests` on the path, after
`handbook build --out FOLDER-OF-SITES`. It prints each violation, and how many pages it has looked at.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Browser as AsyncBrowser
    from playwright.async_api import Page as AsyncPage
    from playwright.sync_api import Browser, Page, ViewportSize

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"desktop": 1280, "phone": 390}
MODES: tuple[tuple[Literal["light", "dark"], str], ...] = (
    *(("light", size) for size in WIDTHS),
    *(("dark", size) for size in WIDTHS),
)
# Pages that are looked at side by side, each in a process of the browser's own.
_BESIDE = 2
# A colour that is still on its way to another has no contrast to measure.
_STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"
_OPEN = "document.querySelectorAll('article details').forEach(one => one.open = true)"
_RUN = """async () => (
  await axe.run(document, {resultTypes: ["violations"], preload: false})
).violations.map(one =>
  one.id + ": " + one.nodes.map(node =>
    node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join(" | "))"""
# Milliseconds in which the theme sees that a page is narrower now, and which boxes are pushed sideways.
_SETTLED = 150
# What a reader does who wants the other colours; what the page prefers at first stays out of it.
_SCHEME = """dark => { const one = document.querySelector(
  `[data-md-component=palette] input[data-md-color-scheme=${dark ? "slate" : "default"}]`);
  if (one && !one.checked) one.click(); }"""


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page that is open, one line a rule."""
    page.evaluate(_OPEN)
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_RUN)
    return found


def in_mode(browser: Browser, scheme: Literal["light", "dark"], size: str) -> Page:
    """Return an empty page of a browser that prefers a scheme, as wide as a phone or a desktop."""
    return browser.new_context(viewport=_viewport(size), color_scheme=scheme).new_page()


def _viewport(size: str) -> ViewportSize:
    return {"width": WIDTHS[size], "height": 800}


async def _in_all_modes(page: AsyncPage, path: Path) -> list[str]:
    """Return what axe-core finds on a page, loaded once and then shown in one mode after the other."""
    await page.goto(path.as_uri())
    await page.add_style_tag(content=_STILL)
    await page.evaluate(_OPEN)
    await page.evaluate(AXE.read_text("utf-8"))
    found = []
    for scheme, size in MODES:
        await page.emulate_media(color_scheme=scheme)
        await page.evaluate(_SCHEME, scheme == "dark")
        await page.set_viewport_size(_viewport(size))
        await page.wait_for_timeout(_SETTLED)
        found += [f"{scheme} {size}: {barrier}" for barrier in await page.evaluate(_RUN)]
    return found


async def _look(browser: AsyncBrowser, sites: Path, pages: Iterator[Path]) -> int:
    """Look at the pages that nobody has taken yet, print what is found, and return how much that was."""
    # Some pages let in no style but their own, and ours keeps colours from being on their way.
    page = await (await browser.new_context(bypass_csp=True)).new_page()
    count = 0
    for path in pages:
        for barrier in await _in_all_modes(page, path):
            count += 1
            print(f"{path.relative_to(sites)} {barrier}", flush=True)  # noqa: T201 -- run by hand
    return count


def _pages(sites: Path, names: list[str]) -> list[Path]:
    return sorted(
        path for path in sites.rglob("*.html") if not names or path.relative_to(sites).parts[0] in names
    )


async def _everything(sites: Path, pages: list[Path]) -> None:
    waiting = iter(pages)
    async with async_playwright() as running:
        browser = await running.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        found = await asyncio.gather(*(_look(browser, sites, waiting) for _ in range(_BESIDE)))
        await browser.close()
    looks = len(pages) * len(MODES)
    print(f"{len(pages)} pages, {looks} looks, {sum(found)} barriers")  # noqa: T201 -- run by hand


if __name__ == "__main__":
    built = Path(sys.argv[1])
    asyncio.run(_everything(built, _pages(built, sys.argv[2:])))
