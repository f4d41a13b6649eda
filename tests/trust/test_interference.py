"""A client's edition is made of what its client may see: nothing else changes a byte of it."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import generate
from handbook import outputs
from handbook.errors import Place
from handbook.layers import own_sources, templates
from handbook.load import load_text
from handbook.portfolio import Workshop
from handbook.proof import Prover
from handbook.reports import neighbours
from handbook.view import Edition, select, serialise
from handbook.workspace import Source, examples
from plain import EXAMPLES, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handbook.load import Loaded
    from handbook.outputs import Finished
    from handbook.render import Templates

AS_OF = date(2026, 11, 22)
FOLDER = EXAMPLES[0].parent
# Fields under `internal` whose values must fit what else stands in the file.
_FITTED = frozenset(
    {"between", "about", "check", "id", "by", "until", "stance", "account_owner", "owner"}
    | {"text", "likelihood", "impact"}
)


def read(data: generate.Tree) -> Loaded:
    """Return the engagement of a file that plain data is written to, in the examples' folder."""
    return load_text(generate.text(data).encode(), "acme.yml", FOLDER, FOLDER / "acme.yml")


def openly(node: Any) -> Any:  # noqa: ANN401 -- plain data of any kind
    """Return plain data without anything internal."""
    if isinstance(node, dict):
        return {key: openly(value) for key, value in node.items() if key != "internal"}
    return [openly(item) for item in node] if isinstance(node, list) else node


def candid(node: Any, number: Iterator[int]) -> Any:  # noqa: ANN401 -- as above
    """Return plain data with an `internal` of another content in every group."""
    if isinstance(node, dict):
        inner = {key: candid(value, number) for key, value in node.items() if key != "internal"}
        return inner | {
            "internal": {"remark": f"Candid {next(number)}", "amounts": {"rate": 7, "why": ["x"]}}
        }
    return [candid(item, number) for item in node] if isinstance(node, list) else node


def written(loaded: Loaded, texts: Templates) -> tuple[object, ...]:
    """Return all that a client's files are made from: the pages with their slots, the facts, the view."""
    made = outputs.write(loaded, Edition.CLIENT, AS_OF, texts)
    pages = tuple((page.path, page.markdown, page.slots) for page in made.site.pages)
    around = made.site.slots, made.site.nav, dict(made.site.extras), made.logo
    return serialise(made.view), pages, around, outputs.beside(made)


@pytest.fixture(scope="module")
def texts() -> Templates:
    """Return the handbook's own texts, read once."""
    return templates()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_internal_field_of_an_example_changes_anything(path: Path, texts: Templates) -> None:
    """All internal content taken out, or other content put into every group: pages, files and facts stay."""
    data = tree(path)
    expected = written(read(data), texts)
    assert written(read(openly(data)), texts) == expected
    everywhere = read(candid(data, iter(range(10_000))))
    assert written(everywhere, texts) == expected
    of_team = {serialise(select(one.engagement, Edition.TEAM, AS_OF)) for one in (everywhere, read(data))}
    assert len(of_team) == 2


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_single_internal_value_changes_what_the_client_may_see(path: Path) -> None:
    """Each internal value of an example, changed on its own: the client's view is the same to the byte."""

    def view(data: generate.Tree) -> bytes:
        return serialise(select(read(data).engagement, Edition.CLIENT, AS_OF))

    expected, tried = view(tree(path)), 0
    for keys in list(internal_values(tree(path))):
        data = tree(path)
        inside: Any = data
        for key in keys[:-1]:
            inside = inside[key]
        inside[keys[-1]] = "Something else altogether"
        assert view(data) == expected, keys
        tried += 1
    assert tried > 5


def internal_values(node: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 -- plain data
    """Yield where the internal values stand whose content is free, by the keys that lead there."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in items:
        yield from internal_values(inner, (*above, key))
    if "internal" in above and isinstance(node, str) and not _FITTED & set(above):
        yield above


@pytest.mark.parametrize("first", range(0, 100, 10))
def test_engagements_made_at_random(first: int, texts: Templates) -> None:
    """None of 100 engagements made at random changes with its internal content, in what clients may see.

    Of a few the pages and files are held against each other too, and of all in `tests/interference.py`.
    """
    for seed in range(first, first + 10):
        data = generate.tree(Random(seed))
        without, other = read(openly(data)), read(candid(data, iter(range(10_000))))
        views = {
            serialise(select(one.engagement, Edition.CLIENT, AS_OF)) for one in (read(data), without, other)
        }
        assert len(views) == 1, seed
        if seed in {0, 40, 80}:
            assert written(other, texts) == written(without, texts)


def test_no_other_engagement_changes_a_byte(tmp_path: Path) -> None:
    """Alone, after another, after another that has changed, and beside one that is broken: the same bytes."""

    def a(shop: Workshop) -> Finished:
        return shop.finish(read(tree(EXAMPLES[0])), Edition.CLIENT, AS_OF)

    alone = a(Workshop(()))
    shop, data = Workshop(examples(tmp_path)), tree(EXAMPLES[1])
    for other in (data, openly(data) | {"purpose": "Quite another one"}):
        shop.finish(read(other), Edition.CLIENT, AS_OF)
    assert a(shop).files == alone.files
    (tmp_path / "broken.yml").write_text("id: broken\nparties: [", "utf-8")
    broken = Source("broken", tmp_path / "broken.yml", Place("broken.yml", 1, 1), tmp_path)
    shop.prover = Prover(neighbours([broken]), own_sources)
    assert a(shop).files == alone.files
