"""Values through the whole pipeline: a template, Markdown, MkDocs and Material, and at the end the fill."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html
from msgspec.structs import replace

from handbook.errors import Refused
from handbook.load import Loaded, load_text
from handbook.records import Record
from handbook.skeletons import Press, Values
from handbook.slots import Kind
from handbook.view import Edition, select
from render.support import page, rendered, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.render import RenderedSite
    from handbook.skeletons import Skeleton
    from handbook.slots import Slot

ROOT = Path(__file__).parents[2]
MINIMAL = ROOT / "tests" / "cases" / "minimal.yml"
CLIENT = 11
STRINGS = json.loads((ROOT / "tests" / "cases" / "blns.json").read_text("utf-8"))
EVERYWHERE = """## Heading {{ v }} {: #heading }

Text {{ v }}, **bold {{ v }}**, *{{ v }}*, `code {{ v }}`, {{ v }}{{ v }}. HTML[^1]

| Column {{ v }} | Links |
|---|---|
| {{ v }} | [{{ v }}](other.md) and [{{ v }}]({{ url | href }} "{{ v }}") |

!!! note "Title {{ v }}"
    Body {{ v }}

??? tip "Details {{ v }}"
    Hidden {{ v }}

=== "Tab {{ v }}"
    On the tab {{ v }}

Term {{ v }}
:   Definition {{ v }}

- [ ] task {{ v }}
- {{ v }}

1. {{ v }}

> Quote {{ v }}

```
fenced {{ v }}
```

``` yaml
key: {{ v }} # highlighted
```

    indented {{ v }}

<div title="{{ v }}" markdown>inside {{ v }}</div>

<table><tr><td>{{ v }}</td></tr></table>

A word{: title="{{ v }}" } and {{ v }}{: .of-a-kind }

[Reference {{ v }}][there]

### {{ v }}

{{ see("other") }} {{ link("other", v) }} {{ "<b>" ~ v ~ "</b>" }}

