"""No edition for a client names another engagement's client, one of its people or an address of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.errors import Refused
from handbook.findings import OTHER_CLIENT
from handbook.proof.readings import ways
from handbook.proof.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.errors import Problem
    from handbook.model import Engagement
    from handbook.proof.evidence import Evidence
    from handbook.proof.neighbours import Neighbour

# The finding says before a build what this proof says after it.
_HINT: Final = (
    f"take it out of the file, or accept {OTHER_CLIENT} there with a reason, a name and an end date"
)
_FEW: Final = 2


def own_words(engagement: Engagement) -> str:
    """Return the names that an engagement's own edition may hold, as words."""
    named = (*engagement.parties, *engagement.people)
    found = (getattr(one, field, None) for one in named for field in ("name", "short", "known_as", "email"))
    return "\n".join(words(str(name)) for name in found if name)


def prove(evidence: Evidence) -> Iterator[Problem]:
    """Yield a problem for each client of another engagement that an edition names."""
    names, own = evidence.beside.names, evidence.beside.own_names
    if names is None:
        return
    this = evidence.finished.manuscript.view.root["id"]
    for said, line in evidence.hits(names.watch):
        for engagement, name in (
            names.candidates[said] if said not in own and said not in names.common else ()
        ):
            if engagement != this and _is_told(said, name, line, names.others[engagement]):
                message = f"names '{name}', of the engagement '{engagement}'"
                yield evidence.found_line("BUILD-NAME", line, message, _HINT)


def _is_told(said: str, name: str, line: str, other: Neighbour) -> bool:
    """Return whether a line tells the name of a file's client, and not a word that looks like it."""
    if said.count(" ") <= _FEW + 1 and not any(name in way for way in ways(line)):
        return False  # a word or two in other letters are words of the language: "orange", "the authority"
    try:
        clients = other.clients()
    except Refused:
        return True  # that file is being worked on: what looks like a name in it counts as one
    return said in {words(client) for client in clients}
