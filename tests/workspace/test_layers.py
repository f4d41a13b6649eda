"""A firm's pages and an engagement's own above ours: who sees them, where they come from, what they show."""

from __future__ import annotations

import shutil
import zlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook import outputs
from handbook.kept import Kept
from handbook.layers import Library, state
from handbook.pages import GUARD, Sources
from handbook.reports import load_source
from handbook.view import Edition
from handbook.workspace import find_workspace, resolve
from terminal import handbook

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).parents[1] / "cases"
MINIMAL = (CASES / "minimal.yml").read_text("utf-8")
TODAY = date(2026, 11, 22)
AS_OF = ("--as-of", "2026-11-22")


def chunk(name: bytes, data: bytes) -> bytes:
    """Return one part of a PNG."""
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


SIZE = (1).to_bytes(4) * 2 + b"\x08\0\0\0\0"
PIXEL = (
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", SIZE) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
)


def page(body: str, head: str = "title: A page") -> str:
    """Return a page's text."""
    return f"---\n{head}\n---\n{GUARD}\n{body}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace: a firm with pages, one engagement with pages of its own, and one without."""
    files = {
        "handbook.yml": "schema: 1\nfirm: {name: Fernhill}\n",
        "engagements/solo/engagement.yml": MINIMAL.replace("acme-shop", "solo").replace("Acme", "Solo"),
        "engagements/plain.yml": MINIMAL.replace("acme-shop", "plain"),
        "pages/start/our-way.md": page(
            "How {{ title }} is done.\n\n![Way](../assets/way.svg)", "title: Our way"
        ),
        "pages/people/decisions.md": page(
            "{% block rules %}\n{{ super() }}\nOur rule.\n{% endblock %}", "extends: true"
        ),
        "pages/internal/notes.md": page("Candid about {{ title }}.", "title: Notes"),
        "pages/working/demand.md": "---\ndrop: true\n---\n",
        "engagements/solo/pages/start/only-here.md": page("Zanzibar for {{ title }}.\n\n![P](own.png)"),
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "pages/assets").mkdir()
    shutil.copy(CASES / "harbour.svg", tmp_path / "pages/assets/way.svg")
    (tmp_path / "engagements/solo/pages/start/own.png").write_bytes(PIXEL)
    return tmp_path


def site_of(library: Library, root: Path, name: str, edition: Edition = Edition.CLIENT) -> object:
    """Return the rendered site of an engagement of a workspace."""
    (source,) = resolve([name], find_workspace(root), root)
    loaded = load_source(source)
    return outputs.write(loaded, edition, TODAY, library.of(loaded)).site


def test_pages_of_one_engagement_never_reach_another(root: Path) -> None:
    """What an engagement without own pages shows is the same before, after and without one that has some."""
    alone = site_of(Library(), root, "plain")
    library = Library()
    solo = site_of(library, root, "solo")
    assert "Zanzibar" in repr(solo)
    assert "Zanzibar" not in repr(alone)
    assert site_of(library, root, "plain") == alone
    assert site_of(library, root, "solo") == solo
    shutil.rmtree(root / "engagements" / "solo")
    assert site_of(Library(), root, "plain") == alone


def _texts(folder: Path, root: Path) -> Sources:
    """Return the texts of the engagement without pages of its own, read beside what is kept in a folder."""
    (source,) = resolve(["plain"], find_workspace(root), root)
    memory = Kept(folder, "")
    found = Library(memory).of(load_source(source)).sources
    memory.save()
    return found


@pytest.mark.parametrize("language", ["en", "de-DE", "ja"])
def test_texts_are_read_as_they_are_now(root: Path, language: str) -> None:
    """Texts that an earlier run has read are the ones that are there, whatever changed in between."""
    kept = root / "kept"
    kept.mkdir(mode=0o700)
    file = root / "engagements" / "plain.yml"
    file.write_text(f"{file.read_text('utf-8')}\nlanguage: {language}\n", "utf-8")
    way, notes = root / "pages/start/our-way.md", root / "pages/internal/notes.md"
    data, partial = root / "pages/_data/lines.yml", root / "pages/_partials/ours.jinja"

    def write(path: Path, text: str) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    def link() -> None:
        way.rename(root / "elsewhere.md")
        way.symlink_to(root / "elsewhere.md")

    def put_back() -> None:
        way.unlink()
        (root / "elsewhere.md").rename(way)

    changes: list[Callable[[], object]] = [
        lambda: None,
        lambda: write(way, page("Another way of {{ title }}.", "title: Our way")),
        notes.unlink,
        lambda: write(data, "- id: one\n  says: 1\n"),
        lambda: write(data, "- id: one\n  says: 2\n"),
        lambda: write(partial, "{{ title }}\n"),
        lambda: write(partial, "{{ title }}, too\n"),
        lambda: write(root / "pages/assets/way.svg", "no picture"),
        lambda: shutil.copy(CASES / "harbour.svg", root / "pages/assets/way.svg"),
        link,
        put_back,
    ]
    problems = []
    for change in changes:
        change()
        now = _texts(root / "nothing", root)
        assert _texts(kept, root) == _texts(kept, root) == now
        problems.append(len(now.problems))
        shutil.rmtree(root / "nothing")
    assert problems == [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0]


