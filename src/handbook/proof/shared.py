"""The shared texts of a run, apart from any engagement: pages, partials and what lies beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.bundle import bundle
from handbook.fresh import content_of, files_in, hash_of
from handbook.pages import Note, Notes, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.pages import PageSource, Sources

_QUESTIONS: Final = "questions"


def shared_texts(sources: Sources) -> Iterator[str]:
    """Yield every text that pages of any edition are made from."""
    yield from (text for page in sources.pages for text in _of_page(page))
    yield from (partial.source for partial in sources.partials.values())
    yield from (text for told in sources.data.values() for text in _texts(told))


def own_texts_digest() -> str:
    """Return a name for all files that the handbook's own texts are in."""
    tops = [(name, str(bundle() / name)) for name in ("docs", "engagement_templates")]
    files = [(f"{top} {name}", path) for top, place in tops for name, path in files_in(place)]
    return hash_of(*(part for name, path in files for part in (name.encode(), content_of(path))))


def texts_for_clients(sources: Sources) -> Iterator[str]:
    """Yield every text that pages of a client's edition may be made from."""
    yield from (text for page in sources.pages if not page.team_only for text in _of_page(page))
    yield from (partial.source for partial in sources.partials.values())
    team = {id(question) for question in _questions_for_the_team(sources)}
    for told in sources.data.values():
        parts = told if isinstance(told, Notes) else (told,)
        yield from (text for part in parts if id(part) not in team for text in _texts(part))


def texts_for_the_team(sources: Sources) -> Iterator[tuple[str, str]]:
    """Yield every text that is for our own team only, with its file."""
    for page in sources.pages:
        yield from ((page.body.file, text) for text in _of_page(page) if page.team_only)
    for question in _questions_for_the_team(sources):
        yield from ((question.place.file, text) for text in _texts(question))


def _questions_for_the_team(sources: Sources) -> Iterator[Note]:
    names = {page.name for page in sources.pages if page.team_only}
    questions = sources.data.get(_QUESTIONS)
    for question in questions if isinstance(questions, Notes) else ():
        if isinstance(question, Note) and question.parts.get("page") in names:
            yield question


def _of_page(page: PageSource) -> Iterator[str]:
    """Yield what a page says in its front matter, and its body."""
    front = page.front
    lines = (front.title, front.description, *front.objectives, *front.for_you.values())
    yield from (line.text for line in lines if line)
    yield page.body.source
    yield from (block.source for block in page.blocks)


def _texts(told: object) -> Iterator[str]:
    """Yield the texts of something that a data file says."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, Phrase):
        yield told.template.source
    elif isinstance(told, Note):
        yield from (text for part in told.parts.values() for text in _texts(part))
    elif isinstance(told, Notes):
        yield from (text for part in told for text in _texts(part))
