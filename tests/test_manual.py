"""What the manual tells people to type and to write is tried, and it leaves nothing out."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from content.reading import filled, site_of_file
from handbook.bundle import bundle
from handbook.cli.guide import PLACE, command_guide
from handbook.errors import CODES
from handbook.starters import starters
from handbook.view import Edition
from plain import STARTUP
from terminal import handbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANUAL = bundle() / "docs" / "internal" / "manual"
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEP = re.compile(
    r"^```sh\n(?P<sh>.*?)^```$|^In `(?P<file>[^`]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
GUARD = '--8<-- "needs-the-engagement-hook"'
FIRM = ("init", "firm", "--name", "Your Firm", "--country", "GB", "--contact", "handbook@your-firm.example",
        "--language", "en-GB")  # fmt: skip
# The findings of an example or a starter are known and are no mistake of the manual.
FINE = {0, 1}


def _text(page: str) -> str:
    return (MANUAL / f"{page}.md").read_text("utf-8")


def _built(page: str) -> str:
    """Return a page of the manual as the team edition of an example has it."""
    site = site_of_file(STARTUP, Edition.TEAM)
    found = next(one for one in site.pages if one.path == f"internal/manual/{page}.md")
    return filled(found, site)


def _run(commands: str, folder: Path) -> Path:
    """Run the commands of a block and return the folder in which they end."""
    for line in commands.splitlines():
        program, *words = shlex.split(line)
        if program == "cd":
            folder = folder / words[0]
            continue
        assert program == "handbook", line
        # The sheets to print take most of the time, and have tests of their own.
        own = () if words[0] != "build" or "--no-handouts" in words else ("--no-handouts",)
        done = handbook(*words, *own, cwd=folder)
        assert done.code in (FINE if words[0] == "check" else {0}), f"{line}\n{done.err}"
    return folder


def _laid_over(below: Any, above: Any) -> Any:  # noqa: ANN401 -- plain data
    """Return what a file says after somebody has put a snippet into it."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: _laid_over(below.get(key), value) for key, value in above.items()}}
    return above


def _write(file: Path, snippet: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".yml":
        whole = _laid_over(yaml.safe_load(file.read_text("utf-8")), yaml.safe_load(snippet))
        snippet = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True)
    file.write_text(snippet, "utf-8")


def _steps(page: str) -> Iterator[tuple[str, str, str]]:
    for found in STEP.finditer(_text(page)):
        # No finished page may show the guard, so the reader is told of it, and here it is put in.
        text = (found["text"] or "").replace("\n---\n\n", f"\n---\n{GUARD}\n\n")
        yield found["sh"] or "", found["file"] or "", text


def test_the_first_ten_minutes_can_be_typed(tmp_path: Path) -> None:
    """Whoever types what the first page of the manual says has both sites at its end."""
    folder = tmp_path
    for commands in COMMANDS.findall(_text("first-ten-minutes")):
        folder = _run(commands, folder)
    assert (folder / "sites" / "acme" / "client" / "index.html").is_file()
    assert (folder / "sites" / "acme" / "team" / "index.html").is_file()


def test_every_recipe_works(tmp_path: Path) -> None:
    """Each snippet of the how-tos is taken where it says, and each command after it does what it should."""
    assert handbook(*FIRM, cwd=tmp_path).code == 0
    folder = tmp_path / "firm"
    for commands, file, text in _steps("how-to"):
        if file:
            _write(folder / file, text)
        _run(commands, folder)
    client = folder / "sites" / "example" / "client"
    assert "have signed for it" in (client / "working" / "your-data.html").read_text("utf-8")
    assert not (client / "working" / "demand.html").exists()


def test_every_starter_is_in_the_manual() -> None:
    """The manual says of each kind of engagement when to begin with it."""
    listed = re.findall(r"^\| `([a-z-]+)` \|", _text("first-ten-minutes"), re.MULTILINE)
    assert sorted(listed) == sorted(starter.name for starter in starters())


def test_the_commands_are_those_of_the_command_line() -> None:
    """The manual's commands are made from the command line: `python -m handbook.cli.guide` after a change."""
    assert (bundle() / PLACE).read_text("utf-8") == command_guide(), "run python -m handbook.cli.guide"


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_in_the_manual(code: str) -> None:
    """Each code that a message can end with is explained."""
    assert f"`{code}`\n\n:   {CODES[code]}" in _built("troubleshooting")
