"""`handbook build`: sites switched into place, and a summary that says what became of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from handbook import portfolio
from handbook.errors import Refused
from handbook.workspace import first_example
from terminal import Done, handbook, handbook_process, on_terminal

if TYPE_CHECKING:
    from pathlib import Path


def _engagement(folder: Path, name: str, **changes: str) -> Path:
    """Write the first example under another id; the changes are texts to replace."""
    text = first_example().read_text("utf-8").replace("id: spokeshare-booking", f"id: {name}", 1)
    for old, new in changes.items():
        text = text.replace(old, new)
    file = folder / "engagements" / f"{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """Return a workspace of one good engagement between bad ones, after its build."""
    folder = tmp_path_factory.mktemp("workspace")
    _engagement(folder, "able")
    _engagement(folder, "aaa", weeks="weks")
    _engagement(folder, "zzz", **{"Europe/London": "Europe/Lodnon"})
    twin = _engagement(folder, "twin")
    (folder / "engagements" / "tvin.yml").write_bytes(twin.read_bytes())
    return folder, handbook("build", "--as-of", "2026-11-22", cwd=folder)


def test_one_failure_stops_no_other(built: tuple[Path, Done]) -> None:
    """What is right is built, what is not is refused with its reason, in order, and the exit code is 1."""
    folder, done = built
    assert done.code == 1
    assert [line.partition(":")[0] for line in done.lines] == [
        "refused  aaa client", "refused  aaa team", "built    able client", "built    able team",
        "refused  zzz client", "refused  zzz team",
    ]  # fmt: skip
    assert done.lines[2] == "built    able client: sites/able/client/index.html"
    assert "engagements/aaa.yml:" in done.lines[0]
    assert sorted(path.name for path in (folder / "sites").iterdir()) == [
        ".handbook", ".names", "able", "portfolio",
    ]  # fmt: skip
    assert done.problems[-1] == "2 built, 0 fresh, 4 refused"


def test_every_problem_once(built: tuple[Path, Done]) -> None:
    """Each problem is a line on stderr, once, though it keeps two editions from being built."""
    _, done = built
    problems = [line for line in done.problems if line.endswith("]")]
    assert len(problems) == len(set(problems))
    assert sum("engagements/zzz.yml:8:11: timezone: " in line for line in problems) == 1
    assert sum("the id 'twin' is also that of" in line for line in problems) == 1


def test_what_a_build_leaves(built: tuple[Path, Done]) -> None:
    """Each edition is complete in itself, and says which edition it is and nothing else of the file."""
    folder, _ = built
    for edition in ("client", "team"):
        site = folder / "sites" / "able" / edition
        assert (site / "index.html").is_file()
        assert (site / "search" / "search_index.json").is_file()
        told = json.loads((site / "edition.json").read_text("utf-8"))
        assert (told["as_of"], told["schema"]) == ("2026-11-22", 1)
    assert not (folder / "sites" / "able" / "client" / "internal").exists()
    assert (folder / "sites" / "able" / "team" / "internal").is_dir()


def test_lines_where_there_is_no_terminal(built: tuple[Path, Done]) -> None:
    """Without a terminal each step is a plain line, and nothing moves."""
    _, done = built
    assert [line for line in done.problems if line.startswith("building ")] == [
        "building able client", "building able team",
    ]  # fmt: skip
    assert "\x1b" not in done.err + done.out


def test_a_failure_keeps_the_old_site(tmp_path: Path) -> None:
    """A file that has become wrong leaves the site of before exactly as it was."""
    site = tmp_path / "sites" / "able" / "client"
    site.mkdir(parents=True)
    (tmp_path / "sites" / ".handbook").write_text("")
    (site / "index.html").write_text("the old one")
    _engagement(tmp_path, "able", weeks="weks")
    done = handbook("build", "able", "--edition", "client", cwd=tmp_path)
    assert done.code == 1
    assert (site / "index.html").read_text() == "the old one"
    assert done.lines[0].endswith("; what was published before stays")


def test_an_error_among_the_findings_withholds_the_client_edition(tmp_path: Path) -> None:
    """From the day an ask is overdue the client edition stays as it was; --draft builds it all the same."""
    _engagement(tmp_path, "able")
    assert handbook("build", "--as-of", "2026-11-22", cwd=tmp_path).code == 0
    index = tmp_path / "sites" / "able" / "client" / "index.html"
    before = index.read_bytes()
    done = handbook("build", "--as-of", "2027-01-16", cwd=tmp_path)
    assert done.code == 1
    assert [line.partition(":")[0] for line in done.lines] == ["refused  able client", "built    able team"]
    assert "what was published before stays" in done.lines[0]
    assert any(line.endswith("[ASK-104]") for line in done.problems)
    assert index.read_bytes() == before
    health = (tmp_path / "sites" / "able" / "team" / "internal" / "health.html").read_text("utf-8")
    assert "is overdue since 15 January 2027." in health
    drafted = handbook("build", "--as-of", "2027-01-16", "--draft", cwd=tmp_path)
    assert drafted.code == 0
    assert "Draft" in index.read_text("utf-8")


def test_an_accepted_error_withholds_nothing(tmp_path: Path) -> None:
    """Once somebody has accepted the error, with a reason and a date, the client edition is published."""
    accepted = "{check: ASK-104, reason: It is on its way, by: priya, until: 2027-02-01}"
    _engagement(tmp_path, "able", **{"accepted_findings: []": f"accepted_findings: [{accepted}]"})
    done = handbook("build", "--edition", "client", "--as-of", "2027-01-16", cwd=tmp_path)
    assert (done.code, done.lines) == (0, ["built    able client: sites/able/client/index.html"])


def test_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    """An output folder with other people's files is refused, and nothing in it is touched."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    done = handbook("build", "--out", "mine", cwd=tmp_path)
    assert done.code == 1
    assert "mine:1:1: is not empty and not a folder of ours; choose a new or an empty folder" in done.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--edition", "clent"], "'clent' is not one of 'client', 'team', 'all'"),
        (["--as-of", "2026-02-30"], "'2026-02-30' is no day of the calendar; write it as 2027-01-31"),
        (["--as-of", "tomorrow"], "'tomorrow' is no day of the calendar"),
        (["abel"], "there is no engagement 'abel'; did you mean 'able'?"),
    ],
)
def test_used_wrongly(words: list[str], message: str, tmp_path: Path) -> None:
    """What cannot be meant is exit code 2, before anything is built."""
    _engagement(tmp_path, "able")
    done = handbook("build", *words, cwd=tmp_path)
    assert done.code == 2
    assert message in " ".join(done.err.split())
    assert not (tmp_path / "sites").exists()


