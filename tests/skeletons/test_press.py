"""A press makes of slotted pages what MkDocs and Material make of them, each distinct part once in a run."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

import sites_by_hand as by_hand
from handbook.skeletons import Press
from handbook.skeletons.compiling import Bench
from handbook.skeletons.joints import Form
from handbook.skeletons.parts import parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.render import RenderedPage, RenderedSite
    from handbook.skeletons.joints import Fragment

CASES = sorted((Path(__file__).parents[1] / "cases" / "pages").glob("*.md"))
NAMES = ("Noor de Wit", "<b>&amp;{{ x }}</b>", "https://acme.example/?a=1&b=2", 'x --8<-- "y" \'\\')


def case(path: Path, folder: str = "cases/") -> RenderedPage:
    """Return the page of a case."""
    return by_hand.page(f"{folder}{path.name}", path.read_text("utf-8"), *NAMES)


def home(markdown: str = "Welcome.\n") -> RenderedPage:
    """Return the front page that every site has."""
    return by_hand.page("index.md", markdown)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the files that two sites do not share."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def same_as_mkdocs(made: RenderedSite, folder: Path, logo: str | None = None) -> dict[str, bytes]:
    """Return what a press makes of a site; it is byte for byte what MkDocs makes of it."""
    files = by_hand.pressed(Press(by_hand.MKDOCS), made, logo)
    assert differing(files, by_hand.built_by_mkdocs(made, folder, logo)) == []
    return files


def test_pages_are_what_mkdocs_makes_of_them(tmp_path: Path) -> None:
    """Every kind of Markdown comes out of a press as it comes out of MkDocs, the search index too."""
    pages = [home(), *(case(path) for path in CASES), *(case(path, "") for path in CASES)]
    files = same_as_mkdocs(by_hand.site(*pages, classification="Secret & safe", draft="yes"), tmp_path)
    assert "Noor de Wit" in files["cases/blocks.html"].decode()
    assert len(json.loads(files["search"])["docs"]) > 40


@pytest.mark.parametrize(
    "extras",
    [
        {"edition": "team"},
        {"language": "nl"},
        {"language": "pt-BR"},
        {"language": "ja"},
        {"site_name": "<script>alert(1)</script>", "client": '"{{ 7*7 }}"'},
    ],
)
def test_sites_are_what_mkdocs_makes_of_them(tmp_path: Path, extras: dict[str, str]) -> None:
    """Whatever a site says around its pages, a press makes of it what MkDocs makes."""
    who = by_hand.page("people/who.md", "## Who {: #who }\n\n%0\n", "Noor", hide=("navigation",))
    pages = [home(), who]
    same_as_mkdocs(by_hand.site(*pages, **extras), tmp_path, logo="assets/client-logo.svg")


def test_pages_in_another_language_are_what_mkdocs_makes_of_them(tmp_path: Path) -> None:
    """Of a page in another language than its site, navigation and contents are what MkDocs makes of them.

    Both say the language of the page's titles, and of a heading that is in one of its own, its own.
    """
    text = "## Who %0 is {: #who }\n\nText\n\n### Why {: #why }\n\n"
    text += "## <span lang='nl'>Lees ook</span> {: #more data-search-exclude }\n"
    pages = [
        home(),
        *(by_hand.page(f"people/{name}.md", text, "Noor & Co", title=name, lang=("en",)) for name in "ab"),
        by_hand.page("people/c.md", "## Wie {: #wie }\n", lang=("fr",)),
    ]
    files = same_as_mkdocs(by_hand.site(*pages, language="nl"), tmp_path)
    page: Any = html.fromstring(files["people/b.html"])
    lists = page.xpath("//nav[contains(@class, 'md-nav--secondary')]//li/a//span[@lang]")
    assert [(one.get("lang"), one.text_content().strip()) for one in lists] == 2 * [
        ("en", "Who Noor & Co is"),
        ("en", "Why"),
        ("nl", "Lees ook"),
    ]
    links = page.xpath("//a[contains(@class, 'md-footer__link')]")
    assert [(link.get("aria-label"), link.xpath(".//*[@lang]/@lang")) for link in links] == [
        (None, ["en"]),
        (None, ["fr"]),
    ]
    assert "lang=" not in files["search"].decode()


def _random_page(number: int, blocks: list[str]) -> RenderedPage:
    chance = random.Random(number)
    chosen = "\n\n".join(chance.choices(blocks, k=chance.randint(1, 14)))
    # An id stands once on a page.
    headings = iter(range(1000))
    unique = re.sub(r"\{: #\w+ \}", lambda _: f"{{: #h{next(headings)} }}", chosen)
    return by_hand.page(f"random/page-{number}.md", unique + "\n", *NAMES)


def test_blocks_in_any_order_are_what_mkdocs_makes_of_them(tmp_path: Path) -> None:
    """Blocks put together at random come out of a press as out of MkDocs."""
    text = (CASES[0].parent / "blocks.md").read_text("utf-8")
    blocks: list[str] = []
    for block in re.split(r"\n\n(?=\S)", text.strip()):
        if blocks and blocks[-1].count("```") % 2:
            blocks[-1] += f"\n\n{block}"
        else:
            blocks.append(block)
    pages = [_random_page(number, blocks) for number in range(150)]
    assert sum(len(parts(page.markdown)) > 2 for page in pages) > 50
    same_as_mkdocs(by_hand.site(home(), *pages), tmp_path)


def test_code_that_nobody_ended_is_what_mkdocs_makes_of_it(tmp_path: Path) -> None:
    """Where a fence is missing, or another kind stands between, the page comes out as from MkDocs."""
    torn = "Text\n```\n\n    indented\n\n```yaml\na: %0\n\nb: 1\n```\n\n    indented\n\nterm\n:   meaning\n"
    tildes = "```\n~~~\na: %0\n\n```\n\nText\n\n~~~\n\nMore\n"
    pages = (by_hand.page(f"torn/{number}.md", text, *NAMES) for number, text in enumerate((torn, tildes)))
    same_as_mkdocs(by_hand.site(home(), *pages), tmp_path)


_ODD = (
    *(
        "word ",
        "%0",
        "%1",
        "- ",
        "1. ",
        "2. ",
        "> ",
        "| a | b |\n|---|---|\n",
        "| %0 | c |\n",
        "**",
        "*",
        "`",
    ),
    *("\n", "\n\n", "\n\n", "    ", ":   ", "!!! note\n    ", '??? tip "t %0"\n    ', "## H {: #hX }\n\n"),
    *(
        "{: .c }",
        "[a](../index.md)",
        "<b>",
        "</b>",
        "<span lang='de'>Wort</span> ",
        "a < b",
        "&amp;",
        "-->",
        "\\",
        '"q"',
        "- [ ] ",
        "+ ",
        "---",
    ),
)


def _odd_page(number: int) -> RenderedPage:
    chance = random.Random(number)
    text = "word" + "".join(chance.choices(_ODD, k=chance.randint(3, 25)))
    headings = iter(range(1000))
    unique = re.sub("#hX", lambda _: f"#h{next(headings)}", text)
    return by_hand.page(f"odd/page-{number}.md", unique + "\n", *NAMES)


def test_text_that_nobody_would_write_is_what_mkdocs_makes_of_it(tmp_path: Path) -> None:
    """Pieces of syntax in any order, most of them wrong, come out of a press as out of MkDocs."""
    same_as_mkdocs(by_hand.site(home(), *map(_odd_page, range(200))), tmp_path)


def test_a_part_that_two_engagements_share_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another engagement's page says in the same words, with whatever values, is not compiled again."""
    compiled: list[str] = []
    bench_compile = Bench.compile

    def noted(bench: Bench, page: RenderedPage, fragments: Sequence[Fragment]) -> object:
        compiled.extend(fragment.markdown for fragment in fragments)
        return bench_compile(bench, page, fragments)

    monkeypatch.setattr(Bench, "compile", noted)
    shared = "## Shared {: #shared }\n\nWritten by %1 for %0.\n"
    press = Press(by_hand.MKDOCS)
    by_hand.pressed(press, by_hand.site(home(), by_hand.page("a/b.md", f"Only %0.\n\n{shared}", "x", "y")))
    before = len(compiled)
    other = by_hand.page(
        "a/b.md", f"Two here: %0 and %1.\n\n{shared}".replace("%1 for %0", "%1 for %1"), "v", "w"
    )
    by_hand.pressed(press, by_hand.site(home(), other))
    same = by_hand.page("a/b.md", f"Two here: %2 and %0.\n\n{shared}", "v", "w", "z")
    files = by_hand.pressed(press, by_hand.site(home(), same))
    assert [text.count("Shared") for text in compiled[before:]] == [0, 0]
    assert "Written by w for v." in files["a/b.html"].decode()


