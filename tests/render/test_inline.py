"""How a text stands inside a sentence: with a small letter, unless it begins with a name."""

from __future__ import annotations

import pytest

from handbook.render.filters import inside

NAMES = ("Renée Boudreau", "Renée", "Report a repair", "Linear")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Show and tell", "show and tell"),
        ("IT reads it first", "IT reads it first"),
        ("Renée may swap anything", "Renée may swap anything"),
        ("Renéed text", "renéed text"),
        ("Report a repair goes first", "Report a repair goes first"),
        ("Report what you saw", "report what you saw"),
        ("Linear", "Linear"),
        ("The Authority", "the Authority"),
        ("The alarm rota", "the alarm rota"),
        ("Theatre tickets", "theatre tickets"),
    ],
)
def test_a_name_keeps_its_capital(text: str, said: str) -> None:
    """A word gets a small letter inside a sentence; a name that the file knows stays, but for its article."""
    assert inside(text, NAMES) == said
