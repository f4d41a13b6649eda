"""What is fresh is left alone, and nothing that is stale is taken for fresh."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from handbook import crew, fresh, portfolio
from handbook.bundle import bundle
from handbook.overview import Line
from handbook.workspace import first_example
from terminal import Done, handbook, handbook_process

if TYPE_CHECKING:
    from collections.abc import Callable

    from handbook.load import Loaded
    from handbook.outputs import Finished
    from handbook.outputs.standing import Standing
    from handbook.view import Edition

MINIMAL = Path(__file__).parent / "cases" / "minimal.yml"
DAY = ("--as-of", "2026-11-22", "--no-handouts")


def workspace(folder: Path, *names: str) -> Path:
    """Make a workspace with the first example under some ids."""
    text = first_example().read_text("utf-8")
    for name in names:
        file = folder / "engagements" / f"{name}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("id: spokeshare-booking", f"id: {name}", 1), "utf-8")
    (folder / "engagements" / "assets").mkdir(exist_ok=True)
    shutil.copy(first_example().parent / "assets" / "spokeshare.svg", folder / "engagements" / "assets")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files that readers see below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        name: path.read_bytes() for path in files if "/." not in f"/{(name := str(path.relative_to(folder)))}"
    }


class Bench:
    """A workspace whose editions are made at once, of nothing, so that many decisions can be looked at."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = workspace(folder / "work", "able", "baker")
        self.bundle = folder / "bundle"
        self.made: list[str] = []
        self.said, self.by_machine = "", False
        for name in fresh.BUNDLED:
            place = self.bundle / name
            copy: Callable[..., object] = shutil.copytree if (bundle() / name).is_dir() else shutil.copy
            place.parent.mkdir(parents=True, exist_ok=True)
            copy(bundle() / name, place)
        monkeypatch.setattr(portfolio, "bundle", lambda: self.bundle)
        monkeypatch.setattr(
            portfolio.Workshop, "finish", lambda _, *given, **more: self.finish(*given, **more)
        )
        monkeypatch.setattr("handbook.overview.line_of", self._line)

    def build(self, *words: str) -> list[str]:
        """Return which editions a build makes."""
        self.made.clear()
        done = handbook("build", *(words or DAY), cwd=self.folder)
        assert done.code == 0, done
        return list(self.made)

    def finish(
        self, loaded: Loaded, edition: Edition, *_: object, standing: Standing, **_more: object
    ) -> Finished:
        """Return an edition of nothing, and note that it was made."""
        self.made.append(f"{loaded.engagement.id} {edition}")
        standing.by_machine = self.by_machine
        files = {"index.html": self.said.encode(), "edition.json": loaded.engagement.id.encode()}
        return cast("Finished", SimpleNamespace(files=files, manuscript=None))

    def _line(self, *_: object) -> Line:
        return Line("x", "y", "z", ())


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Return a workspace that has been built."""
    made = Bench(tmp_path, monkeypatch)
    assert made.build() == ALL
    assert made.build() == []
    return made


ALL = ["able client", "able team", "baker client", "baker team"]
ABLE = ALL[:2]


def _add(path: str, text: str = "\n") -> Callable[[Bench], None]:
    def add(bench: Bench) -> None:
        place = bench.folder.parent / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a", encoding="utf-8") as file:
            file.write(text)

    return add


def _take_away(path: str) -> Callable[[Bench], None]:
    return lambda bench: (bench.folder.parent / path).unlink()


CHANGES: dict[str, tuple[Callable[[Bench], None], list[str]]] = {
    "the engagement's file": (_add("work/engagements/able.yml", "# a note\n"), ABLE),
    "the logo": (_add("work/engagements/assets/spokeshare.svg", "<!-- other -->"), ALL),
    "a page": (_add("bundle/docs/index.md"), ALL),
    "a page more": (_add("bundle/docs/people/more.md"), ALL),
    "a page less": (_take_away("bundle/docs/people/escalation.md"), ALL),
    "a partial": (_add("bundle/engagement_templates/partials/say.jinja"), ALL),
    "the theme": (_add("bundle/engagement_templates/theme/main.html"), ALL),
    "the theme's settings": (_add("bundle/mkdocs.yml"), ALL),
    "a style": (_add("bundle/docs/assets/css/handbook.css"), ALL),
    "a word around the pages": (_add("bundle/docs/_data/site.yml"), ALL),
    "the firm's settings": (_add("work/handbook.yml", "schema: 1\n"), ALL),
    "a page of the firm": (_add("work/pages/people/escalation.md"), ALL),
    "what was published before": (_add("work/published/able.client.json", "{}"), ABLE),
    "an edition that somebody changed": (_add("work/sites/able/team/edition.json"), ["able team"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_built_and_nothing_else(bench: Bench, change: str) -> None:
    """After any kind of change just the editions that it is about are built, and once."""
    do, stale = CHANGES[change]
    do(bench)
    assert bench.build() == stale
    assert bench.build() == []


def test_a_change_that_is_undone_is_none(bench: Bench) -> None:
    """A file with its old content again, at another time and in another place on disk, is fresh."""
    page = bench.bundle / "docs" / "index.md"
    before = page.read_bytes()
    page.write_bytes(before + b"more")
    page.unlink()
    page.write_bytes(before)
    os.utime(page, (1, 1))
    assert bench.build() == []


def test_a_change_that_keeps_size_and_time_is_seen(bench: Bench) -> None:
    """A file put in place of another with its size and its date is another file."""
    page = bench.bundle / "docs" / "index.md"
    told = page.stat()
    page.write_bytes(page.read_bytes()[:-2] + b"!\n")
    os.utime(page, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert bench.build() == ALL


@pytest.mark.parametrize(
    ("words", "stale"),
    [
        (("--as-of", "2026-11-23", "--no-handouts"), ALL),
        ((*DAY, "--draft"), ALL),
        ((*DAY[:2], "--jobs", "1"), ALL),
        ((*DAY, "--rebuild"), ALL),
        ((*DAY, "--edition", "team"), []),
    ],
)
def test_what_is_asked_for_counts(bench: Bench, words: tuple[str, ...], stale: list[str]) -> None:
    """Another day or another setting makes another edition; asking for less makes none."""
    assert bench.build(*words) == stale


def test_another_version_of_anything_counts(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another version of a package that is installed, everything is built again."""
    other = bench.folder.parent / "site-packages"
    (other / "something-2.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(other)
    assert bench.build() == ALL


@pytest.mark.parametrize("by_machine", [True, False])
def test_a_new_font_counts_where_papers_take_the_machines(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, by_machine: bool
) -> None:
    """Where papers hold letters that our fonts lack, a font more or a first one makes other editions."""
    kept = tmp_path / "fonts" / "noto"
    kept.mkdir(parents=True)
    monkeypatch.setattr(fresh, "font_folders", lambda: [str(kept), str(tmp_path / "none-yet")])
    bench.by_machine = by_machine
    assert bench.build(*DAY, "--rebuild") == ALL
    assert bench.build() == []
    for place in (kept / "more.ttf", tmp_path / "none-yet" / "first.ttf"):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"a font")
        assert bench.build() == (ALL if by_machine else [])
        assert bench.build() == []


