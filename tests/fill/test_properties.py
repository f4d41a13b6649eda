"""What holds for every value in every place: it comes back as typed, and the page stays as it was."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from handbook.errors import Refused
from handbook.fill import fill_css, fill_entry, fill_html, mould_of_html
from handbook.fill.tokens import stretches, stretches_with_marks
from handbook.slots import MARK, Kind, Scope, Slot, mark
from words import NAMES, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handbook.fill.tokens import Stretch

HOLE = mark(Scope.PAGE, 0)
PLACES = {
    "text": f"<p>{HOLE}</p>",
    "between words": f"<td>Here: {HOLE}, and on</td>",
    "title": f"<title>{HOLE}</title>",
    "text box": f"<textarea>\n{HOLE}</textarea>",
    "option": f"<select><option>{HOLE}</option></select>",
    "double quotes": f'<abbr title="{HOLE}">x</abbr>',
    "single quotes": f"<abbr title='{HOLE}'>x</abbr>",
    "meta": f'<meta name="description" content="{HOLE}">',
    "picture": f"<svg><title>{HOLE}</title></svg>",
    "code": f"<pre><code><span>{HOLE}</span></code></pre>",
    "link": f'<a href="x.html">{HOLE}</a>',
}
every_place = pytest.mark.parametrize("place", PLACES)

# What the loader lets through: no control characters but line feeds and tabs, no private use.
typed = st.text(
    st.one_of(
        st.sampled_from("<>&\"'{}`=/!-?#;:%\\ \n\t"),
        st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")),
    )
)


def _filled(page: str, value: str, kind: Kind = Kind.TEXT) -> str:
    return fill_html(page, [Slot(value, kind, ("name",))], [])


def _page(piece: str) -> str:
    return f"<!doctype html><html><head></head><body><main>{piece}</main><footer>end</footer></body></html>"


def _structure(page: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (str(node.tag), tuple(sorted(map(str, node.attrib))))
        for node in html.document_fromstring(page).iter()
    ]


class _Events(HTMLParser):
    """A second reader, which is not lxml: tags with their attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag + " " + " ".join(name for name, _ in attrs))
        self.values.extend(value or "" for _, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.values.append(data)


def _seen(page: str) -> list[str]:
    """Return every text and attribute value of a page, as lxml reads it."""
    root = html.document_fromstring(page)
    texts = [text or "" for node in root.iter() for text in (node.text, node.tail)]
    return texts + [str(value) for node in root.iter() for value in node.attrib.values()]


@every_place
@given(value=typed)
def test_a_value_comes_back_as_typed(place: str, value: str) -> None:
    """Whatever the value, a browser's reader gives it back, and finds no tag or attribute more or less."""
    plain, page = _page(_filled(PLACES[place], "x")), _page(_filled(PLACES[place], value))
    assert _structure(page) == _structure(plain)
    assert _Events(page).tags == _Events(plain).tags
    around = PLACES[place].partition("<")[2]
    wanted = f"Here: {value}, and on" if "Here" in around else value
    assert any(wanted in seen for seen in _seen(page))
    assert wanted in "".join(_Events(page).values)


@pytest.mark.parametrize("value", [*NAMES, *SENTENCES])
@every_place
def test_hostile_and_foreign_names_come_back_as_typed(place: str, value: str) -> None:
    """Names in any script, and names made of markup, Markdown, Jinja or include lines, are shown as typed."""
    page = _page(_filled(PLACES[place], value))
    assert _structure(page) == _structure(_page(_filled(PLACES[place], "x")))
    assert any(value in seen for seen in _seen(page))


@given(value=typed)
def test_no_template_is_left_over_by_a_value(value: str) -> None:
    """A finished page holds no `{{` or `{%` that comes from a value."""
    assert "{" not in _filled(PLACES["text"] + PLACES["meta"], value)


@given(value=typed)
def test_an_address_never_runs_anything(value: str) -> None:
    """A link target is refused, or begins with a safe scheme, and leads where it was typed."""
    try:
        page = _page(_filled(f'<a href="slot:{HOLE}">x</a>', value, Kind.URL))
    except Refused:
        return
    assert _structure(page) == _structure(_page('<a href="x">x</a>'))
    target = str(html.document_fromstring(page).xpath("string(//a/@href)"))
    assert target.lower().startswith(("https://", "http://", "mailto:", "tel:"))
    assert target.isascii()
    assert target.isprintable()
    assert unquote(target) == unquote(value)


@given(rest=typed)
def test_safe_addresses_are_not_refused(rest: str) -> None:
    """What begins with https:// and a letter is a link target, whatever comes after."""
    assert 'href="https://x' in _filled(f'<a href="slot:{HOLE}">x</a>', f"https://x{rest}", Kind.URL)


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "JAVASCRIPT:x", "\x01javascript:x", "data:text/html,x"]
)
def test_unsafe_schemes_are_refused(value: str) -> None:
    """No address with another scheme than those for reading, mailing and calling gets out."""
    with pytest.raises(Refused, match="none that a link may lead to"):
        _filled(f'<a href="slot:{HOLE}">x</a>', value, Kind.URL)


