"""What an editor shows while an engagement file is written: tried with the yaml-language-server itself."""

from __future__ import annotations

import json
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import generate
from handbook.bundle import bundle
from handbook.model import field_guide, firm_schema, schema
from handbook.outset import FIRM_SCHEMA_FILE, firm_text, own_schema
from model.language_server import LanguageServer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.node, pytest.mark.slow]

CASES = Path(__file__).parents[1] / "cases"
TEMPLATES = [
    file
    for folder in ("examples", "starters")
    for file in sorted((bundle() / "engagement_templates" / folder).glob("*.yml"))
]
HEAD = "# yaml-language-server: $schema=engagement.schema.json\n"
MINIMAL = HEAD + (CASES / "minimal.yml").read_text("utf-8")


class Editor:
    """A folder with the schema in it, and the server that reads both."""

    def __init__(self, folder: Path, server: LanguageServer) -> None:
        self.folder, self.server, self.numbers = folder, server, count()
        (folder / "engagement.schema.json").write_text(json.dumps(schema()), "utf-8")

    def marks(self, text: str) -> list[tuple[str, str]]:
        """Return what is marked in a text: the words under each mark, and what is said of them."""
        lines = text.split("\n")
        found = []
        for mark in self.server.open(self.new_file(), text):
            start, end = mark["range"]["start"], mark["range"]["end"]
            found.append((lines[start["line"]][start["character"] : end["character"]], mark["message"]))
        return found

    def new_file(self) -> Path:
        """Return the name of a file that the server has not seen."""
        return self.folder / f"{next(self.numbers)}.yml"

    def asked(self, method: str, text: str) -> Any:  # noqa: ANN401 -- as the protocol has it
        """Return the answer about the place that `^` marks in a text."""
        before, _, after = text.partition("^")
        path = self.new_file()
        self.server.open(path, before + after)
        line, character = before.count("\n"), len(before.rpartition("\n")[2])
        return self.server.at(f"textDocument/{method}", path, line, character)

    def offers(self, text: str) -> dict[str, str]:
        """Return what completion offers at `^`, with the words that explain it."""
        items = self.asked("completion", text)["items"]
        return {item["label"]: item.get("documentation", "") for item in items}

    def hover(self, text: str) -> str:
        """Return what hovering over `^` shows."""
        return str(self.asked("hover", text)["contents"]["value"])


@pytest.fixture(scope="module")
def editor(node: str, npm_tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """Return an editor with the schema at work."""
    with LanguageServer(node, npm_tools) as server:
        yield Editor(tmp_path_factory.mktemp("editor"), server)


@pytest.mark.parametrize("path", [*TEMPLATES, CASES / "everything.yml"], ids=lambda path: path.stem)
def test_right_files_have_no_marks(editor: Editor, path: Path) -> None:
    """An example, a starter, and a file with every field are free of marks."""
    assert editor.marks(HEAD + path.read_text("utf-8")) == []


@pytest.mark.parametrize("seed", range(12))
def test_what_loads_has_no_marks(editor: Editor, seed: int) -> None:
    """Random engagements that load are right to the editor too."""
    assert editor.marks(HEAD + generate.engagement(seed)) == []


def test_values_as_people_type_them_have_no_marks(editor: Editor) -> None:
    """Numbers in quotes, and texts that look like numbers, are right here and there."""
    text = MINIMAL.replace("weeks: 2", 'weeks: "2"').replace("title: Acme shop", "title: 2027")
    more = 'site: {draft: "true"}\ndone: [yes, 1.10, 09:30, NO, true]\nterms: {sprint-review: 0123}\n'
    assert editor.marks(text + more) == []


def test_an_unknown_key_is_marked(editor: Editor) -> None:
    """A misspelt key is underlined where it stands."""
    text = f"{MINIMAL}staging:\n  sing_in: Ask Ann\n"
    assert editor.marks(text) == [("sing_in", "Property sing_in is not allowed.")]


def test_a_wrong_choice_is_marked(editor: Editor) -> None:
    """A value that is none of a field's is underlined, and those that are allowed are named."""
    (mark,) = editor.marks(MINIMAL.replace("status: delivering", "status: deliverng"))
    assert mark[0] == "deliverng"
    assert '"delivering"' in mark[1]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2027-01-06", "6/1/2027"),
        ('"10:00"', "9:30"),
        ("[payer, user]", "[payer, usr]"),
        ("owner: ann", "owner: Ann Lee"),
        ("weeks: 2", "weeks: two"),
        ("weeks: 2", "weeks: 0"),
        ("day: 10", "day: last-fri"),
        ("dates: {kickoff: 2027-01-06, start: 2027-01-11}", "dates: 2027-01-06"),
        ("id: acme-shop", "id: acme-shop\nterms: {sprint-reviews: Show}"),
    ],
)
def test_wrong_values_are_marked(editor: Editor, right: str, wrong: str) -> None:
    """What the loader would refuse for its form is marked while it is typed."""
    assert len(editor.marks(MINIMAL.replace(right, wrong))) >= 1


