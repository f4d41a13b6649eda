"""Where engagements are found, by id and by file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handbook.errors import Refused
from handbook.workspace import (
    MARKER,
    Unknown,
    examples_folder,
    find_workspace,
    first_example,
    is_id,
    listing,
    resolve,
)

if TYPE_CHECKING:
    from pathlib import Path


def _write(folder: Path, **files: str) -> Path:
    """Write engagement files: the names' `__` stands for a slash."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def _find(name: str, start: Path) -> Path:
    return resolve([name], find_workspace(start), start)[0].path


def test_the_examples_without_a_workspace(tmp_path: Path) -> None:
    """In an empty folder the engagements are the bundled examples, and output goes to the folder."""
    here = find_workspace(tmp_path)
    assert here.bundled
    assert here.root == tmp_path
    ids = [source.id for source in listing(here, tmp_path).sources]
    assert ids == [
        "calder-repairs",
        "harbourlight-checkin",
        "norvale-fieldnet",
        "spokeshare-booking",
        "wattlebrook-sampletrail",
    ]


def test_a_folder_of_engagements(tmp_path: Path) -> None:
    """A folder `engagements` makes its parent a workspace: files, and folders with an engagement.yml."""
    _write(
        tmp_path,
        engagements__a="id: a\n",
        engagements__b__engagement="id: bee\n",
        engagements__b__x="id: x\n",
    )
    (tmp_path / "engagements" / "c.yaml").write_text("schema: 1\n")
    (tmp_path / "engagements" / ".hidden.yml").write_text("id: h\n")
    here = find_workspace(tmp_path)
    assert not here.bundled
    found = listing(here, tmp_path)
    assert [source.id for source in found.sources] == ["a", "bee", "c"]
    assert found.problems == ()


def test_the_marker_is_found_from_below(tmp_path: Path) -> None:
    """`handbook.yml` marks a workspace for every folder below it, one without engagements too."""
    (tmp_path / MARKER).write_text("")
    inner = tmp_path / "pages" / "deep"
    inner.mkdir(parents=True)
    assert find_workspace(inner).root == tmp_path
    assert listing(find_workspace(inner), inner).sources == ()


def test_by_id_then_by_file_name(tmp_path: Path) -> None:
    """An engagement is found by the id it gives itself, or by its file's or folder's name."""
    _write(
        tmp_path,
        engagements__one="id: 'two'\n",
        engagements__two="id: three\n",
        engagements__four__engagement="id: 5\n",
    )
    assert _find("two", tmp_path).name == "one.yml"
    assert _find("three", tmp_path).name == "two.yml"
    assert _find("one", tmp_path).name == "one.yml"
    assert _find("four", tmp_path).parent.name == "four"


def test_the_workspace_comes_before_the_examples(tmp_path: Path) -> None:
    """The examples can be named from a workspace, and its own engagement of that id wins."""
    _write(tmp_path, engagements__a="id: norvale-fieldnet\n")
    assert _find("norvale-fieldnet", tmp_path).name == "a.yml"
    assert _find("calder-repairs", tmp_path).parent == examples_folder()
    assert _find("startup-client-po", tmp_path) == first_example()


def test_by_path(tmp_path: Path) -> None:
    """A path names a file, or a folder with an engagement.yml, whatever the workspace is."""
    _write(tmp_path, x__engagement="id: x\n", y="id: y\n")
    assert _find("y.yml", tmp_path) == tmp_path / "y.yml"
    assert _find("./x", tmp_path) == tmp_path / "x" / "engagement.yml"
    assert _find(str(tmp_path / "y.yml"), tmp_path) == tmp_path / "y.yml"


def test_each_once_in_the_order_given(tmp_path: Path) -> None:
    """An engagement that is named twice, by id and by path, is taken once."""
    _write(tmp_path, engagements__a="id: a\n", engagements__b="id: b\n")
    found = resolve(["b", "a", "engagements/b.yml"], find_workspace(tmp_path), tmp_path)
    assert [source.id for source in found] == ["b", "a"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("norvale-feildnet", "there is no engagement 'norvale-feildnet'; did you mean 'norvale-fieldnet'?"),
        (
            "zzz",
            "there is no engagement 'zzz'; there are: acme, calder-repairs, harbourlight-checkin, norvale-fieldnet, spokeshare-booking, wattlebrook-sampletrail",  # noqa: E501 -- one message
        ),
        ("engagements/acmee.yml", "there is no file 'engagements/acmee.yml'; did you mean 'acme.yml'?"),
        ("nowhere/x.yml", "there is no file 'nowhere/x.yml'"),
        ("./engagements", "'./engagements' is a folder without an engagement.yml in it"),
    ],
)
def test_what_is_not_there(name: str, message: str, tmp_path: Path) -> None:
    """What cannot be found is named, with the nearest that can."""
    _write(tmp_path, engagements__acme="id: acme\n")
    with pytest.raises(Unknown) as unknown:
        _find(name, tmp_path)
    assert str(unknown.value) == message


def test_two_files_of_one_id(tmp_path: Path) -> None:
    """Two files with one id are a problem that names both places; neither is used, the others are."""
    _write(
        tmp_path, engagements__a="id: same\n", engagements__b='# x\nid: "same"\n', engagements__c="id: c\n"
    )
    found = listing(find_workspace(tmp_path), tmp_path)
    expected = (
        "engagements/b.yml:2:6: id: the id 'same' is also that of engagements/a.yml:1:5; "
        "give each engagement an id of its own [FIELD-DUPLICATE]"
    )
    assert [str(problem) for problem in found.problems] == [expected]
    assert [source.id for source in found.sources] == ["c"]
    with pytest.raises(Refused) as refused:
        _find("same", tmp_path)
    assert str(refused.value) == expected


def test_a_link_out_of_the_workspace(tmp_path: Path) -> None:
    """A link to a file elsewhere is not followed, and said with its place."""
    _write(tmp_path, elsewhere="id: s\n", engagements__a="id: a\n")
    (tmp_path / "engagements" / "b.yml").symlink_to(tmp_path / "elsewhere.yml")
    (tmp_path / "engagements" / "c.yml").symlink_to(tmp_path / "engagements" / "none.yml")
    found = listing(find_workspace(tmp_path), tmp_path)
    assert [str(problem) for problem in found.problems] == [
        "engagements/b.yml:1:1: a link that leads out of its folder; put the file itself there [BUILD-PATH]"
    ]
    assert [source.id for source in found.sources] == ["a"]


@pytest.mark.parametrize("name", ["a", "acme", "acme-2", "0-1", "x" * 60])
def test_ids(name: str) -> None:
    """Lower-case letters, digits and single hyphens make an id."""
    assert is_id(name)


@pytest.mark.parametrize(
    "name", ["", "-a", "a-", "a--b", "A", "a_b", "a.b", "../a", "a/b", "é", "a\n", "x" * 61]
)
def test_no_ids(name: str) -> None:
    """What could be no folder's name everywhere is no id."""
    assert not is_id(name)
