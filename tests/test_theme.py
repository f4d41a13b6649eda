"""What we change of Material: through its blocks, each held against the version that is installed."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import material  # type: ignore[import-untyped]
import pytest

ROOT = Path(__file__).parents[1]
OURS = ROOT / "engagement_templates" / "theme"
THEIRS = Path(material.__file__).parent / "templates"
# Each block of Material that we add to, by the fingerprint of what it was when we last looked at it.
KEPT = ROOT / "tests" / "cases" / "theme-blocks.txt"
# A block may stand in another: each is looked for from its own beginning.
_BLOCK = re.compile(r"(?=\{% block (\w+) %\}(.*?)\{% endblock %\})", re.DOTALL)


def _blocks() -> dict[str, str]:
    """Return the blocks of Material's base template, by name; none of ours holds another."""
    text = (THEIRS / "base.html").read_text("utf-8")
    # Versions and hashes of files change with every release and say nothing of what a block does.
    text = re.sub(r"\.[0-9a-f]{8}\.min\.|mkdocs-material-[\d.]+", "", text)
    return dict(_BLOCK.findall(text))


def test_one_override_file_exists() -> None:
    """Material is changed in one file of ours; what else lies there is in a folder that Material lacks."""
    files = sorted(path.relative_to(OURS).as_posix() for path in OURS.rglob("*") if path.is_file())
    own = [name for name in files if name.startswith("partials/handbook/")]
    assert (files, bool(own)) == (["main.html", *own], True)
    assert not (THEIRS / "partials" / "handbook").exists()


def test_the_blocks_we_add_to_are_as_they_were() -> None:
    """A block of the installed Material that differs from when ours was written has to be looked at again."""
    named = re.findall(r"\{% block (\w+) %\}", (OURS / "main.html").read_text("utf-8"))
    there = _blocks()
    seen = {name: hashlib.sha256(there[name].encode()).hexdigest()[:16] for name in sorted(named)}
    kept = dict(line.split() for line in KEPT.read_text("utf-8").splitlines())
    assert seen == kept


def test_what_we_mend_is_still_wrong() -> None:
    """The search dialog of the installed Material has no name of its own: when it has one, ours can go."""
    assert 'data-md-component="search" role="dialog">' in (THEIRS / "partials/search.html").read_text("utf-8")


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.js")), ids=lambda path: path.name)
def test_our_scripts_are_small(path: Path) -> None:
    """No script of ours is larger than 20 kB."""
    assert len(path.read_bytes()) <= 20_000


def test_the_policy_names_the_inline_scripts() -> None:
    """The hashes in a page's policy are those of the scripts around its text, and of no script in it."""
    from handbook.skeletons.policy import with_policy  # noqa: PLC0415 -- the press is heavy to load

    text = "<p><script>evil()</script></p>"
    page = (
        f'<meta content="script-src INLINE-SCRIPTS">{text}<script>good()</script><script src="a.js"></script>'
    )
    digest = base64.b64encode(hashlib.sha256(b"good()").digest()).decode()
    assert with_policy(page, text) == page.replace("INLINE-SCRIPTS", f"'sha256-{digest}'")
