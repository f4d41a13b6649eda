"""`handbook check`: every problem of the files in one run, for people and for machines."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from handbook.workspace import first_example
from plain import STARTUP as STARTUP_FILE
from terminal import handbook, handbook_process

if TYPE_CHECKING:
    from pathlib import Path


def _broken(folder: Path) -> Path:
    """Write an engagement with three problems of three kinds."""
    text = first_example().read_text("utf-8")
    text = text.replace("status: pre-engagement", "status: pre-engagment")
    text = text.replace("\npurpose: Let", "\npurpos: Now: let", 1)
    file = folder / "acme.yml"
    file.write_text(text.replace("timezone: Europe/London", "timezone: Europe/Lodnon", 1), "utf-8")
    return file


TODAY = ("--as-of", "2026-11-22")


def test_the_examples(tmp_path: Path) -> None:
    """Without a workspace the bundled examples are checked; the one with the warning signs is not passed."""
    done = handbook("check", *TODAY, cwd=tmp_path)
    assert (done.code, done.err) == (1, "")
    assert [line.rpartition("/")[2] for line in done.lines if not line.endswith("]")] == [
        "public-sector-vendor-po.yml: 4 warnings, 3 notices, 1 accepted",
        "ferries-proxy-po.yml: 1 notice, 2 accepted",
        "telecom-intermediary.yml: 8 errors, 26 warnings, 10 notices",
        "startup-client-po.yml: 6 warnings, 2 notices",
        "laboratories-maintenance.yml: 1 warning",
    ]


def test_a_finding_on_one_line(tmp_path: Path) -> None:
    """A finding names its place, whom it is about, one step, the rule, its source and a page to read."""
    (tmp_path / "acme.yml").write_bytes(first_example().read_bytes())
    done = handbook("check", "acme.yml", *TODAY, cwd=tmp_path)
    assert done.code == 0
    assert (
        "acme.yml:115:11: warning: Nobody decides when Noor de Wit is away. Name a deputy, and what they may "
        "decide. [PO-104; 18F De-risking Guide; read people/product-owner]"
    ) in done.lines


def test_today_is_said(tmp_path: Path) -> None:
    """What is overdue depends on the day given, not on the clock, and an error ends in exit code 1."""
    (tmp_path / "acme.yml").write_bytes(first_example().read_bytes())
    before = handbook("check", "acme.yml", "--as-of", "2027-01-15", cwd=tmp_path)
    after = handbook("check", "acme.yml", "--as-of", "2027-01-16", cwd=tmp_path)
    assert (before.code, after.code) == (0, 1)
    assert "ASK-104" not in before.out
    assert '"Price list for the twelve repair types" is overdue since 15 January 2027.' in after.out


def test_strict(tmp_path: Path) -> None:
    """With --strict a warning is enough for exit code 1."""
    (tmp_path / "acme.yml").write_bytes(first_example().read_bytes())
    assert handbook("check", "acme.yml", "--strict", *TODAY, cwd=tmp_path).code == 1


def test_findings_for_machines(tmp_path: Path) -> None:
    """JSON and SARIF hold the findings too, accepted ones marked; GitHub gets those that are open."""
    done = handbook("check", "calder-repairs", "--format", "json", *TODAY, cwd=tmp_path)
    (file,) = json.loads(done.out)["files"]
    by_code = {found["code"]: found for found in file["problems"]}
    assert by_code["PO-105"]["accepted"] is True
    assert by_code["CER-106"] == {
        "code": "CER-106", "severity": "warning", "line": 121, "column": 34,
        "field": "ceremonies[kickoff].when", "hint": "Move it, or name a stand-in.",
        "message": "Kick-off: Joyce Adeyemi is off on 2 December 2026.",
        "source": "the dates of the file", "page": "events/index", "accepted": False,
    }  # fmt: skip
    done = handbook("check", "calder-repairs", "--format", "sarif", *TODAY, cwd=tmp_path)
    (run,) = json.loads(done.out)["runs"]
    suppressed = [one["ruleId"] for one in run["results"] if "suppressions" in one]
    assert suppressed == ["PO-105"]
    github = handbook("check", "calder-repairs", "--format", "github", *TODAY, cwd=tmp_path).out
    assert "title=CER-106::" in github
    assert "PO-105" not in github


def test_another_client_in_a_file(tmp_path: Path) -> None:
    """A file that names the client of another engagement of the workspace is told, and is not passed."""
    folder = tmp_path / "engagements"
    folder.mkdir()
    (folder / "spokeshare-booking.yml").write_bytes(first_example().read_bytes())
    other = first_example().with_name("public-sector-vendor-po.yml").read_text("utf-8")
    other = other.replace("why: It takes six weeks", "why: It took Noor de Wit six weeks")
    (folder / "calder-repairs.yml").write_text(other, "utf-8")
    done = handbook("check", *TODAY, cwd=tmp_path)
    assert done.code == 1
    (line,) = [line for line in done.lines if "DAT-107" in line]
    assert "engagements/calder-repairs.yml" in line
    assert "This names somebody or something of the engagement 'spokeshare-booking'." in line


def test_all_problems_in_file_order(tmp_path: Path) -> None:
    """Problems of the YAML and of the fields come in one run, one a line on stderr, and exit code 1."""
    _broken(tmp_path)
    done = handbook("check", "acme.yml", cwd=tmp_path)
    assert done.code == 1
    assert done.lines == [f"acme.yml: {len(done.problems)} errors"]
    lines = [int(problem.split(":")[1]) for problem in done.problems]
    assert lines == sorted(lines)
    codes = [problem.rpartition("[")[2].rstrip("]") for problem in done.problems]
    assert {"FIELD-VALUE", "YAML-COLON", "DAT-102"} <= set(codes)
    assert any("did you mean 'Europe/London'?" in problem for problem in done.problems)


def test_a_warning_stops_nothing(tmp_path: Path) -> None:
    """A logo that is not there yet is told at its place, and the check is passed."""
    (tmp_path / "acme.yml").write_text(first_example().read_text("utf-8"), "utf-8")
    done = handbook("check", "acme.yml", *TODAY, cwd=tmp_path)
    assert done.code == 0
    (problem,) = done.problems
    assert "branding.client_logo: 'assets/spokeshare.svg' is not there; " in problem


def test_a_workspace(tmp_path: Path) -> None:
    """All engagements of the workspace are checked; the wrong ones do not hide the others."""
    folder = tmp_path / "engagements"
    folder.mkdir()
    _broken(folder)
    (folder / "good.yml").write_bytes(first_example().read_bytes().replace(b"spokeshare-booking", b"good"))
    (folder / "twin.yml").write_bytes((folder / "good.yml").read_bytes())
    (folder / "empty.yml").write_text("")
    done = handbook("check", cwd=tmp_path)
    assert done.code == 1
    summaries = [line for line in done.lines if not line.endswith("]")]
    assert [line.partition(": ")[0].rpartition("/")[2] for line in summaries] == [
        "twin.yml", "empty.yml", "acme.yml",
    ]  # fmt: skip
    assert "engagements/twin.yml:4:5: id: the id 'good' is also that of engagements/good.yml:4:5" in done.err
    assert "engagements/empty.yml:1:1: the file is empty" in done.err


def test_json(tmp_path: Path) -> None:
    """`--format json` prints one object with all that a problem has, and nothing else anywhere."""
    _broken(tmp_path)
    done = handbook("check", "acme.yml", "--format", "json", cwd=tmp_path)
    found = json.loads(done.out)
    assert (done.code, done.err, list(found)) == (1, "", ["files"])
    (file,) = found["files"]
    assert (file["path"], file["id"]) == ("acme.yml", "spokeshare-booking")
    assert file["problems"][0] == {
        "code": "FIELD-VALUE", "severity": "error", "line": 6, "column": 9, "field": "status",
        "message": file["problems"][0]["message"], "hint": file["problems"][0]["hint"],
        "source": None, "page": None, "accepted": False,
    }  # fmt: skip
    assert file["problems"][0]["hint"].startswith("did you mean 'pre-engagement'?")


def test_github(tmp_path: Path) -> None:
    """`--format github` prints an annotation for each problem, its text escaped for GitHub."""
    (tmp_path / "a,b.yml").write_text("id: 50%: x\n")
    done = handbook("check", "./a,b.yml", "--format", "github", cwd=tmp_path)
    assert done.code == 1
    assert done.lines[1] == (
        "::error file=a%2Cb.yml,line=1,col=8,title=YAML-COLON::the unquoted value of 'id' holds a colon that "
        'would begin a new key; quote the value: id: "..."'
    )


def test_sarif(tmp_path: Path) -> None:
    """`--format sarif` prints a SARIF 2.1.0 log with a rule for each code."""
    _broken(tmp_path)
    log = json.loads(handbook("check", "acme.yml", "--format", "sarif", cwd=tmp_path).out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = {rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert rules["DAT-102"] == "A time zone is not one of the time-zone database."
    for result in run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] == "error"
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {"uri": "acme.yml"}
        assert location["physicalLocation"]["region"]["startLine"] >= 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["spokeshare-bookings"],
            "there is no engagement 'spokeshare-bookings'; did you mean 'spokeshare-booking'?",
        ),
        (["nothing.yml"], "there is no file 'nothing.yml'"),
        (["--format", "xml"], "'xml' is not one of 'text', 'json', 'github', 'sarif'"),
        (["--nope"], "No such option"),
    ],
)
def test_used_wrongly(words: list[str], message: str, tmp_path: Path) -> None:
    """What is not there, and options that are none, are used wrongly: exit code 2 and a hint."""
    done = handbook("check", *words, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_an_empty_workspace(tmp_path: Path) -> None:
    """A workspace without engagements says how to begin."""
    (tmp_path / "handbook.yml").write_text("")
    done = handbook("check", cwd=tmp_path)
    assert done.code == 2
    assert "there is no engagement in engagements; 'handbook new ID' writes one" in done.err


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system does not let us read is a problem with its place."""
    from pathlib import Path as AnyPath  # noqa: PLC0415 -- a name for the patch

    def refuse(*_arguments: object, **_settings: object) -> object:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.yml").write_text("id: a\n")
    monkeypatch.setattr(AnyPath, "open", refuse)
    done = handbook("check", "a.yml", cwd=tmp_path)
    assert (done.code, done.err) == (
        1, "a.yml:1:1: cannot be read: permission denied; look at its permissions [BUILD-READ]\n",
    )  # fmt: skip


