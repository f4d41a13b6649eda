"""DAT: whether the file itself is true, finished, and free of what its readers must not see."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from handbook.findings.neighbours import is_distinct, plain_words
from handbook.findings.rule import ERROR, NOTICE, WARNING, Hit, Hits, rule
from handbook.findings.words import several
from handbook.model.ceremonies import CeremonyKind
from handbook.model.parties import Party, PartyKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handbook.findings.situation import Situation
    from handbook.model import Engagement
    from handbook.model.internal import Acceptance

CANDID_WORDS = (
    "hostile", "difficult", "incompetent", "stubborn", "lazy", "blame", "politics", "useless", "don't tell",
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"\b(?:TBD|TBC|TODO|XXX)\b|\blorem\b|\?\?\?|<[^<>\n]{1,40}>|\.{3}\s*$", re.IGNORECASE
)
_CANDID = re.compile(rf"\b(?:{'|'.join(CANDID_WORDS)})\b", re.IGNORECASE)
_SPRINTS_UNREAD = 2


@rule("DAT-101", ERROR, "Correct the id.", source="the model of the file", page="internal/writing-the-yaml")
def unknown_id(_: Situation) -> Hits:
    """A field names a person, party or tool that the file does not have.

    The file is refused when it is read, with the nearest id: nothing can be built on a reference to nobody.
    """
    yield from ()


@rule("DAT-102", ERROR, "Correct the zone.", source="the time-zone database",
      page="internal/writing-the-yaml")  # fmt: skip
def unknown_zone(_: Situation) -> Hits:
    """A time zone is not one of the time-zone database.

    The file is refused when it is read, with the nearest zone: an unknown zone would make every time wrong.
    """
    yield from ()


@rule("DAT-103", ERROR, "Fill it in, or remove it.", source="the promise that nothing generic is left",
      page="internal/writing-the-yaml")  # fmt: skip
def placeholder(situation: Situation) -> Hits:
    """A text that clients read holds a placeholder: TBD, TBC, TODO, XXX, lorem, ??? or <...>.

    A client who finds one stops believing the rest.
    """
    for path, text in situation.texts:
        found = _PLACEHOLDER.search(text)
        if found:
            yield Hit(path, f'"{found[0]}" is a placeholder.')


@rule("DAT-104", WARNING, "Move it under internal.", source="the promise that nothing candid leaks",
      page="internal/writing-the-yaml")  # fmt: skip
def candid_word(situation: Situation) -> Hits:
    """A text that clients read holds a candid word.

    One such line in the wrong edition ends an engagement. The words looked for are hostile, difficult,
    incompetent, stubborn, lazy, blame, politics, useless and "don't tell".
    """
    for path, text in situation.texts:
        found = _CANDID.search(text)
        if found:
            yield Hit(path, f'"{found[0]}" would be read by the client.')


@rule("DAT-105", NOTICE, "Read it through, and set dates.last_reviewed.",
      source="S1-8", page="internal/writing-the-yaml")  # fmt: skip
def not_reviewed(situation: Situation) -> Hits:
    """Nobody has read the whole file for two sprints.

    A working agreement that is no longer true does more harm than none.
    """
    last = situation.engagement.dates.last_reviewed
    if last is None:
        yield Hit("dates", "Nobody has reviewed this file yet.")
    elif last + timedelta(weeks=_SPRINTS_UNREAD * situation.engagement.sprint.weeks) < situation.as_of:
        yield Hit("dates.last_reviewed", f"The file was last reviewed on {situation.words.date(last)}.")


@rule("DAT-106", WARNING, "Fix what it is about, or renew it with a name, a reason and a date.",
      source="the rules of acceptance", page="internal/health")  # fmt: skip
def acceptance_ended(situation: Situation) -> Hits:
    """An accepted finding has no reason, no name or no end date, its date is past, or it matches nothing any more.

    Accepting is a decision: somebody's, for a reason, for a time.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    for path, acceptance in acceptances(situation):
        fault = fault_of(acceptance, situation)
        if fault:
            yield Hit(path, f"{acceptance.check} is no longer accepted: {fault}.")


