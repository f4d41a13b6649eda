"""Whole pages and their engagement bits in, Markdown with values in brackets or problems out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook.errors import CODES, Refused
from render.support import rendered, shown

if TYPE_CHECKING:
    from handbook.render import RenderedSite

CASES = Path(__file__).parents[1] / "cases" / "render"
each_case = pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))


def _outcome(folder: Path, data: str) -> tuple[str, str]:
    """Return the name of the file to compare with, and what should stand in it."""
    try:
        return "expected.md", _told(rendered(folder, data))
    except Refused as refused:
        return "problems.txt", "".join(f"{problem}\n" for problem in refused.problems)


def _told(site: RenderedSite) -> str:
    pages = (
        f"## {shown(page.title, (), site.slots)} ({page.path})\n\n"
        + shown(page.markdown, page.slots, site.slots)
        for page in site.pages
    )
    return "\n".join(pages)


@each_case
def test_a_case_comes_out_as_expected(case: str, tmp_path: Path) -> None:
    """A case's pages give the Markdown, or the problems with their places, that lie beside them."""
    folder = CASES / case
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    data = (folder / "engagement.yml").read_text("utf-8") if (folder / "engagement.yml").exists() else ""
    name, outcome = _outcome(tmp_path, data)
    there = sorted(path.name for path in folder.iterdir() if path.name in {"expected.md", "problems.txt"})
    assert (there, outcome) == ([name], (folder / name).read_text("utf-8") if name in there else ""), outcome


def test_every_code_of_a_page_has_a_case() -> None:
    """Every code that rendering can give stands in a case's problems, and only codes that are explained."""
    codes = set(re.findall(r"\[(PAGE-\w+)\]$", _all_problems(), re.MULTILINE))
    assert codes == {code for code in CODES if code.startswith("PAGE-")} - {"PAGE-SLOT"}


def _all_problems() -> str:
    return "".join(path.read_text("utf-8") for path in CASES.glob("*/problems.txt"))
