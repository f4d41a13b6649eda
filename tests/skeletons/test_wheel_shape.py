"""The handbook's files as a wheel holds them: without the checkout around them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from handbook.bundle import bundle
from handbook.skeletons.compiling import workshop

if TYPE_CHECKING:
    from pathlib import Path


def test_no_checkout_is_needed(tmp_path: Path) -> None:
    """MkDocs can be set up from what the wheel carries alone."""
    for name in ("docs", "engagement_templates", "hooks"):
        shutil.copytree(bundle() / name, tmp_path / name)
    shutil.copyfile(bundle() / "mkdocs.yml", tmp_path / "mkdocs.yml")
    assert workshop(tmp_path / "mkdocs.yml", "en").config.config_file_path == str(tmp_path / "mkdocs.yml")