def _shapes(chance: random.Random) -> Iterator[str]:
    """Yield lists, tables, definitions and boxes of all of them, each of any length."""
    say = (
        "%0",
        "**%1**{: .hb-x }",
        "[%3](@2)",
        "a [page](../a/b.md), *now*",
        "`code %0`",
        "x \\| y",
        chance.choice("<>&"),
    )

    def some(form: str) -> list[str]:
        return [form.format(chance.choice(say), chance.choice(say)) for _ in range(chance.randint(1, 4))]

    entries = some(chance.choice(("- {}", "- {}\n  and {}", '- {}\n  {{: data-hb-for="all" }}')))
    steps = [f"{number}. {step}" for number, step in enumerate(some("{}\n   {}"), 1)]
    pairs = some(chance.choice(("**{}**\n:   {}", "**{}** (one)\n\n:   {}.\n    And more.")))
    rows = "\n".join(("| a | %0 |", "|---|--:|", *some("| {} | {} |")))
    inside = "\n".join(entries) + "\n\nAfter %1.\n\n" + "\n\n".join(pairs)
    box = chance.choice(('??? note "%0 says"', "!!! warning")) + "\n"
    yield from ("\n".join(entries), "\n".join(steps), "\n\n".join(pairs), rows)
    yield box + "\n".join(f"    {line}" if line else "" for line in inside.split("\n"))


