"""What holds for every input: an engagement or located problems, soon, and nothing candid in a message."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import generate
from handbook.bundle import bundle
from handbook.errors import CODES, Refused
from handbook.load import Loaded, load, load_text
from handbook.load.places import Spot, spots
from handbook.model import Engagement
from handbook.model.shape import Group
from handbook.yaml_tree import Entry, Mapping, Node, Scalar, Sequence, parse
from limits import memory
from load.traps import CASES, MINIMAL, completed

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = (bundle() / "engagement_templates" / "examples" / "startup-client-po.yml").read_text("utf-8")
EVERYTHING = (CASES / "everything.yml").read_text("utf-8")
NOWHERE = Path("/nowhere")
PIECES = st.sampled_from(
    [
        *(
            "",
            "~",
            "null",
            "[]",
            "{}",
            "- ",
            "  ",
            "\n",
            ": ",
            "# ",
            ", ",
            "'",
            '"',
            "|",
            ">",
            "&a ",
            "*a",
            "<<: ",
        ),
        *(
            "!!int ",
            "NO",
            "0",
            "-1",
            "1e9",
            "9:30",
            "2026-02-30",
            "noor",
            "nor",
            "internal: ",
            "internal: {a: [b]}",
        ),
        *(
            "\t",
            "\u00a0",
            "\ufeff",
            "\x00",
            "\u202e",
            "\ue000",
            "\u2764\ufe0f",
            "{{ 7*7 }}",
            "../",
            "a" * 300,
        ),
    ]
)


def outcome(text: str | bytes) -> Loaded | tuple[str, ...]:
    """Return the engagement of a text, or its problems as they are printed; nothing else may happen."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    try:
        return load_text(data, "case.yml", NOWHERE)
    except Refused as refused:
        problems = refused.problems
    assert problems
    assert list(problems) == sorted(problems, key=lambda problem: problem.place)
    for problem in problems:
        assert problem.code in CODES
        assert problem.place.file == "case.yml"
        assert 1 <= problem.place.line <= data.count(b"\n") + 2
        assert problem.place.column >= 1
        assert "\n" not in str(problem)
    return tuple(str(problem) for problem in problems)


@given(st.data())
def test_any_change_of_an_example(data: st.DataObject) -> None:
    """Whatever is cut out of an example and put in its place, it loads or is refused with places."""
    text = EXAMPLE
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 2, 5, 20, 200])))
        text = text[:start] + data.draw(PIECES | st.text(max_size=5)) + text[end:]
    outcome(text)


@given(st.data())
def test_any_change_of_lines(data: st.DataObject) -> None:
    """Lines of an example may be lost, doubled, swapped or shifted: it loads or is refused with places."""
    lines = EXAMPLE.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        one, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = data.draw(st.sampled_from(["lose", "double", "swap", "shift", "unshift"]))
        if change == "lose":
            lines[one] = ""
        elif change == "double":
            lines.insert(other, lines[one])
        elif change == "swap":
            lines[one], lines[other] = lines[other], lines[one]
        else:
            lines[one] = f"  {lines[one]}" if change == "shift" else lines[one].removeprefix("  ")
    outcome("\n".join(lines))


@given(st.binary(max_size=300) | st.text(max_size=300))
@example("")
@example("a: " + "[" * 20_000)
def test_any_text(text: str | bytes) -> None:
    """Whatever a file holds, it loads or is refused with places."""
    outcome(text)


@given(generate.engagements())
def test_random_engagements_load(tree: dict[str, object]) -> None:
    """Every engagement that is right loads, and each of its fields has a place."""
    loaded = outcome(generate.text(tree))
    assert isinstance(loaded, Loaded), loaded
    for person in loaded.engagement.people:
        assert loaded.places.of(f"people[{person.id}].name").line > 1


def scalars() -> list[Spot]:
    """Return the single values of the file that has every field."""
    tree = parse(EVERYTHING.encode(), "case.yml")
    return [spot for spot in spots(tree, Group(Engagement)) if isinstance(spot.node, Scalar)]


def with_value(spot: Spot, new: str, text: str = EVERYTHING) -> str:
    """Return the full file with another value at a spot."""
    assert isinstance(spot.node, Scalar)
    lines = text.split("\n")
    line, start = lines[spot.place.line - 1], spot.place.column - 1
    end = start + len(spot.node.text) + 2 * spot.node.quoted
    assert line[start:end].strip('"') == spot.node.text
    lines[spot.place.line - 1] = line[:start] + new + line[end:]
    return "\n".join(lines)


@pytest.mark.slow
def test_every_value_retyped_is_found_where_it_stands() -> None:
    """A group of keys in the place of any single value is refused there, unless the content is free."""
    for spot in scalars():
        result = outcome(with_value(spot, "{a: [b]}"))
        if isinstance(result, Loaded):
            assert "internal" in spot.path, spot.path
        else:
            assert [line for line in result if line.startswith(f"case.yml:{spot.place.line}:")], spot.path


