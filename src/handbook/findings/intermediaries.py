"""INT: when a client stands between us and its users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.findings.rule import ERROR, WARNING, Hit, Hits, rule
from handbook.findings.situation import Situation, needed, present, required
from handbook.findings.words import several
from handbook.model.ceremonies import CeremonyKind
from handbook.model.internal import Stance
from handbook.model.parties import Level, PartyKind
from handbook.model.people import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.model.ceremonies import Ceremony
    from handbook.model.parties import Party

_AT_ODDS = (Stance.HOSTILE, Stance.DIVIDED)


@rule("INT-201", ERROR, "Postpone it, or bring them in.",
      source="S0-19, S0-20, S0-21, S0-30", page="people/intermediary")  # fmt: skip
def owner_of_relationship_missing(situation: Situation) -> Hits:
    """Somebody must attend an event, and nobody must attend from the party that owns the relationship with them, or from a payer.

    The intermediary owns the relationship with its users. A meeting without it breeds resentment and ends in
    promises that nobody may make.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    for ceremony in situation.engagement.ceremonies:
        for owner, parties in _unaccompanied(situation, ceremony):
            name, owner_name = situation.name_of(ceremony), owner.short
            met = several([party.short for party in parties])
            message = f"{name}: nobody from {owner_name}, who owns the relationship with {met}"
            message += f"{_only_welcome(situation, ceremony, owner)}."
            yield Hit(f"ceremonies[{ceremony.id}].attend", message, _phone(situation, owner))


def _only_welcome(situation: Situation, ceremony: Ceremony, owner: Party) -> str:
    """Return what to add where somebody of the owner is welcome and need not come."""
    people = [situation.people[one] for one in ceremony.optional]
    welcome = [person.name for person in people if person.party == owner.id]
    if not welcome:
        return ""
    return f", has to come: {several(welcome)} {'is' if len(welcome) == 1 else 'are'} only welcome"


def _unaccompanied(situation: Situation, ceremony: Ceremony) -> Iterator[tuple[Party, list[Party]]]:
    """Yield each owner of a relationship that is missing at an event, with the parties it should bring."""
    there = {situation.people[person].party for person in needed(ceremony)}
    if there & {party.id for party in situation.payers}:
        return
    missing: dict[str, list[Party]] = {}
    for party in situation.engagement.parties:
        owner = party.relationship_owner
        if party.id in there and owner and owner != party.id and owner not in there:
            missing.setdefault(owner, []).append(party)
    for owner, parties in missing.items():
        yield situation.parties[owner], parties


def _phone(situation: Situation, owner: Party) -> str:
    """Return the next step, with the name of whom to phone."""
    voices = [situation.people[person] for person in owner.represented_by]
    owners = [person for person in voices if person.id == situation.owner.id]
    for person in (*owners, *voices):
        return f"Postpone it. If people have travelled, phone {person.name} before it starts."
    return f"Postpone it. If people have travelled, phone {owner.short} before it starts."


@rule("INT-202", WARNING, "Move the last word, or have the payer hand it over in writing.",
      source="S0-24, S0-26", page="people/product-owner")  # fmt: skip
def last_word_not_with_payer(situation: Situation) -> Hits:
    """The final say is with somebody whose party does not pay.

    A decision that the payer can undo is not a decision yet.
    """
    last = situation.person(situation.engagement.product_ownership.final_say)
    if last and situation.payers and not situation.pays(last):
        yield Hit("product_ownership.final_say", f"The last word is with {last.name}, not with who pays.")


@rule("INT-203", WARNING, "Bring in somebody who does the work, invited by the intermediary.",
      source="S0-8, S0-13", page="people/intermediary")  # fmt: skip
def nobody_knows_the_work(situation: Situation) -> Hits:
    """An intermediary knows little of the work, and no subject expert must attend refinement.

    An owner who does not know the work cannot weigh features and faults, and hostility grows.
    """
    refinements = situation.ceremonies(CeremonyKind.REFINEMENT)
    experts = situation.in_role(Role.SUBJECT_EXPERT)
    if any(person.id in required(refinements) for person in experts):
        return
    for party in situation.of_kind(PartyKind.INTERMEDIARY):
        if party.background.domain == Level.LOW:
            advice = f"Bring {experts[0].name} in, invited by {party.short}." if experts else ""
            message = f"{party.short} owns this and knows little of the work; nobody at refinement does."
            field = f"ceremonies[{refinements[0].id}].attend" if refinements else "ceremonies"
            yield Hit(field, message, advice)


@rule("INT-204", WARNING, "Write the tension as two fair sentences, one for each side.",
      source="S0-18", page="internal/brief")  # fmt: skip
def stance_without_tension(situation: Situation) -> Hits:
    """A party is hostile or divided, and no tension names it.

    Each side is blind to the other's need until somebody writes both down.
    """
    internal = situation.engagement.internal
    if internal is None:
        return
    named = {party for tension in internal.tensions for party in tension.between}
    for party, note in internal.parties.items():
        if note.stance in _AT_ODDS and party not in named:
            message = f"{situation.short(party)} is {note.stance.label} and we have not written about what."
            yield Hit(f"internal.parties.{party}.stance", message)


@rule("INT-205", WARNING, "Add a decision: both heard, one breaks the tie, in a number of days.",
      source="S0-2, S0-18", page="people/decisions")  # fmt: skip
def tension_without_decision(situation: Situation) -> Hits:
    """Two parties are in tension, and no decision with a tie-break has people of both.

    A conflict without a way to settle it is settled in front of the team.
    """
    internal = situation.engagement.internal
    for number, tension in enumerate(internal.tensions if internal else (), start=1):
        if not any(set(tension.between) <= parties for parties in _heard(situation)):
            names = several([situation.short(party) for party in tension.between])
            message = f'Nothing says how {names} settle "{tension.about}".'
            yield Hit(f"internal.tensions[{number}]", message)


def _heard(situation: Situation) -> Iterable[set[str]]:
    """Yield the parties that have a person in each decision with a tie-break."""
    for decision in situation.engagement.decisions:
        if decision.tie_break:
            people = (*decision.decides, *decision.consult, decision.tie_break)
            yield {situation.people[person].party for person in people}


@rule("INT-206", WARNING, "Ask who owns the relationship to invite them.",
      source="S0-6, S0-7", page="events/training-and-kickoff")  # fmt: skip
def users_not_at_kickoff(situation: Situation) -> Hits:
    """Users behind an intermediary have nobody at the kick-off.

    People whose system is taken over in their absence remember it.
    """
    kickoffs = situation.ceremonies(CeremonyKind.KICKOFF)
    between = {party.id for party in situation.of_kind(PartyKind.INTERMEDIARY)}
    for party in situation.users:
        owner = party.relationship_owner
        if kickoffs and owner in between and not situation.voices(party) & present(kickoffs):
            advice = f"Ask {situation.short(str(owner))} to invite them."
            field = f"ceremonies[{kickoffs[0].id}].attend"
            yield Hit(field, f"{party.short} uses the product and is not at the kick-off.", advice)


RULES = (
    owner_of_relationship_missing,
    last_word_not_with_payer,
    nobody_knows_the_work,
    stance_without_tension,
    tension_without_decision,
    users_not_at_kickoff,
)
