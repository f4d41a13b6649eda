"""A client's logo is published when it is a picture, and does nothing else."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest

from handbook.errors import Place, Refused
from handbook.logo import read_logo
from picture_files import chunk, exif, jpeg, png, webp

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Place("acme.yml", 14, 17)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def logo(folder: Path, content: str | bytes, name: str = "logo.svg") -> str:
    """Write a picture, read it as a logo, and return its path in the site."""
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    read = read_logo(folder, name, PLACE)
    assert read.content == (folder / name).read_bytes()
    return read.path


def refusal(folder: Path, content: str | bytes, name: str = "logo.svg") -> str:
    """Return the words with which a picture is refused."""
    with pytest.raises(Refused) as refused:
        logo(folder, content, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (png(), "png"),
        (jpeg(), "jpg"),
        (webp(), "webp"),
        (SVG.format('<path d="M0 0"/>').encode(), "svg"),
        (b'<?xml version="1.0"?>\n<svg viewBox="0 0 1 1"/>', "svg"),
    ],
)
def test_a_picture_gets_a_name_of_ours(tmp_path: Path, content: bytes, ending: str) -> None:
    """Whatever the file was called, the site says nothing of that: its name tells what it is."""
    assert logo(tmp_path, content, "Q3 pitch (secret) v2.svg") == f"assets/client-logo.{ending}"


@pytest.mark.parametrize(
    ("drawing", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<SCRIPT/>", "<SCRIPT>"),
        ("<foreignObject><p/></foreignObject>", "<foreignObject>"),
        ('<g onload="alert(1)"/>', "'onload'"),
        ('<a xlink:href="https://elsewhere.example/"><g/></a>', "a link to 'https://elsewhere.example/'"),
        ('<image href="https://elsewhere.example/a.png"/>', "a link to 'https://elsewhere.example/a.png'"),
        ('<image href="javascript:alert(1)"/>', "a link to 'javascript:alert(1)'"),
        ('<g style="fill: url(https://elsewhere.example/a)"/>', "'style' with a file to load"),
        ("<style>@import 'a.css';</style>", "a style that loads a file"),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(tmp_path: Path, drawing: str, what: str) -> None:
    """Scripts, handlers, links and files to load in a drawing are told by name."""
    assert refusal(tmp_path, SVG.format(drawing)) == (
        f"acme.yml:14:17: branding.client_logo: 'logo.svg' does more than draw: it has {what}; "
        "save it as a plain SVG [FIELD-FILE]"
    )


def test_what_a_drawing_holds_itself_is_fine(tmp_path: Path) -> None:
    """A drawing may use parts of itself and pictures that it carries along."""
    pixel = base64.b64encode(png()).decode()
    drawing = f'<use href="#a"/><image href="data:image/png;base64,{pixel}"/><g style="fill: url(#b)"/>'
    assert logo(tmp_path, SVG.format(drawing))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "is no picture that browsers show"),
        ('<svg><!DOCTYPE x [<!ENTITY a "b">]></svg>', "declares a document type"),
        ("<svg><g></svg>", "is no whole drawing: mismatched tag"),
        ("just words", "is no picture that browsers show"),
        (b"", "is no picture that browsers show"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 300_000, "has 300 kB, and every page shows it"),
    ],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, content: str | bytes, words: str) -> None:
    """A file that is no picture, no whole one, or too large is told with what to do."""
    assert f"'logo.svg' {words}" in refusal(tmp_path, content)


def test_a_logo_is_published_without_what_its_file_carries(tmp_path: Path) -> None:
    """Who made a picture, where and with what is in the file that was given, and not in the one published."""
    (tmp_path / "logo.png").write_bytes(png(chunk(b"tEXt", b"Author\0Canary")))
    assert read_logo(tmp_path, "logo.png", PLACE).content == png()
    (tmp_path / "side.jpg").write_bytes(jpeg(exif(6)))
    with pytest.raises(Refused, match="is stored lying on its side; save it again, upright and whole"):
        read_logo(tmp_path, "side.jpg", PLACE)


def test_a_logo_that_is_not_there_is_told_with_its_place(tmp_path: Path) -> None:
    """A missing file is told at the line that names it."""
    with pytest.raises(Refused, match=re.escape("'logo.svg' cannot be read: No such file or directory; put")):
        read_logo(tmp_path, "logo.svg", PLACE)


def test_a_logo_lies_in_the_engagements_folder(tmp_path: Path) -> None:
    """A link that leads out of the folder is not followed."""
    (tmp_path / "outside.svg").write_text(SVG.format(""))
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "logo.svg").symlink_to(tmp_path / "outside.svg")
    with pytest.raises(Refused, match="lies outside the engagement's folder"):
        read_logo(tmp_path / "inside", "logo.svg", PLACE)
