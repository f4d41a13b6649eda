"""Engagement files through the front door: bytes in, an engagement with places or every problem out."""

from __future__ import annotations

import pickle
import time
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from handbook.bundle import bundle
from handbook.load import load
from plain import EXAMPLES, PUBLIC

if TYPE_CHECKING:
    from pathlib import Path

every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


@every_example
def test_every_example_loads(path: Path) -> None:
    """The bundled examples are engagements without a problem."""
    loaded = load(path)
    assert loaded.engagement.schema_ == 1
    assert loaded.path == path


@every_example
def test_a_place_is_where_the_value_stands(path: Path) -> None:
    """Each single value is found in the file at the place that its path leads to."""
    loaded = load(path)
    lines = path.read_text("utf-8").splitlines()
    for person in loaded.engagement.people:
        place = loaded.places.of(f"people[{person.id}].name")
        assert lines[place.line - 1][place.column - 1 :].lstrip('"').startswith(person.name)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("purpose", "Let city cyclists"),
        ("dates.kickoff", "2027-01-06"),
        ("dates", "dates:"),
        ("people", "people:"),
        ("people[noor]", "id: noor"),
        ("people[noor].email", "noor@spokeshare.example"),
        ("people[noor].hours.from", '"09:00"'),
        ("people[noor].roles[2]", "product-owner"),
        ("people[noor].away[2027-02-15].to", "2027-02-19"),
        ("parties[workshops].wants", "Fewer phone calls"),
        ("ceremonies[review].when.at", '"10:00"'),
        ("decisions[How it is built].tie_break", "tomasz"),
        ("escalation[1].client", "noor"),
        ("releases[pilot].features[Pay online].why", "Brings in the fee"),
        ("glossary[Bench slot].means", "Half an hour"),
        ("done[2]", "Automated tests pass"),
        ("internal.parties.workshops.stance", "neutral"),
        ("internal.amounts.ceiling_gbp", "96000"),
        # What the file leaves out is at the nearest thing around it.
        ("people[noor].known_as", "id: noor"),
        ("dates.closed[2027-01-01].reason", "dates:"),
        ("people[nobody].email", "people:"),
        ("terms.sprint-review", "schema: 1"),
    ],
)
def test_paths_have_names_instead_of_numbers(field: str, words: str) -> None:
    """A field's path names people, parties, topics and days, and leads to where it stands."""
    path = bundle() / "engagement_templates" / "examples" / "startup-client-po.yml"
    place = load(path).places.of(field)
    line = path.read_text("utf-8").splitlines()[place.line - 1]
    assert line[place.column - 1 :].startswith(words)


def test_what_follows_from_the_rest() -> None:
    """A tool's and an update's kind is the id's where that names one; a person is known by the first name."""
    engagement = load(PUBLIC).engagement
    kinds = {tool.id: tool.kind.value for tool in engagement.tools}
    assert kinds == {"board": "board", "docs": "docs", "hosting": "hosting"}
    updates = {update.id: update.kind.value for update in engagement.communication.updates}
    assert updates == {
        "weeknotes": "other",
        "goal": "goal",
        "picked": "picked",
        "staging": "staging",
        "board-note": "other",
    }
    assert engagement.people[0].known_as == "Fiona"


def test_engagements_are_frozen() -> None:
    """Nothing changes an engagement once it is loaded."""
    engagement = load(PUBLIC).engagement
    with pytest.raises(ValidationError):
        engagement.people[0].name = "Somebody else"  # type: ignore[misc]


def test_an_engagement_can_be_sent_to_another_process() -> None:
    """What was loaded survives pickling, for builds that run side by side."""
    for path in EXAMPLES:
        loaded = load(path)
        assert pickle.loads(pickle.dumps(loaded)) == loaded  # noqa: S301 -- our own bytes


def test_loading_is_quick() -> None:
    """An engagement is loaded in well under a tenth of a second, even on a busy machine."""
    load(PUBLIC)
    best = min(_seconds(PUBLIC) for _ in range(5))
    assert best < 0.2


def _seconds(path: Path) -> float:
    start = time.perf_counter()
    load(path)
    return time.perf_counter() - start