[^1]: Footnote {{ v }}
[there]: other.md "{{ v }}"
*[HTML]: {{ v }}
"""
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "*bold* _it_ **b** `c`", "'",
    "[x](javascript:1)", "{{ 7 * 7 }} {% raw %}", '--8<-- "mkdocs.yml"', "| a | b |", "# Heading", "!!! note",
    "&lt;b&gt; &amp; &", "</title></textarea></style>", "<!-- -->", "<![CDATA[x]]>", "]]>", "\\*\\",
    "*[HTML]: y", "- item", "``` js", "    code", "https://x.example <b@x.example>", "{: onclick=x }",
    "slot:x", "[^1]: x", "مرحبا שלום", "a\nb\n\nc",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> RenderedSite:
    """Return a site of two pages that print a value wherever Markdown has a place for it."""
    around = (ROOT / "docs" / "_data" / "site.yml").read_text("utf-8")
    files = {
        "docs/index.md": page(EVERYWHERE, title='"Welcome, {{ v }}"', description='"About {{ v }}"'),
        "docs/other.md": page("Other {{ v }}", title='"Other, {{ v }}"'),
        "docs/_data/site.yml": around,
    }
    folder = write(tmp_path_factory.mktemp("pipeline"), files)
    return rendered(
        folder,
        "title: T\nid: t\nv: VALUE\nclient: {short: C}\nbranding: null\nsite: {expires: null}\n"
        'url: !url "https://x.example/"\n',
    )


@pytest.fixture(scope="module")
def skeleton(site: RenderedSite) -> Skeleton:
    """Return the first page, compiled."""
    return Press(ROOT / "mkdocs.yml").compile(site).pages[0]


def _with(slots: Sequence[Slot], value: str) -> tuple[Slot, ...]:
    """Return the slots with another value in each, told apart by their numbers."""
    return tuple(
        replace(slot, text=f"{value} {number} of {len(slots)}") if slot.kind is Kind.TEXT else slot
        for number, slot in enumerate(slots)
    )


def _filled(site: RenderedSite, skeleton: Skeleton, value: str) -> str:
    return skeleton.fill(Values(_with(site.pages[0].slots, value), _with(site.slots, value), "docs/index.md"))


def _structure(text: str) -> list[tuple[str, tuple[str, ...]]]:
    nodes = html.document_fromstring(text).iter()
    return [(str(node.tag), tuple(sorted(map(str, node.attrib)))) for node in nodes]


def _seen(text: str) -> str:
    """Return all that a page says: its texts, joined as they stand, and its attributes."""
    root = html.document_fromstring(text)
    return "\0".join(
        [
            "".join(map(str, root.itertext())),
            *(str(value) for node in root.iter() for value in node.attrib.values()),
        ]
    )


@pytest.mark.parametrize("value", HOSTILE)
def test_every_printed_value_comes_out_as_typed(site: RenderedSite, skeleton: Skeleton, value: str) -> None:
    """In every place that Markdown has, a value is shown as typed, and changes nothing around it."""
    text = _filled(site, skeleton, value)
    assert _structure(text) == _structure(_filled(site, skeleton, "x"))
    seen = _seen(text)
    for slots in (site.pages[0].slots, site.slots):
        for number, slot in enumerate(slots):
            if slot.kind is Kind.TEXT and slot.text == "VALUE":
                assert f"{value} {number} of {len(slots)}" in seen
    assert "{{" not in text


def test_no_id_depends_on_a_value(site: RenderedSite, skeleton: Skeleton) -> None:
    """Headings that print values have their ids from the words around them."""
    root = html.document_fromstring(_filled(site, skeleton, "some value"))
    nodes = [node for article in root.iter("article") for node in article.iter()]
    ids = [str(node.attrib["id"]) for node in nodes if "id" in node.attrib]
    assert "heading" in ids
    assert not [identifier for identifier in ids if "value" in identifier]


def test_search_finds_the_value_as_typed(site: RenderedSite, skeleton: Skeleton) -> None:
    """The search index holds each value of the page's text, as HTML shows it."""
    value = '<i>"R&D"</i> {{ x }}'
    values = Values(_with(site.pages[0].slots, value), _with(site.slots, value), "docs/index.md")
    entries = [
        html.fragment_fromstring(f"<div>{entry['title']} {entry['text']}</div>")
        for entry in skeleton.fill_entries(values)
    ]
    said = " ".join(entry.text_content() for entry in entries)
    assert said.count(value) > 20
    assert "<i>" not in json.dumps([unescape(entry.tag) for entry in entries])


def test_a_client_of_any_name_is_safe(site: RenderedSite, skeleton: Skeleton) -> None:
    """Each of 485 naughty strings as the client's name is refused with its place, or shown as typed."""
    plain = _structure(_filled(site, skeleton, "x"))
    outcomes = {string: _load_named(string) for string in STRINGS}
    shown = {string: loaded for string, loaded in outcomes.items() if isinstance(loaded, Loaded)}
    assert {refused for refused in outcomes.values() if not isinstance(refused, Loaded)} == {(CLIENT,)}
    assert len(shown) > 400
    assert [_client_name(loaded) for loaded in shown.values()] == list(shown)
    waiting = list(shown)
    while waiting:
        slots = tuple(
            replace(slot, text=waiting.pop()) if waiting and slot.kind is Kind.TEXT else slot
            for slot in site.pages[0].slots
        )
        text = skeleton.fill(Values(slots, site.slots, "docs/index.md"))
        assert _structure(text) == plain
        seen = _seen(text)
        assert all(slot.text in seen for slot in slots if slot.text.isprintable())


def _load_named(name: str) -> Loaded | tuple[int, ...]:
    """Return the least engagement with another name for its client, or the lines of its problems."""
    lines = MINIMAL.read_text("utf-8").splitlines()
    lines[CLIENT - 1] = lines[CLIENT - 1].replace("Acme Lamps", json.dumps(name, ensure_ascii=False))
    try:
        return load_text("\n".join(lines).encode(), "client.yml", MINIMAL.parent)
    except Refused as refused:
        return tuple(sorted({problem.place.line for problem in refused.problems}))


def _client_name(loaded: Loaded) -> str:
    view = select(loaded.engagement, Edition.CLIENT, loaded.engagement.dates.start)
    parties = view.root["parties"]
    assert isinstance(parties, tuple)
    assert isinstance(parties[1], Record)
    return str(parties[1]["name"])
