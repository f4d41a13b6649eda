"""A mark in everything that a client may not read is in no byte of anything that the client gets."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pypdf
import pytest

import generate
from handbook.workspace import examples_folder
from picture_files import chunk, png
from plain import tree
from terminal import handbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STARTUP = examples_folder() / "startup-client-po.yml"
PUBLIC = examples_folder() / "public-sector-vendor-po.yml"
# Letters that stand in no other word, so that one search finds every mark.
MARK = "Qzxcanary"
# Fields whose values must fit what else stands in the file.
_FITTED = frozenset(
    {"between", "about", "check", "id", "by", "until", "stance", "account_owner", "owner"}
    | {"likelihood", "impact"}
)
_PAGE = """---
title: {mark} title
audience: [team]
edition: team
---
--8<-- "needs-the-engagement-hook"
{{# {mark} comment #}}

## {mark} heading

{mark} text, with ![{mark} alt](../assets/{name}.png) and [{mark}](../assets/{name}.txt).
"""


def marked(node: Any, count: Iterator[int], *, inside: bool = False) -> Any:  # noqa: ANN401 -- plain data
    """Return plain data with a mark in each internal text, and an internal group in each group."""
    if isinstance(node, dict):
        inner = {
            key: value if key in _FITTED else marked(value, count, inside=inside or key == "internal")
            for key, value in node.items()
        }
        more = (
            {} if inside or "internal" in inner else {"internal": {"remark": f"{MARK} {next(count)} remark"}}
        )
        return inner | more
    if isinstance(node, list):
        return [marked(item, count, inside=inside) for item in node]
    return f"{MARK} {next(count)} {node}" if inside and isinstance(node, str) else node


def renamed(node: Any, count: Iterator[int]) -> Any:  # noqa: ANN401 -- as above
    """Return another client's file with a mark in each name and text; our own firm and people keep theirs."""
    if isinstance(node, dict):
        ours = "supplier" in str(node.get("kinds")) or node.get("party") == "brightwater"
        return {key: value if ours else renamed(value, count) for key, value in node.items()}
    if isinstance(node, list):
        return [renamed(item, count) for item in node]
    return f"{MARK} {next(count)} {node}" if isinstance(node, str) and " " in node else node


def yaml_of(text: str) -> Any:  # noqa: ANN401 -- plain data
    """Return a file's text as plain data."""
    import yaml  # noqa: PLC0415 -- for this one line

    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 -- it makes texts only


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what is handed over of an engagement full of marks, beside another client's: zip and record."""
    root = tmp_path_factory.mktemp("canaries")
    home = root / "engagements" / "spokeshare-booking"
    data = marked(tree(STARTUP), iter(range(10_000)))
    for folder in ("internal", "assets", "working"):
        (home / "pages" / folder).mkdir(parents=True)
    logo = (examples_folder() / data["branding"]["client_logo"]).read_text("utf-8")
    data["branding"]["client_logo"] = f"{MARK}.svg"
    (home / f"{MARK}.svg").write_text(
        logo.replace("</svg>", f"<metadata>{MARK}</metadata><!-- {MARK} --></svg>"), "utf-8"
    )
    (home / "engagement.yml").write_text(generate.text(data), "utf-8")
    other = renamed(yaml_of(PUBLIC.read_text("utf-8")), iter(range(10_000)))
    (root / "engagements" / "calder-repairs.yml").write_text(generate.text(other), "utf-8")
    (home / "pages" / "internal" / "plan.md").write_text(_PAGE.format(mark=MARK, name=MARK.lower()), "utf-8")
    (home / "pages" / "assets" / f"{MARK.lower()}.png").write_bytes(
        png(chunk(b"tEXt", b"Author\0" + MARK.encode()))
    )
    (home / "pages" / "assets" / f"{MARK.lower()}.txt").write_text(MARK, "utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    done = handbook("publish", "spokeshare-booking", "--as", "zip", "--as-of", "2026-11-22", cwd=root)
    assert done.code == 0, done.err
    assert before == {path: path.read_bytes() for path in before}
    return root


def published(root: Path) -> list[Path]:
    """Return all files that were written: nothing is, outside the folders of what is handed over."""
    files = [path for path in root.rglob("*") if path.is_file() and "engagements" not in path.parts]
    assert {path.relative_to(root).parts[0] for path in files} == {"public", "published"}
    return files


def layers(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file's name and bytes, and those of what it packs, unpacked another way than the proofs do."""
    yield path, path.encode()
    yield path, content
    if path.endswith((".xlsx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from layers(name, archive.read(name))
    if path.endswith(".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        yield path, " ".join(page.extract_text() for page in reader.pages).encode()
        yield path, json.dumps(dict(reader.metadata or {}), default=str).encode()
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield path, zlib.decompress(stream)
            except zlib.error:
                continue


def forms(mark: str) -> Iterator[bytes]:
    """Yield a mark in every usual encoding."""
    raw = mark.encode()
    yield raw
    yield mark.encode("utf-16-le")
    yield mark.encode("utf-16-be")
    yield "".join(f"&#{ord(letter)};" for letter in mark).encode()
    yield "".join(f"&#x{ord(letter):x};" for letter in mark).encode()
    yield "".join(f"%{byte:02x}" for byte in raw)[:18].encode()
    yield quote(mark).encode()
    yield html.escape(mark).encode()
    yield raw.hex().encode()
    for shift in range(3):  # base64 reads three letters at a time, so a mark in a text has three forms
        yield base64.b64encode(b"x" * shift + raw)[4 : -4 if shift else None].rstrip(b"=")


def test_no_mark_is_anywhere(given: Path) -> None:
    """No mark of an internal field, page, comment, asset or picture, nor another client's, in any byte.

    Neither in the zip that the client gets, nor in the record of it.
    """
    needles = {form.lower() for form in forms(MARK)}
    assert all(len(needle) >= 8 for needle in needles)
    suffixes = set()
    for path in published(given):
        # The record, which stays with us, knows from which file the logo is.
        content = path.read_bytes().replace(f'"{MARK}.svg"'.encode(), b"")
        for inner, layer in layers(path.relative_to(given).as_posix(), content):
            suffixes.add(inner.rpartition(".")[2])
            folded = layer.lower()
            assert [needle for needle in needles if needle in folded] == [], inner
    assert suffixes >= {"html", "json", "js", "ics", "xlsx", "xml", "pdf", "css", "svg", "zip"}


def test_the_marks_are_there_to_be_found(given: Path) -> None:
    """The same search finds the marks in what they were put into, so that it would have found them."""
    files = [path for path in (given / "engagements").rglob("*") if path.is_file()]
    found = [path.name for path in files if MARK.lower().encode() in path.read_bytes().lower()]
    assert {"engagement.yml", "calder-repairs.yml", "plan.md", f"{MARK}.svg"} <= set(found)
    text = (given / "engagements" / "spokeshare-booking" / "engagement.yml").read_text("utf-8")
    assert text.count(MARK) > 40
    assert (given / "engagements" / "calder-repairs.yml").read_text("utf-8").count(MARK) > 100