def test_texts_are_parsed_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that have not changed are not parsed again."""
    first = _texts(root / "kept", root)
    monkeypatch.setattr("handbook.layers.read_sources", None)
    assert _texts(root / "kept", root) == first


def test_internal_pages_of_a_firm_are_for_its_team(root: Path) -> None:
    """A firm's page in `internal/` is in the team edition, and nothing of it in the client's."""
    assert "Candid about" in repr(site_of(Library(), root, "plain", Edition.TEAM))
    assert "Candid about" not in repr(site_of(Library(), root, "plain"))


def test_what_is_built(root: Path) -> None:
    """Pages, blocks and pictures of both layers are published where they belong, and only there."""
    done = handbook("build", "--edition", "client", "--draft", "--no-handouts", "-q", *AS_OF, cwd=root)
    assert (done.code, done.problems) == (0, [])
    solo, plain = (root / "sites" / name / "client" for name in ("solo", "plain"))
    for site in (solo, plain):
        assert 'src="../assets/way.svg"' in (site / "start/our-way.html").read_text("utf-8")
        assert (site / "assets/way.svg").read_bytes() == (CASES / "harbour.svg").read_bytes()
        assert "<p>Our rule.</p>" in (site / "people/decisions.html").read_text("utf-8")
        assert not (site / "working/demand.html").exists()
        assert not (site / "internal").exists()
    assert (solo / "start/own.png").read_bytes() == PIXEL
    assert "Zanzibar for Solo shop." in (solo / "start/only-here.html").read_text("utf-8")
    everything = b"".join(path.read_bytes() for path in plain.rglob("*") if path.is_file())
    assert b"Zanzibar" not in everything
    assert not (plain / "start/own.png").exists()
    assert not (plain / "start/only-here.html").exists()


def test_explain_names_layer_file_and_line(root: Path) -> None:
    """`explain` tells which layer a page comes from and what that does to those below."""
    lines = handbook("explain", "solo", *AS_OF, cwd=root).lines
    assert "start/our-way: pages/start/our-way.md (the firm's), client and team, shows 1 field" in lines
    own = "engagements/solo/pages/start/only-here.md (the engagement's own), client and team, shows 1 field"
    assert f"start/only-here: {own}" in lines
    dropped = "pages/working/demand.md (the firm's, drops the handbook's own), in no edition"
    assert f"working/demand: {dropped}" in lines
    first, second, *_ = handbook("explain", "solo", "people/decisions", *AS_OF, cwd=root).lines
    assert first == "people/decisions: pages/people/decisions.md (the firm's), client and team"
    assert second.startswith("  extends ")
    assert second.endswith("docs/people/decisions.md (the handbook's own)")


def test_a_picture_that_does_more_than_show(root: Path) -> None:
    """A drawing with a script in it is refused with its file, whichever layer it is in."""
    (root / "pages/assets/way.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    done = handbook("build", "plain", "--edition", "client", "--draft", "--no-handouts", *AS_OF, cwd=root)
    assert done.code == 1
    assert "pages/assets/way.svg:1:1: the picture holds <script>; " in done.err


def test_the_sandbox_holds_for_a_firms_pages(root: Path) -> None:
    """A firm's templates can do what ours can and no more, and their mistakes have their place."""
    wrong = "{{ title.__class__ }}\n{% for x in range(3) %}{% endfor %}\n{{ cycler() }}"
    (root / "pages/start/our-way.md").write_text(page(wrong, "title: Our way"))
    done = handbook("build", "plain", "--edition", "client", "--draft", "--no-handouts", *AS_OF, cwd=root)
    assert done.code == 1
    assert any(line.startswith("pages/start/our-way.md:5:") for line in done.problems)


def test_the_state_tells_every_change(root: Path) -> None:
    """What a site is made of above the bundle has a mark that changes with that, and with nothing else."""
    solo, plain = root / "engagements/solo/engagement.yml", root / "engagements/plain.yml"
    before = state(solo), state(plain)
    (root / "engagements/solo/pages/start/only-here.md").write_text(page("Other"))
    after = state(solo), state(plain)
    assert after[0] != before[0]
    assert after[1] == before[1]
    (root / "handbook.yml").write_text("schema: 1\nfirm: {name: Other}\n")
    assert state(solo) != after[0]
    assert state(plain) != after[1]


def test_check_tells_what_is_wrong_with_pages(root: Path) -> None:
    """A field or a block that is gone is told by `check` too, with file, line, column and a hint, once."""
    (root / "pages/start/our-way.md").write_text(page("By {{ purpos }}."))
    (root / "pages/people/decisions.md").write_text(
        page("{% block ruels %}\nOurs.\n{% endblock %}", "extends: true")
    )
    (root / "pages/internal/notes.md").write_text(page("Candid: {{ client.shrot }}.", "title: Notes"))
    done = handbook("check", *AS_OF, cwd=root)
    assert done.code == 1
    pages = [line for line in done.problems if line.startswith("pages/")]
    gone = "docs/people/decisions.md has no block 'ruels'"
    assert pages == [
        "pages/internal/notes.md:5:19: parties[acme] has no 'shrot'; did you mean 'short'? [PAGE-NAME]",
        f"pages/people/decisions.md:5:10: {gone}; did you mean 'rules'? [PAGE-BLOCK]",
        "pages/start/our-way.md:5:7: there is no 'purpos'; did you mean 'purpose'? [PAGE-NAME]",
    ]


def test_check_tells_a_macro_of_the_firms_that_names_no_field(root: Path) -> None:
    """A firm's macro can stand on any page of ours, so that all pages are tried with it."""
    (root / "pages/_partials").mkdir()
    (root / "pages/_partials/page-foot.jinja").write_text("{{ sprint.wekes }}\n")
    done = handbook("check", "plain", *AS_OF, cwd=root)
    assert done.code == 1
    assert done.problems[0].startswith("pages/_partials/page-foot.jinja:1:11: ")
    assert "did you mean 'weeks'?" in done.problems[0]
