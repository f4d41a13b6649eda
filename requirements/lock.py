"""Writes the two lock files from pyproject.toml: versions and hashes for every platform, and no index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml"),
    # One version of each package for every Python: the same input shall give the same bytes everywhere.
    *("--universal", "--python-version", "3.11", "--fork-strategy", "fewest", "--only-binary", ":all:"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate"),
    *("--custom-compile-command", "python requirements/lock.py"),
    *("--quiet", *sys.argv[1:]),
]


def main() -> None:
    """Write both locks; the developers' holds the users' versions."""
    users, developers = "requirements/users.txt", "requirements/developers.txt"
    subprocess.run([*COMPILE, "--group", "setup", "-o", users], cwd=HERE.parent, check=True)
    dev = ["--group", "setup", "--group", "dev", "--constraint", users, "-o", developers]
    subprocess.run([*COMPILE, *dev], cwd=HERE.parent, check=True)


if __name__ == "__main__":
    main()
