"""The measure of plain language counts as a careful reader would."""

from __future__ import annotations

import pytest

from readability import blocks, measure_html, sentences, syllables, words

COUNTED_BY_HAND = {
    1: "team asked asks one two rule rules used changed moved missed watched times clear year stage"
    " called named names tried whole while file role done give leave free nine write place voice"
    " judge page cause their",
    2: "product owner people table tables changes uses wanted needed agreed review being seeing"
    " trying business every sponsor because released feature questions someone value values quiet"
    " settled handle planning system player payer useful careless wishes boxes unique colleague"
    " rhythm statement",
    3: "decision customer ideas area created evidence everyone reopen together releases engagement"
    " video period supplier carrier earlier easier busier serious various previous employee"
    " stakeholder carefully dialogue",
    4: "priority material responsible retrospective developer variety usually experience escalation"
    " situation",
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, count) for count, row in COUNTED_BY_HAND.items() for word in row.split()]
)
def test_syllables_are_counted_as_by_hand(word: str, count: int) -> None:
    """Each word has as many syllables as a person who says it aloud counts."""
    assert syllables(word) == count


def test_a_block_ends_its_last_sentence() -> None:
    """A list item without a full stop is a sentence of its own."""
    html = "<p>One thing. Another thing</p><ul><li>a third</li><li>a fourth</li></ul>"
    assert measure_html(html).sentences == 4


def test_abbreviations_numbers_and_addresses_end_no_sentence() -> None:
    """A full stop inside a name, a number or an address does not cut a sentence in two."""
    text = "Dr. Marsh of Spokeshare B.V. opens https://staging.spokeshare.example at 9.30 a day. It works."
    assert len(sentences(text)) == 2


def test_figures_and_addresses_are_no_words() -> None:
    """What nobody reads aloud as words is not counted as words."""
    assert words("Write to noor@spokeshare.example by 29 January 2027") == ["Write", "to", "by", "January"]


def test_tables_headings_and_scripts_do_not_count_as_prose() -> None:
    """Only prose is measured, and the longest sentence of a table is still known."""
    html = (
        "<h2>A heading of words</h2><script>var unread;</script>"
        "<table><tr><td>A long cell that nobody can miss</td></tr></table><p>Short.</p>"
    )
    found = measure_html(html)
    assert (found.sentences, found.longest) == (1, "A long cell that nobody can miss")


def test_what_is_marked_as_unread_is_left_out() -> None:
    """Text under a class that the caller names is not measured."""
    html = '<div class="self-check"><p>Not this.</p></div><p>Only this.</p>'
    assert [block.text for block in blocks(html, ["self-check"])] == ["Only this."]


def test_long_words_and_sentences_raise_the_grade() -> None:
    """A hard sentence has a higher grade and a lower ease than a plain one."""
    plain = measure_html("<p>We show you what works. You say what comes next.</p>")
    hard = measure_html(
        "<p>Stakeholder representatives participate in organisational prioritisation activities.</p>"
    )
    assert (plain.grade < 3, hard.grade > 20) == (True, True)
    assert (plain.ease > 90, hard.ease < 0) == (True, True)