def test_a_build_that_was_killed_is_taken_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition whose build ended before the switch, or right behind it, is built again."""
    _add("work/engagements/able.yml", "# a note\n")(bench)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("handbook.publish._flush", killed)
        assert handbook("build", *DAY, cwd=bench.folder).code == 130
    assert bench.build() == ABLE


def test_what_was_said_is_said_again(bench: Bench) -> None:
    """The warnings about an engagement are told by every build, whether it is built or fresh."""
    (bench.folder / "engagements" / "assets" / "spokeshare.svg").unlink()
    first, second = (handbook("build", *DAY, cwd=bench.folder).problems for _ in range(2))
    warnings = [[line for line in told if line.endswith("(warning)")] for told in (first, second)]
    assert warnings[0] == warnings[1] != []


def test_sites_without_a_file_stay_until_they_are_pruned(bench: Bench) -> None:
    """The site of an engagement whose file is gone is told of, and goes when that is asked for."""
    (bench.folder / "engagements" / "baker.yml").unlink()
    notes = handbook("build", *DAY, cwd=bench.folder).problems
    assert "sites/baker is of an engagement that has no file any more; --prune removes it" in notes
    assert (bench.folder / "sites" / "baker" / "client" / "index.html").is_file()
    (bench.folder / "sites" / "mine").mkdir()
    done = handbook("build", *DAY, "--prune", cwd=bench.folder)
    assert done.lines[-1] == "removed  baker: it has no file any more"
    assert sorted(path.name for path in (bench.folder / "sites").iterdir()) == [
        ".handbook", ".names", "able", "mine", "portfolio",
    ]  # fmt: skip


def test_one_bad_engagement_in_a_hundred_and_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a hundred, 99 are published and one is named; Ctrl-C leaves the sites of before and says so."""
    bench = Bench(tmp_path, monkeypatch)
    folder, least = bench.folder / "engagements", MINIMAL.read_text("utf-8")
    for known in ("able", "baker"):
        (folder / f"{known}.yml").unlink()
    names = [f"client-{number:02}" for number in range(100)]
    for name in names:
        (folder / f"{name}.yml").write_text(least.replace("id: acme-shop", f"id: {name}"), "utf-8")
    _add("work/engagements/client-41.yml", "sprnt: {}\n")(bench)
    words = ("build", *DAY, "--draft", "--edition", "client", "--jobs", "1")
    done = handbook(*words, cwd=bench.folder)
    assert (done.code, done.problems[-1]) == (1, "99 built, 0 fresh, 1 refused")
    assert [line.split()[1] for line in done.lines if line.startswith("refused")] == ["client-41"]
    assert next(line for line in done.problems if line.endswith("]")).startswith("engagements/client-41.yml:")
    assert bench.made == [f"{name} client" for name in names if name != "client-41"]

    def finish(loaded: Loaded, *rest: Any, **more: Any) -> Finished:  # noqa: ANN401 -- passed on
        if loaded.engagement.id == "client-07":
            raise KeyboardInterrupt
        bench.said = "new"
        return bench.finish(loaded, *rest, **more)

    monkeypatch.setattr(portfolio, "Workshop", lambda _: SimpleNamespace(finish=finish))
    done = handbook(*words[:1], "--as-of", "2026-11-23", *words[3:], cwd=bench.folder)
    told = "7 built; every other site stands as it was, and the next build takes up from here"
    assert (done.code, done.problems[-2:]) == (130, [told, "handbook: interrupted"])
    pages = [bench.folder / "sites" / name / "client" / "index.html" for name in names if name != "client-41"]
    assert [page.read_text("utf-8") for page in pages] == ["new"] * 7 + [""] * 92


