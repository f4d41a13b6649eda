"""Whatever puts into a client's edition what does not belong there, the proofs catch it."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from handbook.outputs import Finished
from handbook.portfolio import Workshop
from handbook.reports import load_source
from handbook.slots import Kind, Scope, Slot, mark
from handbook.view import Edition
from handbook.workspace import examples
from picture_files import chunk, exif, jpeg, png
from proof.pdf_files import pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from handbook.load import Loaded

Files = dict[str, bytes]


class Case:
    """A client's edition as it should be, and what it takes to prove it."""

    def __init__(self, root: Path) -> None:
        sources = examples(root)
        self.shop = Workshop(sources)
        source = next(one for one in sources if one.id == "spokeshare-booking")
        self.loaded: Loaded = load_source(source)
        self.finished = self.shop.finish(self.loaded, Edition.CLIENT, date(2026, 11, 22))
        internal = self.loaded.engagement.internal
        assert internal
        self.note = max((str(note) for note in internal.notes), key=len)
        self.other = next(load_source(one).engagement for one in sources if one.id == "calder-repairs")

    def codes(self, files: Files, finished: Finished | None = None) -> set[str]:
        """Return the codes with which the proofs refuse these files."""
        made = replace(finished or self.finished, files=files)
        texts = self.shop.library.of(self.loaded).sources
        return {problem.code for problem in self.shop.prover.problems_of(made, self.loaded, texts)}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return the example's edition, made once."""
    return Case(tmp_path_factory.mktemp("nowhere"))


def on_page(text: str, page: str = "index.html") -> Callable[[Files], None]:
    """Return what puts something at the end of a page."""

    def change(files: Files) -> None:
        files[page] = files[page].replace(b"</body>", text.encode() + b"</body>")

    return change


def beside(path: str, content: bytes, *, linked: bool = True) -> Callable[[Files], None]:
    """Return what adds a file, and a link to it."""

    def change(files: Files) -> None:
        files[path] = content
        if linked:
            on_page(f'<a href="{path}">x</a>')(files)

    return change


def in_text(path: str, old: str, new: str) -> Callable[[Files], None]:
    """Return what puts something into a text file."""

    def change(files: Files) -> None:
        text = files[path].decode()
        assert old in text, path
        files[path] = text.replace(old, new, 1).encode()

    return change


def in_member(path: str, member: str, old: str, new: str) -> Callable[[Files], None]:
    """Return what puts something into a part of a packed file."""

    def change(files: Files) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(files[path])) as before, zipfile.ZipFile(packed, "w") as after:
            for info in before.infolist():
                text = before.read(info)
                if info.filename == member:
                    assert old.encode() in text, member
                    text = text.replace(old.encode(), new.encode(), 1)
                after.writestr(zipfile.ZipInfo(info.filename), text)
        files[path] = packed.getvalue()

    return change


def without(path: str) -> Callable[[Files], None]:
    """Return what takes a file away."""

    def change(files: Files) -> None:
        del files[path]

    return change


