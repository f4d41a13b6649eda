"""The command by which page authors try their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.bundle import bundle
from handbook.render.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

EXAMPLE = bundle() / "engagement_templates" / "examples" / "startup-client-po.yml"


def test_a_page_is_shown_with_its_values(capsys: pytest.CaptureFixture[str]) -> None:
    """One page of one example is printed with the values in brackets."""
    assert main([str(EXAMPLE), "--edition", "client", "--show", "people/decisions"]) == 0
    shown = capsys.readouterr().out
    assert "=== startup-client-po, client: " in shown
    assert "⟦" in shown


def test_a_page_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A page that the edition lacks is named."""
    assert main([str(EXAMPLE), "--edition", "client", "--show", "internal/brief"]) == 0
    assert "has no page internal/brief" in capsys.readouterr().out


def test_problems_are_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems of the engagement go to standard error, and the exit code says so."""
    broken = tmp_path / "broken.yml"
    broken.write_text("schema: 1\nid: [x\n", "utf-8")
    assert main([str(broken), "--edition", "client"]) == 1
    assert "broken.yml:2:" in capsys.readouterr().err
