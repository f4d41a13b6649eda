"""Writes the lock files: versions and hashes for every platform, and no address of an index."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml"),
    # One version of each package for every Python: the same input shall give the same bytes everywhere.
    *("--universal", "--python-version", "3.11", "--fork-strategy", "fewest", "--only-binary", ":all:"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate"),
    *("--custom-compile-command", "python requirements/lock.py"),
    *("--quiet", *sys.argv[1:]),
]


def lock_python() -> None:
    """Write both Python locks; the developers' holds the users' versions."""
    users, developers = "requirements/users.txt", "requirements/developers.txt"
    subprocess.run([*COMPILE, "--group", "setup", "-o", users], cwd=ROOT, check=True)
    dev = ["--group", "setup", "--group", "dev", "--constraint", users, "-o", developers]
    subprocess.run([*COMPILE, *dev], cwd=ROOT, check=True)


def lock_npm() -> None:
    """Write the lock of the npm tools that tests drive, without addresses."""
    folder = ROOT / "tests" / "node"
    command = [
        "npm",
        "install",
        "--package-lock-only",
        "--ignore-scripts",
        "--omit-lockfile-registry-resolved",
    ]
    subprocess.run(command, cwd=folder, check=True)
    lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    (folder / "package-lock.json").write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    lock_python()
    lock_npm()