@given(value=typed)
def test_a_search_entry_shows_the_value_as_typed(value: str) -> None:
    """In the search index a value is text of HTML inside a text of JSON."""
    entry = {
        "location": "a.html#b",
        "title": HOLE,
        "text": f"<p>About {HOLE}</p>",
        "tags": [HOLE],
        "boost": 2,
    }
    filled = fill_entry(entry, [Slot(value, Kind.TEXT, ())], [])
    read = json.loads(json.dumps(filled))
    assert (read["location"], read["boost"]) == ("a.html#b", 2)
    for text, wanted in ((read["title"], value), (read["text"], f"About {value}"), (read["tags"][0], value)):
        assert html.fragment_fromstring(f"<div>{text}</div>").text_content() == wanted


@given(values=st.lists(typed, min_size=1, max_size=4))
def test_values_do_not_touch_each_other(values: list[str]) -> None:
    """Values side by side stay apart: none begins a mark, a tag or a character that another one ends."""
    page = "".join(f"<i>{mark(Scope.PAGE, number)}</i>" for number in range(len(values)))
    side_by_side = "".join(mark(Scope.PAGE, number) for number in range(len(values)))
    slots = [Slot(value, Kind.TEXT, ()) for value in values]
    read = html.fragment_fromstring(
        f"<div>{fill_html(page + '<b>' + side_by_side + '</b>', slots, [])}</div>"
    )
    assert [node.text or "" for node in read.iter("i")] == values
    assert (read.find("b").text or "") == "".join(values)


def test_a_mould_serves_many_engagements() -> None:
    """A page is cut once and filled for each engagement, and keeps nothing of the one before."""
    mould = mould_of_html(f"<p>{HOLE}</p><p>{mark(Scope.SITE, 0)}</p>")
    first = mould.fill([Slot("A", Kind.TEXT, ())], [Slot("1", Kind.TEXT, ())])
    second = mould.fill([Slot("B", Kind.TEXT, ())], [Slot("2", Kind.TEXT, ())])
    assert (first, second) == ("<p>A</p><p>1</p>", "<p>B</p><p>2</p>")
    assert mould.fill([Slot("A", Kind.TEXT, ())], [Slot("1", Kind.TEXT, ())]) == first


def test_a_broken_mark_is_refused() -> None:
    """A part of a mark, wherever it comes from, is never published."""
    for broken in (HOLE[:-1], HOLE[1:], HOLE[1]):
        with pytest.raises(Refused, match="broken"):
            _filled(f"<p>{broken}</p>", "x")


@pytest.mark.parametrize("value", ["#0b6e4f", "#fff", "12px", "1.5rem", "50%", "0", "red"])
def test_a_style_takes_colours_and_lengths(value: str) -> None:
    """A custom property of a stylesheet takes a colour, a length, a number or a name."""
    assert (
        fill_css(f":root {{ --a: {HOLE}; }}", [Slot(value, Kind.TEXT, ())], [])
        == f":root {{ --a: {value}; }}"
    )


@pytest.mark.parametrize(
    "value", ["red; } * { display: none", "url(x)", "#12", "", "expression(1)", "</style>"]
)
def test_a_style_takes_nothing_else(value: str) -> None:
    """Nothing that could be more than one value gets into a stylesheet."""
    with pytest.raises(Refused, match="no colour"):
        fill_css(f":root {{ --a: {HOLE}; }}", [Slot(value, Kind.TEXT, ())], [])


@pytest.mark.parametrize(
    "sheet", ["p { color: %s; }", "%s { }", ":root { --a: x %s; }", "/* %s */", ":root { --%s: 1; }"]
)
def test_a_style_takes_values_in_custom_properties_only(sheet: str) -> None:
    """Anywhere but as the whole of a custom property, a value is refused."""
    with pytest.raises(Refused, match="in a style"):
        fill_css(sheet % HOLE, [Slot("red", Kind.TEXT, ())], [])


scraps = st.sampled_from(
    [
        *(
            HOLE,
            HOLE,
            "a",
            " ",
            "\n",
            "<",
            ">",
            "/",
            "=",
            '"',
            "'",
            "&",
            "!",
            "-",
            "?",
            "<p>",
            "</p>",
            "<br/>",
        ),
        *('<a href="', '<a title="', "<a title='x'>", '<i x="1" y>', "<b a=c>", '<b a="<">', "<!--", "-->"),
        *("<script>", "</script>", "<SCRIPT ", "<style>", "</style>", "<title>", "</title ", "<textarea"),
        *("<iframe>", "<plaintext>", "<noframes ", "<scripted>", "<!doctype html>", "</>", "<1>", "<a-b:c>"),
    ]
)


@given(st.lists(scraps, max_size=30).map("".join))
def test_passing_over_markup_without_marks_changes_nothing(page: str) -> None:
    """Where a value stands, and whether it may, is the same when the markup before it is passed over."""

    def read(by: Callable[[str], Iterator[Stretch]]) -> list[tuple[object, ...]]:
        found = ((one, MARK.finditer(page, one.start, one.end)) for one in by(page))
        return [(hit.start(), one.end, one.context, one.reason) for one, hits in found for hit in hits]

    assert read(stretches_with_marks) == read(stretches)