def test_a_huge_file(tmp_path: Path) -> None:
    """A file of many megabytes is refused by its size without being read to its end."""
    with (tmp_path / "huge.yml").open("wb") as file:
        file.truncate(2_000_000_000)
    before = time.perf_counter()
    done = handbook("check", "huge.yml", cwd=tmp_path)
    assert time.perf_counter() - before < 2
    elsewhere = "move what is not the engagement's elsewhere"
    assert (done.code, done.problems) == (
        1,
        [f"huge.yml:1:1: the file is too large: more than 200,000 bytes; {elsewhere} [YAML-SIZE]"],
    )


def test_no_terminal_commands_in_messages(tmp_path: Path) -> None:
    """A file's name cannot make the terminal do things."""
    (tmp_path / "a\x1b[31m.yml").write_text("")
    done = handbook("check", "a\x1b[31m.yml", cwd=tmp_path)
    assert "\x1b" not in done.err + done.out
    assert "a\\x1b[31m.yml:1:1: the file is empty" in done.err


def test_a_terminal_that_knows_few_characters(tmp_path: Path) -> None:
    """Where the terminal cannot show a character, an escape stands for it."""
    (tmp_path / "日.yml").write_text("")
    done = handbook_process("check", "日.yml", cwd=tmp_path, PYTHONIOENCODING="cp1252")
    assert (done.code, done.out) == (1, "\\u65e5.yml: 1 error\n")
    assert done.err.startswith("\\u65e5.yml:1:1: the file is empty")


def test_a_page_that_nobody_wrote_cannot_be_left_out(tmp_path: Path) -> None:
    """A page under site.exclude_pages that does not exist is told at its line, with the nearest name."""
    text = STARTUP_FILE.read_text("utf-8").replace("  client_logo: assets/spokeshare.svg\n", "")
    wrong = text.replace("\nsite:\n", "\nsite:\n  exclude_pages: [working/demand, working/tolls]\n")
    (tmp_path / "acme.yml").write_text(wrong, "utf-8")
    done = handbook("check", "acme.yml", "--as-of", "2026-11-22", cwd=tmp_path)
    line = wrong[: wrong.index("working/tolls")].count("\n") + 1
    assert done.code == 1
    said = "there is no page 'working/tolls'; did you mean 'working/tools'? [FIELD-VALUE]"
    assert done.problems == [f"acme.yml:{line}:35: site.exclude_pages[2]: {said}"]
