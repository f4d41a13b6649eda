"""Plain `mkdocs build` builds the engagement that the environment names, or says why not."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def mkdocs(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build` in a folder, as from a shell."""
    command = [sys.executable, "-m", "mkdocs", "build", *arguments]
    surroundings = {"AS_OF": "2026-11-22", "NO_MKDOCS_2_WARNING": "1", **environment}
    inherited = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "LC_ALL"}}
    return subprocess.run(
        command, cwd=folder, env=inherited | surroundings, capture_output=True, text=True, check=False
    )


def read(folder: Path) -> dict[str, bytes]:
    """Return all files under a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refusal(tmp_path: Path, **environment: str) -> list[str]:
    """Return what a build that is refused says, line by line."""
    made = mkdocs(ROOT, "--quiet", "--site-dir", str(tmp_path / "site"), **environment)
    assert made.returncode == 1, made.stderr
    assert "Traceback" not in made.stderr
    assert not (tmp_path / "site").exists()
    return made.stderr.splitlines()


def test_without_a_word_it_builds_the_first_example_for_its_client(tmp_path: Path) -> None:
    """`mkdocs build` alone gives the client edition of the start-up, with nothing to complain about."""
    made = mkdocs(ROOT, "--site-dir", str(tmp_path / "site"))
    assert made.returncode == 0, made.stderr
    assert "WARNING" not in made.stderr
    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert "Spokeshare" in page
    assert "Client edition" in page
    assert 'href="../calendars/noor.ics" download' in (tmp_path / "site/events/index.html").read_text("utf-8")
    assert (tmp_path / "site/calendars/noor.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    """The configuration may be named from elsewhere; the example is found all the same."""
    made = mkdocs(tmp_path, "--quiet", "-f", str(ROOT / "mkdocs.yml"), "-d", str(tmp_path / "site"))
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        (
            {"EDITION": "clint"},
            "EDITION:1:1: there is no edition 'clint'; did you mean 'client'? [BUILD-ASKED]",
        ),
        (
            {"EDITION": "everybody"},
            "EDITION:1:1: there is no edition 'everybody'; there are client and team [BUILD-ASKED]",
        ),
        (
            {"AS_OF": "2026-02-30"},
            "AS_OF:1:1: '2026-02-30' is no date; write it as 2027-01-31 [BUILD-ASKED]",
        ),
        (
            {"ENGAGEMENT": "calder"},
            "ENGAGEMENT:1:1: there is no engagement 'calder'; did you mean 'calder-repairs'? [BUILD-ASKED]",
        ),
    ],
)
def test_what_is_not_there_is_told_on_one_line(
    tmp_path: Path, environment: dict[str, str], line: str
) -> None:
    """A wrong engagement, edition or day ends the build with one line and exit code 1, and no site."""
    assert line in refusal(tmp_path, **environment)


def test_every_problem_of_the_file_is_a_line(tmp_path: Path) -> None:
    """A file with problems ends the build with all of them, each on a line with its place."""
    example = ROOT / "engagement_templates" / "examples" / "startup-client-po.yml"
    text = example.read_text("utf-8").replace("kind: new-product", "kind: new-produkt")
    file = tmp_path / "acme.yml"
    file.write_text(text.replace("first_start: 2027-01-11", "first_start: 2027-13-11"), "utf-8")
    lines = refusal(tmp_path, ENGAGEMENT=str(file))
    assert [line.partition(": ")[2].split(":")[0] for line in lines if str(file) in line] == [
        "product.kind",
        "sprint.first_start",
    ]


def test_an_engine_that_skips_the_hook_stops(tmp_path: Path) -> None:
    """Without our hook no page is published: the guard on each stops the build."""
    plain = tmp_path / "plain.yml"
    plain.write_text(f"INHERIT: {ROOT / 'mkdocs.yml'}\nhooks: []\n", "utf-8")
    places = {"docs_dir": ROOT / "docs", "site_dir": tmp_path / "site"}
    with plain.open("a", encoding="utf-8") as file:
        file.writelines(f"{name}: {path}\n" for name, path in places.items())
        file.write(f"theme: {{custom_dir: {ROOT / 'engagement_templates' / 'theme'}}}\nwatch: []\n")
    made = mkdocs(tmp_path, "-f", str(plain))
    assert made.returncode != 0
    assert "Snippet at path 'needs-the-engagement-hook' could not be found" in made.stderr
    assert not list((tmp_path / "site").rglob("*.html"))


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["client", "team"])
def test_the_same_bytes_anywhere(tmp_path: Path, edition: str) -> None:
    """Another folder, time zone, locale and hash seed give the same bytes."""
    copy = tmp_path / "elsewhere" / "a copy"
    copy.mkdir(parents=True)
    for name in ("docs", "engagement_templates", "hooks", "src"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", copy)
    here = mkdocs(ROOT, "-q", "-d", str(tmp_path / "here"), EDITION=edition, PYTHONHASHSEED="1")
    there = mkdocs(
        copy,
        "-q",
        EDITION=edition,
        PYTHONHASHSEED="2",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        LANG="tr_TR.UTF-8",
    )
    assert (here.returncode, there.returncode) == (0, 0), here.stderr + there.stderr
    assert read(tmp_path / "here") == read(copy / "site")


_TWICE = """
import os, sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
for engagement, edition, folder in (words.split(",") for words in sys.argv[1:]):
    os.environ |= {"ENGAGEMENT": engagement, "EDITION": edition}
    build(load_config("mkdocs.yml", site_dir=folder))
"""


@pytest.mark.slow
def test_builds_in_one_process_know_nothing_of_each_other(tmp_path: Path) -> None:
    """MkDocs keeps hook modules between builds; a build after others gives the same bytes as one alone."""
    builds = [("calder-repairs", "team"), ("norvale-fieldnet", "client"), ("spokeshare-booking", "client")]
    words = [f"{engagement},{edition},{tmp_path / engagement}" for engagement, edition in builds]
    environment = {**os.environ, "AS_OF": "2026-11-22"}
    command = [sys.executable, "-c", _TWICE, *words]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert mkdocs(ROOT, "-q", "-d", str(tmp_path / "alone")).returncode == 0
    assert read(tmp_path / "alone") == read(tmp_path / "spokeshare-booking")


@pytest.mark.slow
def test_mkdocs_serve_works(tmp_path: Path) -> None:
    """`mkdocs serve` shows the engagement on this machine, and shows it anew when its file changes."""
    example = ROOT / "engagement_templates" / "examples" / "startup-client-po.yml"
    file = tmp_path / "startup.yml"
    file.write_text(example.read_text("utf-8").replace("  client_logo: assets/spokeshare.svg\n", ""), "utf-8")
    environment = {**os.environ, "AS_OF": "2026-11-22", "ENGAGEMENT": str(file), "PYTHONUNBUFFERED": "1"}
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            assert "Spokeshare repair booking" in _shown(address, "Spokeshare repair booking")
            changed = file.read_text("utf-8").replace("Spokeshare repair booking", "Mended in a day")
            file.write_text(changed, "utf-8")
            assert "Mended in a day" in _shown(address, "Mended in a day")
        finally:
            process.terminate()


def _shown(address: str, words: str) -> str:
    """Return the front page that a server shows, as soon as it has the words or the time is up."""
    page = ""
    until = time.monotonic() + 60
    while words not in page and time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{address}/index.html") as answer:
            page = answer.read().decode()
        time.sleep(0.2)
    return page
