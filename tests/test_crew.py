"""A crew shares a workspace out: each engagement is somebody's, and each process learns few languages."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import time
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook import crew
from handbook.crew import Waiting
from handbook.errors import Place
from handbook.portfolio import Order, Outcome
from handbook.view import Edition
from handbook.workspace import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LANGUAGES = ("en", "de", "fr", "nl", "pl")


def _sources(folder: Path, languages: list[str]) -> list[Source]:
    sources = []
    for number, language in enumerate(languages):
        path = folder / f"one-{number}.yml"
        path.write_text(f"id: one-{number}\nlanguage: {language}\n", "utf-8")
        sources.append(Source(f"one-{number}", path, Place(path.name, 1, 5), folder))
    return sources


@given(
    st.lists(st.sampled_from(LANGUAGES), max_size=20), st.lists(st.integers(0, 3), min_size=21, max_size=30)
)
def test_each_engagement_is_given_to_one_process(languages: list[str], asking: list[int]) -> None:
    """In whatever order processes ask, each engagement is given once, and then there is none."""
    with TemporaryDirectory() as folder:
        sources = _sources(Path(folder), languages)
        waiting = Waiting(sources)
        given_out = [waiting.next_of(who) for who in asking]
    got = [one for one in given_out if one]
    assert Counter(one.id for one in got) == Counter(one.id for one in sources)
    assert None not in given_out[: len(sources)]


def test_processes_keep_to_their_languages(tmp_path: Path) -> None:
    """Two processes that ask in turn share four languages out, and meet in none while others wait."""
    languages = ["de", "en", "fr", "nl"] * 5
    waiting = Waiting(_sources(tmp_path, languages))
    spoken: dict[str, set[str]] = {"one": set(), "other": set()}
    for who in ("one", "other") * 10:
        source = waiting.next_of(who)
        assert source
        spoken[who].add(languages[int(source.id.removeprefix("one-"))])
    assert len(spoken["one"]) == len(spoken["other"]) == 2
    assert not spoken["one"] & spoken["other"]


class _Noted:
    """Stands for a run: it builds nothing, and notes for each engagement which process had it."""

    def __init__(self, order: Order, _: Sequence[Source]) -> None:
        self.order = order

    def is_fresh(self, _: Source) -> bool:
        return False

    def rest(self) -> None: ...

    def end(self, _: Sequence[Outcome]) -> None: ...

    def engagement(self, source: Source, begun: Callable[[Source, Edition], None]) -> Iterator[Outcome]:
        begun(source, Edition.CLIENT)
        (self.order.out / source.id).write_text(str(os.getpid()), "utf-8")
        yield Outcome(source, Edition.CLIENT)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_builds_in_one_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    """Where no engagement is left in its language, another copy of the first process takes over."""
    monkeypatch.setattr(crew, "Run", _Noted)
    monkeypatch.setattr(crew, "_WORTH", 3)
    monkeypatch.setattr(crew, "_is_alone", lambda: True)  # the threads of other tests have nothing to do here
    languages = ["en", "de", "fr", "en", "nl", "de", "en", "en"]
    sources = _sources(tmp_path, languages)
    order = Order((Edition.CLIENT,), tmp_path, date(2026, 11, 22))
    told: list[str] = []
    outcomes = list(crew.build(sources, order, lambda source, _: told.append(source.id), jobs))
    assert [one.source for one in outcomes] == sources
    assert sorted(told) == sorted(one.id for one in sources)
    assert not any(one.fault for one in outcomes)
    spoken: dict[int, set[str]] = {}
    for source, language in zip(sources, languages, strict=True):
        spoken.setdefault(int((tmp_path / source.id).read_text("utf-8")), set()).add(language)
    assert spoken.pop(os.getpid()) == {"en"}, "the first engagement is built here: most others are like it"
    assert all(len(one) == 1 for one in spoken.values())
    assert len(spoken) >= 4


class _Slow(_Noted):
    """One that takes a while for each."""

    def engagement(self, source: Source, begun: Callable[[Source, Edition], None]) -> Iterator[Outcome]:
        yield from super().engagement(source, begun)
        time.sleep(0.1)


def test_a_build_that_is_killed_leaves_no_process_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the first process is gone, the others end after the engagement in their hands."""
    monkeypatch.setattr(crew, "Run", _Slow)
    monkeypatch.setattr(crew, "_WORTH", 3)
    monkeypatch.setattr(crew, "_is_alone", lambda: True)
    sources = _sources(tmp_path, ["en", "de"] * 50)
    order = Order((Edition.CLIENT,), tmp_path, date(2026, 11, 22))
    # All processes inherit the end that is written to: when the last is gone, the other end tells.
    last_gone, held = os.pipe()
    first = multiprocessing.get_context("fork").Process(
        target=lambda: list(crew.build(sources, order, lambda *_: None, 2))
    )
    first.start()
    os.close(held)
    begun_by: set[str] = set()
    while len(begun_by) < 3:
        begun_by = {file.read_text("utf-8") for file in tmp_path.iterdir() if not file.suffix}
        time.sleep(0.01)
    os.kill(first.pid or 0, signal.SIGKILL)
    first.join()
    gone = select.select([last_gone], [], [], 10)[0]
    os.close(last_gone)
    for pid in () if gone else begun_by - {str(first.pid)}:
        os.kill(int(pid), signal.SIGKILL)
    assert gone, "a process waits for ever"
