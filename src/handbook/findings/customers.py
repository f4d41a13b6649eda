"""CUS: the four kinds of customer, and whether each is heard."""

from __future__ import annotations

import re

from handbook.findings.rule import NOTICE, WARNING, Hit, Hits, rule
from handbook.findings.situation import Situation, needed, present
from handbook.findings.words import several
from handbook.model.ceremonies import CeremonyKind
from handbook.model.parties import PartyKind
from handbook.model.people import Role

SOFTWARE_WORDS = (
    "system", "software", "platform", "app", "application", "portal", "website", "tool", "module", "MVP",
)  # fmt: skip
_SOFTWARE = re.compile(
    rf"(?<!without )(?<!without an )(?<!without a )\b({'|'.join(SOFTWARE_WORDS)})s?\b", re.IGNORECASE
)
_KINDS = {
    PartyKind.USER: "using the product",
    PartyKind.SUPPORT: "running or supporting it",
    PartyKind.BENEFICIARY: "gaining from it",
}
CLIENT_HATS = (
    Role.SPONSOR, Role.PRODUCT_OWNER, Role.SERVICE_OWNER, Role.PROXY_PRODUCT_OWNER, Role.SUBJECT_EXPERT,
    Role.END_USER_REP, Role.SUPPORT_REP, Role.CLIENT_IT,
)  # fmt: skip
_FEW_HATS = 2


@rule("CUS-301", WARNING, "Ask who uses it, who runs it and who gains from it.",
      source="S2-3", page="people/your-customers")  # fmt: skip
def kind_of_customer_missing(situation: Situation) -> Hits:
    """No party is of kind user, support or beneficiary.

    Customers pay, use, support or gain; a kind that nobody thought of turns up late and angry.
    """
    for kind, doing in _KINDS.items():
        if not situation.of_kind(kind):
            yield Hit("parties", f"Nobody is named as {doing} ({kind}).")


@rule("CUS-302", WARNING, "Name one; start with the loudest doubter.",
      source="S4-15", page="people/your-customers")  # fmt: skip
def users_without_voice(situation: Situation) -> Hits:
    """Nobody who speaks for a user party comes to a review or a user session.

    Users belong outside the team and inside the review: it is where they are heard.
    """
    there = present((*situation.reviews, *situation.ceremonies(CeremonyKind.USER_SESSION)))
    for party in situation.users:
        if not situation.voices(party) & there:
            field = f"parties[{party.id}].represented_by"
            yield Hit(field, f"{party.short} uses the product and has no voice.")


@rule("CUS-303", WARNING, "Invite them from the second review on.",
      source="S2-10, S2-11", page="roles/client-it-and-support")  # fmt: skip
def support_not_at_review(situation: Situation) -> Hits:
    """Nobody of a support party comes to a review.

    Who runs the product judges it by how often it fails; they should see it before it is theirs.
    """
    there = present(situation.reviews)
    for party in situation.of_kind(PartyKind.SUPPORT):
        if situation.reviews and not situation.voices(party) & there:
            field = f"ceremonies[{situation.reviews[0].id}].attend"
            yield Hit(field, f"{party.short} will run it and never sees it at a review.")


@rule("CUS-304", NOTICE, "Ask them what they really want from it.",
      source="S2-2", page="people/your-customers")  # fmt: skip
def wants_unknown(situation: Situation) -> Hits:
    """A party of the client has no wants.

    What a customer wants is theirs to say; until we ask, we guess.
    """
    for party in situation.client_parties:
        if not party.wants and party not in situation.payers:
            yield Hit(f"parties[{party.id}]", f"We have not asked what {party.short} wants.")


@rule("CUS-305", WARNING, "Say whose problem is gone, in one sentence.",
      source="S2-13, S2-14", page="index")  # fmt: skip
def purpose_is_software(situation: Situation) -> Hits:
    """The purpose speaks of software as what is wanted.

    Nobody wants software; people want a problem solved. The words looked for are system, software, platform,
    app, application, portal, website, tool, module and MVP, unless "without" stands before them.
    """
    found = _SOFTWARE.search(situation.engagement.purpose)
    if found:
        yield Hit("purpose", f'The purpose describes software ("{found[0]}").')


@rule("CUS-306", WARNING, "Plan one for them, or tell them why not.",
      source="S0-12, S2-9", page="working/release-plan")  # fmt: skip
def users_get_nothing(situation: Situation) -> Hits:
    """A user party gets no feature in any release. Silent in a discovery, and where there are no releases.

    Users who find nothing of theirs in the plan stop helping with it.
    """
    releases = situation.engagement.releases
    served = {feature.for_ for release in releases for feature in release.features}
    for party in situation.users:
        if releases and not situation.discovers and party.id not in served:
            yield Hit("releases", f"{party.short} uses the product and gets nothing in the plan.")


@rule("CUS-307", NOTICE, "Say whose hat is worn when, and bring a second voice to the review.",
      source="S2-15; ruling T9", page="people/po-customer-user")  # fmt: skip
def many_hats(situation: Situation) -> Hits:
    """One person holds more than two of the client's parts, and nobody else of the client must attend the review.

    A founder may well be payer, owner and expert. The risk is that only one voice is ever heard.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    there = {person for review in situation.reviews for person in needed(review)}
    for person in situation.client_people:
        hats = [role.label for role in person.roles if role in CLIENT_HATS]
        others = [one for one in situation.client_people if one.id in there and one.id != person.id]
        if len(hats) > _FEW_HATS and not others:
            message = f"{person.name} is {several(hats)}, and the only voice of the client at the review."
            yield Hit(f"people[{person.id}].roles", message)


RULES = (
    kind_of_customer_missing,
    users_without_voice,
    support_not_at_review,
    wants_unknown,
    purpose_is_software,
    users_get_nothing,
    many_hats,
)