def test_a_missing_key_is_marked(editor: Editor) -> None:
    """A file without a field that it must have says so."""
    (mark,) = editor.marks(MINIMAL.replace("timezone: Europe/London\ndates", "dates"))
    assert mark[1] == 'Missing property "timezone".'


def test_keys_are_offered_with_their_help(editor: Editor) -> None:
    """Completion lists the keys of a group that are not there yet, each with its help."""
    offers = editor.offers(f"{MINIMAL}staging:\n  url: https://a.example\n  ^\n")
    rows = {row.path: row.help for row in field_guide()}
    assert set(offers) == {"sign_in", "ready_before_review", "how_to_comment", "internal"}
    assert offers["sign_in"] == rows["staging.sign_in"]


def test_choices_are_offered_with_their_words(editor: Editor) -> None:
    """Completion lists what a field may say, with the words that readers will see."""
    offers = editor.offers(f"{MINIMAL}contract:\n  model: ^\n")
    assert offers["capped-time-and-materials"] == "time and materials up to a cap"
    assert set(editor.offers(f"{MINIMAL}site:\n  draft: ^\n")) >= {"true", "false"}
    assert set(editor.offers(f"{MINIMAL}site:\n  audiences:\n    - ^\n")) >= {"sponsor", "support"}


def test_our_words_are_offered_for_terms(editor: Editor) -> None:
    """Completion under `terms` lists the words that a client may replace."""
    offers = editor.offers(f"{MINIMAL}terms:\n  ^\n")
    assert offers["sprint-review"] == "Your client's word for: sprint review."


def test_texts_are_not_offered_true_and_false(editor: Editor) -> None:
    """Completion of a text stays silent: nothing could be offered that would be right."""
    assert set(editor.offers(f"{MINIMAL}communication:\n  urgent: ^\n")) & {"true", "false"} == set()


def test_hover_is_the_manual(editor: Editor) -> None:
    """Hovering over a key shows its help, its values and an example."""
    shown = editor.hover(MINIMAL.replace("status:", "sta^tus:"))
    assert "How far the engagement is." in shown
    assert "`sprint-zero`: getting ready" in shown
    shown = editor.hover(MINIMAL.replace("every: sprint, day: 10", "every: sprint, d^ay: 10"))
    assert "2-tue" in shown


def test_ids_are_offered(editor: Editor) -> None:
    """With a file's own schema, completion lists its people and parties by id, each with who that is."""
    text = MINIMAL.replace("engagement.schema.json", "own.schema.json")
    (editor.folder / "own.schema.json").write_text(own_schema(text, None), "utf-8")
    offers = editor.offers(text.replace("owner: ann}", "owner: ann, deputy: ^}"))
    assert {"ann", "bob"} <= set(offers)
    assert "ann" in editor.offers(f"{text}tools:\n  - id: board\n    name: Board\n    for: [^]\n")
    decided = editor.offers(f"{text}decisions:\n  - topic: Money\n    decides: ^\n")
    assert {"ann", "bob"} <= set(decided)
    assert editor.marks(text) == []
    assert editor.marks(text.replace("owner: ann", "owner: somebody-new")) == []


def test_a_firms_file_is_completed(editor: Editor) -> None:
    """handbook.yml has keys, choices and roles to offer, and a new one is free of marks."""
    (editor.folder / FIRM_SCHEMA_FILE).write_text(json.dumps(firm_schema()), "utf-8")
    text = firm_text({}, date(2026, 11, 22))
    assert editor.marks(text) == []
    head = f"# yaml-language-server: $schema={FIRM_SCHEMA_FILE}\nschema: 1\n"
    assert "contact" in editor.offers(f"{head}firm:\n  name: Ours\n  ^\n")
    assert "sponsor" in editor.offers(f"{head}decisions:\n  - topic: Money\n    decides: ^\n")
    (mark,) = editor.marks(f"{head}people: []\n")
    assert mark[0] == "people"


def test_what_a_firm_gives_need_not_stand_there(editor: Editor) -> None:
    """With a workspace's schema, a meeting that the firm describes needs no more than its id."""
    given = {"firm": {"name": "Ours"}, "ceremonies": [{"id": "daily"}], "timezone": "Europe/Berlin"}
    (editor.folder / "less.schema.json").write_text(json.dumps(schema(given)), "utf-8")
    text = MINIMAL.replace("engagement.schema.json", "less.schema.json")
    text = text.replace("timezone: Europe/London\ndates", "dates").replace(", name: Maker Ltd", "")
    assert editor.marks(f"{text}  - {{id: daily, attend: [bob]}}\n") == []
