"""Texts as their words alone: what a search for words is made in, whatever stands around them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# Letters of ASCII in small ones, all else of it a space but the ends of lines; other letters as they are.
_OF_ASCII: Final = bytes(ord(chr(at).lower()) if chr(at).isalnum() else 32 for at in range(128))
_FOLDED: Final = _OF_ASCII[:10] + b"\n" + _OF_ASCII[11:] + bytes(range(128, 256))
_ASCII: Final = _FOLDED.replace(b"\n", b" ")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NO_WORD: Final = re.compile(r"[^\w\x00-\x7f]")


def words(text: str) -> str:
    """Return a text as its words in small letters with a space around each: no markup, no punctuation.

    So a name is the same in a sentence, an id and a file's name, and never a part of another word.
    """
    if text.isascii():  # nearly all are
        return f" {b' '.join(text.encode().translate(_ASCII).split()).decode()} "
    return _folded([text])[0].decode()


def words_of(texts: Sequence[str]) -> list[bytes]:
    """Return the words of each text, in UTF-8: of thousands at once in a fraction of the time."""
    plain = [text for text in texts if text.isascii()]
    if len(plain) == len(texts):
        return _folded(plain)
    others = [text for text in texts if not text.isascii()]
    of_plain, of_others = iter(_folded(plain)), iter(_folded(others))
    return [next(of_plain if text.isascii() else of_others) for text in texts]


def _folded(texts: Sequence[str]) -> list[bytes]:
    """Return the words of each text; all of ASCII or none."""
    if not texts:
        return []
    whole = "\n".join(texts)
    if whole.count("\n") >= len(texts):
        whole = "\n".join([text.replace("\n", " ") for text in texts])
    if not whole.isascii():
        whole = unicodedata.normalize("NFKC", _INVISIBLE.sub("", whole.casefold())).casefold()
        whole = _NO_WORD.sub(" ", whole)
    return [b" %s " % b" ".join(text.split()) for text in whole.encode().translate(_FOLDED).split(b"\n")]
