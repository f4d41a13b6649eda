"""The live preview: the latest build of one edition or what keeps it from being built, for this machine."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from handbook.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from handbook.errors import Problem

HOST: Final = "127.0.0.1"
_NAMES: Final = (HOST, "localhost")
_STATE: Final = "~handbook/state"
_SCRIPT: Final = "~handbook/reload.js"
_TAG: Final = f'<script src="/{_SCRIPT}" defer></script>'.encode()
# Asked for again and again rather than held open: browsers allow few open requests to one host, and people
# open many tabs.
_RELOAD: Final = b"""
(() => {
  let seen = null;
  const look = async () => {
    if (!document.hidden) {
      try {
        const state = await (await fetch("/~handbook/state", {cache: "no-store"})).text();
        if (seen !== null && state !== seen) { location.reload(); return; }
        seen = state;
      } catch { /* the preview is being restarted */ }
    }
    setTimeout(look, 500);
  };
  look();
})();
"""
_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "map": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PAGE: Final = _TYPES["html"]
_WAIT_PAGE: Final = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Building</title></head>
<body><p>The site is being built.</p></body></html>
"""
_ERROR_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       color: #1d1d1f; background: #fff; }}
li {{ margin: 0 0 1rem; }} code {{ background: #f1f1f3; padding: .1em .3em; overflow-wrap: anywhere; }}
.hint {{ display: block; color: #155724; }} .code {{ color: #595959; }}
</style></head><body><h1>{title}</h1>
<p>The page comes back by itself when this is mended.</p><ol>{items}</ol></body></html>
"""


class Shown(Struct, frozen=True):
    """What the preview has to show: the files of a build, or its problems, and the number of the build."""

    number: int
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    fault: Exception | None = None


class Preview:
    """The latest build. `build` gives the files by their paths; it may refuse, and it may fail."""

    def __init__(self, build: Callable[[], Mapping[str, bytes]]) -> None:
        self._build = build
        self._building = threading.Lock()
        self._shown = Shown(0, {}, ())

    @property
    def shown(self) -> Shown:
        """What is to be seen now."""
        return self._shown

    def rebuild(self) -> Shown:
        """Build again, show the outcome, and return it; one build at a time."""
        with self._building:
            before = self._shown
            number = before.number + 1
            try:
                files = self._build()
                same = files == before.files and not (before.problems or before.fault)
                self._shown = before if same else Shown(number, files, ())
            except Refused as refused:
                self._shown = Shown(number, before.files, refused.problems)
            except Exception as error:  # noqa: BLE001 -- the preview outlives every fault, and shows it
                self._shown = Shown(number, before.files, (), error)
        return self._shown


def error_page(shown: Shown) -> bytes:
    """Return a page that shows why there is no build, with every place; nothing in it can be markup."""
    if shown.fault:
        items = f"<li>{escape(f'{type(shown.fault).__name__}: {shown.fault}')}</li>"
        title = "This is our own fault"
    else:
        items = "".join(_item(problem) for problem in shown.problems)
        count = len(shown.problems)
        title = f"{count} problem{'s' * (count != 1)} to mend"
    return _ERROR_PAGE.format(title=escape(title), items=items).encode()


def _item(problem: Problem) -> str:
    subject = f"<code>{escape(problem.field)}</code>: " if problem.field else ""
    hint = f'<span class="hint">{escape(problem.hint)}</span>' if problem.hint else ""
    return (
        f"<li><code>{escape(str(problem.place))}</code><br>{subject}{escape(problem.message)}"
        f' <span class="code">[{escape(problem.code)}]</span>{hint}</li>'
    )


@contextmanager
def serving(preview: Preview, port: int) -> Iterator[str]:
    """Serve the preview to this machine from a thread of its own, and give its address; port 0 takes any."""
    handler = type("Handler", (_Handler,), {"preview": preview})
    server = ThreadingHTTPServer((HOST, port), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers one request from what the preview shows; no file of this machine is ever opened."""

    preview: Preview
    server: ThreadingHTTPServer
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Answer with a page, a file, or why there is none."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the content."""
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        status, kind, content = self._content()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if body:
            self.wfile.write(content)

    def _content(self) -> tuple[HTTPStatus, str, bytes]:
        """Return status, type and content for the request's path."""
        # A name elsewhere can be made to lead to this machine, so that its pages could read ours.
        port = self.server.server_port
        if self.headers.get("Host", "").removesuffix(f":{port}") not in _NAMES:
            return HTTPStatus.FORBIDDEN, _TYPES["txt"], b"Only this machine's own names.\n"
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        shown = self.preview.shown
        if path == _STATE:
            return HTTPStatus.OK, _TYPES["txt"], str(shown.number).encode()
        if path == _SCRIPT:
            return HTTPStatus.OK, _TYPES["js"], _RELOAD
        return _found(shown, path)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
        """Say nothing: the terminal is for builds and their problems."""


def _found(shown: Shown, path: str) -> tuple[HTTPStatus, str, bytes]:
    """Return the file of a path; for a page, the problems where there are any."""
    path = f"{path}index.html" if path.endswith("/") or not path else path
    name = path.rpartition("/")[2]
    ending = name.rpartition(".")[2] if "." in name else ""
    kind = _TYPES.get(ending, "application/octet-stream") if ending else _PAGE
    if kind == _PAGE and not shown.number:
        return HTTPStatus.SERVICE_UNAVAILABLE, _PAGE, _live(_WAIT_PAGE)
    if kind == _PAGE and (shown.problems or shown.fault):
        return HTTPStatus.INTERNAL_SERVER_ERROR, _PAGE, _live(error_page(shown))
    if path in shown.files:
        content = shown.files[path]
        return HTTPStatus.OK, kind, _live(content) if kind == _PAGE else content
    missing = shown.files.get("404.html", b"There is no such page in this edition.\n")
    return HTTPStatus.NOT_FOUND, _PAGE, _live(missing)


def _live(page: bytes) -> bytes:
    """Return a page that reloads itself after the next build."""
    before, end, after = page.rpartition(b"</body>")
    return before + _TAG + end + after if end else page + _TAG
