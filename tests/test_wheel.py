"""The wheel carries what the checkout has: pages, templates and settings, and nothing of the workshop."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUNDLED = ("mkdocs.yml", "docs", "engagement_templates", "hooks")
PACK = "handbook/_bundle/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that is made from the sdist, as it would be for an index."""
    folder = tmp_path_factory.mktemp("dist")
    _build(ROOT, folder)
    return next(folder.glob("*.whl"))


def _build(source: Path, target: Path, *options: str) -> None:
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(target),
        *options,
        str(source),
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def _kept() -> list[str]:
    """Return what of the bundle git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *BUNDLED]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("this is no git checkout, so there is no list of its files")
    return [name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_the_bundle_is_whole(wheel: Path) -> None:
    """Every page, template and setting of the checkout is in the wheel, byte for byte, and no more."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name.removeprefix(PACK) for name in archive.namelist() if name.startswith(PACK)}
        kept = _kept()
        assert packed == set(kept)
        for name in kept:
            assert archive.read(PACK + name) == (ROOT / name).read_bytes(), name


def test_the_package_is_whole(wheel: Path) -> None:
    """Every module is in the wheel, with the mark that says it is typed."""
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    assert modules | {"handbook/py.typed"} <= set(_names(wheel))


def test_nothing_of_the_workshop_is_in_it(wheel: Path) -> None:
    """No test, lock, cache or script of ours is in the wheel."""
    for name in _names(wheel):
        assert name.split("/")[0] == "handbook" or ".dist-info/" in name
        assert not {"tests", "requirements", "__pycache__", "node_modules", ".ci"} & set(name.split("/")), (
            name
        )


def test_its_papers_are_in_order(wheel: Path) -> None:
    """The wheel has its licence, its command, its floor of Python, and the README as description."""
    with zipfile.ZipFile(wheel) as archive:
        papers = {
            name.partition(".dist-info/")[2]: name for name in archive.namelist() if ".dist-info/" in name
        }
        about = message_from_string(archive.read(papers["METADATA"]).decode())
        assert "MIT License" in archive.read(papers["licenses/LICENSE"]).decode()
        assert "handbook = handbook.__main__:main" in archive.read(papers["entry_points.txt"]).decode()
    assert (about["Requires-Python"], about["License-Expression"]) == (">=3.11", "MIT")
    assert "# Engagement Handbook" in str(about.get_payload())


def test_it_carries_its_bill_of_materials(wheel: Path) -> None:
    """The wheel says in CycloneDX what others made of it, with hash and licence, and what it needs."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if "/sboms/" in name)
        bill = json.loads(archive.read(name))
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert name.endswith(".cdx.json")
    locked = (ROOT / "requirements" / "users.txt").read_text("utf-8")
    libraries = {f"{one['name']}=={one['version']}" for one in bill["components"] if one["type"] == "library"}
    assert libraries == set(re.findall(r"^[a-z0-9-]+==[^\s;]+", locked, re.MULTILINE))
    files = {one["name"]: one for one in bill["components"] if one["type"] == "file"}
    for path, one in files.items():
        content = packed[PACK + path]
        assert one["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]
        assert one["licenses"][0]["license"]["id"] in {"MIT", "OFL-1.1"}
    fonts = {name.removeprefix(PACK) for name in packed if name.endswith((".woff2", ".ttf", ".otf"))}
    assert fonts - set(files) == set()
    assert {one["bom-ref"] for one in bill["components"]} == set(bill["dependencies"][0]["dependsOn"])


def test_the_licences_of_what_others_made_are_in_it(wheel: Path) -> None:
    """The texts of the licences of fonts and scripts are in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        licences = archive.read(f"{PACK}docs/assets/licences.txt").decode()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licences
    for name in ("Source Sans 3", "Source Code Pro", "Material for MkDocs"):
        assert name in licences


def test_the_tree_gives_the_same_wheel_as_the_sdist(wheel: Path, tmp_path: Path) -> None:
    """Made straight from the checkout the wheel has the same bytes, so the sdist lacks nothing."""
    _build(ROOT, tmp_path, "--wheel")
    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()


def test_it_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Unpacked anywhere, in an empty folder, it finds its own bundle and says what the checkout says."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    empty = tmp_path / "empty"
    empty.mkdir()
    said = [
        subprocess.run(
            [sys.executable, "-P", "-m", "handbook", "schema"],
            cwd=empty,
            env={**os.environ, "PYTHONPATH": str(place)},
            capture_output=True,
            check=True,
        ).stdout
        for place in (tmp_path / "unpacked", ROOT / "src")
    ]
    assert said[0] == said[1]
    assert said[0].startswith(b"{")
