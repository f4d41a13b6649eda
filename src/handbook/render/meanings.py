"""Which words of a page carry their meaning with them: each word of the glossary, where it is first used."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from handbook.pages.notes import Note, Notes, Phrase
from handbook.render.values import Value
from handbook.slots import MARK, Kind, Scope, read_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from handbook.slots import Slot

    Meaning = str | Phrase

# Headings, tables, titles of boxes, markup and lists of attributes: there the meaning would be in the way.
_OTHER_THAN_TEXT: Final = re.compile(r"\s*(?:#|\||!!!|\?\?\?|<|\{:)")


def by_word(glossary: Iterable[object], text_of: Callable[[Value], str]) -> Mapping[str, Meaning]:
    """Return what the words of an engagement mean, by the words as its readers see them."""
    found: dict[str, Meaning] = {}
    for row in glossary:
        word = row.parts.get("word") if isinstance(row, Note) else None
        means = row.parts.get("means") if isinstance(row, Note) else None
        if isinstance(word, Value) and isinstance(means, str | Phrase):
            found[text_of(word).casefold()] = means
    return found


def other_words(glossary: Iterable[object], text_of: Callable[[Value], str]) -> Mapping[str, tuple[str, ...]]:
    """Return what people elsewhere call the words of an engagement: ours, the Scrum Guide's, and others."""
    found: dict[str, tuple[str, ...]] = {}
    for row in glossary:
        word = row.parts.get("word") if isinstance(row, Note) else None
        if isinstance(row, Note) and isinstance(word, Value):
            also = row.parts.get("also")
            listed = also if isinstance(also, Notes) else ()
            names = (row.parts.get("term"), row.parts.get("scrum_guide"), *listed)
            others = {name.casefold(): name for name in names if isinstance(name, str)}
            own = text_of(word).casefold()
            others.pop(own, None)
            found[own] = tuple(others.values())
    return found


def with_meanings(
    markdown: str, slots: Sequence[Slot], meanings: Mapping[str, Meaning], say: Callable[[Meaning], str]
) -> str:
    """Return a page whose words of the glossary show their meaning where they first stand in running text."""
    waiting = dict(meanings)

    def explained(line: str) -> str:
        def one(found: re.Match[str]) -> str:
            word = _word(found, slots)
            if word not in waiting or _in_link_or_code(line[: found.start()]):
                return found[0]
            return f'<abbr title="{html.escape(say(waiting.pop(word)))}">{found[0]}</abbr>'

        return MARK.sub(one, line) if Scope.PAGE in line and not _OTHER_THAN_TEXT.match(line) else line

    return "\n".join(map(explained, markdown.split("\n")))


def _word(found: re.Match[str], slots: Sequence[Slot]) -> str:
    """Return the word that a mark stands for, or "" where it stands for anything else of the engagement."""
    scope, number = read_mark(found)
    if scope is not Scope.PAGE:
        return ""
    slot = slots[number]
    ours = all(field.startswith("terms.") for field in slot.fields)
    return slot.text.casefold() if ours and slot.kind is Kind.TEXT else ""


def _in_link_or_code(before: str) -> bool:
    return before.count("[") > before.count("]") or before.count("`") % 2 == 1
