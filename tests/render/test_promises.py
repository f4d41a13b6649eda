"""What holds for every page and every value: inert marks, shared skeletons, honest ledgers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.errors import Refused
from handbook.records import Record, Url
from handbook.render import Templates, render
from handbook.slots import Kind, Scope, Slot, mark
from handbook.view import Edition, View
from render.support import page, read, rendered, shown, templates_of, view_of, write

if TYPE_CHECKING:
    from pathlib import Path


PAGE = page(
    """# {{ title }}

{% for p in people %}
- {{ p.name }}: [{{ p.name | capital }}]({{ p.url | href }}), {{ names(people) }}, {{ p.name ~ "&" ~ title }}
{% endfor %}
{% if title in ["x", "y"] %}a word{% endif %}{{ see("other") }} {{ people | length }}
""",
    title='"About {{ title }}"',
    description='"What {{ title }} is"',
)
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Return the templates of two pages."""
    files = {"docs/index.md": PAGE, "docs/other.md": page("x", title='"{{ title }} again"')}
    return templates_of(write(tmp_path_factory.mktemp("site"), files))


def _view(title: str, names: tuple[str, str]) -> View:
    people = tuple(
        Record(f"people[{number}]", {"name": name, "url": Url(f"https://{number}.example/")})
        for number, name in enumerate(names, 1)
    )
    return View(
        Edition.CLIENT, DAY, "en-GB", draft=False, root=Record("", {"title": title, "people": people})
    )


@given(st.text(), st.text(), st.text())
def test_what_is_printed_does_not_depend_on_values(
    templates: Templates, title: str, first: str, second: str
) -> None:
    """Engagements that take the same branches give the same slotted text, whatever their values are."""
    plain, other = (
        render(_view(*data), {}, templates) for data in (("t", ("a", "b")), (title, (first, second)))
    )
    if title not in ("x", "y"):
        assert [page.markdown for page in other.pages] == [page.markdown for page in plain.pages]
    assert [page.title for page in other.pages] == [page.title for page in plain.pages]
    assert other.nav == plain.nav


@given(st.text(), st.text())
def test_a_value_is_in_its_slot_as_it_is(templates: Templates, title: str, name: str) -> None:
    """A slot holds the very text of the field that it names."""
    site = render(_view(title, (name, "b")), {}, templates)
    first = site.pages[0].slots
    assert Slot(title, Kind.TEXT, ("title",)) in first
    assert Slot(name, Kind.TEXT, ("people[1].name",)) in first
    assert Slot("https://1.example/", Kind.URL, ("people[1].url",)) in first
    assert Slot(title, Kind.TEXT, ("title",)) in site.slots


def test_numbers_follow_the_order_of_printing(tmp_path: Path) -> None:
    """The slots of a page are numbered in the order of printing, from 0, on every page anew."""
    body = "{{ b }} {{ a }} {{ a }}"
    site = rendered(write(tmp_path, {"docs/a.md": page(body), "docs/b.md": page(body)}), "a: A\nb: B\n")
    expected = " ".join(mark(Scope.PAGE, number) for number in range(3)) + "\n"
    assert [(page.markdown, [slot.text for slot in page.slots]) for page in site.pages] == [
        (expected, ["B", "A", "A"])
    ] * 2


def test_titles_have_the_site_s_numbers(tmp_path: Path) -> None:
    """A title stands on every page's navigation, so its slots are the site's."""
    files = {"docs/a.md": page("x", title='"A {{ a }}"'), "docs/b.md": page("x", title='"B {{ a }}"')}
    site = rendered(write(tmp_path, files), "a: A\n")
    assert [page.title for page in site.pages] == [f"A {mark(Scope.SITE, 0)}", f"B {mark(Scope.SITE, 1)}"]
    assert [pages for section in site.nav for pages in section.pages] == [
        (site.pages[0].title, "a.md"),
        (site.pages[1].title, "b.md"),
    ]


