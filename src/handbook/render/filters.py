"""The filters of templates, all of them: what they take, and what they make of it."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from msgspec import Struct

from handbook.records import Choice, Url
from handbook.render.values import BROKEN, Items, Missing, Value, kind_of
from handbook.slots import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from handbook.language import Words
    from handbook.records import Leaf
    from handbook.render.desk import Desk

# "The Authority" is "the Authority" inside a sentence, and "The Hague" the one that pays for it.
ARTICLE: Final = "The "
_CLOSING = "\"')\u201d\u2019"
_WORD = re.compile(r"[^\W\d_]+")
_MAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")
_LETTERS_OF_MAIL: Final = "@!$'*+/=~"
_NO_DIGIT = re.compile(r"[^+0-9]")
_WEB = re.compile(r"https?://[^\s()<>\"]+")
_PHONE = re.compile(r"(\+?[0-9(][0-9 ().\-/]*)(?:(?:x|ext\.?) ?([0-9]+))?")


class Filter(Struct, frozen=True):
    """One filter: its name, what kind of thing it takes in a reader's words, and what it does."""

    name: str
    takes: str
    makes: Callable[[Desk, object], object]
    """Returns NotImplemented for a thing of another kind."""

    def __call__(self, desk: Desk, thing: object) -> object:
        """Return what the filter makes of a thing, or `BROKEN` with a problem noted."""
        if thing is BROKEN:
            return BROKEN
        made = self.makes(desk, thing)
        if made is not NotImplemented:
            return made
        if isinstance(thing, Missing):
            return thing.complain()
        subject = thing.sources[0] if isinstance(thing, Value) and thing.sources else ""
        message = f"'{self.name}' takes {self.takes}, and this is {kind_of(thing)}"
        desk.complain("PAGE-TYPE", message, "use another filter, or none", self.name, subject)
        return BROKEN


def lower_first(words: str) -> str:
    """Return a text for inside a sentence: 'show and tell', 'the Authority'; 'IT' and 'Scrum Master' stay."""
    if words.startswith(ARTICLE):
        return ARTICLE.lower() + words.removeprefix(ARTICLE)
    first, all_words = _WORD.match(words), _WORD.findall(words)
    if not first or any(letter.isupper() for letter in first[0][1:]) or first[0] == "I":
        return words
    if len(all_words) > 1 and all(word[0].isupper() for word in all_words):
        return words
    return words[0].lower() + words[1:]


def inside(words: str, names: Iterable[str] = ()) -> str:
    """Return a text to stand inside a sentence, as it is where it begins with one of these names."""
    begins = any(words.startswith(name) and not words[len(name) :][:1].isalpha() for name in names)
    return words if begins else lower_first(words)


def upper_first(words: str) -> str:
    """Return a text to begin a sentence."""
    return words[:1].upper() + words[1:]


def _formatted(wanted: type, write: Callable[[Words, Any], str]) -> Callable[[Desk, object], object]:
    """Return a filter's work that writes values of one type in the reader's language."""

    def makes(desk: Desk, thing: object) -> object:
        if isinstance(thing, int) and not isinstance(thing, bool) and wanted is not date:
            thing = Value(thing, (), desk)
        if isinstance(thing, Value) and _is(thing.leaf, wanted):
            return thing.derived(write(desk.words, thing.leaf))
        return NotImplemented

    return makes


def _is(leaf: Leaf, wanted: type) -> bool:
    if isinstance(leaf, bool):
        return False
    return isinstance(leaf, (int, Decimal) if wanted is Decimal else wanted)


def _worded(change: Callable[[str], str]) -> Callable[[Desk, object], object]:
    """Return a filter's work that changes a text, be it the engagement's or the template's own."""

    def makes(desk: Desk, thing: object) -> object:
        if isinstance(thing, str):
            return change(thing)
        if isinstance(thing, Value) and isinstance(thing.leaf, str | Choice):
            return thing.derived(change(desk.words.text(thing.leaf)))
        return NotImplemented

    return makes


def _inside(desk: Desk, thing: object) -> object:
    """Return a text to stand inside a sentence; what a file says in its own words may begin with a name."""
    names: tuple[str, ...] = ()
    if isinstance(thing, Value) and isinstance(thing.leaf, str) and thing.sources:
        names = () if any(source.startswith("terms") for source in thing.sources) else desk.proper_names
    return _worded(lambda words: inside(words, names))(desk, thing)


def clause(words: str) -> str:
    """Return a text without the full stop at its end, to go on after."""
    return words.rstrip().removesuffix(".")