def test_a_fault_of_ours_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in one edition is exit code 3 at the end, and the others are tried."""
    _engagement(tmp_path, "able")
    tried = []

    def fail(_shop: object, _loaded: object, edition: str, *_more: object, **_named: object) -> object:
        tried.append(str(edition))
        if len(tried) == 1:
            raise RuntimeError("odd")
        raise Refused([])

    monkeypatch.setattr(portfolio.Workshop, "finish", fail)
    done = handbook("build", cwd=tmp_path)
    assert (done.code, tried) == (3, ["client", "team"])
    assert done.lines == [
        "refused  able client: our own fault, RuntimeError",
        "refused  able team: for no reason that is known",
    ]
    assert "handbook: able client: this is our own fault: RuntimeError: odd" in done.problems
    assert "Traceback" not in done.err
    assert "Traceback" in handbook("build", "--debug", cwd=tmp_path).err or len(tried) > 2


def test_quiet(tmp_path: Path) -> None:
    """With --quiet only problems and results are printed."""
    _engagement(tmp_path, "able", weeks="weks")
    done = handbook("build", "--quiet", cwd=tmp_path)
    assert len(done.lines) == 2
    assert all(line.endswith("]") for line in done.problems)


def test_bars_on_terminals_only(tmp_path: Path) -> None:
    """On a terminal a bar moves, without colour if NO_COLOR is set; in a pipe there are no terminal codes."""
    _engagement(tmp_path, "able", weeks="weks")
    done = handbook_process("build", cwd=tmp_path, FORCE_COLOR="1", TERM="xterm-256color")
    assert done.code == 1
    assert "\x1b" not in done.out + done.err
    code, seen = on_terminal("build", cwd=tmp_path)
    assert (code, "\x1b[3" in seen) == (1, True)
    code, seen = on_terminal("build", cwd=tmp_path, NO_COLOR="1")
    assert (code, "\x1b[3" in seen) == (1, False)
    assert "refused  able client" in seen
