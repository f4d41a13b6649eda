"""How long pages take to read, counted from what they say to their readers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from handbook.slots import MARK, Kind, Scope, read_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.slots import Slot

WORDS_A_MINUTE: Final = 220
# What the answers say again of their questions is read once: in a line, and the line before a question's id.
_AGAIN: Final = re.compile(r'<span class="hb-again">.*?</span>')
_ANSWER: Final = re.compile(r"[ \t]*\{: \.hb-answer\b")
# What stands in a line of Markdown and is not read: targets of links, tags, lists of attributes, kinds of
# boxes.
_UNREAD: Final = re.compile(
    r"\]\([^)\n]*\)|<[^>\n]*>|\{:[^}\n]*\}|^[ \t]*(?:!!!|\?\?\?\+?)[ \t]*\w+", re.MULTILINE
)
_ADDRESS: Final = re.compile(r"\S+@\S+|https?://\S+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")  # noqa: RUF001 -- both apostrophes


class Reading(Struct):
    """The words of an edition's pages by their names, and which pages tell how long others take."""

    words: dict[str, int] = field(default_factory=dict)
    asked_by: set[str] = field(default_factory=set)

    def minutes(self, pages: Iterable[str]) -> int:
        """Return the minutes that pages take together, begun ones counted whole; at least one."""
        whole, begun = divmod(sum(self.words.get(name, 0) for name in pages), WORDS_A_MINUTE)
        return max(1, whole + bool(begun))


def words_of(text: str, page: Sequence[Slot], site: Sequence[Slot] = ()) -> int:
    """Return how many words slotted Markdown has for a reader, its values counted as they will stand."""
    slots = {Scope.PAGE: page, Scope.SITE: site}

    def value(found: re.Match[str]) -> str:
        scope, number = read_mark(found)
        slot = slots[scope][number]
        # A picture is looked at; its words are for who does not see it.
        return " " if slot.kind is Kind.PICTURE else slot.text

    with_values, fixed = [], 0
    lines = text.split("\n")
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if "hb-answer" in after and _ANSWER.match(after):
            continue
        if Scope.PAGE in line or Scope.SITE in line:
            with_values.append(line)
        else:
            fixed += _in_fixed(line)
    # No word goes on in the next line, so those with values are counted in one go.
    read = _UNREAD.sub(" ", _AGAIN.sub("", "\n".join(with_values)))
    return fixed + _in_text(MARK.sub(value, read))


def _in_text(text: str) -> int:
    read = _ADDRESS.sub(" ", text) if "@" in text or "://" in text else text
    return len(_WORD.findall(read))


@lru_cache(maxsize=20_000)  # about the lines of all our pages: each engagement says most of them again
def _in_fixed(line: str) -> int:
    """Return how many words a line has that holds no value."""
    return _in_text(_UNREAD.sub(" ", _AGAIN.sub("", line)))
