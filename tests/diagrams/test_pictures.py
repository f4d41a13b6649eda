"""Pictures from data: their structure beside the data, their layout measured, no value as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import generate
from content.reading import file_of, templates
from diagrams.scenes import (
    CASES,
    PUBLIC,
    SIZES,
    crowded,
    drawings,
    examples,
    outlines,
    scenes,
    shapes,
    size,
    strokes,
    words,
)
from handbook.diagrams import PICTURES, Ink, both, draw
from handbook.diagrams.text import BODY, STRONG, measure, wrapped
from handbook.errors import Refused
from handbook.fill import fill_html
from handbook.proof.ledger import visible
from handbook.slots import Kind, Scope, Slot, mark
from render.support import page, rendered, write

if TYPE_CHECKING:
    from pathlib import Path

    from handbook.load import Loaded

# An example that comes later needs no case of its own.
every_case = pytest.mark.parametrize(
    "name", sorted({path.name.split(".")[0] for path in CASES.glob("*.txt")})
)
every_size = pytest.mark.parametrize("width", SIZES)


@every_case
def test_a_picture_is_made_of_what_stands_beside_it(name: str) -> None:
    """Each picture of each example has the shapes and words, in order, that lie in its case."""
    made = outlines(name)
    kept = {path.name: path.read_text("utf-8") for path in CASES.glob(f"{name}.*.txt")}
    assert made == kept


def test_every_picture_is_drawn_for_some_example() -> None:
    """Every picture of the table has a case."""
    assert {path.name.split(".")[1] for path in CASES.glob("*.txt")} == set(PICTURES)


def _faults(svg: str) -> list[str]:
    """Return what is wrong with a layout: words outside, on other words, or under a line."""
    wide, tall = size(svg)
    lines = list(words(svg))
    found = [
        f"outside: {line}" for line in lines if line.left < -1 or line.right > wide + 1 or line.bottom > tall
    ]
    for number, line in enumerate(lines):
        found += [f"{line.what} on {other.what}" for other in lines[number + 1 :] if line.overlaps(other)]
        found += [f"{stroke.what} through {line.what}" for stroke in strokes(svg) if line.overlaps(stroke)]
    return found


@every_size
@pytest.mark.parametrize("name", [*sorted(examples()), "crowded"])
def test_words_have_room(name: str, width: float) -> None:
    """No word lies outside its picture, on another or under a line: 3 people, 30, and long names."""
    loaded = crowded() if name == "crowded" else examples()[name]
    assert {
        picture: _faults(one.svg) for picture, one in drawings(loaded, width).items() if _faults(one.svg)
    } == {}


# To shrink a file of an engagement takes minutes and tells little more than the picture that is wrong.
@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(generate.engagements())
def test_any_engagement_can_be_drawn(data: generate.Tree) -> None:
    """Every valid engagement gives pictures whose words have room, and whose fields the edition may see."""
    loaded = file_of(generate.text(data))
    for name, scene in scenes(loaded):
        drawing = both(name, scene)
        fields = set(drawing.fields) if drawing else set()
        assert fields <= visible(scene.root, *scene.facts.values())
    for width in SIZES:
        assert {
            name: _faults(one.svg) for name, one in drawings(loaded, width).items() if _faults(one.svg)
        } == {}


def _with_names(name: str) -> Loaded:
    text = PUBLIC.read_text("utf-8")
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return file_of(text.replace("name: Tariq Hussain", f"name: {quoted}"))


def test_hours_are_told_as_the_table_beside_them_tells_them() -> None:
    """Who has meetings that take next to nothing is not said to have none."""
    told = drawings(examples()["ferries-proxy-po"], max(SIZES))["hours"].words
    assert "Priscilla Tan: meetings under ¼ h, offered 2 h." in told
    assert "Devika Nair: meetings 0 h, offered 4 h." in told


def test_a_name_is_never_markup() -> None:
    """A name made of markup, quotes and template code stands in a picture as it was typed."""
    hostile = "</text><script>alert(1)</script> \"'&amp; {{7*7}} {% x %}"
    for drawing in drawings(_with_names(hostile), 10_000).values():
        assert {name for name, *_ in shapes(drawing.svg)} <= {
            *("title", "desc", "rect", "circle", "polyline", "polygon", "text"),
        }
        assert "{{" not in drawing.svg
        assert "{%" not in drawing.svg
    told = drawings(_with_names(hostile), 10_000)["decisions"]
    assert hostile in {text for _, _, text in shapes(told.svg)}


PICTURE = Slot("A picture.", Kind.PICTURE, ("title",), "<svg>drawn</svg>")


def test_a_picture_stands_alone_in_its_paragraph() -> None:
    """The fill puts a picture's markup into the paragraph that is made for it."""
    text = f'<p class="hb-picture">{mark(Scope.PAGE, 0)}</p>'
    assert fill_html(text, [PICTURE], []) == '<p class="hb-picture"><svg>drawn</svg></p>'


