"""Whatever a user or a newcomer meets is explained where they would look for it."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from handbook.cli import group
from handbook.errors import CODES
from handbook.findings import RULES
from handbook.model import Engagement, Part
from handbook.model.shape import Group, ListOf, MapOf, fields
from handbook.pages.front_matter import FrontMatter
from handbook.render.filters import FILTERS
from terminal import handbook

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")

_CODE = re.compile(r"[\"'](?:YAML|FIELD|FIRM|LANGUAGE|PAGE|BUILD|DAT)-[A-Z0-9-]+[\"']")
_SENTENCE = re.compile(r"[A-Z'`].*[.]")

# Written in halves, so that this file does not hold what it looks for.
_INDEXES = "|".join(
    ("py" + "pi", "python" + "hosted", "npm" + "js", "arti" + "factory", "dev" + "pi", "yarn" + "pkg")
)
_HOST = re.compile(rf"//[\w.-]*(?:{_INDEXES})[\w.-]*", re.IGNORECASE)
_MACHINE = re.compile(
    "|".join((r"/(?:home|Users)" + r"/\w+/", "/ro" + "ot/", "/wo" + "rk/", r"[A-Z]:\\Us" + "ers"))
)


def _files() -> list[Path]:
    """Return the files of the project: what git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("this is no git checkout, so there is no list of its files")
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def test_every_field_says_what_it_is() -> None:
    """Each field of the model has a description in one sentence or more, and an example."""
    seen: set[type[Part]] = set()
    todo: list[type[Part]] = [Engagement]
    while todo:
        part = todo.pop()
        seen.add(part)
        for key, field in fields(part).items():
            assert _SENTENCE.fullmatch(field.info.description or ""), f"{part.__name__}.{key}"
            assert field.info.examples, f"{part.__name__}.{key}"
            shape = field.shape
            shape = (
                shape.item
                if isinstance(shape, ListOf)
                else shape.value
                if isinstance(shape, MapOf)
                else shape
            )
            if isinstance(shape, Group) and shape.part not in seen:
                todo.append(shape.part)
    assert len(seen) > 20


def test_every_exception_in_the_code_says_why() -> None:
    """A `noqa` or `type: ignore` names its rule; a noqa says its reason."""
    for path in _files():
        for number, line in enumerate(_text(path).splitlines() if path.suffix == ".py" else (), 1):
            found = re.search(r"# (noqa|type: ignore)(.*)", line)
            assert not found or re.match(r": [A-Z]+[0-9]+.* -- \w|\[[a-z-]+(, ?[a-z-]+)*\]", found[2]), (
                f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            )


def test_every_code_is_explained() -> None:
    """Each code that a message can end in has its sentence, and no sentence is about a code that is gone."""
    sources = (ROOT / "src" / "handbook").rglob("*.py")
    used = {
        code.strip("\"'")
        for path in sources
        # Rules explain themselves: their docstrings are the documentation.
        if path.name != "errors.py" and path.parent.name != "findings"
        for code in _CODE.findall(_text(path))
    }
    assert used == {code for code in CODES if _CODE.fullmatch(f'"{code}"')}
    for sentence in CODES.values():
        assert _SENTENCE.fullmatch(sentence), sentence


def test_every_code_has_a_case() -> None:
    """Each code stands in a test or in the expected output of a case."""
    tests = "".join(_text(path) for path in _files() if "tests" in path.relative_to(ROOT).parts[:1])
    assert [code for code in CODES if code not in tests] == []


def test_every_dependency_says_what_it_is_for() -> None:
    """Each dependency stands on a line of its own, with its reason behind it."""
    project = tomllib.loads(PYPROJECT)
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [line for group in project["dependency-groups"].values() for line in group]
    wanted += [
        line for group in project["project"].get("optional-dependencies", {}).values() for line in group
    ]
    for requirement in wanted:
        assert re.search(rf'^.*"{re.escape(requirement)}".*# .+$', PYPROJECT, re.MULTILINE), requirement


def test_every_rule_left_out_says_why() -> None:
    """Each lint rule that is ignored has its reason beside it."""
    table = PYPROJECT.partition("[tool.ruff.lint]")[2].partition("[tool.ruff.lint.pydocstyle]")[0]
    for line in table.splitlines():
        assert not re.search(r'"[A-Z]+[0-9]+"', line) or "# " in line, line


def test_every_type_of_file_is_declared() -> None:
    """Each type of file in the project has its row in .gitattributes."""
    rows = re.findall(r"^\*(\.\w+) (?:text|binary)$", _text(ROOT / ".gitattributes"), re.MULTILINE)
    there = {path.suffix for path in _files() if not path.name.startswith(".")} - {""}
    assert there - set(rows) == set()


def test_no_lock_names_a_host() -> None:
    """The lock files and npm's files hold versions and hashes, and no address of anything."""
    locks = [
        path for path in _files() if path.parent.name == "requirements" or path.name.startswith("package")
    ]
    assert len(locks) >= 4
    for path in locks:
        assert "://" not in _text(path), path.relative_to(ROOT)
    assert [path for path in _files() if path.name in {".npmrc", "pip.conf", "uv.toml", "uv.lock"}] == []


