"""`handbook new`: a commented file to begin from, and nothing lost."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from handbook.bundle import bundle
from handbook.load import load
from handbook.starters import starters
from terminal import handbook, on_terminal

ASKED = b"Kind of engagement"
TODAY = ("--as-of", "2026-11-22")
BEGIN = "begin with lines such as 'schema: 1' and 'id: ...'"

STARTERS = [known.path for known in starters()]
EXAMPLES = sorted((bundle() / "engagement_templates" / "examples").glob("*.yml"))

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_with_comments(tmp_path: Path) -> None:
    """The new file is a starter with its own id, comments kept, the schema beside it, and it checks."""
    done = handbook("new", "acme-booking", *TODAY, cwd=tmp_path)
    assert (done.code, done.lines) == (0, ["engagements/acme-booking.yml"])
    text = (tmp_path / "engagements" / "acme-booking.yml").read_text("utf-8")
    original = next(known for known in starters() if known.name == "client-product-owner").path.read_text(
        "utf-8"
    )
    lines, before = text.splitlines(), original.splitlines()
    assert lines[0] == "# yaml-language-server: $schema=engagement.schema.json"
    assert [line for line in lines[1:] if line not in before] == [
        line.replace("client-product-owner", "acme-booking        ")
        for line in before
        if line.startswith("id:")
    ]
    schema = json.loads((tmp_path / "engagements" / "engagement.schema.json").read_text("utf-8"))
    assert "id" in schema["properties"]
    assert handbook("check", *TODAY, cwd=tmp_path).code == 0


@pytest.mark.parametrize("starter", [known.name for known in starters()])
def test_every_starter(starter: str, tmp_path: Path) -> None:
    """Every starter makes a file without problems, and says in its first line what it is for."""
    assert handbook("new", "acme", "--starter", starter, *TODAY, cwd=tmp_path).code == 0
    done = handbook("check", "acme", *TODAY, cwd=tmp_path)
    assert (done.code, done.problems) == (0, [])
    assert next(known for known in starters() if known.name == starter).summary


def test_a_starter_that_is_years_old(tmp_path: Path) -> None:
    """However late it is begun, the dates lie ahead, on the same weekdays, and nothing is overdue."""
    assert handbook("new", "acme", "--as-of", "2029-06-14", cwd=tmp_path).code == 0
    text = (tmp_path / "engagements" / "acme.yml").read_text("utf-8")
    (kickoff,) = re.findall(r"^  kickoff: (\S+)", text, re.MULTILINE)
    assert kickoff == "2029-06-20"
    assert date.fromisoformat(kickoff).weekday() == date(2027, 2, 3).weekday()
    done = handbook("check", "acme", "--as-of", "2029-06-14", cwd=tmp_path)
    assert (done.code, done.problems) == (0, [])


def test_from_another_engagement(tmp_path: Path) -> None:
    """`--from` copies an engagement with its comments; its schema line and its title go, and a word tells."""
    old = tmp_path / "old.yml"
    old.write_text(
        "# yaml-language-server: $schema=x.json\r\n# mine\r\nid: 'old'  # its id\r\ntitle: T\r\n", newline=""
    )
    done = handbook("new", "fresh", "--from", "old.yml", cwd=tmp_path)
    assert done.code == 0
    assert "null is what old.yml had and this client will have otherwise: fill it in" in done.problems
    assert (tmp_path / "engagements" / "fresh.yml").read_bytes() == (
        b"# yaml-language-server: $schema=engagement.schema.json\n# mine\nid: fresh  # its id\ntitle: null\n"
    )


@pytest.mark.parametrize("original", [*EXAMPLES, *STARTERS], ids=lambda path: path.stem)
def test_nothing_of_the_older_client_is_copied(original: Path, tmp_path: Path) -> None:
    """What `--from` writes names nobody of the older engagement, no day and nothing candid."""
    before = load(original).engagement
    assert handbook("new", "fresh", "--from", str(original), cwd=tmp_path).code == 0
    text = (tmp_path / "engagements" / "fresh.yml").read_text("utf-8")
    said = re.sub(r"(^| )#.*", "", text, flags=re.MULTILINE)
    suppliers = {party.id for party in before.parties if "supplier" in party.kinds}
    names = [person.name for person in before.people] + [person.known_as for person in before.people]
    names += [party.name for party in before.parties if party.id not in suppliers]
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", said)] == []
    assert re.findall(r"\d{4}-\d\d-\d\d", said) == []
    assert "internal:" not in said
    assert len(re.findall(r"kind: \S+", said)) >= len(before.ceremonies)
    done = handbook("check", "fresh", cwd=tmp_path)
    assert done.code == 1
    codes = {line.rpartition("[")[2].rstrip("]") for line in done.problems}
    assert codes <= {"FIELD-REQUIRED", "FIELD-WHEN"}, done.err


def test_answers_as_options(tmp_path: Path) -> None:
    """Everything that is asked can be given: names, ids and addresses follow, and dates move."""
    answers = (
        *("--client", "Acme Lamps", "--owner", "Ann Lee", "--hours", "12", "--users", "Shop staff"),
        *("--technical", "high", "--kickoff", "2027-03-01", "--weeks", "3", "--timezone", "Europe/Berlin"),
        *("--client-timezone", "Europe/Paris", "--title", "Acme: shop", "--purpose", "Sell lamps"),
    )
    assert handbook("new", "acme", *answers, *TODAY, cwd=tmp_path).code == 0
    path = tmp_path / "engagements" / "acme.yml"
    known = load(path).engagement
    owner = next(person for person in known.people if person.id == known.product_ownership.owner)
    payer = next(party for party in known.parties if "payer" in party.kinds)
    assert (owner.id, owner.name, str(owner.time_per_week)) == ("ann", "Ann Lee", "12")
    assert owner.timezone == "Europe/Paris"
    assert (owner.party, owner.email) == ("acme-lamps", "ann@acme-lamps.example")
    assert (payer.id, payer.name, payer.background.technical) == ("acme-lamps", "Acme Lamps", "high")
    assert [party.name for party in known.parties if "user" in party.kinds][1] == "Shop staff"
    assert (known.title, known.purpose, known.timezone) == ("Acme: shop", "Sell lamps", "Europe/Berlin")
    assert (known.dates.kickoff, known.sprint.weeks) == (date(2027, 3, 1), 3)
    assert known.dates.start > known.dates.kickoff
    assert known.dates.last_reviewed == date(2026, 11, 22)
    assert [one.when.once for one in known.ceremonies if one.kind == "kickoff"] == [date(2027, 3, 1)]
    assert re.findall("(?i)harbourline|marta|breck", path.read_text("utf-8")) == []


def test_a_title_is_no_name(tmp_path: Path) -> None:
    """Who answers with a title gets an id, an address and sentences of the first name alone."""
    done = handbook("new", "acme", "--owner", "Prof. Dr Jane Roe", "--kickoff", "2027-01-10", cwd=tmp_path)
    assert done.problems[0] == "2027-01-10 is a Sunday: look whether people work on the kick-off's day"
    text = (tmp_path / "engagements" / "acme.yml").read_text("utf-8")
    assert '  - id: jane\n    name: "Prof. Dr Jane Roe"\n' in text
    assert "email: jane@" in text
    assert "\n  reason: Jane knows the quay" in text


@pytest.mark.parametrize("name", ["Ann #1", 'O\'Hara & "Sons"', "a: b", "- x", "{x}", "null", "Ünal Öz", "1"])
def test_any_name_is_only_a_name(name: str, tmp_path: Path) -> None:
    """Whatever a client or an owner is called, the file says it as typed and means nothing else."""
    done = handbook("new", "acme", "--client", name, "--owner", name, "--users", name, cwd=tmp_path)
    assert done.code == 0
    known = load(tmp_path / "engagements" / "acme.yml").engagement
    assert [party.name for party in known.parties].count(name) == 2
    assert [person.name for person in known.people].count(name) == 1


@pytest.mark.parametrize(
    ("option", "answer", "why"),
    [
        ("--weeks", "9", "is too large; write 4 or less"),
        ("--technical", "hihg", "did you mean 'high'?"),
        ("--kickoff", "tomorrow", "write year-month-day, such as 2027-01-11"),
        ("--client-timezone", "Berlin", "did you mean"),
    ],
)
def test_answers_that_are_wrong(option: str, answer: str, why: str, tmp_path: Path) -> None:
    """An answer that its field could not have is refused, with what to write, and nothing is written."""
    done = handbook("new", "acme", option, answer, cwd=tmp_path)
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert why in done.err


def test_a_firm_says_it_once(tmp_path: Path) -> None:
    """In a workspace a new file leaves out what handbook.yml gives, but for what was answered, and checks."""
    assert handbook("init", ".", "--name", "Fernhill", *TODAY, cwd=tmp_path).code == 0
    assert handbook("new", "acme", "--weeks", "3", *TODAY, cwd=tmp_path).code == 0
    text = (tmp_path / "engagements" / "acme.yml").read_text("utf-8")
    assert "larkfield" not in text.casefold()
    assert "\n  - id: fernhill " in text
    assert "  weeks: 3 " in text
    assert '  - {id: planning, link: "https://meet.fernhill.example/tickets"}\n' in text
    assert "escalation:" not in text
    done = handbook("check", "acme", *TODAY, cwd=tmp_path)
    assert (done.code, done.problems) == (0, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\n", "old.yml:1:1: id: is missing; add a line 'id: ...' [FIELD-REQUIRED]"),
        ("id: [x]\n", "old.yml:1:1: id: is missing; add a line 'id: ...' [FIELD-REQUIRED]"),
        ("- id: x\n", "old.yml:1:1: the file is not a mapping of keys to values; " + BEGIN + " [YAML-TOP]"),
    ],
)
def test_from_a_file_that_will_not_do(text: str, message: str, tmp_path: Path) -> None:
    """A file to copy from that cannot be read is refused with its place, and nothing is written."""
    (tmp_path / "old.yml").write_text(text)
    done = handbook("new", "fresh", "--from", "old.yml", cwd=tmp_path)
    assert (done.code, done.problems) == (1, [message])
    assert not (tmp_path / "engagements").exists()


@pytest.mark.parametrize("taken", ["acme.yml", "acme.yaml", "acme/engagement.yml", "other.yml"])
def test_never_overwrites(taken: str, tmp_path: Path) -> None:
    """An id that a file has, by its name or by what it says, is refused, and the file stays as it was."""
    file = tmp_path / "engagements" / taken
    file.parent.mkdir(parents=True)
    file.write_text("id: acme\n")
    done = handbook("new", "acme", cwd=tmp_path)
    assert done.code == 1
    assert (
        "there is an engagement 'acme' already; choose another id, or move that away [BUILD-EXISTS]"
        in done.err
    )
    assert file.read_text() == "id: acme\n"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]


@pytest.mark.parametrize("name", ["Acme", "acme booking", "../acme", "acme/x", "-x", ".", "ümlaut", "x" * 61])
def test_ids_that_are_none(name: str, tmp_path: Path) -> None:
    """An id that could be no folder's name is used wrongly, and nothing is written."""
    done = handbook("new", "--", name, cwd=tmp_path)
    assert done.code == 2
    assert "use lower-case letters, digits and hyphens, such as 'acme-booking'" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_starter_that_is_none(tmp_path: Path) -> None:
    """A misspelt starter brings the nearest, a strange one all of them; two origins exclude each other."""
    assert "did you mean 'discovery'?" in handbook("new", "a", "--starter", "dicsovery", cwd=tmp_path).err
    assert (
        "there are: client-product-owner, discovery"
        in handbook("new", "a", "--starter", "?", cwd=tmp_path).err
    )
    (tmp_path / "x.yml").write_text("id: x\n")
    done = handbook("new", "a", "--starter", "discovery", "--from", "x.yml", cwd=tmp_path)
    assert (done.code, list(tmp_path.iterdir())) == (2, [tmp_path / "x.yml"])


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A file in the place of the folder is one line, not a traceback."""
    (tmp_path / "engagements").write_text("")
    done = handbook("new", "acme", cwd=tmp_path)
    assert done.code == 1
    assert done.err.startswith("engagements:1:1: cannot be written: ")
    assert len(done.problems) == 1


def test_questions_on_a_terminal(tmp_path: Path) -> None:
    """On a terminal the kind and a few answers are asked for and written, quoted where they must be."""
    answers = 'discovery\nAcme: the "first" step\n\n\n\n\n\nsome\nlow\n2027-03-01\n\nEurope/Berlin\n\n'
    code, shown = on_terminal("new", "acme", cwd=tmp_path, typed=(ASKED, answers))
    assert "'some' is not one of the values allowed here" in shown
    text = (tmp_path / "engagements" / "acme.yml").read_text("utf-8")
    assert code == 0
    assert '\ntitle: "Acme: the \\"first\\" step"' in text
    assert "technical: low" in text
    assert "kickoff: 2027-03-01" in text
    assert "\ntimezone: Europe/Berlin" in text


def test_interrupted_questions(tmp_path: Path) -> None:
    """Who interrupts the questions gets exit code 130 and no file."""
    assert on_terminal("new", "acme", cwd=tmp_path, typed=(ASKED, "\x03"))[0] == 130
    assert list(tmp_path.rglob("*.yml")) == []
