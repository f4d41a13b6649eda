"""`handbook doctor`: what is here, what is lacking, and the exact cure."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import TYPE_CHECKING

from handbook import diagnosis
from handbook.diagnosis import examine
from terminal import handbook

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _cures(output: Path) -> dict[str, str]:
    return {finding.subject: finding.cure for finding in examine(output) if finding.cure and finding.needed}


def test_all_is_here(tmp_path: Path) -> None:
    """On a machine that runs the tests nothing is lacking, and every dependency has its line."""
    done = handbook("doctor", cwd=tmp_path)
    assert (done.code, done.lines[-1]) == (0, "all that is needed is here")
    packages = ("mkdocs", "mkdocs-material", "pyyaml", "pydantic", "click", "rich", "babel", "tzdata")
    for subject in ("Python", *packages, "libyaml", "time zones", "own files", "output", "disk"):
        assert any(line.startswith(f"ok    {subject}: ") for line in done.lines)


def test_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is missing or too old is named with the command that mends it."""
    true = metadata.version

    def version(name: str) -> str:
        if name == "babel":
            raise metadata.PackageNotFoundError
        return "8.1.7" if name == "click" else true(name)

    monkeypatch.setattr(metadata, "version", version)
    cures = _cures(tmp_path)
    pip = f"{sys.executable} -m pip install --only-binary :all:"
    assert cures == {"click": f'{pip} "click>=8.4"', "babel": f'{pip} "babel>=2.16"'}


def test_python_and_libyaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old Python, a PyYAML without its C part and missing zones are named, and doctor exits with 1."""
    monkeypatch.setattr(diagnosis, "OLDEST_PYTHON", (99, 1))
    monkeypatch.setattr(diagnosis, "_is_there", lambda module: module not in {"yaml._yaml", "tzdata"})
    done = handbook("doctor", cwd=tmp_path)
    assert done.code == 1
    assert done.lines[-1] == "3 to mend: Python, libyaml, time zones"
    assert any(line.endswith("install Python 99.1 or newer") for line in done.lines)
    assert any("--force-reinstall pyyaml" in line for line in done.lines)


def test_output_folder(tmp_path: Path) -> None:
    """An output folder that is a file, or not ours, is told before a build fails on it."""
    folder = tmp_path / "sites"
    folder.mkdir()
    assert _cures(folder) == {}
    (folder / "x").write_text("")
    assert _cures(folder) == {"output": "choose a new or an empty folder with --out"}
    assert _cures(folder / "x") == {"output": "move it away, or choose another with --out"}
    assert list(folder.iterdir()) == [folder / "x"]


def test_disk_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, and files of our own that are missing, have their cures."""
    monkeypatch.setattr(diagnosis, "_ROOM", 10**15)
    monkeypatch.setattr(diagnosis, "_BUNDLED", ("mkdocs.yml", "docs/nothing.md"))
    cures = _cures(tmp_path)
    assert cures["disk"].startswith("free 1000000000 MB there")
    assert cures["own files"].endswith("or clone again")
