"""Pictures that an engagement file names: shown only if nothing in them can run, fetch or lead elsewhere."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from handbook.errors import Problem, Refused, Severity
from handbook.load import Loaded, load_text
from load.traps import completed
from picture_files import jpeg, png, webp

if TYPE_CHECKING:
    from pathlib import Path

PNG = base64.b64encode(png()).decode()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def loaded(folder: Path, name: str) -> Loaded:
    """Return the engagement of a file in `folder` that names a picture."""
    return load_text(completed(f'branding: {{client_logo: "{name}"}}\n'.encode()), "acme.yml", folder)


def problem(folder: Path, name: str) -> Problem:
    """Return the one problem of such a file."""
    with pytest.raises(Refused) as refused:
        loaded(folder, name)
    (only,) = refused.value.problems
    assert only.field == "branding.client_logo"
    assert only.code == "FIELD-FILE"
    return only


@pytest.mark.parametrize(
    "inside",
    [
        "<title>Acme</title><path d='M0 0h9v9z' fill='url(#light)'/>",
        "<defs><linearGradient id='light'/></defs><use href='#light'/><use xlink:href='#light'/>",
        "<style>path { fill: #123456 } .a { fill: url('#light') }</style>",
        "<image href='data:image/png;base64," + PNG + "'/>",
        "<text font-family='serif'>Acme &amp; Söhne</text>",
    ],
)
def test_plain_drawings_are_shown(tmp_path: Path, inside: str) -> None:
    """An SVG that holds a drawing and nothing else is kept."""
    (tmp_path / "logo.svg").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{SVG.format(inside)}', "utf-8"
    )
    assert loaded(tmp_path, "logo.svg").engagement.branding.client_logo == "logo.svg"


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<script>alert(1)</script>", "holds <script>"),
        ("<SCRIPT>alert(1)</SCRIPT>", "holds <script>"),
        ("<foreignObject><b>x</b></foreignObject>", "holds <foreignobject>"),
        ("<path onload='alert(1)'/>", "holds onload="),
        ("<a href='https://evil.example'><path/></a>", "holds <a>"),
        ("<image href='https://evil.example/x.png'/>", "fetches something from elsewhere with href="),
        ("<use xlink:href='other.svg#x'/>", "fetches something from elsewhere with href="),
        ("<image href='data:image/svg+xml;base64,PHN2Zz4='/>", "fetches something from elsewhere with href="),
        ("<image href=' javascript:alert(1)'/>", "fetches something from elsewhere with href="),
        ("<style>@import 'https://evil.example/x.css';</style>", "fetches something from elsewhere"),
        ("<style>path { fill: url(https://evil.example/#x) }</style>", "fetches something from elsewhere"),
        ("<path style='fill: url( //evil.example)'/>", "fetches something from elsewhere"),
        ("<set attributeName='href' to='javascript:alert(1)'/>", "holds <set>"),
        ("<path", "is not a drawing"),
        ("&bomb;", "is not a drawing"),
        ("<?php echo 1 ?>", "holds <?php"),
    ],
)
def test_drawings_that_do_more_are_refused(tmp_path: Path, inside: str, message: str) -> None:
    """An SVG that could run, fetch or lead somewhere is refused, with what it holds."""
    (tmp_path / "logo.svg").write_text(SVG.format(inside), "utf-8")
    assert problem(tmp_path, "logo.svg").message == f"'logo.svg' {message}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "holds <!DOCTYPE"),
        (b'<?xml-stylesheet href="x.css"?><svg/>', "holds <?xml-stylesheet"),
        (b'<?xml version="1.0" encoding="utf-7"?><svg/>', "holds encoding"),
        (SVG.format("").encode("utf-16"), "is not a drawing in UTF-8"),
        (b"<html/>", "is not a drawing"),
        (b"", "is not a drawing"),
    ],
)
def test_what_is_no_drawing_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    """A file that only calls itself an SVG is refused."""
    (tmp_path / "logo.svg").write_bytes(data)
    assert problem(tmp_path, "logo.svg").message == f"'logo.svg' {message}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.png", png()),
        ("logo.jpg", jpeg()),
        ("logo.JPEG", jpeg()),
        ("logo.webp", webp()),
        ("our files/logo-2 (new).png", png()),
    ],
)
def test_pixels_are_shown(tmp_path: Path, name: str, data: bytes) -> None:
    """A picture of a known kind is kept, in a folder beside the file too."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(data)
    assert loaded(tmp_path, name).engagement.branding.client_logo == name


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg", "logo.jpeg", "logo.webp"])
def test_other_data_under_a_pictures_name_is_refused(tmp_path: Path, name: str) -> None:
    """A file is looked into: its name does not make it a picture."""
    (tmp_path / name).write_bytes(b"<script>alert(1)</script>")
    assert problem(tmp_path, name).hint.startswith("save it again as")


def test_a_picture_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    """A file may name a logo before it is there: it loads without, and says so at its place."""
    result = loaded(tmp_path, "logo.svg")
    assert result.engagement.branding.client_logo is None
    (warning,) = result.warnings
    assert warning.severity is Severity.WARNING
    assert (warning.place.line, warning.place.column) == (1, 25)


def test_a_large_picture_is_refused(tmp_path: Path) -> None:
    """A logo that would weigh on every page is refused."""
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(600_000))
    assert problem(tmp_path, "logo.png").message == "'logo.png' has 600 kB"


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A symbolic link does not lead to files elsewhere."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (inside / "logo.png").symlink_to(tmp_path / "secret.png")
    (inside / "up").symlink_to(tmp_path)
    assert "leads out" in problem(inside, "logo.png").message
    assert "leads out" in problem(inside, "up/secret.png").message


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    """A folder with a picture's name is not taken for one."""
    (tmp_path / "logo.png").mkdir()
    assert loaded(tmp_path, "logo.png").warnings