@pytest.mark.parametrize(
    "text",
    [
        "<p>{}</p>",
        '<p class="hb-picture">Here: {}</p>',
        '<p class="hb-picture">{} there</p>',
        '<p class="other">{}</p>',
        "<h2>{}</h2>",
        '<img alt="{}">',
        '<a href="{}">x</a>',
        "<title>{}</title>",
        '<textarea><p class="hb-picture">{}</p></textarea>',
        '<script><p class="hb-picture">{}</p></script>',
        '<!--<p class="hb-picture">{}</p>-->',
    ],
)
def test_a_picture_stands_nowhere_else(text: str) -> None:
    """Anywhere but in its own paragraph a picture is refused, and so is the page."""
    with pytest.raises(Refused):
        fill_html(text.format(mark(Scope.PAGE, 0)), [PICTURE], [])


def test_words_in_a_pictures_place_are_words() -> None:
    """Whatever else stands where a picture could is escaped like any value."""
    text = f'<p class="hb-picture">{mark(Scope.PAGE, 0)}</p>'
    assert fill_html(text, [Slot("<b>", Kind.TEXT, ())], []) == '<p class="hb-picture">&lt;b&gt;</p>'


def test_a_picture_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    """A misspelt picture ends the page, with the right name."""
    folder = write(tmp_path, {"docs/index.md": page('{{ picture("custmers") }}')})
    with pytest.raises(Refused) as caught:
        rendered(folder)
    assert "there is no picture 'custmers'; did you mean 'customers'?" in str(caught.value.problems[0])


def test_a_word_of_ours_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    """A picture whose words nobody wrote ends the page, and the message says which."""
    folder = write(tmp_path, {"docs/index.md": page('{{ picture("customers") }}')})
    with pytest.raises(Refused) as caught:
        rendered(folder)
    assert "the picture 'customers' has no words for 'payer'" in str(caught.value.problems[0])


@given(st.text(alphabet="ab W-日本ทá\u0301\u200d", min_size=1, max_size=60), st.integers(30, 200))
def test_lines_keep_every_character(text: str, room: int) -> None:
    """Breaking lines loses nothing but spaces, and no line is wider than the room if one character fits."""
    lines = list(wrapped(text, room, BODY))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line, BODY) <= room or len(line) <= 4 for line in lines)


def test_bold_is_wider() -> None:
    """The table of widths knows both weights."""
    assert measure("Noor de Wit", STRONG) > measure("Noor de Wit", BODY) > 0


def test_a_picture_alone_has_its_own_colours() -> None:
    """With ink a picture names its colours, to stand on paper; without, the page's stylesheet does."""
    _, scene = next(scenes(examples()["startup-client-po"]))
    alone, on_page = draw("customers", scene, ink=Ink(brand="#123456")), draw("customers", scene)
    assert alone
    assert on_page
    assert "#123456" in alone.svg
    assert "#" not in on_page.svg
    assert alone.words == on_page.words


def test_every_word_of_ours_is_used() -> None:
    """docs/_data/pictures.yml has words for the pictures of the table and for no others."""
    captions = templates().sources.data["pictures"]
    assert set(getattr(captions, "parts", {})) == set(PICTURES)
