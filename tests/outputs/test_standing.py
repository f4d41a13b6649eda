"""A handout is drawn again where something it is made of is another, and only there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import typst

from handbook import typesetting
from handbook.bundle import bundle
from handbook.outputs import handouts
from handbook.outputs.handouts.glyphs import takes_system_fonts
from handbook.outputs.standing import Standing
from handbook.typesetting import Sheet, Typesetter
from outputs.printing import AS_OF, STARTUP, manuscript, translated, typesetter, with_kinds
from terminal import handbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

TEXT = with_kinds(STARTUP, "release-plan", "four-customers")


class Counted(Typesetter):
    """Draws with the fonts and templates of another, and counts the sheets."""

    def __init__(self) -> None:
        super().__init__(bundle() / "engagement_templates" / "handouts")
        self.drawn: list[str] = []

    def pdf(self, sheet: Sheet) -> bytes:
        """Return what the others draw."""
        self.drawn.append(sheet.template)
        return typesetter().pdf(sheet)


def _made(text: str, standing: Standing) -> tuple[Mapping[str, bytes], list[str]]:
    """Return the handouts of a file's text, and the templates that were drawn for them."""
    counted = Counted()
    return handouts.files(manuscript(text), {}, counted, standing), counted.drawn


@pytest.mark.parametrize(
    ("name", "language", "by_machine"),
    [
        ("Żaneta Παπαδοπούλου", "en-GB", False),
        ("山田太郎", "en-GB", True),
        ("Noor de Wit", "ja", True),
    ],
)
def test_the_machines_fonts_count_where_ours_lack_letters(
    name: str, language: str, *, by_machine: bool
) -> None:
    """A name or a language beyond Latin, Greek and Cyrillic is printed with what the machine has."""
    made = translated(TEXT.replace("Noor de Wit", name), language)
    assert takes_system_fonts(made) is by_machine


def _written(folder: Path) -> tuple[Mapping[str, bytes], Standing]:
    """Write the handouts into a folder; return them, with what is known of them."""
    first = Standing()
    files, drawn = _made(TEXT, first)
    assert sorted(drawn) == ["four-customers.typ", "release-plan.typ"]
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return files, first


def test_what_is_made_of_the_same_is_taken_over_and_what_is_not_is_drawn(tmp_path: Path) -> None:
    """The same file draws nothing anew, another value does, and so does a file that somebody changed."""
    files, first = _written(tmp_path)
    again = Standing(tmp_path, first.now)
    assert _made(TEXT, again) == (files, [])
    assert again.now == first.now
    _, drawn = _made(TEXT.replace("Cuts phone calls", "Saves calls"), Standing(tmp_path, first.now))
    assert len(drawn) == 2  # the foot names the edition, which is another one
    plan = tmp_path / "handouts" / "release-plan.pdf"
    plan.write_bytes(plan.read_bytes() + b"%")
    assert _made(TEXT, Standing(tmp_path, first.now)) == (files, ["release-plan.typ"])
    plan.unlink()
    assert _made(TEXT, Standing(tmp_path, first.now)) == (files, ["release-plan.typ"])


def test_a_note_that_says_something_else_is_no_help(tmp_path: Path) -> None:
    """Whatever stands in the note beside an edition, what is drawn is right."""
    file = tmp_path / "a.pdf"
    file.write_bytes(b"old")
    notes: tuple[object, ...] = (
        None,
        [],
        "x",
        {"a.pdf": 7},
        {"a.pdf": []},
        {"a.pdf": [["k"]]},
        {"a.pdf": ["k", "k"]},
    )
    for told in notes:
        assert Standing(tmp_path, told).file("a.pdf", "k", lambda: b"new") == b"new", told


def _template(folder: Path) -> None:
    with (folder / "base.typ").open("a", encoding="utf-8") as file:
        file.write("\n")


def _font(folder: Path) -> None:
    (folder / "fonts" / "SourceSans3-It.ttf").rename(folder / "fonts" / "Other.ttf")


def _machine(folder: Path) -> None:
    folder.with_name("machine.ttf").write_bytes(b"a")


CHANGES: dict[str, Callable[[Path], None]] = {"template": _template, "font": _font, "machine": _machine}


@pytest.mark.parametrize("change", [*CHANGES, "engine"])
def test_templates_fonts_and_engine_are_part_of_the_name(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another template, font of ours or of the machine, or engine gives each sheet another name."""
    folder = tmp_path / "templates"
    shutil.copytree(bundle() / "engagement_templates" / "handouts", folder)
    other = tmp_path / "machine.ttf"
    shutil.copy(folder / "fonts" / "SourceSans3-Regular.ttf", other)
    seen = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(tmp_path)])
    monkeypatch.setattr(Typesetter, "_fonts", seen)
    sheet = Sheet("release-plan.typ", {"a": 1}, AS_OF)
    before = Typesetter(folder).ground().name_of(sheet)
    assert Typesetter(folder).ground().name_of(sheet) == before
    if change == "engine":
        monkeypatch.setattr(typesetting, "engine", lambda: "typst 99")
    else:
        CHANGES[change](folder)
    assert Typesetter(folder).ground().name_of(sheet) != before


def test_a_build_takes_handouts_over_from_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`handbook build` draws none that stands already, all with --rebuild, and keeps no value beside them."""
    file = tmp_path / "engagements" / "spokeshare-booking.yml"
    file.parent.mkdir()
    shutil.copytree(STARTUP.parent / "assets", file.parent / "assets")
    file.write_text(TEXT, "utf-8")
    drawn: list[str] = []
    draw = Typesetter.pdf

    def counted(self: Typesetter, sheet: Sheet) -> bytes:
        drawn.append(sheet.template)
        return draw(self, sheet)

    monkeypatch.setattr(Typesetter, "pdf", counted)

    def build(*more: str) -> int:
        drawn.clear()
        words = ("build", "--as-of", "2026-11-22", "--edition", "client", *more)
        done = handbook(*words, cwd=tmp_path)
        assert done.code == 0, done
        return len(drawn)

    assert build() == 2
    file.write_text(f"{TEXT}\n# A word to ourselves.\n", "utf-8")
    assert build() == 0
    assert build("--rebuild") == 2
    note = (tmp_path / "sites" / "spokeshare-booking" / ".client.fresh").read_text("utf-8")
    assert "Noor" not in note
    assert "Cuts phone calls" not in note
