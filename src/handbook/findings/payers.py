"""PAY: who pays, what for, and whether they see what they get."""

from __future__ import annotations

from handbook.findings.rule import ERROR, NOTICE, WARNING, Hit, Hits, rule
from handbook.findings.situation import Situation, required
from handbook.findings.words import several
from handbook.model.people import Role


@rule("PAY-101", ERROR, "Find who signs the invoice, and mark that party as a payer.",
      source="S0-24", page="people/your-customers")  # fmt: skip
def nobody_pays(situation: Situation) -> Hits:
    """No party is of kind payer.

    Who pays is the first stakeholder; a team that does not know who that is serves whoever speaks loudest.
    """
    if not situation.payers:
        yield Hit("parties", "Nobody is marked as paying.")


@rule("PAY-102", ERROR, "Agree before the start who has the final word.",
      source="S0-2", page="people/several-customers")  # fmt: skip
def payers_without_tie_break(situation: Situation) -> Hits:
    """Two or more parties pay, and no decision has a tie-break by one of them.

    Several customers with goals of their own, and nobody to settle them, pull one product apart.
    """
    payers = situation.payers
    breakers = (situation.person(one.tie_break) for one in situation.engagement.decisions)
    if len(payers) > 1 and not any(person and situation.pays(person) for person in breakers):
        names = several([party.short for party in payers])
        yield Hit("decisions", f"{len(payers)} parties pay ({names}) and nobody breaks ties between them.")


@rule("PAY-103", WARNING, "Invite them by name, and say what they decide there.",
      source="S0-24; Scrum Guide, Sprint Review", page="events/sprint-review")  # fmt: skip
def payer_not_at_review(situation: Situation) -> Hits:
    """A payer has nobody who must attend the review.

    Who pays and never sees the work hears of it from others, and late.
    """
    there = {situation.people[person].party for person in required(situation.reviews)}
    for party in situation.payers:
        if situation.reviews and party.id not in there:
            field = f"ceremonies[{situation.reviews[0].id}].attend"
            yield Hit(field, f"{party.short} pays and sends nobody to the review.")


@rule("PAY-104", NOTICE, "Ask for one review in two, or send the one-page note.",
      source="S1-7", page="roles/sponsor")  # fmt: skip
def sponsor_not_at_review(situation: Situation) -> Hits:
    """A sponsor of the client need not attend the review.

    A sponsor who never sees the product judges it by its invoices.
    """
    there = required(situation.reviews)
    for person in situation.in_role(Role.SPONSOR):
        if situation.reviews and situation.is_client(person) and person.id not in there:
            field = f"ceremonies[{situation.reviews[0].id}].attend"
            yield Hit(field, f"{person.name} answers for the money and sees the work second-hand.")


@rule("PAY-105", NOTICE, "Ask why they spend, to what end, and beyond what cost or date they would not.",
      source="S2-7", page="roles/sponsor")  # fmt: skip
def payer_without_purpose(situation: Situation) -> Hits:
    """A payer's wants or constraints are missing.

    Purpose and limits are what a sponsor cares for; without them every choice looks alike.
    """
    for party in situation.payers:
        if not party.wants or not party.constraints:
            what = several(
                [
                    *(() if party.wants else ("what they are spending for",)),
                    *(() if party.constraints else ("their limits",)),
                ]
            )
            yield Hit(f"parties[{party.id}]", f"We do not know of {party.short}: {what}.")


@rule("PAY-106", WARNING, "Ask who answers for the money, and name them as sponsor.",
      source="18F Partnership Playbook, principle 2", page="roles/sponsor")  # fmt: skip
def payer_without_sponsor(situation: Situation) -> Hits:
    """A payer has no sponsor among its people.

    Somebody decides whether to go on paying; it is better to know them than to meet them at the end.
    """
    sponsors = {person.party for person in situation.in_role(Role.SPONSOR)}
    for party in situation.payers:
        if party.id not in sponsors:
            yield Hit(
                f"parties[{party.id}].represented_by", f"Nobody at {party.short} answers for the money."
            )


RULES = (
    nobody_pays,
    payers_without_tie_break,
    payer_not_at_review,
    sponsor_not_at_review,
    payer_without_purpose,
    payer_without_sponsor,
)
