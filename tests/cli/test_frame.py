"""What all commands share: their options, their exit codes, and that none of them shows a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from handbook import __version__
from handbook.cli import doctor, group
from terminal import ROOT, handbook, handbook_process

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = list(group().commands)


@pytest.mark.parametrize("words", [["--version"], *([name, "--version"] for name in COMMANDS)])
def test_the_version(words: list[str], tmp_path: Path) -> None:
    """`--version` works everywhere."""
    done = handbook(*words, cwd=tmp_path)
    assert (done.code, done.out) == (0, f"handbook {__version__}\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_help(name: str, tmp_path: Path) -> None:
    """Every command explains itself, its options and the common ones, in words alone."""
    done = handbook(name, "--help", cwd=tmp_path)
    assert done.code == 0
    for option in ("--quiet", "--debug", "--version", "--help"):
        assert option in done.out
    assert not re.search(r"\bx[<>]|[<>]=x", done.out)
    assert handbook(name, "-h", cwd=tmp_path).out == done.out


def test_the_guide_leaves_the_commands_as_they_are() -> None:
    """After the list of commands was made for the manual, each still explains itself at -h, too."""
    code = (
        "from handbook.cli import main; from handbook.cli.guide import command_guide;"
        "command_guide(); raise SystemExit(main(['doctor', '-h']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[:1]) == (0, ["Usage: handbook doctor [OPTIONS]"])


def test_help_lists_the_commands(tmp_path: Path) -> None:
    """Without a command, and with --help, all commands are listed in the order of a piece of work."""
    done = handbook("--help", cwd=tmp_path)
    listed = re.findall(r"^  (\w+)  ", done.out.partition("Commands:\n")[2], re.MULTILINE)
    assert listed == COMMANDS
    assert handbook(cwd=tmp_path).code == 2


def test_a_command_that_is_none(tmp_path: Path) -> None:
    """A misspelt command is used wrongly, and the nearest is named."""
    done = handbook("chekc", cwd=tmp_path)
    assert done.code == 2
    assert "No such command 'chekc'" in done.err
    assert "check" in done.err.partition("chekc'")[2]


def test_our_own_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is exit code 3 and two lines; the traceback comes with --debug, before or behind."""

    def fail(_output: object) -> object:
        raise RuntimeError("odd\nthing")

    monkeypatch.setattr(doctor, "examine", fail)
    done = handbook("doctor", cwd=tmp_path)
    assert (done.code, done.problems[0]) == (3, "handbook: this is our own fault: RuntimeError: odd thing")
    assert "Traceback" not in done.err
    for words in (["doctor", "--debug"], ["--debug", "doctor"]):
        done = handbook(*words, cwd=tmp_path)
        assert done.code == 3
        assert "Traceback" in done.err


def test_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command with exit code 130."""

    def interrupt(_output: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "examine", interrupt)
    done = handbook("doctor", cwd=tmp_path)
    assert (done.code, done.err) == (130, "handbook: interrupted\n")


def test_a_reader_that_has_enough(tmp_path: Path) -> None:
    """A pipe that is closed early is no fault and no traceback."""
    script = f"{sys.executable} -m handbook schema | head -c 1"
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("{", "")


def test_the_program(tmp_path: Path) -> None:
    """`python -m handbook` is the command, and help is quick: it imports nothing heavy."""
    done = handbook_process("--version", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, f"handbook {__version__}\n", "")
    code = "import sys, handbook.cli; handbook.cli.main(['--help']); print(sorted(sys.modules))"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=True
    ).stdout.splitlines()[-1]
    for heavy in ("pydantic", "mkdocs", "rich", "yaml", "jinja2", "babel", "markdown"):
        assert f"'{heavy}'" not in shown