def test_the_locks_are_whole() -> None:
    """Each direct dependency is in the users' lock, everything in both locks has a hash, and both agree."""
    users, developers = (_text(ROOT / "requirements" / name) for name in ("users.txt", "developers.txt"))
    pinned = re.findall(r"^([a-z0-9-]+)==\S+", users, re.MULTILINE)
    direct = [re.match(r"[a-z0-9-]+", line) for line in tomllib.loads(PYPROJECT)["project"]["dependencies"]]
    assert {name[0] for name in direct if name} <= set(pinned)
    for lock in (users, developers):
        assert len(re.findall(r"==\S+[^\n]* \\\n    --hash", lock)) == len(
            re.findall(r"^[a-z]", lock, re.MULTILINE)
        )
    ours = set(re.findall(r"^[a-z0-9-]+==\S+", users, re.MULTILINE))
    assert ours <= set(re.findall(r"^[a-z0-9-]+==\S+", developers, re.MULTILINE))


def test_nothing_here_is_about_one_machine() -> None:
    """No file names a package index's host or a path of somebody's machine."""
    for path in _files():
        for pattern in (_HOST, _MACHINE):
            found = pattern.search(_text(path))
            assert not found, f"{path.relative_to(ROOT)}: {found[0] if found else ''}"


def test_every_command_and_option_is_documented() -> None:
    """The README has a row for each command with its options, and what all share stands below the table."""
    manual = README.partition("## Commands")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `handbook (\w+)[^`]*` \| (.*) \|$", manual, re.MULTILINE))
    assert set(rows) == set(group().commands)
    shared = {option for parameter in group().params for option in parameter.opts}
    for name, command in group().commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"
                words = manual if parameter.opts[0] in shared else rows[name]
                assert f"`{max(parameter.opts, key=len)}" in words, f"{name} {parameter.opts}"
        assert command.help, name


def test_what_a_page_may_use_is_listed() -> None:
    """CONTRIBUTING lists each filter and each key of the front matter, and no other."""
    guide = _text(ROOT / "CONTRIBUTING.md").partition("## Writing a page")[2].partition("\n## ")[0]
    before, _, rest = guide.partition("| filter |")
    listed = re.findall(
        r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]+) \|", rest.partition("| function |")[0], re.MULTILINE))
    )
    assert sorted(listed) == sorted(FILTERS)
    keys = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]+) \|", before, re.MULTILINE)))
    declared = {name.replace("team_only", "edition") for name in FrontMatter.__struct_fields__}
    assert set(keys) == declared


def test_the_readme_has_the_two_commands() -> None:
    """What sets up, builds and tests stands in the README on lines of its own, as CI runs it."""
    lines = README.splitlines()
    assert "python3 run.py" in lines
    assert "python3 run.py test" in lines


def test_the_readme_shows_what_is_said(tmp_path: Path) -> None:
    """The messages in the README are those that the mistakes in it lead to."""
    text = _text(ROOT / "engagement_templates" / "examples" / "startup-client-po.yml")
    mistakes = (
        ("\npurpose:", "\npurpos:"),
        ("owner: noor\n", "owner: nor\n"),
        ('day: 1, at: "10:00"', 'day: 1, at: "10.00"'),
    )
    for right, wrong in mistakes:
        assert text.count(right) >= 1
        text = text.replace(right, wrong, 1)
    (tmp_path / "acme.yml").write_text(text, "utf-8")
    said = handbook("check", "acme.yml", cwd=tmp_path).problems
    shown = [line for line in README.splitlines() if line.startswith("acme.yml:")]
    assert shown == [line for line in said if "client_logo" not in line]


def test_the_readme_can_be_typed(tmp_path: Path) -> None:
    """Each command in the README's blocks does what it should, and its page adds to ours.

    The live preview has tests of its own, and so have the sheets to print.
    """
    typed = [shlex.split(line) for line in re.findall(r"^\.venv/bin/handbook (.+)$", README, re.MULTILINE)]
    assert [words[0] for words in typed] == ["new", "serve", "check", "build", "init"]
    for words in typed:
        if words[0] != "serve":
            own = ("--no-handouts",) if words[0] == "build" else ()
            done = handbook(*words, *own, "--as-of", "2026-11-22", cwd=tmp_path)
            assert done.code == 0, done.err
    assert (tmp_path / "sites" / "acme" / "client" / "index.html").is_file()
    (page,) = re.findall(r"^```\n(---\nextends: true\n.*?)^```$", README, re.MULTILINE | re.DOTALL)
    file = tmp_path / "ours" / "pages" / "people" / "decisions.md"
    file.parent.mkdir()
    file.write_text(page, "utf-8")
    done = handbook("check", "--as-of", "2026-11-22", cwd=tmp_path / "ours")
    assert (done.code, done.problems) == (0, [])


def test_the_readme_counts_the_rules() -> None:
    """The README says how many rules there are."""
    assert f"{len(RULES)} rules" in README


def test_what_must_never_happen_is_held_by_tests() -> None:
    """Each row of that table names tests that are there, and no row names none."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = text.partition("### What must never happen\n")[2].partition("\n### ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 15
    for row in rows:
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert tests, row
        for file, name in tests:
            assert f"def {name}(" in (ROOT / file).read_text("utf-8"), (file, name)
