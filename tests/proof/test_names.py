"""No client is named on another client's site, and nobody is stopped by a word that looks like a name."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

import generate
from handbook.errors import Refused
from handbook.findings import OTHER_CLIENT, is_lived_with, names_of_client
from handbook.layers import templates
from handbook.load import load
from handbook.proof import Beside, Evidence, Neighbour
from handbook.proof.names import own_words, prove
from handbook.proof.neighbours import Names
from handbook.proof.shared import shared_texts
from handbook.proof.wording import words
from plain import EXAMPLES, engagement, tree

if TYPE_CHECKING:
    from pathlib import Path

    from handbook.outputs import Finished
    from handbook.pages import Sources

PUBLIC, STARTUP = (
    next(path for path in EXAMPLES if path.stem == stem)
    for stem in ("public-sector-vendor-po", "startup-client-po")
)


def neighbour(path: Path) -> Neighbour:
    """Return another engagement, by its file."""
    return Neighbour(path, lambda: names_of_client(load(path).engagement))


def unread() -> tuple[str, ...]:
    """Stand for reading a file that nobody needs to read."""
    raise AssertionError("read")


@pytest.fixture(scope="module")
def sources() -> Sources:
    """Return the handbook's own texts."""
    return templates().sources


def _said_in(sources: Sources) -> str:
    """Return what texts say, as words."""
    return "\n".join(words(text) for text in shared_texts(sources))


def _other(folder: Path, **changes: object) -> Path:
    """Write another client's file: that of an example with another payer."""
    data = tree(PUBLIC)
    party = cast("list[generate.Tree]", data["parties"])[1]
    party.update({"name": "Zephyrine Holdings", "short": "Zephyrine"} | changes)
    (folder / "zephyrine.yml").write_text(generate.text(data | {"id": "zephyrine"}), "utf-8")
    return folder / "zephyrine.yml"


def _told(other: Path, sources: Sources, said: str) -> str:
    """Return how an edition that says something is refused, or "" where it is not."""
    loaded = load(STARTUP)
    manuscript = SimpleNamespace(name="acme/client", view=SimpleNamespace(root={"id": loaded.engagement.id}))
    files = {"index.html": f"<h1>Welcome</h1>\n<p>{said}</p>".encode()}
    finished = cast("Finished", SimpleNamespace(manuscript=manuscript, files=files))
    names = Names({"zephyrine": neighbour(other)}, lambda: _said_in(sources))
    evidence = Evidence(finished, Beside(names=names, own_names=own_words(loaded.engagement)))
    return "\n".join(str(problem) for problem in prove(evidence))


@pytest.mark.parametrize(
    "said",
    [
        "As we did for Zephyrine Holdings last year.",
        "Zephyrine&#32;Holdings",
        "As Zephyrine did.",
        "Z&#101;phyrine",
        "<b>Zephyrine</b>",
    ],
)
def test_another_client_is_told(tmp_path: Path, sources: Sources, said: str) -> None:
    """Name and short name of another engagement's client are found, as words of any page."""
    refusal = _told(_other(tmp_path), sources, said)
    assert refusal.startswith("acme/client/index.html:2:1: names 'Zephyrine")
    assert "of the engagement 'zephyrine'; take it out of the file, or accept DAT-107 there" in refusal
    assert "[BUILD-NAME]" in refusal


@pytest.mark.parametrize("said", ["A zephyrine day.", "Zephyrines", "Nothing of that kind."])
def test_a_word_that_only_looks_like_a_name_is_none(tmp_path: Path, sources: Sources, said: str) -> None:
    """A name of one word counts as it is written, and only as a whole word."""
    assert _told(_other(tmp_path), sources, said) == ""


@pytest.mark.parametrize("name", ["Sprint", "The owner", "Spokeshare", "Noor de Wit", "Abc"])
def test_our_own_words_and_the_clients_own_names_are_none(
    tmp_path: Path, sources: Sources, name: str
) -> None:
    """What the shared pages say, what the client itself is called, and what is very short stops nobody."""
    assert _told(_other(tmp_path, name=name, short=name), sources, f"This is {name}.") == ""


def test_our_own_people_are_no_secret(tmp_path: Path, sources: Sources) -> None:
    """People of the supplier work for several clients: their names may stand anywhere."""
    data = tree(_other(tmp_path))
    ours = {party["id"] for party in cast("list[generate.Tree]", data["parties"]) if "supplier" in str(party)}
    person = next(one for one in cast("list[generate.Tree]", data["people"]) if one["party"] in ours)
    assert _told(tmp_path / "zephyrine.yml", sources, f"Ask {person['name']}.") == ""


@pytest.mark.parametrize(
    ("changes", "lived_with"),
    [({}, True), ({"until": "2026-11-21"}, False), ({"by": None}, False), ({"check": "DAT-106"}, False)],
)
def test_what_is_accepted_stops_nobody(changes: generate.Tree, lived_with: bool) -> None:
    """Who accepts the finding in the file, with reason, name and a day that has not passed, publishes."""
    accepted = {"check": "DAT-107", "reason": "They work together", "by": "priya", "until": "2026-12-01"}
    data = tree(STARTUP) | {"internal": {"accepted_findings": [accepted | changes]}}
    assert is_lived_with(engagement(data), OTHER_CLIENT, date(2026, 11, 22)) is lived_with


def test_a_neighbour_that_is_broken_or_gone(tmp_path: Path, sources: Sources) -> None:
    """A file that cannot be read as an engagement still tells its names; one that is gone tells none."""
    other = _other(tmp_path)
    other.write_text(other.read_text("utf-8") + "broken: [", "utf-8")
    with pytest.raises(Refused):
        load(other)
    assert "'Zephyrine'" in _told(other, sources, "As Zephyrine did.")
    other.unlink()
    assert _told(other, sources, "As Zephyrine did.") == ""


def test_names_are_read_however_they_are_written(tmp_path: Path, sources: Sources) -> None:
    """Blocks and braces, quotes of both kinds and none give the same names; other names of the file none."""
    file = tmp_path / "other.yml"
    file.write_text(
        "title: {name: Not this}\nparties:\n  - id: a\n    name: Plain name # a comment\n"
        "  - {id: b, name: \"Quoted \\\"name\\\"\", short: 'Ann''s Lamps'}\n\n# between\n"
        "people: [{name: Ann Other, email: ann@other.example}]\nproduct:\n  name: Nor this\n",
        "utf-8",
    )
    found = {
        name
        for of in Names({"other": neighbour(file)}, lambda: _said_in(sources)).candidates.values()
        for _, name in of
    }
    assert found == {"Plain name", 'Quoted \\"name\\"', "Ann's Lamps", "Ann Other", "ann@other.example"}


def test_thousands_of_neighbours_cost_little(tmp_path: Path, sources: Sources) -> None:
    """The names of 300 files are read without reading a single one as an engagement."""
    text = _other(tmp_path).read_text("utf-8")
    others = {}
    for number in range(300):
        path = tmp_path / f"e{number}.yml"
        path.write_text(text.replace("Zephyrine", f"Zephyrine{number}"), "utf-8")
        others[f"e{number}"] = Neighbour(path, unread)
    names = Names(others, lambda: _said_in(sources))
    assert len(names.candidates) > 600
