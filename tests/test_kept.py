"""What is kept between runs changes no byte, can be lost at any time, and holds nothing of any engagement."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from importlib.resources import files as place_of
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import generate
import sites_by_hand as by_hand
from handbook import kept
from handbook.bundle import bundle
from handbook.kept import Kept
from handbook.load import load
from handbook.model.schema import schema
from handbook.pages import GUARD
from handbook.portfolio import Workshop
from handbook.skeletons import Press, compiling
from handbook.view import Edition, records_of, select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.records import Datum
    from handbook.render import RenderedSite
    from handbook.view import View

FILE = "kept.sqlite3"
OWN_PAGE = f"""---
title: About Zwetschgen
order: 90
audience: [all]
description: What only one engagement has.
---
{GUARD}

All about Quittengelee.
"""
CASES = sorted((Path(__file__).parent / "cases" / "pages").glob("*.md"))


def site(**extras: str) -> RenderedSite:
    """Return a site of many kinds of blocks."""
    texts = ("canary-1", "canary-2", "https://canary-3.example", "canary-4")
    pages = [by_hand.page(f"cases/{path.name}", path.read_text("utf-8"), *texts) for path in CASES]
    return by_hand.site(by_hand.page("index.md", "Hello %0.\n", "canary-5"), *pages, **extras)


def pressed(folder: Path, ground: str = "") -> dict[str, bytes]:
    """Return what a press makes of the site with what is kept in a folder."""
    return by_hand.pressed(Press(by_hand.MKDOCS, Kept(folder, ground)), site())


@pytest.fixture(scope="module")
def alone() -> dict[str, bytes]:
    """Return what a press makes of the site that keeps nothing."""
    return by_hand.pressed(Press(by_hand.MKDOCS), site())


def test_what_is_known_is_not_made_again(
    tmp_path: Path, alone: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run gives the same bytes without MkDocs; on another ground it begins anew."""
    assert pressed(tmp_path) == alone
    monkeypatch.setattr(compiling, "workshop", lambda *_: pytest.fail("MkDocs is set up"))
    assert pressed(tmp_path) == alone
    with pytest.raises(pytest.fail.Exception):
        pressed(tmp_path, "another ground")


