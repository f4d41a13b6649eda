"""Which pages are not in an engagement's language, and which translations are older than their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.errors import Place, Problem, Severity
from handbook.language import Words
from handbook.pages import BASE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.load import Loaded
    from handbook.pages import PageSource, Sources

_NAMED: Final = 5


def untranslated(loaded: Loaded, sources: Sources) -> Iterator[Problem]:
    """Yield what is missing or old in the translations that a site is made of; none of it is an error."""
    words = Words(loaded.engagement.language)
    if words.is_of(BASE_LANGUAGE):
        return
    pages = [page for page in sources.pages if not page.dropped and not page.team_only]
    missing = [page.name for page in pages if not words.is_of(page.language)]
    if missing:
        yield _missing(loaded, missing, len(pages))
    yield from (problem for page in pages for problem in _older(page))


def _missing(loaded: Loaded, missing: list[str], count: int) -> Problem:
    tag = loaded.engagement.language.partition("-")[0]
    language = Words(BASE_LANGUAGE).language_name(tag)
    some = ", ".join(missing[:_NAMED]) + (", ..." if len(missing) > _NAMED else "")
    message = f"{len(missing)} of {count} pages are not in {language} and say so: {some}"
    hint = f"write them in pages/{tag}/, under the same paths"
    place = loaded.places.of("language")
    return Problem(place, "language", message, hint, "LANGUAGE-MISSING", Severity.NOTICE)


def _older(page: PageSource) -> Iterable[Problem]:
    """Yield a translation of another text than the one that is below it now."""
    above, *below = page.origins
    if above.does != "translates" or not below or page.front.source == below[0].mark:
        return
    place = Place(above.file, 1, 1)
    message = f"the translation is of an older text of {below[0].file}"
    hint = f"look at what changed there, then write source: {below[0].mark}"
    severity = Severity.WARNING
    if not page.front.source:
        message, severity = f"does not say which text of {below[0].file} it translates", Severity.NOTICE
        hint = f"write source: {below[0].mark}"
    yield Problem(place, "source", message, hint, "LANGUAGE-OLDER", severity)
