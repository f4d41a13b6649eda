"""The built examples work in a browser: over http and from a folder, without any network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from visits import Visitor

pytestmark = pytest.mark.browser

# Each page of these is opened: both editions in both ways, and in one of them what has other names or pages.
OPENED = (
    *(
        (edition, way)
        for edition in ("spokeshare-booking/client", "calder-repairs/team")
        for way in ("http", "file")
    ),
    ("norvale-fieldnet/client", "http"),
    ("hostile/team", "file"),
)
each_opened = pytest.mark.parametrize(("edition", "address"), OPENED, indirect=["address"])
both_ways = pytest.mark.parametrize("address", ["http", "file"], indirect=True)
from_a_folder = pytest.mark.parametrize("address", ["file"], indirect=True)


def pages(sites: Path, edition: str) -> list[str]:
    """Return the pages of an edition by their paths."""
    return sorted(path.relative_to(sites / edition).as_posix() for path in (sites / edition).rglob("*.html"))


def background(page: Page) -> int:
    """Return how bright the page's background is, from 0 to 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(number) for number in re.findall(r"\d+", colour)[:3])
    return (red + green + blue) // 3


def search(page: Page, words: str) -> str:
    """Type words into the search, and return the first address that it finds."""
    page.keyboard.press("/")
    page.keyboard.type(words)  # Material listens to keys
    first = page.locator(".md-search-result__item a").first
    first.wait_for()
    return first.get_attribute("href") or ""


@each_opened
def test_every_page_opens_without_a_fault(sites: Path, address: str, visit: Visitor, edition: str) -> None:
    """No page asks another host for anything, misses a file, runs a value or complains on the console.

    On a phone none has to be pushed sideways either: wide tables scroll inside themselves.
    """
    opened = visit(f"{address}/{edition}/index.html", width=390)
    wide = []
    for path in pages(sites, edition):
        opened.page.goto(f"{address}/{edition}/{path}")
        if opened.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert opened.faults == []
    assert wide == []


@both_ways
@pytest.mark.parametrize(("words", "goal"), [("Jeroen Maas", "Jeroen Maas"), ("sprint review", "review")])
def test_search_finds_words(address: str, visit: Visitor, words: str, goal: str) -> None:
    """Search finds a value and a word of ours, on a server and in a folder, and leads to it."""
    opened = visit(f"{address}/spokeshare-booking/client/people/decisions.html")
    found = search(opened.page, words)
    opened.page.goto(found)
    assert goal in opened.page.locator("article").inner_text()
    assert opened.faults == []


@from_a_folder
@pytest.mark.parametrize("width", [390, 1280])
def test_search_shows_names_as_typed(address: str, visit: Visitor, width: int) -> None:
    """A name made of markup is found and shown as typed; nothing in it runs."""
    opened = visit(f"{address}/hostile/client/index.html", width=width)
    search(opened.page, "onerror")
    assert "<img src=x onerror=alert(1)>" in opened.page.locator(".md-search-result__list").inner_text()
    assert opened.faults == []


@from_a_folder
def test_names_are_shown_as_typed(address: str, visit: Visitor) -> None:
    """A name made of markup, template code and quotes stands in header, title and text as it was typed."""
    hostile = "<img src=x onerror=alert(1)> {{7*7}} **b** '\\\"> <script>alert(2)</script>"
    opened = visit(f"{address}/hostile/client/people/who-is-who.html")
    assert hostile in opened.page.locator("article").inner_text()
    assert hostile in opened.page.locator(".md-header__title").inner_text()
    assert opened.page.title().endswith(hostile)


@from_a_folder
@pytest.mark.parametrize("dark", [False, True])
def test_it_follows_light_and_dark(address: str, visit: Visitor, dark: bool) -> None:
    """A page is dark for who prefers that, can be switched, and stays so on the next page."""
    opened = visit(f"{address}/spokeshare-booking/client/index.html", dark=dark)
    assert (background(opened.page) < 80) is dark
    opened.page.locator("form[data-md-component=palette] label:visible").click()
    assert (background(opened.page) < 80) is not dark
    opened.page.goto(f"{address}/spokeshare-booking/client/people/decisions.html")
    assert (background(opened.page) < 80) is not dark
    assert opened.faults == []


@from_a_folder
def test_it_is_set_in_our_own_fonts(address: str, visit: Visitor) -> None:
    """Text is shown in the fonts that come with the site."""
    opened = visit(f"{address}/spokeshare-booking/client/index.html")
    opened.page.evaluate("document.fonts.ready.then(() => true)")
    assert opened.page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    family = opened.page.evaluate("getComputedStyle(document.querySelector('article')).fontFamily")
    assert family.startswith('"Source Sans 3"')


@from_a_folder
def test_the_editions_look_different_at_a_glance(address: str, visit: Visitor) -> None:
    """Header and ribbon of the team edition have other colours than the client's."""
    looks = []
    for edition in ("client", "team"):
        opened = visit(f"{address}/spokeshare-booking/{edition}/index.html")
        parts = (".md-header", ".md-banner")
        script = "part => getComputedStyle(document.querySelector(part)).backgroundColor"
        looks.append([opened.page.evaluate(script, part) for part in parts])
    assert all(one != other for one, other in zip(*looks, strict=True))
