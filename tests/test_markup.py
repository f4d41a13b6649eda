"""What pages and stylesheets point at is read as a browser reads it."""

from __future__ import annotations

import pytest

from handbook.markup import in_css, linked, loaded, tags, tags_as_written, target


def all_loaded(page: str) -> list[str]:
    """Return every address that a page loads."""
    return [address for tag in tags(page) for address in loaded(tag)]


def all_linked(page: str) -> list[str]:
    """Return every address that a page links."""
    return [address for tag in tags(page) for address in linked(tag)]


@pytest.mark.parametrize(
    ("page", "addresses"),
    [
        ('<img src="a.png">', ["a.png"]),
        ("<IMG SRC='a.png' />", ["a.png"]),
        ("<img src=a.png>", ["a.png"]),
        ('<img\n  alt="1 > 0"\n  src="a.png">', ["a.png"]),
        ('<img src="a?b&amp;c=&quot;d&quot;">', ['a?b&c="d"']),
        ('<img srcset="a.png 1x, b.png 2x">', ["a.png", "b.png"]),
        ('<img src="first" src="second">', ["first"]),
        ('<script src="a.js"></script>', ["a.js"]),
        ('<script>document.write("<img src=x>")</script>', []),
        ('<!-- <img src="a.png"> -->', []),
        ('<link rel="stylesheet" href="a.css">', ["a.css"]),
        ('<link rel="preconnect" href="//cdn.example">', ["//cdn.example"]),
        ('<link rel="next" href="b.html">', []),
        ('<a href="b.html">b</a>', []),
        ("<style>p { background: url(a.png) }</style>", ["a.png"]),
        ('<p style="background: url(&quot;a.png&quot;)">', ["a.png"]),
        ('<svg><use href="#a"/><image xlink:href="b.png"/></svg>', ["#a", "b.png"]),
        (
            '<video poster="a.png"><source src="b.webm"><track src="c.vtt"></video>',
            ["a.png", "b.webm", "c.vtt"],
        ),
        (
            '<object data="a.pdf"></object><embed src="b.pdf"><iframe src="c.html">',
            ["a.pdf", "b.pdf", "c.html"],
        ),
        ("1 < 2 and 3 > 2, <3", []),
    ],
)
def test_what_a_page_loads(page: str, addresses: list[str]) -> None:
    """Each way in which a tag makes a browser load something is seen, and nothing else is taken for one."""
    assert sorted(all_loaded(page)) == sorted(addresses)


@pytest.mark.parametrize(
    ("page", "addresses"),
    [
        ('<a class="x" href="b.html#c">b</a>', ["b.html#c"]),
        ('<link rel="prev" href="a.html">', ["a.html"]),
        ('<link rel="stylesheet" href="a.css">', []),
        ('<form action="send.php"><button formaction="other.php"></form>', ["send.php", "other.php"]),
        ('<area href="b.html">', ["b.html"]),
    ],
)
def test_where_a_page_leads(page: str, addresses: list[str]) -> None:
    """Each address that takes a reader somewhere is seen."""
    assert all_linked(page) == addresses


@pytest.mark.parametrize(
    ("stylesheet", "addresses"),
    [
        ("a { background: url(x.png), url('y.png'), url(\"z.png\") }", ["x.png", "y.png", "z.png"]),
        ("@import 'a.css'; @import url(b.css);", ["a.css", "b.css"]),
        ("/* url(x.png) */", []),
        ("a { background: URL( 'x y.png' ) }", ["x y.png"]),
    ],
)
def test_what_a_stylesheet_loads(stylesheet: str, addresses: list[str]) -> None:
    """Each address in a stylesheet is seen, and comments are not read."""
    assert list(in_css(stylesheet)) == addresses


@pytest.mark.parametrize(
    ("address", "aim"),
    [
        ("b.html", ("people/b.html", "")),
        ("../index.html#top", ("index.html", "top")),
        ("#here", ("people/a.html", "here")),
        ("", ("people/a.html", "")),
        ("na%20me.html#%C3%A9", ("people/na me.html", "é")),
        ("../../up.html", ("../up.html", "")),
        ("https://a.example/", None),
        ("//a.example/", None),
        ("mailto:a@b.example", None),
        ("https://[", None),
    ],
)
def test_where_an_address_leads(address: str, aim: tuple[str, str] | None) -> None:
    """An address is followed from the page it stands on, and one that leads out of the site is told."""
    assert target(address, "people/a.html") == aim


@pytest.mark.parametrize(
    "page",
    [
        '<a href="1 > 0">a</a><A HREF=b>b</A><a href="1 > 0">again</a>',
        "<script>a('<img src=x>')</script><SCRIPT src=\"a.js\"></SCRIPT><style>p { color: red }</style>",
        '<!-- <img src="a.png"> --><p title="it\'s">1 < 2 <3 <p class=\'"\'><br/>',
        '<p title="never ends><a href="b">b</a>',
        "<!-- never ends <a href=b>",
    ],
)
def test_tags_read_one_by_one_are_those_of_the_page(page: str) -> None:
    """What the tags of a page say does not depend on whether they are read together or each alone."""
    together = {(tag.name, *tag.attributes.items(), tag.text) for tag in tags(page)}
    alone = [tag for written in tags_as_written(page) for tag in tags(written)]
    assert together == {(tag.name, *tag.attributes.items(), tag.text) for tag in alone}
