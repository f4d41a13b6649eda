"""What a client's edition withholds: fields of the file, pages and questions for the team, comments."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import astuple

from handbook.fresh import hash_of
from handbook.kept import known
from handbook.proof.searching import Glance, Watch
from handbook.proof.shared import texts_for_clients, texts_for_the_team
from handbook.proof.wording import words, words_of
from handbook.view import Edition, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.kept import Kept
    from handbook.model import Engagement
    from handbook.pages import Sources

# What is shorter stands in other texts by chance: "wary", "ask them first".
_FEWEST_WORDS: Final = 3
_FEWEST_LETTERS: Final = 15
_FEWEST_LETTERS_OF_FEW_WORDS: Final = 16
_FEWEST_DIGITS: Final = 5
_FEWEST_WORDS_OF_A_PAGE: Final = 6
_FEWEST_LETTERS_OF_A_PAGE: Final = 30
_CODE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{:[^}]*\}|\]\([^)]*\)", re.DOTALL)
_COMMENT: Final = re.compile(r"\{#-?(.*?)-?#\}", re.DOTALL)


class Secret(Struct, frozen=True):
    """A text that an edition withholds, as words, and where it is from: a field or a page's file."""

    origin: str
    words: str


class Secrets:
    """Texts that editions withhold, ready to be searched for.

    `kind` is `Glance` for what only one edition withholds.
    """

    def __init__(self, secrets: Iterable[Secret], kind: type[Glance] = Watch) -> None:
        self.origins: Mapping[str, str] = {secret.words: secret.origin for secret in secrets}
        self.watch = kind(tuple(self.origins))


def secrets_of_file(engagement: Engagement) -> Secrets:
    """Return what the client's edition withholds of an engagement, but for what it also says openly."""
    read = {text for _, text in texts_of(engagement, Edition.CLIENT)}
    openly = b"\n".join(words_of(sorted(read))).decode()
    found = (
        Secret(path, words(line))
        for path, text in texts_of(engagement, Edition.TEAM)
        if text not in read
        for line in text.splitlines()
    )
    told = (one for one in found if _tells(one.words) and one.words not in openly)
    return Secrets(told, Glance)


def secrets_of_pages(sources: Sources, kept: Kept | None = None) -> Secrets:
    """Return what no client reads of the shared texts: pages and questions for the team, and all comments.

    `kept` has what earlier runs have found in the same texts.
    """
    texts = _Texts(sources)
    found = known(kept, lambda: ("withheld", texts.digest), lambda: [*map(astuple, texts.withheld())])
    return Secrets(Secret(*one) for one in found)


class _Texts:
    """The shared texts of an engagement, and which of them no client reads."""

    def __init__(self, sources: Sources) -> None:
        self._openly = tuple(texts_for_clients(sources))
        self._for_the_team = tuple(texts_for_the_team(sources))
        written = (*(page.body for page in sources.pages), *sources.partials.values())
        self._written = tuple((text.file, text.source) for text in written)

    @property
    def digest(self) -> str:
        """A name for the texts: those of the same name withhold the same."""
        pairs = (*self._for_the_team, *self._written)
        counts = f"{len(self._openly)} {len(self._for_the_team)}"
        return hash_of(*map(str.encode, (counts, *self._openly, *chain.from_iterable(pairs))))

    def withheld(self) -> list[Secret]:
        """Return what no client reads."""
        openly = "".join(words(" ".join(_lines(text))) for text in self._openly)
        found = [
            *(
                Secret(file, said)
                for file, text in self._for_the_team
                for line in _lines(text)
                if _is_a_sentence(said := words(line))
            ),
            *(
                Secret(file, said)
                for file, text in self._written
                for comment in _COMMENT.findall(text)
                if _tells(said := words(comment))
            ),
        ]
        return [secret for secret in found if secret.words not in openly]


def _lines(source: str) -> list[str]:
    """Return the lines of a page's source, each piece of template code the end of one."""
    return _CODE.sub("\n", source).splitlines()


def _is_a_sentence(said: str) -> bool:
    return said.count(" ") > _FEWEST_WORDS_OF_A_PAGE and len(said) > _FEWEST_LETTERS_OF_A_PAGE


def _tells(said: str) -> bool:
    """Return whether words are many or long enough to stand nowhere by chance."""
    letters = said.replace(" ", "")
    if letters.isdecimal():
        return len(letters) >= _FEWEST_DIGITS
    fewest = _FEWEST_LETTERS if said.count(" ") > _FEWEST_WORDS else _FEWEST_LETTERS_OF_FEW_WORDS
    return len(letters) >= fewest
