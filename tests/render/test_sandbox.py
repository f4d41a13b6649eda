"""Templates that reach for more than pages need: each is refused, with its place, at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from handbook.errors import Refused
from limits import memory
from render.support import page, rendered, write

ESCAPES = (Path(__file__).parents[1] / "cases" / "escapes.txt").read_text("utf-8").splitlines()[1:]
OUTSIZED = {
    "number": "{{ " + "9" * 10_000 + " }}",
    "brackets that stay open": "{{ " + "(" * 20_000 + " }}",
    "brackets": "{{ " + "[" * 5_000 + "]" * 5_000 + " }}",
    "negations": "{{ " + "not " * 20_000 + "owner }}",
    "fields": "{{ owner" + ".name" * 20_000 + " }}",
    "signs": "{{ " + "-" * 20_000 + "1 }}",
    "filters": "{{ owner" + " | capital" * 20_000 + " }}",
    "conditions": "{% if owner %}" * 2_000 + "{% endif %}" * 2_000,
    "loops": "{% for p in people %}" * 50 + "{% endfor %}" * 50,
    "turns": "{% for a in [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] %}" * 9 + "{% endfor %}" * 9,
    "page": "x" * 300_001,
}
PARTIALS = {
    "partials/say.jinja": "{% macro greet(person) %}Hello {{ person.name }}{{ caller() }}{% endmacro %}",
    "partials/self.jinja": '{% include "self.jinja" %}',
    "partials/twice.jinja": '{% include "half.jinja" %}{% include "half.jinja" %}',
    "partials/half.jinja": '{% include "twice.jinja" %}',
}
DATA = "owner: {name: Noor}\npeople: [{id: noor, name: Noor}]\n"


@pytest.mark.parametrize("template", ESCAPES)
def test_no_template_gets_out(template: str, tmp_path: Path) -> None:
    """What pages do not need is refused, with a place in the page or in the partial that does it."""
    _refused(template, tmp_path)


@pytest.mark.parametrize("what", OUTSIZED)
def test_no_template_is_too_much(what: str, tmp_path: Path) -> None:
    """What would take all the time or memory of the machine is refused before it does."""
    _refused(OUTSIZED[what], tmp_path)


def _refused(template: str, folder: Path) -> None:
    write(folder, {"docs/index.md": page(template), **PARTIALS})
    start = time.monotonic()
    with memory(500), pytest.raises(Refused) as refused:
        rendered(folder, DATA)
    assert time.monotonic() - start < 10
    places = [str(problem.place) for problem in refused.value.problems]
    assert all(place.startswith(("docs/index.md:", "partials/")) for place in places)


def test_an_honest_template_gets_through(tmp_path: Path) -> None:
    """Beside the same partials, a page that does nothing special is rendered."""
    body = '{% from "say.jinja" import greet %}{% call greet(owner) %}!{% endcall %}'
    write(tmp_path, {"docs/index.md": page(body), **PARTIALS})
    assert rendered(tmp_path, DATA).pages[0].markdown.startswith("Hello ")
