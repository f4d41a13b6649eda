"""Our own words in what is handed over beside the pages: by name, with places for values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handbook.language import Words
from handbook.pages.notes import Note, Notes, Phrase
from handbook.records import Fact, need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.pages.notes import Told
    from handbook.records import Record

_PLACE: Final = re.compile(r"\[([a-z]+)\]")


class Phrases(Struct, frozen=True):
    """The words of one of our data files, or of a part of it."""

    told: Note

    def __call__(self, name: str, /, **values: str) -> str:
        """Return words with values in their places: `[name]` is the place of the value `name`."""
        return _PLACE.sub(lambda place: values.get(place[1], place[0]), _text(self.told.told[name]))

    def get(self, name: str, /, **values: str) -> str:
        """Return words as a call does, or "" where there are none of that name."""
        return self(name, **values) if name in self.told.parts else ""

    def part(self, name: str) -> Phrases:
        """Return the words that stand under a name."""
        part = self.told.told[name]
        if not isinstance(part, Note):
            raise TypeError(f"{self.told.place}: {name} is no group of words")
        return Phrases(part)

    def names(self) -> tuple[str, ...]:
        """Return the names of all words here, in order."""
        return tuple(self.told.told)

    def is_list(self, name: str) -> bool:
        """Whether a name has a list of words."""
        return isinstance(self.told.told[name], Notes)

    def several(self, name: str) -> tuple[str, ...]:
        """Return a list of words."""
        part = self.told.told[name]
        return tuple(map(_text, part)) if isinstance(part, Notes) else (_text(part),)


def phrases(data: Mapping[str, Told], name: str) -> Phrases:
    """Return the words of one of our data files, such as `docs/_data/calendar.yml`."""
    told = data[name]
    if not isinstance(told, Note):
        raise TypeError(f"docs/_data/{name}.yml is no mapping")
    return Phrases(told)


def words_in(language: str, data: Mapping[str, Told]) -> Words:
    """Return the formats of a language with what it calls the fixed values of fields."""
    told = data.get("choices")
    labels = {label: _text(word) for label, word in told.told.items()} if isinstance(told, Note) else {}
    return Words(language, labels)


def word_of(record: Record, name: str, words: Words) -> str:
    """Return a word that the client may have its own for; ours is said in the language of `words`."""
    datum, text = record[name], need(record, name, str)
    ours = isinstance(datum, Fact) and not datum.sources
    return words.said(text) if ours else text


def _text(told: Told) -> str:
    return told.template.source.strip() if isinstance(told, Phrase) else str(told)
