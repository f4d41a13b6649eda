"""Where characters stand that no font has: the fields that hold them, and what to install."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from handbook.errors import Place, Problem
from handbook.outputs.handouts.wording import Wording
from handbook.records import Choice, Record, Url
from handbook.typesetting import package_for
from handbook.view import records_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.outputs.manuscript import Manuscript
    from handbook.records import Datum

# What our own fonts are made for: Latin, Greek and Cyrillic with their signs, and general punctuation.
_OURS: Final = (range(0x0530), range(0x1E00, 0x2070), range(0x20A0, 0x20D0))
# A text in another script lacks nearly every letter of it: a few tell which script that is.
_NAMED: Final = 5


def problems_of(manuscript: Manuscript, characters: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each field that holds such characters, in the order of the file.

    Where our own words for the papers have them, the field is `language`.
    """
    missing = tuple(characters)
    found = {
        field: [character for character in missing if character in text]
        for field, text in _texts(manuscript.view.root)
    }
    located = [
        _problem(manuscript.places.of(field), field, characters)
        for field, characters in found.items()
        if characters
    ]
    known = {character for characters in found.values() for character in characters}
    rest = [character for character in missing if character not in known]
    ours = Wording(manuscript.view.language, manuscript.data).letters()
    if of_language := [character for character in rest if character in ours]:
        # It is the language that asks for them: a page of it alone lacks nobody's letters.
        located.append(_problem(manuscript.places.of("language"), "language", of_language))
    elif rest:
        located.append(_problem(Place(f"{manuscript.name}/handouts", 1, 1), "", rest))
    yield from sorted(located, key=lambda problem: problem.place)


def takes_system_fonts(manuscript: Manuscript) -> bool:
    """Return whether papers may hold letters that our own fonts lack, so that the machine's fonts count."""
    told = (text for _, text in _texts(manuscript.view.root))
    ours = Wording(manuscript.view.language, manuscript.data).letters()
    return any(not any(ord(one) in known for known in _OURS) for text in (*told, *ours) for one in text)


def _problem(place: Place, field: str, characters: list[str]) -> Problem:
    packages = dict.fromkeys(package_for(character) for character in characters)
    named = ", ".join(_named(one) for one in characters[:_NAMED])
    more = f" and {len(characters) - _NAMED} more characters" if len(characters) > _NAMED else ""
    message = f"no font on this machine has {named}{more}, for the handouts"
    hint = f"install {' and '.join(packages)} (or other fonts that have it), or build with --no-handouts"
    return Problem(place, field, message, hint, "BUILD-GLYPH")


def _named(characters: str) -> str:
    """Return a character as people can look it up: itself, its number and its name."""
    first = characters[0]
    return f"'{characters}' (U+{ord(first):04X}, {unicodedata.name(first, 'without a name').lower()})"


def _texts(root: Record) -> Iterator[tuple[str, str]]:
    """Yield every field of a view with a text in it."""
    for record in records_of(root):
        for name, datum in record.fields.items():
            path = f"{record.path}.{name}" if record.path else name
            yield from ((at, text) for at, text in _within(path, datum))


def _within(path: str, datum: Datum) -> Iterator[tuple[str, str]]:
    match datum:
        case str():
            yield path, datum
        case Url():
            yield path, datum.address
        case Choice():
            yield path, datum.label
        case tuple():
            for number, item in enumerate(datum, start=1):
                if not isinstance(item, Record):
                    yield from _within(f"{path}[{number}]", item)
