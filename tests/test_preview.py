"""The live preview: a real server on a free port, real files that change."""

from __future__ import annotations

import threading
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from handbook.errors import Place, Problem, Refused
from handbook.preview import Preview, serving
from handbook.watching import watching

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser

PAGE = b"<!doctype html><html><body><h1>Hello</h1></body></html>"
FILES = {"index.html": PAGE, "people/index.html": PAGE, "assets/a.css": b"a{}", "404.html": b"<p>Lost</p>"}
SCRIPT = '<script src="/~handbook/reload.js" defer></script>'
PROBLEM = Problem(Place("acme.yml", 3, 9), "people[<b>].name", "'<script>' is no name", "a & b", "FIELD-TEXT")


def _get(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, Mapping[str, str], str]:
    """Return status, headers and text of an answer; nothing is added to the path or the headers."""
    connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


def _until(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Return whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.01)
    return true()


def _built(files: Mapping[str, bytes] = FILES) -> Preview:
    preview = Preview(lambda: files)
    preview.rebuild()
    return preview


@pytest.mark.parametrize("path", ["/", "/index.html", "/people/", "/people/index.html?x=1", "/people/#x"])
def test_pages(path: str) -> None:
    """A page is served as it was built, with the script that reloads it, and is never kept by a browser."""
    with serving(_built(), 0) as address:
        status, headers, text = _get(address, path)
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert text == PAGE.decode().replace("</body>", f"{SCRIPT}</body>")


def test_other_files() -> None:
    """A file that is no page is served untouched, with its type; HEAD gives no content."""
    with serving(_built(), 0) as address:
        assert _get(address, "/assets/a.css")[2] == "a{}"
        status, headers, text = _get(address, "/assets/a.css", method="HEAD")
    assert (status, headers["Content-Type"], headers["Content-Length"], text) == (
        200, "text/css; charset=utf-8", "3", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["/nothing.html", "/../pyproject.toml", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/assets/",
     "/assets", "/..%5c..%5cx", "/index.html%00", "/people/%2e%2e/index.html", "/~handbook/other"],
)  # fmt: skip
def test_no_way_out(path: str) -> None:
    """What the edition does not hold is not there, whatever tricks the path plays."""
    with serving(_built(), 0) as address:
        status, _, text = _get(address, path)
    assert status == 404
    assert text.startswith("<p>Lost</p>")


def test_only_loopback() -> None:
    """The server listens on the loopback address only."""
    with serving(_built(), 0) as address:
        assert address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "", "0.0.0.0:{port}"]
)
def test_foreign_host_names(host: str) -> None:
    """A name of somebody else's that leads to this machine is refused."""
    with serving(_built(), 0) as address:
        port = address.rstrip("/").rpartition(":")[2]
        assert _get(address, "/", Host=host.format(port=port))[0] == 403
        assert _get(address, "/", Host=f"localhost:{port}")[0] == 200


def test_only_reading() -> None:
    """Nothing can be sent to the preview."""
    with serving(_built(), 0) as address:
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            assert _get(address, "/", method=method)[0] == 501


def test_problems_on_the_page() -> None:
    """A build that is refused shows its problems and their places on every page, and none is markup."""

    def refuse() -> Mapping[str, bytes]:
        raise Refused([PROBLEM])

    preview = Preview(refuse)
    preview.rebuild()
    with serving(preview, 0) as address:
        for path in ("/", "/people/index.html", "/people"):
            status, _, text = _get(address, path)
            assert status == 500
            assert "<title>1 problem to mend</title>" in text
            assert "acme.yml:3:9" in text
            assert "people[&lt;b&gt;].name" in text
            assert "&#x27;&lt;script&gt;&#x27; is no name" in text
            assert "a &amp; b" in text
            assert "FIELD-TEXT" in text
            assert text.count("<script") == 1
        assert _get(address, "/~handbook/state")[2] == "1"


def test_before_the_first_build() -> None:
    """Who looks before the first build is done is told so, and the page comes by itself."""
    with serving(Preview(lambda: FILES), 0) as address:
        status, _, text = _get(address, "/people/")
    assert status == 503
    assert "being built" in text
    assert SCRIPT in text