def test_what_is_taken_apart_is_what_mkdocs_makes_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists, tables, definitions and boxes of any length come out of a press as out of MkDocs."""
    compiled: list[Fragment] = []
    bench_compile = Bench.compile

    def noted(bench: Bench, page: RenderedPage, fragments: Sequence[Fragment]) -> object:
        compiled.extend(fragments)
        return bench_compile(bench, page, fragments)

    monkeypatch.setattr(Bench, "compile", noted)
    pages = []
    for number in range(60):
        chance = random.Random(number)
        shapes = list(_shapes(chance))
        chance.shuffle(shapes)
        text = "\n\n".join(f"## H {{: #h{at} }}\n\nSo:\n\n{shape}" for at, shape in enumerate(shapes))
        pages.append(by_hand.page(f"shapes/page-{number}.md", text, *NAMES))
    same_as_mkdocs(by_hand.site(home(), by_hand.page("a/b.md", "Here.\n"), *pages), tmp_path)
    assert {fragment.form for fragment in compiled} == set(Form)
    assert sum(fragment.form is not Form.WHOLE for fragment in compiled) > len(compiled) / 2


def test_no_site_depends_on_those_before_it(tmp_path: Path) -> None:
    """Alone, first, last, or after a site in another language and edition: the same bytes."""
    one = by_hand.site(home("Hello %0.\n"), *(case(path) for path in CASES[:3]))
    two = by_hand.site(
        home(), *(case(path) for path in CASES[2:]), language="nl", edition="team", client="Bolt"
    )
    alone = [by_hand.pressed(Press(by_hand.MKDOCS), each) for each in (one, two)]
    press = Press(by_hand.MKDOCS)
    together = [by_hand.pressed(press, each) for each in (one, two, one, two)]
    assert [differing(a, b) for a, b in zip(alone * 2, together, strict=True)] == [[], [], [], []]
    assert by_hand.built_by_mkdocs(one, tmp_path) == alone[0]


def test_a_press_keeps_no_value() -> None:
    """Nothing that a press keeps from one engagement to the next holds a value of either."""
    press = Press(by_hand.MKDOCS)
    texts = ("canary-1", "canary-2", "https://canary-3.example", "canary-4")
    pages = [by_hand.page(f"cases/{path.name}", path.read_text("utf-8"), *texts) for path in CASES]
    by_hand.pressed(press, by_hand.site(home(), *pages, client="canary-5"))
    kept = [vars(press), *(vars(each) for each in vars(press).values() if hasattr(each, "__dict__"))]
    assert "canary" not in repr(kept)


def test_only_what_pages_ask_for_is_there() -> None:
    """Styles, scripts and fonts that pages need are there; maps and other languages' scripts are not."""
    files = by_hand.pressed(Press(by_hand.MKDOCS), by_hand.site(home()))
    kinds = {path.rpartition(".")[2] for path in files}
    assert kinds == {"css", "html", "js", "search", "svg", "txt", "woff2"}
    assert not [path for path in files if "lunr" in path or path.endswith(".map") or "404" in path]
    assert [path for path in files if path.startswith("assets/fonts/")]


def test_search_in_another_language_has_its_script() -> None:
    """A Dutch site searches Dutch words, so it has the script that knows them, and no other language's."""
    files = by_hand.pressed(Press(by_hand.MKDOCS), by_hand.site(home(), language="nl-NL"))
    assert sorted(path.rpartition("/")[2] for path in files if "lunr" in path) == [
        "lunr.nl.min.js",
        "lunr.stemmer.support.min.js",
    ]
    assert 'placeholder="Zoeken"' in files["index.html"].decode()


def test_a_language_that_the_theme_lacks_is_english() -> None:
    """For a language without a translation of the theme the words around the pages are English."""
    files = by_hand.pressed(Press(by_hand.MKDOCS), by_hand.site(home(), language="mt"))
    assert 'placeholder="Search"' in files["index.html"].decode()


@pytest.mark.parametrize(("edition", "there"), [("client", False), ("team", True)])
def test_pictures_of_the_team_stay_with_the_team(tmp_path: Path, edition: str, there: bool) -> None:
    """A file in docs/internal/ is for the team edition, even where a client's page asks for it."""
    for name in ("docs/assets/css", "docs/internal", "engagement_templates/theme", "hooks"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(by_hand.MKDOCS.read_text("utf-8"), "utf-8")
    (tmp_path / "engagement_templates" / "theme" / "main.html").write_text(
        '{% extends "base.html" %}', "utf-8"
    )
    (tmp_path / "docs" / "internal" / "map.svg").write_text("<svg/>", "utf-8")
    (tmp_path / "docs" / "_data.svg").write_text("<svg/>", "utf-8")
    (tmp_path / "src" / "handbook").mkdir(parents=True)
    asks = home("![map](internal/map.svg) ![data](_data.svg)\n")
    files = by_hand.pressed(Press(tmp_path / "mkdocs.yml"), by_hand.site(asks, edition=edition))
    assert ("internal/map.svg" in files, "_data.svg" in files) == (there, False)