def packed(name: str, content: bytes) -> bytes:
    """Return an archive of one file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


def faults(note: str, name: str, email: str) -> dict[str, tuple[Callable[[Files], None], str]]:
    """Return every fault by its name, with the code that catches it, for a note and another client."""
    slug = "-".join(word for word in "".join(c if c.isalnum() else " " for c in note.lower()).split())
    entities = "".join(f"&#{ord(letter)};" for letter in note)
    percent = "".join(f"%{byte:02X}" for byte in note.encode())
    code = base64.b64encode(note.encode()).decode()
    event = "BEGIN:VEVENT\r\n"
    folded = f"{note[:20]}\r\n {note[20:]}"
    index = "search/search_index.json"
    sheet, core = "xl/sharedStrings.xml", "docProps/core.xml"
    return {
        "a comment left in": (on_page(f"<!-- {note} -->"), "BUILD-SECRET"),
        "a comment without a secret": (on_page("<!-- to do -->"), "BUILD-LEFTOVER"),
        "a hidden block": (on_page(f'<div hidden style="display:none">{note}</div>'), "BUILD-SECRET"),
        "an unlisted page": (beside("more/brief.html", b"<p>x", linked=False), "BUILD-FILES"),
        "an unlisted page that is linked": (beside("brief.html", b"<p>x"), "BUILD-FILES"),
        "an internal page": (beside("internal/brief.html", b"<p>x"), "BUILD-FILES"),
        "an asset that nothing asks for": (beside("assets/plan.txt", b"x", linked=False), "BUILD-FILES"),
        "an asset that tells": (beside("assets/plan.txt", note.encode()), "BUILD-SECRET"),
        "an alt text": (on_page(f'<img src="assets/favicon.svg" alt="{note}">'), "BUILD-SECRET"),
        "a heading id": (on_page(f'<h2 id="{slug}">x</h2>'), "BUILD-SECRET"),
        "a class name": (on_page(f'<p class="{slug.replace("-", "_")}">x'), "BUILD-SECRET"),
        "a title attribute": (on_page(f'<abbr title="{note}">x</abbr>'), "BUILD-SECRET"),
        "a description": (on_page(f'<meta name="description" content="{note}">'), "BUILD-SECRET"),
        "the search index": (in_text(index, '"text":"', f'"text":"{note} '), "BUILD-SECRET"),
        "a page in the search index": (
            in_text(index, '"location":"', '"location":"internal/brief.html"},{"location":"'),
            "BUILD-FILES",
        ),
        "the search script": (
            in_text("search/search_index.js", '"text":"', f'"text":"{note} '),
            "BUILD-SECRET",
        ),
        "a sitemap": (beside("sitemap.xml", f"<loc>{note}</loc>".encode(), linked=False), "BUILD-SECRET"),
        "a pdf's text": (beside("a.pdf", pdf(f"BT /F 12 Tf 72 700 Td ({note}) Tj ET")), "BUILD-SECRET"),
        "a pdf's bookmark": (beside("a.pdf", pdf(bookmark=note)), "BUILD-SECRET"),
        "a pdf's title": (beside("a.pdf", pdf(info={"/Title": note})), "BUILD-SECRET"),
        "a pdf's author": (beside("a.pdf", pdf(info={"/Author": "Somebody Else"})), "BUILD-CARRIED"),
        "a pdf's alt text": (
            beside("a.pdf", pdf(root={"/K": {"/Alt": f"{note} \u2713"}}, packed=True)),
            "BUILD-SECRET",
        ),
        "a pdf's attachment": (
            beside("a.pdf", pdf(root={"/Names": {"/EmbeddedFiles": {}}})),
            "BUILD-CARRIED",
        ),
        "a calendar description": (
            in_text("calendar.ics", event, f"{event}DESCRIPTION:{note}\r\n"),
            "BUILD-SECRET",
        ),
        "a folded line of a calendar": (
            in_text("calendar.ics", event, f"{event}X-A:{folded}\r\n"),
            "BUILD-SECRET",
        ),
        "a quiz answer": (
            on_page(f"<details><summary>Why?</summary><p>{note}</p></details>"),
            "BUILD-SECRET",
        ),
        "a file name": (beside(f"assets/{slug}.txt", b"x"), "BUILD-SECRET"),
        "a redirect": (on_page('<meta http-equiv="refresh" content="0; url=brief.html">'), "BUILD-REQUEST"),
        "an error text": (on_page("<pre>Traceback (most recent call last):\n x</pre>"), "BUILD-LEFTOVER"),
        "a manifest": (
            in_text("edition.json", '"shows"', f'"note": {json.dumps(note)}, "shows"'),
            "BUILD-SECRET",
        ),
        "a stylesheet": (
            in_text("assets/brand.css", "}", f"}} p::after {{ content: '{note}' }}"),
            "BUILD-SECRET",
        ),
        "a script": (on_page(f"<script>const why = {json.dumps(note)}</script>"), "BUILD-SECRET"),
        "a workbook's cell": (in_member("workbook.xlsx", sheet, "<t>", f"<t>{note}</t><t>"), "BUILD-SECRET"),
        "a workbook's author": (
            in_member("workbook.xlsx", core, "<dc:creator>", "<dc:creator>Noor"),
            "BUILD-CARRIED",
        ),
        "a workbook's hidden sheet": (
            in_member("workbook.xlsx", "xl/workbook.xml", "<sheet ", '<sheet state="hidden" '),
            "BUILD-CARRIED",
        ),
        "an archive": (beside("a.zip", packed("a.txt", note.encode())), "BUILD-SECRET"),
        "a name in an archive": (beside("a.zip", packed(f"{slug}.txt", b"x")), "BUILD-SECRET"),
        "a picture's text": (beside("a.png", png(chunk(b"tEXt", b"Comment\0x"))), "BUILD-CARRIED"),
        "a picture's camera": (beside("a.jpg", jpeg(exif(1))), "BUILD-CARRIED"),
        "a drawing's words": (
            beside("a.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><title>{note}</title></svg>'.encode()),
            "BUILD-SECRET",
        ),
        "a drawing's notes": (
            beside("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><metadata>x</metadata></svg>'),
            "BUILD-CARRIED",
        ),
        "entities": (on_page(entities), "BUILD-SECRET"),
        "percent signs": (on_page(f'<a href="index.html?{percent}">x</a>'), "BUILD-SECRET"),
        "base64": (on_page(f'<p data-x="{code}">x'), "BUILD-SECRET"),
        "capitals": (on_page(note.upper()), "BUILD-SECRET"),
        "UTF-16": (beside("a.txt", note.encode("utf-16-le")), "BUILD-SECRET"),
        "another client": (on_page(f"<p>As we did for {name}."), "BUILD-NAME"),
        "another client in a calendar": (
            in_text("calendar.ics", event, f"{event}ATTENDEE:mailto:{email}\r\n"),
            "BUILD-NAME",
        ),
        "a slot": (on_page(mark(Scope.PAGE, 3)), "BUILD-LEFTOVER"),
        "template code": (on_page("{{ internal.notes }}"), "BUILD-LEFTOVER"),
        "a guard": (on_page('--8<-- "needs-the-engagement-hook"'), "BUILD-LEFTOVER"),
        "a script from elsewhere": (
            on_page('<script src="https://a.example/a.js"></script>'),
            "BUILD-REQUEST",
        ),
        "a font from elsewhere": (
            in_text("assets/brand.css", "}", "} @import url(https://fonts.example/a.css);"),
            "BUILD-REQUEST",
        ),
        "a link to a page of the team": (on_page('<a href="internal/brief.html">x</a>'), "BUILD-LINK"),
        "a page that is missing": (without("index.html"), "BUILD-FILES"),
        "a folder of a tool": (beside(".git/config.txt", b"x", linked=False), "BUILD-FILES"),
        "a file that nobody can look into": (beside("a.docm", b"x"), "BUILD-CARRIED"),
    }


NAMES = tuple(faults("one two three", "x", "y"))


def test_they_are_many() -> None:
    """At least forty kinds of fault are seeded."""
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_a_seeded_fault_is_caught(case: Case, name: str) -> None:
    """The edition is right as it was made, and refused with the fault in it."""
    client = next(party for party in case.other.parties if "payer" in str(party.kinds).lower())
    email = next(str(one.email) for one in case.other.people if one.email and one.party != "brightwater")
    change, code = faults(case.note, client.name, email)[name]
    files = dict(case.finished.files)
    change(files)
    assert code in case.codes(files)


def test_the_edition_is_right_without_a_fault(case: Case) -> None:
    """No proof finds anything in the edition as it is made."""
    assert case.codes(dict(case.finished.files)) == set()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("internal.notes[1]", "x"),
        ("parties[workshops].internal.stance", "wary"),
        ("people[noor].internal.note", "x"),
        ("people[noor].salary", "x"),
    ],
)
def test_a_slot_of_a_field_for_the_team_is_caught(case: Case, field: str, text: str) -> None:
    """A page that prints a field which clients may not see is refused by the ledger, whatever the value."""
    manuscript = case.finished.manuscript
    first, *others = manuscript.site.pages
    page = replace(first, slots=(*first.slots, Slot(text, Kind.TEXT, (field,))))
    made = replace(manuscript, site=replace(manuscript.site, pages=(page, *others)))
    assert "BUILD-LEDGER" in case.codes(dict(case.finished.files), Finished(made, {}))


def test_pages_and_questions_for_the_team_are_caught(case: Case) -> None:
    """A sentence of any page for the team, and a comment of any page, is caught on a client's page."""
    texts = case.shop.library.of(case.loaded).sources
    pages = [page for page in texts.pages if page.team_only]
    assert len(pages) > 5
    files = dict(case.finished.files)
    for page in pages:
        lines = [line for line in page.body.source.splitlines() if line.count(" ") > 12 and "{" not in line]
        on_page(f"<p>{max(lines, key=len)}</p>\n")(files)
    made = replace(case.finished, files=files)
    found = " ".join(map(str, case.shop.prover.problems_of(made, case.loaded, texts)))
    assert [page.path for page in pages if f"may read: {page.body.file}" not in found] == []


def test_nothing_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    """A build in which such a fault happens publishes nothing, names the place, and ends with 1."""
    from handbook import outputs  # noqa: PLC0415 -- to be spoilt
    from terminal import handbook  # noqa: PLC0415 -- as above

    def spoilt(*_: object) -> Finished:
        files = dict(case.finished.files)
        on_page(f"<!-- {case.note} -->")(files)
        return Finished(case.finished.manuscript, files)

    monkeypatch.setattr(outputs, "build", spoilt)
    done = handbook(
        "build", "spokeshare-booking", "--edition", "client", "--out", "sites", "--no-handouts", cwd=tmp_path
    )
    assert done.code == 1
    assert "index.html:" in done.err
    assert "[BUILD-SECRET]" in done.err
    assert case.note not in done.err
    assert not list(tmp_path.rglob("*.html"))
