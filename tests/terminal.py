"""The command line as people use it: words in, exit code and both outputs out."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from handbook.cli import main

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Done:
    """How a command ended: its exit code, what it said on stdout and on stderr."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Return the lines of stdout."""
        return self.out.splitlines()

    @property
    def problems(self) -> list[str]:
        """Return the lines of stderr."""
        return self.err.splitlines()


def handbook(*words: str, cwd: Path) -> Done:
    """Return how `handbook WORDS` ended, run in this process from the folder `cwd`."""
    out, err = StringIO(), StringIO()
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return Done(code, out.getvalue(), err.getvalue())


def handbook_process(*words: str, cwd: Path, **environment: str) -> Done:
    """Return how `python -m handbook WORDS` ended in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "handbook", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