def _client_is(name: str, file: Path) -> None:
    """Give the client of an engagement's file another name."""
    text = file.read_text("utf-8")
    assert "name: Spokeshare B.V." in text
    file.write_text(text.replace("name: Spokeshare B.V.", f"name: {name}", 1), "utf-8")


@pytest.mark.parametrize(("said", "doubted"), [("As for Quill Orchards.", True), ("As for others.", False)])
def test_a_client_who_is_new_is_looked_for_in_what_is_fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, doubted: bool
) -> None:
    """Fresh editions for clients are held against a name that is new; those that have it are built again."""
    bench = Bench(tmp_path, monkeypatch)
    bench.said = said
    assert bench.build() == ALL
    workspace(bench.folder, "cook")
    _client_is("Quill Orchards", bench.folder / "engagements" / "cook.yml")
    again = ["able client", "baker client"] if doubted else []
    assert sorted(bench.build()) == sorted([*again, "cook client", "cook team"])
    assert bench.build() == []
    _add("work/engagements/cook.yml", "# a note\n")(bench)
    assert bench.build() == ["cook client", "cook team"]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """Return a workspace that was built in a process of its own, and that build."""
    folder = workspace(tmp_path_factory.mktemp("real"), "able", "baker")
    return folder, handbook_process("build", *DAY, cwd=folder)


