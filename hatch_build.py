"""What the build adds to a wheel: its bill of materials, in CycloneDX, made from the locks and the bundle."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "engagement-handbook.cdx.json"
# Files in the wheel that others made, by pattern: what they are, and their licence.
MADE_BY_OTHERS = (
    ("docs/assets/fonts/source-sans-3-*.woff2", "Source Sans 3", "OFL-1.1"),
    ("docs/assets/fonts/source-code-pro-*.woff2", "Source Code Pro", "OFL-1.1"),
    ("engagement_templates/handouts/fonts/SourceSans3-*.ttf", "Source Sans 3", "OFL-1.1"),
    ("engagement_templates/handouts/fonts/SourceCodePro-*.ttf", "Source Code Pro", "OFL-1.1"),
)
_PINNED = re.compile(r"^([a-z0-9-]+)==([^\s;]+)", re.MULTILINE)


class BillOfMaterials(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the bill into the wheel's `sboms/`, where tools look for it."""

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Write the bill beside nothing of ours, and name it to the build."""
        if self.target_name == "wheel":
            self._folder = Path(tempfile.mkdtemp())
            (self._folder / NAME).write_text(bill(Path(self.root)), "utf-8", newline="\n")
            build_data["sbom_files"].append(str(self._folder / NAME))

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Take the file away again."""
        if self.target_name == "wheel":
            shutil.rmtree(self._folder, ignore_errors=True)


def bill(root: Path) -> str:
    """Return the bill of the tree at `root` as JSON: the same text for the same tree, with no date in it."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    this = f"pkg:pypi/{project['name']}@{project['version']}"
    packages = list(_packages((root / "requirements" / "users.txt").read_text("utf-8")))
    files = [part for pattern in MADE_BY_OTHERS for part in _files(root, *pattern)]
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": this,
                "name": project["name"],
                "version": project["version"],
                "purl": this,
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [*packages, *files],
        "dependencies": [{"ref": this, "dependsOn": [part["bom-ref"] for part in (*packages, *files)]}],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _packages(lock: str) -> list[dict[str, Any]]:
    """Return the packages that the wheel is locked to, at the versions that it is tested with."""
    found = []
    for name, version in _PINNED.findall(lock):
        purl = f"pkg:pypi/{name}@{version}"
        found.append({"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl})
    return found


def _files(root: Path, pattern: str, name: str, licence: str) -> list[dict[str, Any]]:
    """Return the files of a pattern, each with its hash and licence."""
    paths = sorted(root.glob(pattern))
    if not paths:
        raise FileNotFoundError(f"{pattern}: named in the bill of materials, and not there")
    return [
        {
            "type": "file",
            "bom-ref": path.relative_to(root).as_posix(),
            "name": path.relative_to(root).as_posix(),
            "description": name,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
            "licenses": [{"license": {"id": licence}}],
        }
        for path in paths
    ]
