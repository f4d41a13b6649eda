"""`handbook serve`: a site that follows the edits, from this machine's browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from handbook.workspace import first_example
from terminal import ROOT, handbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def _served(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give the process of a preview and the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", _CTRL_C_ON, "serve", *words, "--port", "0"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


# Whoever runs the tests may have turned Ctrl-C off for all that they start.
_CTRL_C_ON = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from handbook.cli import main
sys.exit(main())
"""


def _get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 -- our own server
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def _until(address: str, right: Callable[[int, str], bool], seconds: float) -> tuple[int, str]:
    """Return the answer as soon as it is right, or the last one."""
    end = time.monotonic() + seconds
    while not right(*(answer := _get(address))) and time.monotonic() < end:
        time.sleep(0.1)
    return answer


def test_the_page_follows_the_file(tmp_path: Path) -> None:
    """A change is on the page soon, a problem with its place, and mending it brings the site back."""
    file = tmp_path / "acme.yml"
    good = first_example().read_text("utf-8")
    file.write_text(good, "utf-8")
    with _served(tmp_path, "acme.yml", "--edition", "team") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        status, text = _until(address, lambda status, _: status != 503, 120)
        assert (status, "Spokeshare" in text) == (200, True)
        assert _get(f"{address}internal/brief.html")[0] == 200

        file.write_text(good.replace("title: Spokeshare repair booking", "title: Quite another"), "utf-8")
        status, text = _until(address, lambda _, text: "Quite another" in text, 60)
        assert (status, "Quite another" in text) == (200, True)

        file.write_text(good.replace("weeks:", "weks:"), "utf-8")
        status, text = _until(address, lambda status, _: status == 500, 60)
        assert status == 500
        assert "acme.yml:" in text
        assert "did you mean &#x27;weeks&#x27;?" in text

        file.write_text(good, "utf-8")
        status, text = _until(address, lambda status, _: status == 200, 60)
        assert (status, "Spokeshare repair booking" in text) == (200, True)

        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """A port in use is one line with what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = handbook("serve", "spokeshare-booking", "--port", port, cwd=tmp_path)
    assert done.code == 1
    assert f"port {port} cannot be used: address already in use; choose another with --port" in done.err


def test_an_engagement_that_is_none(tmp_path: Path) -> None:
    """An engagement that is not there is used wrongly."""
    done = handbook("serve", "spokeshare", cwd=tmp_path)
    assert done.code == 2
    assert "there is no engagement 'spokeshare'; did you mean 'spokeshare-booking'?" in done.err
