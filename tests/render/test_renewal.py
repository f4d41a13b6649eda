"""Texts that are read again while a run goes on: what was compiled before is never out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.pages import Layer, read_sources
from handbook.render import Templates, render
from render.support import page, view_of, write

if TYPE_CHECKING:
    from pathlib import Path

PAGE = page("{% from 'words.jinja' import word %}{{ word() }} {% include 'end.jinja' %}\n")
FILES = {
    "docs/index.md": PAGE,
    "docs/other.md": page("Other\n"),
    "partials/words.jinja": "{% macro word() %}One{% endmacro %}",
    "partials/end.jinja": "end",
}


def _read(folder: Path, before: Templates | None = None) -> Templates:
    return Templates(read_sources([Layer(folder, "docs", "partials")]), before)


def _texts(templates: Templates) -> dict[str, str]:
    site = render(view_of("title: T"), {}, templates)
    return {each.path: each.markdown.strip().splitlines()[-1] for each in site.pages}


def test_every_change_is_seen(tmp_path: Path) -> None:
    """A changed page, a changed partial, a new one and one that is gone are what the next rendering shows."""
    templates = _read(write(tmp_path, FILES))
    assert _texts(templates) == {"index.md": "One end", "other.md": "Other"}
    for file, text, shown in (
        ("docs/other.md", page("Another\n"), {"index.md": "One end", "other.md": "Another"}),
        (
            "partials/words.jinja",
            "{% macro word() %}Two{% endmacro %}",
            {"index.md": "Two end", "other.md": "Another"},
        ),
        ("partials/end.jinja", "{% include 'more.jinja' %}", None),
        ("partials/more.jinja", "more", {"index.md": "Two more", "other.md": "Another"}),
    ):
        templates = _read(write(tmp_path, {file: text}), templates)
        if shown is not None:
            assert _texts(templates) == shown
            assert _texts(_read(tmp_path)) == shown


def test_what_stays_is_not_compiled_again(tmp_path: Path) -> None:
    """A text that has not changed keeps its compiled template."""
    before = _read(write(tmp_path, FILES))
    _texts(before)
    kept = {text.name: before.engine.ready(text) for text in before.texts.values()}
    after = _read(write(tmp_path, {"docs/other.md": page("Another\n")}), before)
    changed = [name for name, text in after.texts.items() if after.engine.ready(text) is not kept[text.name]]
    assert len(changed) == 1