def test_nothing_new_is_said_before_anything_heavy_is_imported(real: tuple[Path, Done]) -> None:
    """Where nothing has changed, the answer is that of a whole build, without any library."""
    folder, first = real
    assert first.code == 0, first
    code = (
        "import sys; from handbook.__main__ import main; code = main();"
        "print(*sorted({'click', 'yaml', 'jinja2', 'pydantic', 'mkdocs', 'inspect'} & set(sys.modules)));"
        "sys.exit(code)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(fresh.__file__).parents[1])}
    quick = subprocess.run(
        [sys.executable, "-c", code, "build", *DAY],
        cwd=folder, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert quick.stdout == first.out.replace("built ", "fresh ") + "\n"
    assert quick.stderr == "0 built, 4 fresh, 0 refused\n"
    slow = handbook("build", *DAY, cwd=folder)
    assert (slow.out, slow.err) == (quick.stdout[:-1], quick.stderr)


def test_after_changes_the_bytes_are_those_of_a_new_build(real: tuple[Path, Done], tmp_path: Path) -> None:
    """A site that was built again is what is built in an empty folder, and back again after the undoing."""
    folder, _ = real
    file = folder / "engagements" / "able.yml"
    before, text = tree(folder / "sites"), file.read_text("utf-8")
    file.write_text(text.replace("title: Spokeshare", "title: Another"), "utf-8")
    again = handbook("build", *DAY, cwd=folder)
    assert [line.partition(":")[0] for line in again.lines] == [
        "built    able client", "built    able team", "fresh    baker client", "fresh    baker team",
    ]  # fmt: skip
    anew = handbook("build", *DAY, "--out", str(tmp_path / "sites"), "--jobs", "2", cwd=folder)
    assert anew.code == 0, anew
    assert tree(folder / "sites") == tree(tmp_path / "sites") != before
    file.write_text(text, "utf-8")
    assert handbook("build", *DAY, cwd=folder).code == 0
    assert tree(folder / "sites") == before


def test_copies_of_a_process_go_on_from_what_it_knows(real: tuple[Path, Done], tmp_path: Path) -> None:
    """Where one engagement is built before a process is copied, the bytes are those of a build by one."""
    folder, _ = real
    (tmp_path / "engagements").mkdir()
    for name in ("able", "baker", "cook", "dora"):
        text = (folder / "engagements" / "able.yml").read_text("utf-8").replace("id: able", f"id: {name}", 1)
        (tmp_path / "engagements" / f"{name}.yml").write_text(text, "utf-8")
    code = (
        "import os, sys; from handbook import crew; from handbook.__main__ import main; crew._WORTH = 1;"
        "rest = crew.Run.rest; crew.Run.rest = lambda run: (print(*vars(run)), rest(run)); sys.exit(main())"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(fresh.__file__).parents[1])}
    words = ("build", *DAY, "--draft", "--no-handouts", "--edition", "client")
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "--jobs", "2", "--out", "many"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "_workshop" in done.stdout.partition("\n")[0], "nothing was known before the copies were made"
    assert done.stderr.endswith("4 built, 0 fresh, 0 refused\n")
    one = handbook(*words, "--jobs", "1", "--out", "one", cwd=tmp_path)
    assert one.code == 0, one
    assert tree(tmp_path / "many") == tree(tmp_path / "one")


def test_shards_laid_over_each_other_are_the_whole(real: tuple[Path, Done], tmp_path: Path) -> None:
    """The folders of all shards make one that the next build finds fresh; it adds the page over all."""
    folder, _ = real
    whole = tmp_path / "whole"
    for number in (1, 2):
        part = tmp_path / f"part-{number}"
        done = handbook("build", *DAY, "--shard", f"{number}/2", "--out", str(part), cwd=folder)
        assert [line.split()[1] for line in done.lines] == ["able" if number == 1 else "baker"] * 2
        shutil.copytree(part, whole, dirs_exist_ok=True)
    done = handbook("build", *DAY, "--out", str(whole), cwd=folder)
    assert done.problems[-1] == "0 built, 4 fresh, 0 refused"
    assert tree(whole) == tree(folder / "sites")


@pytest.mark.parametrize("shard", ["0/2", "3/2", "2", "1/", "a/b"])
def test_a_shard_that_is_none_is_used_wrongly(tmp_path: Path, shard: str) -> None:
    """What is no part of a whole is told with how to write one."""
    done = handbook("build", "--shard", shard, cwd=tmp_path)
    assert done.code == 2
    assert "write the second of three as 2/3" in done.err


def test_a_process_that_is_killed_costs_its_engagement_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a process of a run dies, the engagement in its hands is refused and the others are built."""
    bench = Bench(tmp_path, monkeypatch)
    workspace(bench.folder, "cook", "dora")
    finish = bench.finish

    def deadly(loaded: Any, *rest: Any, **more: Any) -> Finished:  # noqa: ANN401 -- passed on
        if loaded.engagement.id == "baker":
            os._exit(9)
        return finish(loaded, *rest, **more)

    monkeypatch.setattr(portfolio, "Workshop", lambda _: SimpleNamespace(finish=deadly))
    # Only a fork knows of the deadly workshop. Other tests have left threads about, as what draws handouts
    # does: without them here, none is waited for.
    monkeypatch.setattr(crew, "_is_alone", lambda: True)
    done = handbook("build", *DAY, "--jobs", "2", "--no-handouts", cwd=bench.folder)
    assert done.code == 3
    assert [line.split()[:2] for line in done.lines] == [
        [state, name] for name, state in zip(
            ("able", "baker", "cook", "dora"), ("built", "refused", "built", "built"), strict=True
        ) for _ in range(2)
    ]  # fmt: skip