def test_it_outlives_errors() -> None:
    """After problems, and a fault of our own, the next good build is shown; the state tells each time."""
    outcomes: list[Mapping[str, bytes] | Exception] = [
        FILES, FILES, Refused([PROBLEM]), ValueError("<odd>\nthing"), {"index.html": b"<p>new"},
    ]  # fmt: skip

    def build() -> Mapping[str, bytes]:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    preview = Preview(build)
    seen = []
    with serving(preview, 0) as address:
        while outcomes:
            preview.rebuild()
            status, _, text = _get(address, "/")
            seen.append((status, _get(address, "/~handbook/state")[2]))
            if status == 500 and not preview.shown.problems:
                assert "ValueError: &lt;odd&gt;\nthing" in text
            if status == 500:
                assert _get(address, "/assets/a.css")[0] == 200
        assert text == f"<p>new{SCRIPT}"
    # The second build gave the same files, so no page need be reloaded.
    assert seen == [(200, "1"), (200, "1"), (500, "2"), (500, "3"), (200, "4")]


def test_the_script() -> None:
    """The script that reloads pages is the server's own file, as a strict content policy asks for."""
    with serving(_built(), 0) as address:
        status, headers, text = _get(address, "/~handbook/reload.js")
    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert "/~handbook/state" in text


def test_changes_are_seen(tmp_path: Path) -> None:
    """A change of a file, a new one, one moved in place and one deleted are seen, a burst as one."""
    pages = tmp_path / "docs" / "deep"
    pages.mkdir(parents=True)
    (tmp_path / "acme.yml").write_text("a")
    calls: list[float] = []
    rang = threading.Event()

    def changed() -> None:
        calls.append(time.monotonic())
        rang.set()

    def rings(change: Callable[[], object]) -> bool:
        rang.clear()
        change()
        return rang.wait(10)

    with watching([tmp_path / "docs", tmp_path / "acme.yml"], changed):
        assert rings(lambda: (tmp_path / "acme.yml").write_text("b"))
        assert rings(lambda: (pages / "new.md").write_text("x"))
        assert rings(lambda: (pages / "new.md").rename(pages / "moved.md"))
        assert rings((pages / "moved.md").unlink)
        (tmp_path / "acme.yml.new").write_text("c")
        assert rings(lambda: (tmp_path / "acme.yml.new").rename(tmp_path / "acme.yml"))
        assert rings(lambda: (tmp_path / "logo.png").write_bytes(b"x"))
        before = len(calls)
        for number in range(20):
            (pages / f"{number}.md").write_text("x")
        assert _until(lambda: len(calls) > before)
        time.sleep(0.3)
        assert len(calls) - before <= 3


def test_what_does_not_matter_is_not_seen(tmp_path: Path) -> None:
    """Files beside the engagement that have nothing to do with it, and mere reading, are no change."""
    file = tmp_path / "acme.yml"
    file.write_text("a")
    calls: list[None] = []
    with watching([file], lambda: calls.append(None)):
        (tmp_path / "other.txt").write_text("x")
        file.read_text()
        (tmp_path / "sites").mkdir()
        (tmp_path / "sites" / "acme.yml").write_text("x")
        time.sleep(0.4)
    assert calls == []


@pytest.mark.browser
def test_the_browser_follows(browser: Browser) -> None:
    """An open page shows the next build by itself, then its problems, then the site again."""
    outcomes: list[Mapping[str, bytes] | Refused] = [
        FILES, {"index.html": PAGE.replace(b"Hello", b"Changed")}, Refused([PROBLEM]), FILES,
    ]  # fmt: skip

    def build() -> Mapping[str, bytes]:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    preview = Preview(build)
    preview.rebuild()
    errors: list[str] = []
    with serving(preview, 0) as address:
        page = browser.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        for heading in ("Hello", "Changed", "1 problem to mend", "Hello"):
            page.get_by_role("heading", name=heading).wait_for(timeout=20_000)
            if outcomes:
                preview.rebuild()
        assert page.locator("script").count() == 1
        page.close()
    assert errors == []