@pytest.mark.slow
def test_no_message_repeats_an_internal_value() -> None:
    """Whatever is wrong with an internal field, its value is not in the message, nor one near to it."""
    internal = [spot for spot in scalars() if spot.internal]
    assert len(internal) > 50
    for spot in internal:
        for candid in ("Canary 2027-1-1", "[canary, {Canary: 1}]"):
            result = outcome(with_value(spot, candid))
            assert isinstance(result, Loaded) or "canary" not in "\n".join(result).casefold(), result


def test_bombs_cost_nothing() -> None:
    """Files made to exhaust a reader are refused at once."""
    bombs = [
        "[" * 20_000,
        "a: {" * 20_000,
        "a: &a [x, x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(400)),
        "- " * 20_000,
        "a: " + "x" * 3_000_000,
        "".join(f"k{n}: v\n" for n in range(200_000)),
        "people: [" + "{id: a}, " * 100_000 + "]",
    ]
    for bomb in bombs:
        start = time.perf_counter()
        with memory(300):
            assert not isinstance(outcome(bomb), Loaded)
        assert time.perf_counter() - start < 2, bomb[:40]  # measured: under 0.1 s; machines of tests are busy


def entries(node: Node, inside: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Yield every key of a file with the keys around it."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield inside, entry
            yield from entries(entry.value, (*inside, entry.key.text))
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from entries(item, inside)


@pytest.mark.slow
def test_every_key_misspelt_is_told_once_with_the_right_one() -> None:
    """Two letters swapped in any key make one problem, at that key, with the right key in its hint."""
    ours = ("internal", "amounts"), ("internal", "parties")
    for inside, entry in entries(parse(EXAMPLE.encode(), "case.yml")):
        key, place = entry.key.text, entry.key.place
        if inside[:2] in ours:
            continue
        lines = EXAMPLE.split("\n")
        line, start = lines[place.line - 1], place.column - 1
        wrong = key[:-2] + key[-1] + key[-2] if key[-1] != key[-2] else f"{key}x"
        lines[place.line - 1] = line[:start] + wrong + line[start + len(key) :]
        result = outcome("\n".join(lines))
        assert not isinstance(result, Loaded), wrong
        (only,) = result
        assert only.startswith(f"{place}: ")
        assert only.endswith(f"did you mean '{key}'? [FIELD-UNKNOWN]")


@pytest.mark.parametrize(
    "lines",
    [
        "".join(f"k{n}: v\n" for n in range(2000)),
        "product_ownership: {arrangement: client, owner: ann, backlog_kept_by: ["
        + ", ".join(f"nobody-{n}" for n in range(3000))
        + "]}\n",
        "site: {handouts: [" + ", ".join(f"role-card-{n}" for n in range(3000)) + "]}\n",
        "site: {audiences: [" + "sponsor, " * 3000 + "]}\n",
        "ceremonies:\n"
        + "".join(f"  - {{id: c{n}, kind: other, when: {{every: dai}}}}\n" for n in range(600)),
        f"timezone: {'Europe/' * 9000}\nstatus: {'delivering' * 6000}\n",
        f"people: [{{id: ann, phone: '{'1 ' * 12_000}x', email: {'a.' * 12_000}}}]\n",
    ],
    ids=["keys", "ids", "choices", "repeated", "groups", "long texts", "long addresses"],
)
def test_thousands_of_slips_take_no_time(lines: str) -> None:
    """A file with more wrong than anybody reads is refused soon, with the first hundred problems."""
    start = time.perf_counter()
    result = outcome(completed(lines.encode()))
    assert time.perf_counter() - start < 3  # measured: under 0.3 s
    assert not isinstance(result, Loaded)
    assert len(result) <= 101


def test_one_run_tells_all() -> None:
    """A file with a problem in each of its fields has them all in one answer."""
    ends = (".from", ".to", ".at", ".email", ".url", ".link", ".state", ".kind", ".owner", ".minutes")
    spoilt = [spot for spot in scalars() if spot.path.endswith(ends) and not spot.internal]
    bad = EVERYTHING
    for spot in reversed(spoilt):
        bad = with_value(spot, "Not This", bad)
    result = outcome(bad)
    assert not isinstance(result, Loaded)
    told = "\n".join(result)
    assert len(spoilt) > 25
    assert [spot.path for spot in spoilt if f"case.yml:{spot.place.line}:" not in told] == []


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, is told as every other problem."""
    for path in (tmp_path / "none.yml", tmp_path):
        with pytest.raises(Refused) as refused:
            load(path)
        assert str(refused.value).startswith(f"{path}:1:1: cannot be read: ")


def test_the_minimal_file_is_enough() -> None:
    """A file with what must be there, and nothing else, loads."""
    loaded = load(MINIMAL)
    assert [person.known_as for person in loaded.engagement.people] == ["Ann", "Bob"]
    assert [party.short for party in loaded.engagement.parties] == ["Maker Ltd", "Acme Lamps"]
    assert len(loaded.engagement.site.handouts) == 14
    assert loaded.engagement.internal is None
