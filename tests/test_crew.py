"""A crew shares a workspace out: each engagement is somebody's, and each process learns few languages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from handbook.crew import Waiting
from handbook.errors import Place
from handbook.workspace import Source

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