def test_what_is_lost_or_broken_is_made_again(tmp_path: Path, alone: dict[str, bytes]) -> None:
    """Without the file, with a part of it, with anything else in its place: the same bytes."""
    pressed(tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    for content in (b"", b"something else", whole[: len(whole) // 2], whole[:100] + whole[200:]):
        (tmp_path / FILE).write_bytes(content)
        assert pressed(tmp_path) == alone
        assert pressed(tmp_path) == alone


def test_damaged_bytes_are_not_known(tmp_path: Path) -> None:
    """Bytes come back as they were kept, or not at all: what reads them would trust them."""
    folder = tmp_path / "kept"
    writer = Kept(folder, "")
    writer.keep("code", b"program")
    writer.save()
    assert Kept(folder, "").find("code") == b"program"
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("UPDATE kept SET value = CAST(replace(value, 'gram', 'gran') AS BLOB)")
        held = connection.execute("SELECT value FROM kept").fetchone()[0]
    assert held.endswith(b"progran")
    assert Kept(folder, "").find("code") is None


def test_it_may_be_deleted_while_it_is_used(tmp_path: Path, alone: dict[str, bytes]) -> None:
    """A run whose file is taken away goes on."""
    press = Press(by_hand.MKDOCS, Kept(tmp_path, ""))
    by_hand.pressed(press, site(language="nl"))
    for file in tmp_path.iterdir():
        file.unlink()
    assert by_hand.pressed(press, site()) == alone


def test_two_runs_share_it(tmp_path: Path) -> None:
    """What one run saves, another that is under way finds."""
    one, other = Kept(tmp_path, ""), Kept(tmp_path, "")
    one.keep("a", [1])
    assert other.find("a") is None
    one.save()
    other.keep("b", [2])
    other.save()
    assert (other.find("a"), one.find("b")) == ([1], [2])


def test_it_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that has grown too large is given up, and the next run begins another."""
    monkeypatch.setattr(kept, "_MOST", 100_000)
    store = Kept(tmp_path, "")
    store.keep("a", "x" * 200_000)
    store.save()
    assert store.find("a") is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    """What others could have put there is not run."""
    tmp_path.chmod(0o777)
    store = Kept(tmp_path, "")
    store.keep("a", 1)
    store.save()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    """Where nothing can be kept, nothing is."""
    (tmp_path / "file").write_text("")
    assert Kept(tmp_path / "file" / "below", "").find("a") is None


def values(view: View) -> Iterator[str]:
    """Yield every text that stands in a view."""
    waiting: list[Datum] = [datum for record in records_of(view.root) for datum in record.fields.values()]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case tuple() as items:
                waiting.extend(items)


def test_nothing_kept_holds_a_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In all that engagements leave behind is none of their values, and no word of a page of their own."""
    monkeypatch.setenv("HANDBOOK_CACHE", str(tmp_path / "kept"))
    sources = [path.read_text("utf-8") for path in sorted(bundle().glob("docs/**/*.md"))]
    sources += [path.read_text("utf-8") for path in sorted(bundle().glob("engagement_templates/p*/*"))]
    sources += [path.read_text("utf-8") for path in sorted(bundle().glob("docs/_data/**/*.yml"))]
    cases = (Path(kept.__file__).parent / "findings" / "cases").glob("*.yml")  # these stand on a page
    sources += [path.read_text("utf-8") for path in cases]
    theme = Path(str(place_of("material"))) / "templates"
    assets = [
        *bundle().glob("docs/assets/**/*.*"),
        *theme.glob("assets/**/*.*"),
    ]  # what they say is kept, too
    sources += [path.read_text("utf-8", errors="ignore") for path in sorted(assets)]
    sources.append(json.dumps(schema(), ensure_ascii=False))  # the field guide shows its examples
    ours, typed = "\n".join(sources).casefold(), set[str]()
    (tmp_path / "made-up.yml").write_text(generate.engagement(7), "utf-8")
    everything = Path(__file__).parent / "cases" / "everything.yml"
    own = tmp_path / "own" / "engagement.yml"
    (own.parent / "pages").mkdir(parents=True)
    own.write_text(generate.engagement(8), "utf-8")
    (own.parent / "pages" / "zwetschgen.md").write_text(OWN_PAGE, "utf-8")
    workshop = Workshop(())
    for path in (tmp_path / "made-up.yml", own, everything):
        loaded = load(path)
        for edition in Edition:
            files = workshop.finish(loaded, edition, date(2026, 11, 22), draft=True).files
            assert (path == own) == ("zwetschgen.html" in files)
            typed.update(values(select(loaded.engagement, edition, date(2026, 11, 22))))
    told = {value for value in typed if len(value) > 3 and value.casefold() not in ours}
    told |= {"zwetschgen", "Quittengelee"}
    assert len(told) > 100
    with sqlite3.connect(tmp_path / "kept" / FILE) as connection:
        rows = [row[0] for row in connection.execute("SELECT value FROM kept")]
    everywhere = "\n".join(_unpacked(row) for row in rows)
    assert [value for value in sorted(told) if value in everywhere] == []


def _unpacked(row: str | bytes) -> str:
    """Return the texts in a row as they were before they became JSON; what can be read in objects."""
    if isinstance(row, bytes):
        return row.decode(errors="ignore")
    waiting, texts = [json.loads(row)], []
    while waiting:
        match waiting.pop():
            case str() as text:
                texts.append(text)
            case list() as items:
                waiting.extend(items)
            case dict() as items:
                waiting.extend(items.values())
    return "\n".join(texts)
