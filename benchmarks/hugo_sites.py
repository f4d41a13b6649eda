"""The same pages as Hugo sources: the text with its values, and the smallest layout that shows it."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import portfolio  # noqa: F401 -- it puts the package on the path
from handbook import outputs
from handbook.layers import templates
from handbook.load import load
from handbook.slots import MARK, Scope, read_mark
from handbook.view import Edition

if TYPE_CHECKING:
    import re

    from handbook.outputs import Manuscript

HUGO = Path(sys.executable).with_name("hugo")
_LAYOUT = """<!doctype html><html><head><title>{{ .Title }}</title></head><body>
<nav>{{ range .Site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<main>{{ .Content }}</main></body></html>
"""
_SETTINGS = (
    'title = "x"\nbaseURL = "https://maker.example/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n'
)


def write(files: tuple[Path, ...], folder: Path) -> tuple[Path, ...]:
    """Write a Hugo site for each engagement, and one with all of them; return the folders, that one last."""
    texts, made = templates(), []
    everything = _site(folder / "all")
    for file in files:
        manuscript = outputs.write(load(file), Edition.CLIENT, date(2026, 11, 22), texts, draft=True)
        own = _site(folder / file.stem)
        _pages(manuscript, own / "content")
        _pages(manuscript, everything / "content" / file.stem)
        made.append(own)
    return (*made, everything)


def _site(folder: Path) -> Path:
    (folder / "layouts" / "_default").mkdir(parents=True)
    for name in ("single", "list"):
        (folder / "layouts" / "_default" / f"{name}.html").write_text(_LAYOUT, "utf-8")
    (folder / "layouts" / "index.html").write_text(_LAYOUT, "utf-8")
    (folder / "hugo.toml").write_text(_SETTINGS, "utf-8")
    return folder


def _pages(manuscript: Manuscript, folder: Path) -> None:
    for page in manuscript.site.pages:
        file = folder / page.path.replace("index.md", "_index.md")
        file.parent.mkdir(parents=True, exist_ok=True)

        def value(found: re.Match[str], own: object = page.slots) -> str:
            scope, number = read_mark(found)
            slots = own if scope is Scope.PAGE else manuscript.site.slots
            return slots[number].text.replace("{{", "{ {")  # type: ignore[index]

        title = json.dumps(MARK.sub(value, page.title), ensure_ascii=False)
        text = MARK.sub(value, page.markdown).replace("slot:", "").replace("{{", "{ {")
        file.write_text(f"---\ntitle: {title}\n---\n{text}", "utf-8")
