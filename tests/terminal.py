"""The command line as people use it: words in, exit code and both outputs out."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from handbook.cli import main

ROOT = Path(__file__).parents[1]
CTRL_C = "\x03"
# Seconds without a sign of life after which a command counts as stuck.
_PATIENCE = 60


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


# What stands between a test and a command on a terminal: it makes the terminal the command's own, and turns
# Ctrl-C on, which whoever runs the tests may have turned off for all that they start.
_STAGE = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
os.execv(sys.executable, [sys.executable, "-m", "handbook", *sys.argv[1:]])
"""


def on_terminal(
    *words: str, cwd: Path, typed: tuple[bytes, str] = (b"", ""), **environment: str
) -> tuple[int, str]:
    """Return the exit code of a command on a terminal of its own, and all that was to be seen there.

    `typed` is what somebody types as soon as some words are to be seen.
    """
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _STAGE, *words],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", **environment},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        shown = _watched(ours, typed)
    finally:
        os.close(ours)
        if process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            process.kill()
    return process.wait(), shown.decode()


def _watched(terminal: int, typed: tuple[bytes, str]) -> bytes:
    """Return all that is shown on a terminal until its command ends, or nothing happens for a minute.

    A Ctrl-C that comes while a prompt is being set up can be lost, as it can for people: they press it again.
    """
    shown, (sign, text) = b"", typed
    pressed, quiet = False, 0
    while quiet < _PATIENCE:
        if select.select([terminal], [], [], 1)[0]:
            quiet = 0
            try:
                read = os.read(terminal, 4096)
            except OSError:  # the other end is closed: the command has ended
                return shown
            if not read:
                return shown
            shown += read
        else:
            quiet += 1
        if text and sign in shown and (not pressed or (text == CTRL_C and quiet)):
            os.write(terminal, text.encode())
            pressed = True
    return shown
