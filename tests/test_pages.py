"""Where texts come from: layers, files that cannot be used, and files that lie elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook.errors import Refused
from handbook.load import load_text
from handbook.outputs import write as write_manuscript
from handbook.pages import GUARD, Layer, read_sources
from handbook.view import Edition
from render.support import page, templates_of, write

if TYPE_CHECKING:
    from handbook.pages import Sources

MINIMAL = Path(__file__).parent / "cases" / "minimal.yml"


def _read(folder: Path, *layers: str) -> Sources:
    return read_sources([Layer(folder / layer, "docs", "partials") for layer in layers or (".",)])


def _problems(sources: Sources) -> list[str]:
    return [str(problem) for problem in sources.problems]


def test_a_later_layer_wins(tmp_path: Path) -> None:
    """A firm's page, partial or data of the same path replaces ours; the others stay."""
    ours = {"docs/a.md": page("ours"), "docs/b.md": page("ours"), "partials/p.jinja": "ours"}
    theirs = {"docs/b.md": page("theirs"), "docs/c/d.md": page("theirs"), "partials/p.jinja": "theirs"}
    data = {"ours/docs/_data/x.yml": "a: ours\n", "theirs/docs/_data/x.yml": "a: theirs\n"}
    for layer, files in (("ours", ours), ("theirs", theirs)):
        write(tmp_path / layer, files)
    write(tmp_path, data)
    sources = _read(tmp_path, "ours", "theirs")
    assert [(page.path, page.body.source.strip()) for page in sources.pages] == [
        ("a.md", "ours"),
        ("b.md", "theirs"),
        ("c/d.md", "theirs"),
    ]
    assert sources.partials["p.jinja"].source == "theirs"
    assert sources.data["x"].told == {"a": "theirs"}  # type: ignore[union-attr]
    assert _problems(sources) == []


def test_a_link_to_a_file_elsewhere_is_refused(tmp_path: Path) -> None:
    """A symbolic link among the pages could bring anything into a site."""
    write(tmp_path, {"secret.md": page("secret"), "docs/a.md": page("a"), "away/b.md": page("b")})
    (tmp_path / "docs" / "link.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "docs" / "folder").symlink_to(tmp_path / "away")
    sources = _read(tmp_path)
    assert [page.path for page in sources.pages] == ["a.md"]
    assert _problems(sources) == [
        "docs/link.md:1:1: the file is a link that leads elsewhere; put a copy of the file here [PAGE-FILE]"
    ]


def test_names_that_are_one_on_some_machines_are_refused(tmp_path: Path) -> None:
    """Two pages whose names differ in case only, or in how an accent is coded, would become one."""
    names = ("Page", "page", "caf\u00e9", "cafe\u0301")
    write(tmp_path, {f"docs/{name}.md": page("x") for name in names})
    assert sorted(problem.partition(" on ")[2] for problem in _problems(_read(tmp_path))) == [
        "some machines this is the same name as docs/Page.md; rename one of them [PAGE-FILE]",
        "some machines this is the same name as docs/cafe\u0301.md; rename one of them [PAGE-FILE]",
    ]


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is named, with the byte that tells."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_bytes(page("caf\u00e9").encode("latin-1"))
    assert _problems(_read(tmp_path)) == [
        "docs/a.md:1:1: the file is not UTF-8: byte 0xE9; save it as UTF-8 [PAGE-FILE]"
    ]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_editors_may_end_lines_as_they_like(ending: str, tmp_path: Path) -> None:
    """Windows line endings and a byte-order mark change nothing."""
    (tmp_path / "docs").mkdir()
    text = "\ufeff" + page("one\ntwo\n").replace("\n", ending)
    (tmp_path / "docs" / "a.md").write_bytes(text.encode())
    sources = _read(tmp_path)
    assert _problems(sources) == []
    assert sources.pages[0].body.source == "\n" * 4 + "one\ntwo\n"


def test_hidden_folders_and_data_are_no_pages(tmp_path: Path) -> None:
    """What lies in folders with a dot or an underscore is never a page."""
    names = ("_data/a.md", ".git/b.md", "_drafts/c.md", "d/_e/f.md", "g.md")
    write(tmp_path, {f"docs/{name}": page("x") for name in names})
    assert [page.path for page in _read(tmp_path).pages] == ["g.md"]


def test_a_page_to_leave_out_must_be_there(tmp_path: Path) -> None:
    """An engagement that leaves out a page that nobody has written is told so, with the nearest name."""
    write(tmp_path, {"docs/working/demand.md": page("x"), "docs/index.md": page("x")})
    text = MINIMAL.read_text("utf-8") + "site: {exclude_pages: [working/demand, working/demnad]}\n"
    loaded = load_text(text.encode(), "acme.yml", tmp_path)
    with pytest.raises(Refused) as refused:
        write_manuscript(loaded, Edition.CLIENT, date(2027, 1, 31), templates_of(tmp_path))
    assert str(refused.value) == (
        "acme.yml:19:40: site.exclude_pages[2]: there is no page 'working/demnad'; "
        "did you mean 'working/demand'? [FIELD-VALUE]"
    )


def test_the_guard_is_ours() -> None:
    """The guard asks an engine without our hook for a file that does not exist."""
    assert GUARD == '--8<-- "needs-the-engagement-hook"'
