#!/usr/bin/env python3
"""Sets up this checkout in .venv, then builds the bundled examples or runs the tests.

python3 run.py               set up, build the examples, say where to open them
python3 run.py test [...]    set up, run all tests; what follows goes to pytest

Needs Python 3.11 with venv and a connection to a package index; no compiler, no Node.js. Run it again at any
time: what is already done is left alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)

# What pip says when it fails, and what helps. The first line that matches is the one that is shown.
NO_INDEX = (
    "no connection to the package index: check the network, set HTTPS_PROXY if you need a proxy, or set"
)
CURES = {
    "DO NOT MATCH THE HASHES": "a package is not the one that the lock names: run `{python} -m pip cache "
    "purge` and try again; if it stays, stop there and tell us",
    "CERTIFICATE_VERIFY_FAILED": "the package index's certificate is not trusted here: behind a company "
    "proxy, set PIP_CERT to the file with its certificates and run this again",
    "ProxyError": "the proxy refused the connection: set HTTPS_PROXY to the right address and run this again",
    "NewConnectionError": f"{NO_INDEX} PIP_INDEX_URL to a mirror that you can reach, and run this again",
    "(from versions: none)": f"{NO_INDEX} PIP_INDEX_URL to a mirror that you can reach, and run this again",
    "timed out": f"{NO_INDEX} PIP_INDEX_URL to a nearer mirror, and run this again",
    "No space left": "the disk is full: free 500 MB and run this again",
    "Permission denied": "this folder can't be written: clone into one of your own and run this again",
    "No matching distribution": "the package index has nothing ready-made for this machine: use CPython 3.11 "
    "to 3.13 on Linux, macOS or Windows, and an index that is up to date",
}


class Stop(Exception):  # noqa: N818 -- it is an outcome, with its cure
    """Set-up can't go on; the text says what to do."""


def say(text: str) -> None:
    """Print a line at once, so that it stands before what the next step prints."""
    print(text, flush=True)


def check_python() -> None:
    """Stop unless this Python is new enough and can make a virtual environment."""
    if sys.version_info[:2] < OLDEST:
        newer = [f"python3.{minor}" for minor in (13, 12, 11) if shutil.which(f"python3.{minor}")]
        cure = (
            f"run `{newer[0]} run.py`"
            if newer
            else "install Python 3.11 or newer (Debian: `apt install python3`)"
        )
        raise Stop(f"this needs Python 3.11, and here is {sys.version.split()[0]}: {cure}")
    try:
        import ensurepip  # noqa: F401, PLC0415 -- Debian leaves it out of its Python
        import venv  # noqa: F401, PLC0415 -- as above
    except ImportError:
        cure = "`apt install python3-venv` as root, or `sudo apt install python3-venv`, and run this again"
        raise Stop(f"this Python has no venv module: {cure}") from None


def works(python: Path) -> bool:
    """Return whether the environment's Python runs, is new enough and has pip."""
    probe = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([python, "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """Make .venv, or make it anew where it does not work, for instance after an upgrade of Python."""
    if works(PYTHON):
        return
    if VENV.exists():
        if not (VENV / "pyvenv.cfg").is_file():
            raise Stop(f"{VENV} is not a virtual environment: move it away and run this again")
        shutil.rmtree(VENV)
    say("Making .venv ...")
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        raise Stop(f"no virtual environment could be made:\n{made.stdout}{made.stderr}")


def pip(*arguments: str) -> None:
    """Run pip in .venv without questions; stop with the cure for what it says."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    done = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"{done.stdout}{done.stderr}\n{cure_for(done.stdout + done.stderr)}")


def cure_for(output: str) -> str:
    """Return what to do about a failure of pip."""
    for sign, cure in CURES.items():
        if sign in output:
            return cure.format(python=PYTHON)
    return "pip failed, see above: mend that and run this again"


def install(lock: str) -> None:
    """Install what a lock file names and the checkout itself, unless just that is there already."""
    sources = [ROOT / "requirements" / lock, ROOT / "pyproject.toml"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    stamp = VENV / f"{lock}.installed"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    say(f"Installing what requirements/{lock} names into .venv (a minute or two) ...")
    pip("--require-hashes", "--only-binary", ":all:", "-r", f"requirements/{lock}")
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(digest)


def build() -> int:
    """Build the bundled examples, which says where they are; return the exit code."""
    say("Building the example engagements ...")
    code = subprocess.run([PYTHON, "-m", "handbook", "build"], cwd=ROOT, check=False).returncode
    if code == 0:
        say("Open any of these files in a browser.")
    return code


def test(arguments: list[str]) -> int:
    """Run the tests on all cores; return pytest's exit code."""
    say("Running the tests ...")
    command = [str(PYTHON), "-m", "pytest", "-n", "auto", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Do what the arguments ask; return 0 right, 1 to be mended, 2 used wrongly."""
    if arguments[:1] not in ([], ["test"]):
        print(__doc__)
        return 0 if arguments[0] in {"-h", "--help"} else 2
    testing = bool(arguments)
    try:
        check_python()
        make_environment()
        install("developers.txt" if testing else "users.txt")
        return test(arguments[1:]) if testing else build()
    except (Stop, OSError) as problem:
        print(f"run.py: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