def acceptances(situation: Situation) -> Iterator[tuple[str, Acceptance]]:
    """Yield each acceptance of the file with its path."""
    internal = situation.engagement.internal
    for number, acceptance in enumerate(internal.accepted_findings if internal else (), start=1):
        yield f"internal.accepted_findings[{number}]", acceptance


def is_lived_with(engagement: Engagement, check: str, as_of: date) -> bool:
    """Return whether somebody has accepted what a check finds, with a reason and until a later day."""
    accepted = engagement.internal.accepted_findings if engagement.internal else ()
    return any(
        one.check == check and one.reason and one.by and one.until and one.until >= as_of for one in accepted
    )


def fault_of(acceptance: Acceptance, situation: Situation) -> str:
    """Return why an acceptance does not hold, or "" where it does."""
    missing = [
        name
        for name, given in (
            ("a reason", acceptance.reason),
            ("a name", acceptance.by),
            ("an end date", acceptance.until),
        )
        if not given
    ]
    if missing:
        return f"it lacks {several(missing)}"
    if acceptance.until and acceptance.until < situation.as_of:
        return f"it ended on {situation.words.date(acceptance.until)}"
    return ""


@rule("DAT-107", ERROR, "Remove it: this client would read it.",
      source="the promise that no other client's data leaks", page="internal/writing-the-yaml")  # fmt: skip
def other_client(situation: Situation) -> Hits:
    """The file names another engagement's client, one of its people or an address of theirs.

    Files are copied from one another; a name that stays behind tells one client about another.
    """
    own = {
        name.casefold()
        for item in (*situation.engagement.parties, *situation.engagement.people)
        for name in _names(item)
    }
    plain = plain_words(text for _, text in situation.texts)
    for path, text in situation.texts:
        for engagement in dict.fromkeys(situation.neighbours.named_in(text, own, plain)):
            if engagement != situation.engagement.id:
                yield Hit(path, f"This names somebody or something of the engagement '{engagement}'.")


def _names(item: object) -> Iterator[str]:
    """Yield the names and addresses of a party or a person."""
    for field in ("name", "short", "email"):
        value = getattr(item, field, None)
        if value:
            yield str(value)


def names_of_client(engagement: Engagement) -> tuple[str, ...]:
    """Return what other engagements' files must not hold of this one: names and addresses of its client.

    What only says what people are, such as "Members" or "Service desk", is no name of anybody.
    """
    ours = {party.id for party in engagement.parties if PartyKind.SUPPLIER in party.kinds}
    parties = (party for party in engagement.parties if party.id not in ours)
    people = (person for person in engagement.people if person.party not in ours)
    return tuple(dict.fromkeys(name for item in (*parties, *people) for name in _telling(item)))


def _telling(item: object) -> Iterator[str]:
    """Yield the names of a party or a person that tell who it is; of who pays, one name at least.

    "The Post Office" is made of words that many names are made of, and may still be the client.
    """
    distinct = [name for name in _names(item) if is_distinct(name)]
    yield from distinct
    if not distinct and isinstance(item, Party) and PartyKind.PAYER in item.kinds and " " in item.name:
        yield item.name


@rule("DAT-108", WARNING, "Correct the one that is wrong.", source="the dates of the file",
      page="events/training-and-kickoff")  # fmt: skip
def dates_disagree(situation: Situation) -> Hits:
    """dates.kickoff is not the day of the kick-off event, or dates.start not the first day of the first sprint.

    Two dates for one thing: half of the readers will hold on to the wrong one.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    dates, day = situation.engagement.dates, situation.words.date
    held = [
        event.on for one in situation.ceremonies(CeremonyKind.KICKOFF) for event in situation.events_of(one)
    ]
    if held and dates.kickoff not in held:
        said, event = day(dates.kickoff), day(held[0])
        message = f"The file says {said} for the kick-off, and the event is on {event}."
        yield Hit("dates.kickoff", message)
    first = situation.engagement.sprint.first_start
    if dates.start != first:
        message = f"Work starts on {day(dates.start)}, and the first sprint on {day(first)}."
        yield Hit("dates.start", message)


RULES = (
    unknown_id,
    unknown_zone,
    placeholder,
    candid_word,
    not_reviewed,
    acceptance_ended,
    other_client,
    dates_disagree,
)
