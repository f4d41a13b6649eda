"""The website of an edition holds what the edition may show, and is the same whoever builds it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook import outputs, proof
from handbook.load import load, load_text
from handbook.pages import Layer, read_sources
from handbook.render import Templates
from handbook.skeletons import Press
from handbook.view import Edition
from plain import EXAMPLES, PUBLIC, STARTUP

if TYPE_CHECKING:
    from handbook.outputs import Finished

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 22)

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=[path.stem for path in EXAMPLES])
both_editions = pytest.mark.parametrize("edition", list(Edition))


@pytest.fixture(scope="module")
def templates() -> Templates:
    """Return our pages, read once."""
    return Templates(read_sources([Layer(ROOT, "docs", "engagement_templates/partials")]))


@pytest.fixture(scope="module")
def press() -> Press:
    """Return one press for all sites, as a run of many engagements has."""
    return Press(ROOT / "mkdocs.yml")


def built(
    example: Path, edition: Edition, templates: Templates, press: Press, *changes: tuple[str, str]
) -> Finished:
    """Return an example's edition with all its files, after changes to the text of its file."""
    text = example.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    loaded = load_text(text.encode(), str(example), example.parent)
    return outputs.build(outputs.write(loaded, edition, AS_OF, templates), press)


def differing(one: Finished, other: dict[str, bytes]) -> list[str]:
    """Return the files that two editions do not share."""
    files = one.files
    return sorted(path for path in files.keys() | other.keys() if files.get(path) != other.get(path))


@every_example
@both_editions
def test_plain_mkdocs_gives_the_same_bytes(
    example: Path, edition: Edition, templates: Templates, press: Press, tmp_path: Path
) -> None:
    """`mkdocs build` and our own builder make the same files, byte for byte."""
    environment = {
        **os.environ,
        "ENGAGEMENT": str(example),
        "EDITION": edition.value,
        "AS_OF": AS_OF.isoformat(),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    files = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert differing(built(example, edition, templates, press), files) == []


@every_example
@both_editions
def test_every_example_is_proved(example: Path, edition: Edition, templates: Templates, press: Press) -> None:
    """Both editions of every example pass all proofs."""
    proof.prove(built(example, edition, templates, press))


def test_alone_or_together_is_the_same(templates: Templates, press: Press) -> None:
    """An edition built alone has the bytes of the one built after all others."""
    for example in EXAMPLES:
        for edition in Edition:
            built(example, edition, templates, press)
    alone = built(PUBLIC, Edition.CLIENT, templates, Press(ROOT / "mkdocs.yml"))
    assert differing(alone, dict(built(PUBLIC, Edition.CLIENT, templates, press).files)) == []


def test_what_is_internal_changes_no_byte_of_the_clients_edition(templates: Templates, press: Press) -> None:
    """Other notes, amounts and stances leave the client edition as it is; the team's shows them."""
    example = STARTUP
    changes = [
        ("Ask closed questions.", "CANARY"),
        ("ceiling_gbp: 96000", "ceiling_gbp: 1"),
        ("neutral", "wary"),
    ]
    for edition, same in ((Edition.CLIENT, True), (Edition.TEAM, False)):
        before = built(example, edition, templates, press)
        after = built(example, edition, templates, press, *changes)
        assert (differing(before, dict(after.files)) == []) is same


def test_the_manifest_holds_four_things(templates: Templates, press: Press) -> None:
    """`edition.json` has the edition's id, the schema's version, the date and hashes, and no value."""
    files = built(STARTUP, Edition.CLIENT, templates, press).files
    manifest = json.loads(files["edition.json"])
    assert list(manifest) == ["edition", "schema", "as_of", "shows"]
    assert (manifest["schema"], manifest["as_of"]) == (1, "2026-11-22")
    assert manifest["edition"] in files["index.html"].decode()
    assert {"engagement", "people[noor]", "parties[workshops]"} <= manifest["shows"].keys()
    assert all(len(word) == 12 for word in manifest["shows"].values())
    assert "internal" not in files["edition.json"].decode()


def test_the_manifest_tells_what_changed(templates: Templates, press: Press) -> None:
    """A change of one field changes the edition's id and the one hash of what it stands in."""
    before, after = (
        json.loads(built(STARTUP, Edition.CLIENT, templates, press, *changes).files["edition.json"])
        for changes in ([], [("title: Founder", "title: Director")])
    )
    assert before["edition"] != after["edition"]
    changed = {path for path, word in before["shows"].items() if after["shows"][path] != word}
    assert changed == {"people[noor]"}


def test_the_clients_colour_and_logo_are_there(templates: Templates, press: Press) -> None:
    """The brand colour is in the stylesheet, the logo under a name of ours and on every page."""
    files = built(STARTUP, Edition.CLIENT, templates, press).files
    assert b"--md-primary-fg-color: #0b6e4f" in files["assets/brand.css"]
    assert files["assets/client-logo.svg"] == (STARTUP.parent / "assets" / "spokeshare.svg").read_bytes()
    pages = [content.decode() for path, content in files.items() if path.endswith(".html")]
    assert all("assets/client-logo.svg" in page for page in pages)


@every_example
@both_editions
def test_every_page_says_what_it_is(
    example: Path, edition: Edition, templates: Templates, press: Press
) -> None:
    """Each page names the edition, the client, the date, the edition's id and, if so, that it is a draft."""
    loaded = load(example)
    files = built(example, edition, templates, press).files
    label = {Edition.CLIENT: "Client edition", Edition.TEAM: "Team edition: not for the client"}[edition]
    id_ = json.loads(files["edition.json"])["edition"]
    client = next(party.short for party in loaded.engagement.parties if "payer" in str(party.kinds))
    for path, content in files.items():
        if path.endswith(".html"):
            page = content.decode()
            assert page.count(label) == 2, path
            assert f"Edition {id_}" in page, path
            assert client in page, path
            assert (">Draft</li>" in page) is bool(loaded.engagement.site and loaded.engagement.site.draft), (
                path
            )


def test_search_index_is_there_twice(templates: Templates, press: Press) -> None:
    """The index for servers and the one for folders hold the same, with values and without slots."""
    files = built(STARTUP, Edition.CLIENT, templates, press).files
    as_json = files["search/search_index.json"]
    assert files["search/search_index.js"] == b"var __index = " + as_json
    texts = " ".join(entry["text"] for entry in json.loads(as_json)["docs"])
    assert "Noor de Wit" in texts


def test_only_the_teams_pages_are_more(templates: Templates, press: Press) -> None:
    """The client edition has no page of docs/internal/, nor any word of where it would be."""
    client, team = (built(STARTUP, edition, templates, press).files for edition in Edition)
    assert [path for path in client if path.startswith("internal/")] == []
    assert [path for path in team if path.startswith("internal/")] != []
    assert not [
        path for path, content in client.items() if b"internal/" in content and path.endswith(".html")
    ]
