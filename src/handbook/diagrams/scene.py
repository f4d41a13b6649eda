"""What pictures are drawn from: an edition's data and facts, and our own words for what is drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.diagrams.text import Label
from handbook.language import english
from handbook.pages.notes import Note
from handbook.records import Absent, Fact, Record, find, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.language import Words
    from handbook.records import Datum
    from handbook.view import View


class Unsaid(LookupError):  # noqa: N818 -- it becomes a problem of the page
    """A picture needs words of ours that `docs/_data/pictures.yml` does not have."""


class Scene(Struct, frozen=True, dict=True):
    """One edition, as pictures see it."""

    root: Record
    facts: Mapping[str, Datum]
    words: Words
    as_of: date
    captions: Mapping[str, str]
    """Our own words, by name; `[name]` in one is a place for a value."""

    @property
    def named(self) -> Record:
        """The facts, and the fields of the file that no fact has the name of, as one record."""
        return Record("", {**self.root.fields, **self.facts})

    def listed(self, name: str) -> tuple[Record, ...]:
        """Return the records of a fact or field that is a list."""
        return listed(self.named, name)

    def caption(self, name: str, /, **values: Label) -> Label:
        """Return words of ours, with values in their places."""
        if name not in self.captions:
            raise Unsaid(name)
        text, fields = self.captions[name], list[str]()
        for place, value in values.items():
            text = text.replace(f"[{place}]", value.text)
            fields += value.fields
        return Label(text, tuple(fields))

    def say(self, record: Record, name: str) -> Label | None:
        """Return a field of a record as a reader sees it; None where it is absent."""
        datum = record.fields.get(name)
        if datum is None or isinstance(datum, Absent | Record | tuple | bool):
            return None
        if isinstance(datum, Fact):
            return Label(self.words.text(datum.value), datum.sources)
        return Label(self.words.text(datum), (f"{record.path}.{name}".lstrip("."),))

    def must(self, record: Record, name: str) -> Label:
        """Return a field that every such record has; raises LookupError where it is absent."""
        said = self.say(record, name)
        if said is None:
            raise LookupError(f"{record.path}: {name} is absent")
        return said

    def day(self, record: Record, name: str) -> Label | None:
        """Return a date as 'Wed 6 Jan'."""
        said, found = self.say(record, name), find(record, name, object)
        return Label(self.words.date_short(found), said.fields) if said and isinstance(found, date) else None

    def joined(self, labels: Iterable[Label]) -> Label:
        """Return labels as a list in words."""
        many = tuple(labels)
        fields = dict.fromkeys(field for label in many for field in label.fields)
        return Label(self.words.joined([label.text for label in many]), tuple(fields))

    def names(self, records: Iterable[Record], field: str = "known_as") -> Label:
        """Return the names of people or parties as a list in words."""
        return self.joined(self.must(record, field) for record in records)


def scene_of(
    view: View, facts: Mapping[str, Datum], captions: object, picture: str, words: Words | None = None
) -> Scene:
    """Return what a picture sees of an edition; `captions` is what `docs/_data/pictures.yml` says.

    `words` are the formats of another language than English, with captions in it.
    """
    own = captions.parts.get(picture) if isinstance(captions, Note) else None
    said = {key: str(part) for key, part in own.parts.items()} if isinstance(own, Note) else {}
    return Scene(view.root, facts, words or english(view.language), view.as_of, said)
