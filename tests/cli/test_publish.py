"""`handbook publish` hands editions over, remembers what they showed, and the next one tells what changed."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from handbook.cli import main
from outputs.calendars import by_uid
from plain import STARTUP as STARTUP_FILE
from terminal import ROOT, Done, handbook

STARTUP = STARTUP_FILE.read_text("utf-8")
PAGE = "start/what-changed.html"
DAY = ("--no-handouts", "--as-of", "2026-11-22")
LATER = ("--no-handouts", "--as-of", "2026-12-01")


# Few pages are enough here, and made in a tenth of the time.
_KEPT = {"index", "start/what-changed", "events/index", "people/who-is-who", "start/what-we-need"}
_PAGES = {
    path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")
}
_LEFT_OUT = sorted(page for page in _PAGES - _KEPT if not page.startswith("internal/"))


def _workspace(folder: Path, **texts: str) -> Path:
    """Return a workspace with an engagement for each name."""
    (folder / "engagements").mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        own = text.replace("id: spokeshare-booking", f"id: {name}")
        own = own.replace("  client_logo: assets/spokeshare.svg\n", "")
        own = own.replace("\nsite:\n", f"\nsite:\n  exclude_pages: [{', '.join(_LEFT_OUT)}]\n")
        (folder / "engagements" / f"{name}.yml").write_text(own, "utf-8")
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _done(done: Done) -> Done:
    assert done.code == 0, done
    return done


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace from which a first edition was handed over."""
    root = _workspace(tmp_path_factory.mktemp("first"), acme=STARTUP)
    done = _done(handbook("publish", "acme", *DAY, cwd=root))
    assert done.lines[0].startswith("given    acme client: public/acme/client, edition ")
    return root


