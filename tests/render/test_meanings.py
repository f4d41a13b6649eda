"""Words of the glossary say what they mean where a page first uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.records import Fact
from records_by_hand import root_of
from render.support import page, rendered, shown, write

if TYPE_CHECKING:
    from pathlib import Path

GLOSSARY = """
- id: sprint
  means: 'A "short" stretch of work on {{ product.name }}'
- id: review
  means: A look at what one {{ terms.sprint }} made
- id: kick-off
"""
DATA = "product: {name: Show and tell}"
TERMS = root_of("terms: {sprint: sprint, review: Show and tell, kick-off: kick-off}").fields["terms"]
SPRINT = '<abbr title="A &quot;short&quot; stretch of work on ⟦Show and tell⟧">'
REVIEW = '<abbr title="A look at what one ⟦sprint⟧ made">'


def _shown(folder: Path, body: str, name: str = "index") -> str:
    """Return the body of a page of a handbook with these words."""
    write(folder, {"docs/_data/glossary.yml": GLOSSARY, f"docs/{name}.md": page(body)})
    made = rendered(folder, DATA, {"terms": TERMS}).pages[0]
    return shown(made.markdown, made.slots).strip()


def test_the_first_use_in_running_text_says_what_it_means(tmp_path: Path) -> None:
    """A word has its meaning once, with the engagement's own values in it, whatever its first letter."""
    text = "**{{ terms.sprint | capital }}** by {{ terms.sprint }}.\n\n- The {{ terms.review | inline }}\n"
    assert _shown(tmp_path, text) == (
        f"**{SPRINT}⟦Sprint⟧</abbr>** by ⟦sprint⟧.\n\n- The {REVIEW}⟦show and tell⟧</abbr>"
    )


def test_headings_tables_links_and_code_stay_plain(tmp_path: Path) -> None:
    """Where a meaning would be in the way there is none, and the next use has it."""
    word = "{{ terms.sprint }}"
    text = f"# One {word}\n\n| {word} |\n|---|\n\n[The {word}](#a) `{word}`"
    plain = text.replace(word, "⟦sprint⟧")
    assert _shown(tmp_path, f"{text} {word}") == f"{plain} {SPRINT}⟦sprint⟧</abbr>"


def test_only_our_words_are_explained(tmp_path: Path) -> None:
    """A name that is spelt like a word of ours is left alone, and so is a word without a meaning."""
    text = "{{ product.name }} and {{ terms.kick_off }}"
    assert _shown(tmp_path, text) == "⟦Show and tell⟧ and ⟦kick-off⟧"


def test_a_word_that_is_computed_is_ours_too(tmp_path: Path) -> None:
    """A fact that comes from no field of the file is the handbook's own word."""
    write(tmp_path, {"docs/_data/glossary.yml": GLOSSARY, "docs/index.md": page("{{ word }}")})
    made = rendered(tmp_path, DATA, {"terms": TERMS, "word": Fact("sprint", ())}).pages[0]
    assert shown(made.markdown, made.slots).strip() == f"{SPRINT}⟦sprint⟧</abbr>"


def test_the_glossary_needs_no_such_help(tmp_path: Path) -> None:
    """On the page of all words their meanings stand beside them."""
    assert _shown(tmp_path, "{{ terms.sprint }}", "reference/glossary") == "⟦sprint⟧"