def test_sections_are_in_their_order(tmp_path: Path) -> None:
    """The navigation follows the sections' order; a folder nobody named comes last, under its own name."""
    files = {f"docs/{name}.md": page("x", title=name) for name in ("own-pages/a", "b/a", "a/a", "index")}
    sections = {"docs/_data/sections.yml": 'a: {title: "A of {{ t }}", order: 2}\nb: {title: B, order: 1}\n'}
    site = rendered(write(tmp_path, files | sections), "t: T\n")
    nav = [(shown(part.title, (), site.slots), [path for _, path in part.pages]) for part in site.nav]
    assert nav == [
        ("", ["index.md"]),
        ("B", ["b/a.md"]),
        ("A of ⟦T⟧", ["a/a.md"]),
        ("Own pages", ["own-pages/a.md"]),
    ]


def test_one_engagement_leaves_nothing_for_the_next(templates: Templates) -> None:
    """Templates are compiled once for many engagements, and the second gives what it gives alone."""
    data = ("t", ("a", "b")), ("Other", ("c", "d"))
    alone = render(_view(*data[1]), {}, templates)
    render(_view(*data[0]), {}, templates)
    assert render(_view(*data[1]), {}, templates) == alone


def test_another_reading_keeps_what_has_not_changed(tmp_path: Path) -> None:
    """After a change what changed is compiled again, and problems come and go with it."""
    write(tmp_path, {"docs/a.md": page("{% include 'p.jinja' %}"), "docs/b.md": page("{{ title }}")})
    before = templates_of(tmp_path)
    with pytest.raises(Refused, match="there is no partial"):
        render(view_of("title: T\n"), {}, before)
    write(tmp_path, {"partials/p.jinja": "One {{ title }}"})
    after = Templates(read(tmp_path), before)
    assert [shown(made.markdown, made.slots) for made in render(view_of("title: T\n"), {}, after).pages] == [
        "One ⟦T⟧\n",
        "⟦T⟧\n",
    ]
    write(tmp_path, {"partials/p.jinja": "Two {{ titel }}"})
    with pytest.raises(Refused, match="did you mean 'title'"):
        render(view_of("title: T\n"), {}, Templates(read(tmp_path), after))


def test_a_derived_value_names_all_its_fields(tmp_path: Path) -> None:
    """What is worked out from fields has their names in its slot."""
    body = "{{ a + b }} {{ people | length }} {{ tags | length }} {{ a | duration }}"
    data = "a: 1\nb: 2\npeople: [{id: x}, {id: y}]\ntags: [p, q]\n"
    site = rendered(write(tmp_path, {"docs/index.md": page(body)}), data)
    fields = [slot.fields for slot in site.pages[0].slots]
    assert fields == [("a", "b"), ("people[x]", "people[y]"), ("tags",), ("a",)]


def test_the_team_sees_more(tmp_path: Path) -> None:
    """Pages of the team and boxes for the team are in the team's edition, and only there."""
    files = {
        "docs/index.md": page("{% if edition == 'team' %}{{ internal.note }}{% endif %}"),
        "docs/internal/brief.md": page("{{ internal.note }}"),
    }
    write(tmp_path, files)
    client = rendered(tmp_path, "title: t\n")
    team = rendered(tmp_path, "internal: {note: Careful}\n", edition=Edition.TEAM)
    assert [page.path for page in client.pages] == ["index.md"]
    assert [shown(page.markdown, page.slots) for page in team.pages] == ["⟦Careful⟧\n", "⟦Careful⟧\n"]


def test_what_the_program_says_of_itself_is_for_the_team(tmp_path: Path) -> None:
    """A page for all may tell the team of the checks, and cannot tell a client."""
    body = "{% for family in check_families %}{{ loop.index }}{% endfor %}"
    folder = write(tmp_path, {"docs/index.md": page(f"{{% if edition == 'team' %}}{body}{{% endif %}}")})
    client, team = (rendered(folder, edition=edition).pages[0] for edition in Edition)
    assert (client.markdown, team.markdown[:6]) == ("\n", "123456")
    with pytest.raises(Refused, match="'check_families' has no value here"):
        rendered(write(tmp_path, {"docs/index.md": page(body)}))
