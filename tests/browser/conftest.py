"""Built examples, and a server for them."""

from __future__ import annotations

import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook import outputs, proof
from handbook.delivery import policy
from handbook.load import load, load_text
from handbook.pages import Layer, read_sources
from handbook.publish import publish
from handbook.render import Templates
from handbook.skeletons import Press
from handbook.view import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.load import Loaded

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "engagement_templates" / "examples"
# What pages would do with a name if they took it for anything else than words.
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} **b** '\\\"> <script>alert(2)</script>"


def _hostile() -> Loaded:
    """Return an engagement whose names are made of markup."""
    text = (EXAMPLES / "startup-client-po.yml").read_text("utf-8")
    quoted = '"' + HOSTILE.replace("\\", "\\\\").replace('"', '\\"') + '"'
    for old in (
        "Spokeshare repair booking",
        "Spokeshare B.V.\n",
        "Noor de Wit",
        "Utrecht pilot",
        "Bench slot",
    ):
        assert old in text
        text = text.replace(f": {old.strip()}", f": {quoted}")
    text = text.replace("term: Bench slot", f"term: {quoted}").replace(
        "id: spokeshare-booking", "id: hostile"
    )
    return load_text(text.encode(), "hostile.yml", EXAMPLES)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built examples, as `handbook build` lays it out, and of a hostile one."""
    out = tmp_path_factory.mktemp("browser") / "sites"
    templates = Templates(read_sources([Layer(ROOT, "docs", "engagement_templates/partials")]))
    press = Press(ROOT / "mkdocs.yml")
    for loaded in (*map(load, sorted(EXAMPLES.glob("*.yml"))), _hostile()):
        for edition in Edition:
            manuscript = outputs.write(loaded, edition, date(2026, 11, 22), templates)
            finished = outputs.build(manuscript, press)
            proof.prove(finished)
            publish(out, loaded.engagement.id, edition.value, finished.files)
    return out


@pytest.fixture(scope="session")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a client's site in German, whose pages nobody has translated."""
    text = (EXAMPLES / "startup-client-po.yml").read_text("utf-8")
    loaded = load_text(text.replace("language: en-GB", "language: de-DE").encode(), "german.yml", EXAMPLES)
    templates = Templates(read_sources([Layer(ROOT, "docs", "engagement_templates/partials")], "de-DE"))
    manuscript = outputs.write(loaded, Edition.CLIENT, date(2026, 11, 22), templates)
    out = tmp_path_factory.mktemp("german")
    publish(out, "german", "client", outputs.build(manuscript, Press(ROOT / "mkdocs.yml")).files)
    return out / "german" / "client"


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files under the policy that we tell people to put before them, and says nothing."""

    def end_headers(self) -> None:
        """Send the policy with every answer: what breaks it is a fault on the page's console."""
        self.send_header("Content-Security-Policy", policy())
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Serves pages to a reader who may be gone before one is whole."""

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def server(sites: Path) -> Iterator[str]:
    """Serve the sites on this machine, and return the address."""
    with _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(sites))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture
def address(request: pytest.FixtureRequest, sites: Path) -> str:
    """Return where the sites are: on a server for the way `http`, in a folder for `file`."""
    if request.param == "file":
        return sites.as_uri()
    served: str = request.getfixturevalue("server")
    return served