@pytest.fixture(scope="module")
def handed(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return that workspace after the file was changed, built and handed over again."""
    root = _copy(first, tmp_path_factory.mktemp("handed") / "root")
    changed = (
        STARTUP.replace('day: wed, at: "14:00"', 'day: thu, at: "15:00"')
        .replace("  end: 2027-04-30", "  end: 2027-05-28")
        .replace("title: Lead developer", "title: Head of development")
        .replace("  - id: amara\n    name: Amara Osei", "  - id: amara\n    name: Amara Osei-Smith")
    )
    _workspace(root, acme=changed)
    _done(handbook("build", "acme", "--edition", "client", "--out", "built", *LATER, cwd=root))
    _done(handbook("publish", "acme", *LATER, cwd=root))
    return root


def _copy(root: Path, place: Path) -> Path:
    """Return a copy of a workspace that a test may change."""
    return Path(shutil.copytree(root, place))


def test_a_first_edition_tells_of_no_change(first: Path) -> None:
    """The first edition has no page on changes; the record beside the engagements says what it showed."""
    assert not (first / "public/acme/client" / PAGE).exists()
    assert not (first / "public/acme/team").exists()
    record = json.loads((first / "published/acme.client.json").read_text("utf-8"))
    edition = json.loads((first / "public/acme/client/edition.json").read_text("utf-8"))["edition"]
    assert [one["id"] for one in record["editions"]] == [edition]
    assert record["editions"][0]["shows"]["people[noor].name"] == "Noor de Wit"


def test_a_build_reads_the_record_and_leaves_it(first: Path, handed: Path) -> None:
    """Only handing over moves the record: building tells the same news, and leaves it as it was."""
    assert _files(handed / "built/acme/client") == _files(handed / "public/acme/client")
    assert _files(handed / "published") != _files(first / "published")
    before = _files(handed / "published")
    _done(handbook("build", "acme", "--edition", "client", "--out", "again", *LATER, cwd=handed))
    assert _files(handed / "again/acme/client") == _files(handed / "public/acme/client")
    assert _files(handed / "published") == before


def test_readers_are_told_what_changed(handed: Path) -> None:
    """The page names the date of the edition that readers had, and what is new by subject."""
    page = (handed / "public/acme/client" / PAGE).read_text("utf-8")
    for words in (
        "the edition of 22 November 2026",
        "<strong>End of the work</strong>: 28 May 2027, and no longer 30 April 2027.",
        "<strong>Refinement</strong> is now every Thursday at 16:00 in Amsterdam",
        "<strong>Tomasz Zielinski</strong> is now Head of development.",
        "<strong>Amara Osei-Smith</strong> was Amara Osei until now.",
    ):
        assert words in page, words
    index = (handed / "public/acme/client/index.html").read_text("utf-8")
    assert "start/what-changed.html" in index


def test_a_day_without_news_keeps_the_news(handed: Path, tmp_path: Path) -> None:
    """An edition that shows the same on a later day still tells of the last change."""
    root = _copy(handed, tmp_path / "root")
    for day in ("2026-12-02", "2026-12-03"):
        _done(handbook("publish", "acme", "--no-handouts", "--as-of", day, cwd=root))
    assert "edition of 22 November 2026" in (root / "public/acme/client" / PAGE).read_text("utf-8")


def test_the_team_sees_what_the_checks_find_anew(first: Path, tmp_path: Path) -> None:
    """The health page tells which findings are new or gone since the team's edition was handed over."""
    root = _copy(first, tmp_path / "root")
    _done(handbook("publish", "acme", "--edition", "team", *DAY, cwd=root))
    _workspace(root, acme=STARTUP.replace("  deputy: null ", "  deputy: jeroen "))
    _done(handbook("build", "acme", "--edition", "team", *LATER, cwd=root))
    page = (root / "sites/acme/team/internal/health.html").read_text("utf-8")
    assert "Since the edition of 22 November 2026" in page
    assert "PO-104 is gone, at product_ownership.deputy." in page
    assert "Source: thoughtbot playbook; Launch Scout; 18F De-risking Guide." in page
    assert "S0-" not in page


def test_the_calendar_is_put_right(handed: Path) -> None:
    """A meeting that changed has a higher revision than in the edition before, and keeps its id."""
    entries = by_uid((handed / "public/acme/client/calendar.ics").read_bytes())
    refinement = entries["refinement-2027-01-13.acme"]
    assert (int(refinement["SEQUENCE"]), refinement["DTSTART"].dt.day) == (1, 14)


def test_nothing_internal_is_in_the_record_of_a_client(tmp_path: Path) -> None:
    """Other internal content leaves the client's record as it is, byte for byte."""
    made = []
    head, _, inner = STARTUP.partition("\ninternal:")
    assert inner
    for number, words in enumerate(("Pays late", "Pays well, and asks for more")):
        root = _workspace(tmp_path / str(number), acme=f"{head}\ninternal:\n  notes: [{words}]\n")
        _done(handbook("publish", "acme", *DAY, cwd=root))
        made.append(_files(root / "published"))
    assert made[0] == made[1]
    assert b"internal" not in made[0]["acme.client.json"]


def test_a_damaged_record_stops_its_engagement_and_no_other(first: Path, tmp_path: Path) -> None:
    """What git could not merge is told with its line; the other engagement is handed over."""
    root = _workspace(_copy(first, tmp_path / "root"), other=STARTUP)
    (root / "published/acme.client.json").write_text('{\n "format": 1,\n<<<<<<< HEAD\n', "utf-8")
    before = _files(root / "public/acme")
    done = handbook("publish", *DAY, cwd=root)
    assert done.code == 1
    assert "published/acme.client.json:3:1: holds two versions that git could not merge" in done.err
    assert (root / "public/other/client/index.html").is_file()
    assert _files(root / "public/acme") == before
    assert handbook("build", "acme", "--edition", "client", cwd=root).code == 1


def test_a_zip_is_the_same_each_time(handed: Path, tmp_path: Path) -> None:
    """The zip holds the edition in one folder, and made again it is the same file."""
    name, made = "acme-client-2026-12-01.zip", []
    for out in (tmp_path / "one", tmp_path / "two"):
        _done(handbook("publish", "acme", "--as", "zip", "--out", str(out), *LATER, cwd=handed))
        made.append((out / name).read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        assert archive.testzip() is None
        found = {one.removeprefix("acme-client/"): archive.read(one) for one in archive.namelist()}
    assert found == _files(handed / "public/acme/client")


def test_pages_have_nothing_at_their_top(tmp_path: Path) -> None:
    """The folder for Pages names no client at its top, and no search engine is asked in."""
    root = _workspace(tmp_path, acme=STARTUP)
    _done(handbook("publish", "--as", "pages", *DAY, cwd=root))
    top = {path.name: path.read_text("utf-8") for path in (root / "public").iterdir() if path.is_file()}
    assert set(top) == {".handbook", ".nojekyll", "404.html", "index.html", "robots.txt"}
    assert "acme" not in "".join(top.values())
    assert "Disallow: /" in top["robots.txt"]


@pytest.mark.parametrize(
    ("form", "to", "said"),
    [
        (
            "rsync",
            "d@h:/s",
            "rsync --recursive --checksum --delete-after --mkpath -- public/acme/client/ d@h:/s/acme/client/",
        ),
        (
            "s3",
            "s3://h-example/c/",
            "aws s3 sync public/acme/client s3://h-example/c/acme/client --delete --no-follow-symlinks",
        ),
    ],
)
def test_commands_for_a_server_are_printed_and_not_run(form: str, to: str, said: str, tmp_path: Path) -> None:
    """Without --run the command is said in full, for people to read; it can be pasted into a shell."""
    root = _workspace(tmp_path, acme=STARTUP)
    done = _done(handbook("publish", "acme", "--as", form, "--to", to, *DAY, cwd=root))
    assert done.lines[-1] == f"run      {said}"
    assert shlex.join(shlex.split(said)) == said


def test_the_record_moves_when_an_edition_is_handed_over(tmp_path: Path) -> None:
    """Commands that are only printed hand nothing over: the record moves with --run, or when told."""
    root = _workspace(tmp_path, acme=STARTUP)
    order = ("publish", "acme", "--as", "rsync", "--to", "d@h:/s", "--no-handouts", *DAY)
    done = _done(handbook(*order, cwd=root))
    assert "nothing is noted in 'published' yet" in done.err
    assert not (root / "published").exists()
    done = _done(handbook(*order, "--remember", cwd=root))
    assert "noted in 'published': commit it" in done.err
    assert done.lines[-1].startswith("run      rsync ")
    assert (root / "published/acme.client.json").is_file()


def _tool(folder: Path, name: str, code: int) -> Path:
    """Put a program into a folder that notes what it was asked, and return the note's file."""
    folder.mkdir(exist_ok=True)
    note = folder / f"{name}.note"
    program = folder / name
    lines = (f"#!{sys.executable}", "import sys", f"open({str(note)!r}, 'a').write(repr(sys.argv[1:]))")
    program.write_text("\n".join((*lines, f"sys.exit({code})\n")))
    program.chmod(0o755)
    return note


def test_commands_run_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --run they run, without a shell; where one fails nothing is noted in the record."""
    root = _workspace(tmp_path / "w", acme=STARTUP)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    order = ("publish", "acme", "--as", "rsync", "--to", "/srv/a folder", "--run", *DAY)
    assert "rsync is not on this machine" in handbook(*order, cwd=root).err
    note = _tool(tmp_path / "bin", "rsync", 3)
    assert handbook(*order, cwd=root).code == 1
    assert not (root / "published").exists()
    assert note.read_text().count("'/srv/a folder/acme/client/'") == 1
    _tool(tmp_path / "bin", "rsync", 0)
    _done(handbook(*order, cwd=root))
    assert (root / "published/acme.client.json").is_file()


def test_rsync_takes_the_edition_over(tmp_path: Path) -> None:
    """The printed command does what it says: the other side has the edition, and nothing older."""
    if subprocess.run(["/bin/sh", "-c", "command -v rsync"], capture_output=True, check=False).returncode:
        pytest.skip("rsync: not on this machine; apt-get install rsync")
    root, server = _workspace(tmp_path / "w", acme=STARTUP), tmp_path / "server"
    (server / "acme/client").mkdir(parents=True)
    (server / "acme/client/old.html").write_text("old")
    _done(handbook("publish", "acme", "--as", "rsync", "--to", str(server), "--run", *DAY, cwd=root))
    assert _files(server / "acme/client") == _files(root / "public/acme/client")


@pytest.mark.parametrize(
    "words",
    [
        ("--as", "rsync"),
        ("--to", "x:/y"),
        ("--run",),
        ("--remember",),
        ("--as", "rsync", "--to", "d@h:/s", "--run", "--remember"),
        ("--prune",),
        ("--as", "s3", "--to", "http://bucket"),
        ("--as", "rsync", "--to", "-e evil host:/x"),
        ("--as", "rsync", "--to", "host:/x; rm -rf /"),
    ],
)
def test_what_does_not_fit_is_used_wrongly(words: tuple[str, ...], tmp_path: Path) -> None:
    """An option without its mate, and an address of another kind, are told before anything is handed over."""
    root = _workspace(tmp_path, acme=STARTUP)
    done = handbook("publish", "acme", *words, *DAY, cwd=root)
    assert done.code == 2
    assert not (root / "published").exists()


def test_what_is_not_agreed_is_not_handed_over(tmp_path: Path) -> None:
    """A draft is refused at its line, unless asked for; then every page says so."""
    root = _workspace(tmp_path, acme=STARTUP.replace("\nsite:\n", "\nsite:\n  draft: true\n"))
    done = handbook("publish", "acme", *DAY, cwd=root)
    assert done.code == 1
    assert "site.draft: this engagement is a draft" in done.err
    assert "BUILD-DRAFT" in done.err
    done = handbook("publish", *DAY, cwd=root)
    assert (done.code, done.out) == (0, ""), "where all are meant, a draft is left out"
    assert "acme client is a draft, and is left out" in done.err
    _done(handbook("publish", "acme", "--draft", *DAY, cwd=root))


def test_an_expired_edition_says_so(first: Path, tmp_path: Path) -> None:
    """After its last day one page stands in place of the edition, and names whom to ask."""
    text = STARTUP.replace("\nsite:\n", "\nsite:\n  expires: 2026-11-30\n")
    root = _workspace(_copy(first, tmp_path / "root"), acme=text)
    _done(handbook("publish", "acme", *DAY, cwd=root))
    assert "<li>Good until 30 November 2026</li>" in (root / "public/acme/client/index.html").read_text(
        "utf-8"
    )
    record = _files(root / "published")
    done = _done(handbook("publish", "acme", "--as-of", "2026-12-01", cwd=root))
    assert done.lines[0].startswith("expired  acme client")
    files = _files(root / "public/acme/client")
    assert set(files) == {"edition.json", "farewell.css", "index.html"}
    assert b"was good until 30 November 2026" in files["index.html"]
    assert b"Ask Fernhill Digital for the present one." in files["index.html"]
    assert _files(root / "published") == record


def test_a_closed_engagement_leaves_one_page(first: Path, tmp_path: Path) -> None:
    """Closing takes the pages away, cancels what was still ahead, and forgets what was shown."""
    root = _copy(first, tmp_path / "root")
    refused = handbook("publish", "acme", "--close", "--as-of", "2027-03-01", cwd=root)
    assert "status: 'pre-engagement' is not over; write 'status: closed'" in refused.err
    _workspace(root, acme=STARTUP.replace("status: pre-engagement", "status: closed"))
    for _ in range(2):
        _done(handbook("publish", "acme", "--close", "--as-of", "2027-03-01", cwd=root))
        files = _files(root / "public/acme/client")
        assert [path for path in files if path.endswith(".html")] == ["index.html"]
        entries = by_uid(files["calendar.ics"])
        assert {str(one["STATUS"]) for one in entries.values()} == {"CANCELLED"}
        assert {int(one["SEQUENCE"]) for one in entries.values()} == {1}
    record = json.loads((root / "published/acme.client.json").read_text("utf-8"))
    assert record["editions"] == []


def test_pruning_takes_away_what_nobody_has_any_more(first: Path, tmp_path: Path) -> None:
    """Editions of engagements that are gone are removed; folders that we did not make stay."""
    root = _copy(first, tmp_path / "root")
    shutil.copytree(root / "public/acme", root / "public/other")
    (root / "public/notes/client").mkdir(parents=True)
    done = _done(handbook("publish", "--prune", *DAY, cwd=root))
    assert "removed  public/other/client" in done.lines
    assert sorted(path.name for path in (root / "public").iterdir()) == [".handbook", "acme", "notes"]


@pytest.mark.parametrize("server", ["nginx", "apache", "caddy", "cloudfront", "gitlab", "github"])
def test_what_to_put_in_front_is_printed(server: str, tmp_path: Path) -> None:
    """For each kind of server there are settings, with the engagement's own folder in them."""
    root = _workspace(tmp_path, acme=STARTUP)
    done = _done(handbook("publish", "acme", "--access", server, cwd=root))
    assert "acme" in done.out
    assert "ENGAGEMENT" not in done.out
    assert not (root / "published").exists()


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Its help names every form."""
    assert main(["publish", "--help"]) == 0
    assert "[folder|zip|pages|rsync|s3]" in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["noor", "Noor de Wit", "noor@spokeshare.example"])
def test_someone_is_forgotten(handed: Path, tmp_path: Path, asked: str) -> None:
    """Nothing of someone is left in the records, by whichever name one asks; the rest of them stays."""
    root = _copy(handed, tmp_path / "root")
    (record,) = (root / "published").glob("*.json")
    before = record.read_text("utf-8")
    assert before.count("noor") > 100
    done = _done(handbook("publish", "--forget", asked, cwd=root))
    assert done.lines == ["forgot   published/acme.client.json"]
    after = record.read_text("utf-8")
    assert not any(word in after.casefold() for word in ("noor", "de wit", "half-term"))
    for kept in ("people[jeroen].name", "Jeroen Maas", '"people": ["amara", "priya", "tomasz"]'):
        assert kept in after
    assert after.count("\n") > before.count("\n") - 30
    if asked == "noor":  # the next edition still knows what changed since
        _done(handbook("publish", "acme", *LATER, cwd=root))


def test_nobody_is_forgotten_whom_no_record_knows(handed: Path) -> None:
    """A name that no record has is told, and nothing is written; records of others stay as they are."""
    record = handed / "published" / "acme.client.json"
    before = record.read_bytes()
    done = handbook("publish", "--forget", "Nobody Inparticular", cwd=handed)
    assert (done.code, done.out) == (1, "")
    assert "no record tells of 'Nobody Inparticular'" in done.err
    assert handbook("publish", "acme", "--forget", " ", cwd=handed).code == 2
    assert record.read_bytes() == before
