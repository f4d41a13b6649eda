"""What a machine has and lacks for building handbooks, with the cure for each lack."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import sys
import tomllib
from importlib import metadata
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.bundle import bundle
from handbook.publish import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from packaging.requirements import Requirement

OLDEST_PYTHON: Final = (3, 11)
_PACKAGE: Final = "engagement-handbook"
_BUNDLED: Final = ("mkdocs.yml", "docs", "engagement_templates/examples", "hooks/engagement.py")
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ROOM: Final = 200_000_000


class Finding(Struct, frozen=True):
    """One thing looked at. `cure` says what to do, and is empty where all is well."""

    subject: str
    found: str
    cure: str = ""
    needed: bool = True


def examine(output: Path) -> Iterator[Finding]:
    """Yield what was found on this machine, with `output` as the folder that builds go to."""
    yield _python()
    yield from _packages()
    yield _yaml()
    yield _zones()
    yield _own_files()
    yield from _fonts()
    yield _writable(output)
    yield _room(output)
    yield _encoding()
    yield _optional("Chromium", _BROWSERS, "only for the browser tests: apt install chromium")
    yield _optional("Node.js", ("node",), "only for the editor test: apt install nodejs npm")


def _python() -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    oldest = ".".join(str(part) for part in OLDEST_PYTHON)
    cure = "" if sys.version_info >= OLDEST_PYTHON else f"install Python {oldest} or newer"
    return Finding("Python", f"{found}, {oldest} or newer is needed", cure)


def _packages() -> Iterator[Finding]:
    """Yield each package that we need, with the version that is there and those that will do."""
    if not _is_there("packaging"):
        yield Finding("packaging", "not installed", f"{_pip()} packaging")
        return
    from packaging.requirements import Requirement  # noqa: PLC0415 -- it may be what is missing

    for requirement in map(Requirement, _requirements()):
        if requirement.marker is None or requirement.marker.evaluate():
            yield _package(requirement)


def _requirements() -> list[str]:
    """Return what the installed package needs, or the checkout where it is not installed."""
    try:
        return metadata.requires(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        project = tomllib.loads((bundle() / "pyproject.toml").read_text("utf-8"))["project"]
        return [str(line) for line in project["dependencies"]]


def _package(needed: Requirement) -> Finding:
    wanted = f"{needed.specifier} is needed"
    cure = f'{_pip()} "{needed.name}{needed.specifier}"'
    try:
        version = metadata.version(needed.name)
    except metadata.PackageNotFoundError:
        return Finding(needed.name, f"not installed, {wanted}", cure)
    right = needed.specifier.contains(version, prereleases=True)
    return Finding(needed.name, f"{version}, {wanted}", "" if right else cure)


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _pip() -> str:
    return f"{sys.executable} -m pip install --only-binary :all:"


def _yaml() -> Finding:
    if not _is_there("yaml") or not _is_there("yaml._yaml"):
        cure = f"{_pip()} --force-reinstall pyyaml (the ready-made wheel has it)"
        return Finding("libyaml", "PyYAML was built without it", cure)
    return Finding("libyaml", importlib.import_module("yaml._yaml").get_version_string())


def _zones() -> Finding:
    """Return whether the zone data is there that schedules read: the package's, not the machine's."""
    if not _is_there("tzdata"):
        return Finding("time zones", "no zone data", f"{_pip()} tzdata")
    return Finding("time zones", f"IANA {importlib.import_module('tzdata').IANA_VERSION}")


def _own_files() -> Finding:
    missing = [name for name in _BUNDLED if not (bundle() / name).exists()]
    if missing:
        cure = f"{_pip()} --force-reinstall {_PACKAGE}, or clone again"
        return Finding("own files", f"{', '.join(missing)} missing in {bundle()}", cure)
    return Finding("own files", str(bundle()))


def _fonts() -> Iterator[Finding]:
    """Yield which scripts handouts can be printed in beyond those of the shipped fonts."""
    if not _is_there("typst"):
        return
    from handbook.outputs.handouts import typesetter  # noqa: PLC0415 -- what it needs may be missing

    scripts = tuple(typesetter().scripts())
    there = [script.name for script in scripts if script.is_there]
    found = ", ".join(("Latin, Greek and Cyrillic", *there))
    lacking: dict[str, list[str]] = {}
    for script in scripts:
        if not script.is_there:
            lacking.setdefault(script.package, []).append(script.name)
    cures = (f"apt install {package} for {', '.join(names)}" for package, names in lacking.items())
    yield Finding("fonts", f"handouts can be printed in {found}", "; ".join(cures), needed=False)


def _writable(output: Path) -> Finding:
    """Return whether builds can go to their folder; nothing is written to find out."""
    if output.exists() and not output.is_dir():
        return Finding("output", f"{output} is not a folder", "move it away, or choose another with --out")
    if output.is_dir() and any(output.iterdir()) and not (output / MARKER).exists():
        cure = "choose a new or an empty folder with --out"
        return Finding("output", f"{output} is not empty and not a folder of ours", cure)
    there = _existing(output)
    if not os.access(there, os.W_OK | os.X_OK):
        cure = f"make {there} writable for you, or choose another folder with --out"
        return Finding("output", f"{there} cannot be written", cure)
    return Finding("output", f"{output} can be written")


def _room(output: Path) -> Finding:
    free = shutil.disk_usage(_existing(output)).free
    cure = "" if free >= _ROOM else f"free {_ROOM // 1_000_000} MB there, or choose another folder with --out"
    return Finding("disk", f"{free // 1_000_000:,} MB free at {_existing(output)}", cure)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _encoding() -> Finding:
    encoding = sys.getfilesystemencoding()
    cure = "" if encoding.lower().replace("-", "") == "utf8" else "set PYTHONUTF8=1"
    return Finding("file names", encoding, cure)


def _optional(subject: str, commands: tuple[str, ...], cure: str) -> Finding:
    found = next((path for command in commands if (path := shutil.which(command))), "")
    return Finding(subject, found or "not found", "" if found else cure, needed=False)
