"""Our words on papers, in the language of an edition: as texts, and as the parts that templates take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from babel import Locale

from handbook.language import Words, english
from handbook.phrases import phrases, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.pages.notes import Told
    from handbook.phrases import Phrases

_FILE: Final = "papers"
_BASE: Final = "en"
# What every template has, beside its own words.
_SHARED: Final = ("all", "parts")
_MARKS: Final = re.compile(r"\[([a-z]+)\]|(\*)")


class Wording:
    """The words of `docs/_data/papers.yml` in the language that an edition has them in."""

    def __init__(self, language: str, data: Mapping[str, Told]) -> None:
        """Take the words for a site of some language; where nobody has translated them, they are English."""
        self._told = phrases(data, _FILE)
        self.lang = self._told("language")
        """The language of the words, which is that of all dates and numbers beside them."""
        translated = Words(language).is_of(self.lang)
        self.words = words_in(language, data) if translated and self.lang != _BASE else english(language)
        self.region = Locale.parse(language, sep="-").territory if translated else None
        self.say = self._told.part("said")
        """What says parts of sentences with their values, as texts."""
        self.titles = self._told.part("titles")
        self.shared = self._told.part("all")
        """What all papers have, and what stands between things in a row."""

    def of(self, template: str) -> dict[str, Any]:
        """Return the words of a template as it takes them, by their names.

        A phrase with places for values or bold type is a list of `parts`, each a `text` or a `place`, with
        `strong`; any other is a text. Several phrases are a list.
        """
        groups = (*_SHARED, template.removesuffix(".typ"))
        return {name: told for group in groups for name, told in _parted(self._told.part(group))}

    def letters(self) -> frozenset[str]:
        """Return every letter of the words."""
        groups = [self._told.part(name) for name in self._told.names() if name != "language"]
        return frozenset(
            "".join(text for group in groups for name in group.names() for text in group.several(name))
        )


def _parted(group: Phrases) -> Iterator[tuple[str, Any]]:
    for name in group.names():
        several = [_parts(text) for text in group.several(name)]
        yield name, several if group.is_list(name) else several[0]


def _parts(text: str) -> str | dict[str, Any]:
    if not _MARKS.search(text):
        return text
    parts: list[dict[str, Any]] = []
    at, strong = 0, False
    for mark in _MARKS.finditer(text):
        if mark.start() > at:
            parts.append({"text": text[at : mark.start()], "strong": strong})
        if mark[1]:
            parts.append({"place": mark[1], "strong": strong})
        else:
            strong = not strong
        at = mark.end()
    if at < len(text):
        parts.append({"text": text[at:], "strong": strong})
    return {"parts": parts}
