"""A build needs no network, and asks for none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from handbook.workspace import first_example

ROOT = Path(__file__).parents[2]
# Where the machine has no empty network to give, every way to one is closed.
_CLOSED = """
import socket, sys
def closed(*_, **__): raise AssertionError("the build asked for the network")
for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, closed)
socket.getaddrinfo = socket.gethostbyname = closed
from handbook.cli import main
sys.exit(main())
"""


def _without_network() -> list[str]:
    """Return what runs Python without any network: in a namespace that has none, or with sockets closed."""
    if shutil.which("unshare"):
        for options in (["-n"], ["-rn"]):
            if (
                subprocess.run(["unshare", *options, "true"], capture_output=True, check=False).returncode
                == 0
            ):
                return ["unshare", *options, sys.executable, "-m", "handbook"]
    return [sys.executable, "-c", _CLOSED]


def test_a_build_needs_no_network(tmp_path: Path) -> None:
    """An edition with its handouts, calendars and workbook is built where there is no network at all."""
    # Few pages are enough: what could ask for something is there with one of them as well.
    text = first_example().read_text("utf-8").replace("  client_logo: assets/spokeshare.svg\n", "")
    pages = sorted(path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").glob("*/*.md"))
    left_out = ", ".join(page.as_posix() for page in pages if page.parts[0] in {"agile", "working", "roles"})
    text = text.replace("\nsite:\n", f"\nsite:\n  exclude_pages: [{left_out}]\n")
    (tmp_path / "acme.yml").write_text(text, "utf-8")
    command = [*_without_network(), "build", "acme.yml", "--edition", "client", "--out", "sites"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "http_proxy": "", "https_proxy": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "sites" / "spokeshare-booking" / "client"
    assert {path.suffix for path in site.rglob("*") if path.is_file()} >= {".html", ".ics", ".xlsx", ".pdf"}
