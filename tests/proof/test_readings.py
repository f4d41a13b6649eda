"""What is read of many texts or lines at once is what each of them says alone."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.bundle import bundle
from handbook.fresh import hash_of
from handbook.kept import Kept
from handbook.layers import templates
from handbook.markup import tags_as_written, tags_of_line
from handbook.proof import withheld
from handbook.proof.lines import Lines
from handbook.proof.readings import said_by
from handbook.proof.withheld import secrets_of_pages
from handbook.proof.wording import words, words_of

if TYPE_CHECKING:
    from pathlib import Path

PIECES = (
    *(
        "<a href='x'>",
        "<p ",
        "class='a>b'",
        'title="',
        '"',
        "'",
        ">",
        "<",
        "/>",
        "text",
        " ",
        "\n",
        "\n",
        "\n",
    ),
    *(
        "<script>",
        "<script src=</script>",
        "</script>",
        "</script\n>",
        "<STYLE>",
        "</style>",
        "<!-- ",
        "-->",
        "<!",
    ),
)


def _by_hand(text: str) -> str:
    """Return the words of a text, letter by letter."""
    visible = "".join(
        sign for sign in text.casefold() if sign not in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    )
    folded = unicodedata.normalize("NFKC", visible).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("aZ \n\t_-\u00e9\u00df\u200b"))
    )
)
def test_texts_together_say_what_each_says(texts: list[str]) -> None:
    """Any texts in any company give the same words, with a space around each."""
    assert [said.decode().strip() for said in words_of(texts)] == [_by_hand(text) for text in texts]
    assert [words(text).strip() for text in texts] == [_by_hand(text) for text in texts]
    assert all(said.startswith(b" ") and said.endswith(b" ") for said in words_of(texts))


@given(
    st.lists(st.sampled_from(["Their\u00a0board", "a &amp; b", "x<b>y</b>z", r"\u0041\n", "%41", "Plain"]))
)
def test_lines_together_say_what_each_says(lines: list[str]) -> None:
    """However many ways of reading a line has, each line keeps its own."""
    assert said_by(lines) == [said_by([line])[0] for line in lines]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_the_tags_of_a_page_are_those_of_its_lines(page: str) -> None:
    """Where no line leaves a tag open, no tag is missed, and none is seen that is none."""
    by_line = [tags_of_line(line) for line in page.split("\n")]
    if None not in by_line:
        assert frozenset(tag for tags in by_line for tag in tags or ()) == tags_as_written(page)


@pytest.mark.parametrize(
    ("line", "is_whole"),
    [
        ("<!doctype html>", True),
        ("a < b <c>", True),
        ("<script>a</script>", True),
        ("<script src='a'>", False),
        ("<style>", False),
        ("<!-- a", False),
        ("<p class='a", False),
        ("<p", False),
    ],
)
def test_a_tag_that_may_go_on_is_known(line: str, is_whole: bool) -> None:
    """A line that opens what another may close is told from one that stands alone."""
    assert (tags_of_line(line) is not None) is is_whole


def test_what_texts_withhold_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run knows what the first has found in texts, on the same ground; `apart` leaves nothing."""
    sources = templates().sources

    def found(kept: Kept) -> list[str]:
        return sorted(secrets_of_pages(sources, kept).origins)

    first = found(Kept(tmp_path, "").apart())
    assert len(first) > 100
    assert found(Kept(tmp_path, "")) == first
    monkeypatch.setattr(withheld, "words", lambda _: pytest.fail("it is worked out again"))
    assert found(Kept(tmp_path, "")) == first
    with pytest.raises(pytest.fail.Exception):
        found(Kept(tmp_path, "other ground"))


def test_only_our_own_files_are_kept(tmp_path: Path) -> None:
    """A second run knows what our own file says; of another one at the same path, nothing stays."""
    path = "assets/css/handbook.css"
    own, other = (bundle() / "docs" / path).read_bytes(), b"/* Zephyrine Holdings, 1 June */"
    first = Lines().of({path: own, "assets/logo.svg": other})
    for _ in range(2):
        again = Lines(Kept(tmp_path, "")).of({path: own, "assets/logo.svg": other})
        assert [block.lines for block in again] == [block.lines for block in first]
        assert [vars(block).get("said") for block in again] == [vars(block).get("said") for block in first]
        Lines(Kept(tmp_path, "")).of({path: other})
    store = Kept(tmp_path, "")
    assert store.find(("lines", path, hash_of(own)))
    assert not any(store.find(("lines", name, hash_of(other))) for name in (path, "assets/logo.svg"))