def sentence(words: str, stop: str = ".") -> str:
    """Return a text with a capital letter and a full stop, or what else ends a sentence."""
    words = upper_first(words.strip())
    ends = (".", "!", "?", "…", "。", "！", "？")  # noqa: RUF001 -- Japanese has its own
    return words if words.rstrip(_CLOSING).endswith(ends) else f"{words}{stop}"


def _href(_desk: Desk, thing: object) -> object:
    if isinstance(thing, str) and _WEB.fullmatch(thing):
        return thing
    if isinstance(thing, Value) and isinstance(thing.leaf, Url):
        return thing.derived(thing.leaf, Kind.URL)
    return NotImplemented


def _mailto(_desk: Desk, thing: object) -> object:
    if isinstance(thing, Value) and isinstance(thing.leaf, str) and _MAIL.fullmatch(thing.leaf):
        # `?` would begin a subject, `%` a code: in an address they are letters.
        return thing.derived(Url(f"mailto:{quote(thing.leaf, safe=_LETTERS_OF_MAIL)}"), Kind.URL)
    return NotImplemented


def _tel(_desk: Desk, thing: object) -> object:
    found = _PHONE.fullmatch(thing.leaf) if isinstance(thing, Value) and isinstance(thing.leaf, str) else None
    if not isinstance(thing, Value) or not found:
        return NotImplemented
    # In "+44 (0)20 ..." the nought is for callers from the same country, who leave out the rest.
    written = found[1].replace("(0)", "") if found[1].startswith("+") else found[1]
    extension = f";ext={found[2]}" if found[2] else ""
    return thing.derived(Url(f"tel:{_NO_DIGIT.sub('', written)}{extension}"), Kind.URL)


def _length(desk: Desk, thing: object) -> object:
    if isinstance(thing, Items):
        return Value(len(thing), thing.sources, desk)
    if isinstance(thing, Value) and isinstance(thing.leaf, str):
        return thing.derived(len(thing.leaf))
    return len(thing) if isinstance(thing, list | tuple | Missing) else NotImplemented


def _first(desk: Desk, thing: object) -> object:
    if isinstance(thing, Items):
        return thing[0] if thing.data else Missing(desk, f"{thing.path}[1]")
    return thing if isinstance(thing, Missing) else _end(thing, 0)


def _last(desk: Desk, thing: object) -> object:
    if isinstance(thing, Items):
        return thing[-1] if thing.data else Missing(desk, f"{thing.path}[1]")
    return thing if isinstance(thing, Missing) else _end(thing, -1)


def _end(thing: object, index: int) -> object:
    return thing[index] if isinstance(thing, list | tuple) and thing else NotImplemented


def _rest(_desk: Desk, thing: object) -> object:
    if isinstance(thing, Items):
        return thing.rest()
    if isinstance(thing, Missing):
        return thing
    return thing[1:] if isinstance(thing, list | tuple) else NotImplemented


_A_DATE: Final = "a date"
_ALL: Final = (
    Filter("date", _A_DATE, _formatted(date, lambda words, leaf: words.date(leaf))),
    Filter("date_short", _A_DATE, _formatted(date, lambda words, leaf: words.date_short(leaf))),
    Filter("weekday", _A_DATE, _formatted(date, lambda words, leaf: words.weekday(leaf))),
    Filter("month", _A_DATE, _formatted(date, lambda words, leaf: words.month(leaf))),
    Filter("time", "a time of day", _formatted(time, lambda words, leaf: words.time(leaf))),
    Filter("number", "a number", _formatted(Decimal, lambda words, leaf: words.number(leaf))),
    Filter("percent", "a number", _formatted(Decimal, lambda words, leaf: words.percent(leaf))),
    Filter(
        "duration", "a whole number of minutes", _formatted(int, lambda words, leaf: words.duration(leaf))
    ),
    Filter("inline", "a text", _inside),
    Filter("capital", "a text", _worded(upper_first)),
    Filter("clause", "a text", _worded(clause)),
    Filter("sentence", "a text", _worded(sentence)),
    Filter("href", "the address of a page", _href),
    Filter("mailto", "an e-mail address", _mailto),
    Filter("tel", "a phone number", _tel),
    Filter("length", "a list or text", _length),
    Filter("first", "a list", _first),
    Filter("last", "a list", _last),
    Filter("rest", "a list", _rest),
)
FILTERS: Final[Mapping[str, Filter]] = MappingProxyType({filter_.name: filter_ for filter_ in _ALL})
