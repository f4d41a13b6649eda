"""The set-up script says what is missing and the exact cure, and needs nothing but Python."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A Python in which something is missing: these lines run before the script.
NO_ENSUREPIP = "sys.modules['ensurepip'] = None"
OLD_PYTHON = "sys.version_info = (3, 9, 6, 'final', 0); sys.version = '3.9.6 (default)'"


def _run(
    folder: Path, *arguments: str, first: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Return what a copy of run.py in a folder says, with some lines of Python run before it."""
    shutil.copy(ROOT / "run.py", folder)
    call = f"import runpy, sys; {first or 'pass'}; sys.argv = ['run.py', *{arguments!r}]; "
    call += "runpy.run_path('run.py', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", call],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_without_venv_it_names_the_package(tmp_path: Path) -> None:
    """On a Debian without python3-venv the message is the command that installs it."""
    said = _run(tmp_path, first=NO_ENSUREPIP)
    assert said.returncode == 1
    assert "apt install python3-venv" in said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_old_python_is_told_a_newer_one(tmp_path: Path) -> None:
    """With Python 3.9 the message names the newer Python that is there, or how to get one."""
    here = tmp_path / "python3.12"
    here.touch(mode=0o755)
    assert "3.9.6: run `python3.12 run.py`" in _run(tmp_path, first=OLD_PYTHON, PATH=str(tmp_path)).stderr
    here.unlink()
    assert (
        "3.9.6: install Python 3.11 or newer" in _run(tmp_path, first=OLD_PYTHON, PATH=str(tmp_path)).stderr
    )


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    """A .venv with other things in it is neither used nor emptied."""
    mine = tmp_path / ".venv" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    said = _run(tmp_path)
    assert said.returncode == 1
    assert "move it away" in said.stderr
    assert mine.read_text() == "mine"


@pytest.mark.slow
def test_without_a_network_it_says_so(tmp_path: Path) -> None:
    """An index that can't be reached ends in one line about the network."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    away = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
        "PIP_EXTRA_INDEX_URL": "",
    }
    said = _run(tmp_path, PIP_INDEX_URL="http://127.0.0.1:9/simple", **away)
    assert said.returncode == 1
    assert "no connection to the package index" in said.stderr.splitlines()[-1]


@pytest.mark.parametrize(("argument", "code"), [("--help", 0), ("biuld", 2)])
def test_used_wrongly_it_shows_how(tmp_path: Path, argument: str, code: int) -> None:
    """Help exits 0, a word it does not know 2; both show the two commands."""
    said = _run(tmp_path, argument)
    assert said.returncode == code
    assert "python3 run.py test" in said.stdout


def test_it_needs_only_python() -> None:
    """The script imports nothing that would have to be installed first."""
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)
