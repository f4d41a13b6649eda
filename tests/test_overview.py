"""The page over all engagements: what it tells of each, and that it works without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from handbook.workspace import first_example
from terminal import Done, handbook

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from visits import Visitor


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """Return the page of a workspace with a good, a troubled and a broken engagement, and the build's end."""
    folder = tmp_path_factory.mktemp("firm")
    text = first_example().read_text("utf-8")
    changes = {
        "good": ("title: Spokeshare repair booking", "title: 'R&D {{ one }}'"),
        "late": ("due: 2027-01-15", "due: 2026-11-01"),
        "torn": ("status: pre-engagement", "status: somewhere"),
    }
    (folder / "engagements").mkdir()
    for name, (old, new) in changes.items():
        changed = text.replace("id: spokeshare-booking", f"id: {name}", 1).replace(old, new, 1)
        (folder / "engagements" / f"{name}.yml").write_text(changed, "utf-8")
    done = handbook("build", "--edition", "team", "--as-of", "2026-11-22", cwd=folder)
    return folder / "sites" / "portfolio" / "team" / "index.html", done


def test_each_engagement_has_its_line(built: tuple[Path, Done]) -> None:
    """A line tells an engagement's state, next event, findings and asks; a broken file has one too."""
    page, done = built
    assert done.code == 1
    rows = html.fromstring(page.read_text("utf-8")).findall(".//tbody/tr")
    lines = {(row[0].text or "").strip(): [cell.text or "" for cell in row.iter("td")] for row in rows}
    assert list(lines) == ["R&D {{ one }}", "Spokeshare repair booking", "torn"]
    assert lines["R&D {{ one }}"] == [
        "Spokeshare", "before the start", "2027-01-05 training", "0", "6", "2", "0",
        "the client's product owner", "2026-11-20", "2026-11-22",
    ]  # fmt: skip
    assert lines["Spokeshare repair booking"][3:7] == ["1", "6", "2", "1"]
    assert lines["torn"][:2] == ["'somewhere' is not one of the values allowed here", "refused"]
    links = [str(link.get("href")) for link in rows[0].iter("a")]
    assert links == ["../../good/team/index.html"]
    assert (page.parent / links[0]).is_file()


def test_one_engagement_leaves_the_page_alone(built: tuple[Path, Done]) -> None:
    """A build of some engagements only says nothing about all."""
    page, _ = built
    before = page.read_bytes()
    handbook("build", "good", "--edition", "team", "--as-of", "2026-12-22", cwd=page.parents[3])
    assert page.read_bytes() == before


@pytest.mark.browser
def test_it_sorts_and_filters_from_disk(built: tuple[Path, Done], visit: Visitor) -> None:
    """Opened from a folder, the table sorts by a column, up and down, and shows only what is looked for."""
    opened = visit(built[0].as_uri())
    _sort_and_filter(opened.page)
    assert opened.faults == []


def _sort_and_filter(opened: Page) -> None:
    titles = opened.locator("tbody tr:visible th")
    opened.get_by_role("button", name="Errors").click()
    opened.get_by_role("button", name="Errors").click()
    assert "Spokeshare repair booking" in titles.first.inner_text()
    opened.get_by_label("with errors only").check()
    assert titles.count() == 1
    opened.get_by_label("with errors only").uncheck()
    opened.get_by_label("Status").select_option("refused")
    assert titles.all_inner_texts() == ["torn"]
    opened.get_by_label("Status").select_option("")
    opened.get_by_label("Find").fill("r&d")
    assert titles.count() == 1
    assert opened.get_by_role("status").inner_text() == "1 of 3 shown"
