"""PO: whether there is one product owner who can decide, has the time, and is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.findings.rule import ERROR, NOTICE, WARNING, Hit, Hits, rule
from handbook.findings.situation import Situation, needed, present, required
from handbook.findings.time import meetings_of
from handbook.findings.words import several
from handbook.model.ceremonies import CeremonyKind
from handbook.model.ownership import Arrangement
from handbook.model.parties import AgileExperience, PartyKind
from handbook.model.people import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.model.ceremonies import Ceremony
    from handbook.model.people import Person

_FEW_HOURS, _ENOUGH_HOURS = 8, 16
_OWNER_EVENTS = (CeremonyKind.SPRINT_PLANNING, CeremonyKind.SPRINT_REVIEW, CeremonyKind.REFINEMENT)


@rule("PO-101", ERROR, "Choose one; the others advise.",
      source="Scrum Guide, Product Owner; USDS Playbook, play 6", page="people/product-owner")  # fmt: skip
def not_one_owner(situation: Situation) -> Hits:
    """More than one person is product owner: by role, or by being named as the owner.

    A committee has many wishes and no order among them.
    """
    owners = {person.id: person for person in situation.in_role(Role.PRODUCT_OWNER)}
    owners[situation.owner.id] = situation.owner
    if len(owners) > 1:
        names = several([person.name for person in owners.values()])
        yield Hit("product_ownership.owner", f"There is not exactly one product owner: {names}.")


@rule("PO-102", ERROR, "Part them: one orders the work, one serves the team.",
      source="S0-28", page="roles/our-team")  # fmt: skip
def owner_is_scrum_master(situation: Situation) -> Hits:
    """The product owner is Scrum Master too.

    However good a facilitator, a Scrum Master cannot negotiate with the customer and serve the team at once.
    """
    for person in situation.in_role(Role.SCRUM_MASTER):
        if person.id == situation.owner.id or Role.PRODUCT_OWNER in person.roles:
            yield Hit(f"people[{person.id}].roles", f"{person.name} is product owner and Scrum Master.")


@rule("PO-103", WARNING, "Put the owner or their stand-in there too.",
      source="S0-28", page="people/product-owner")  # fmt: skip
def scrum_master_keeps_backlog(situation: Situation) -> Hits:
    """Only Scrum Masters keep the backlog.

    Who keeps the order of the work in fact decides it.
    """
    keepers = [situation.people[person] for person in situation.engagement.product_ownership.backlog_kept_by]
    owning = _owning(situation)
    if keepers and all(Role.SCRUM_MASTER in one.roles and one.id not in owning for one in keepers):
        names = several([person.name for person in keepers])
        who = "the Scrum Master" if len(keepers) == 1 else "the Scrum Masters"
        yield Hit("product_ownership.backlog_kept_by", f"Only {who} ({names}) keeps the backlog.")


def _owning(situation: Situation) -> set[str]:
    """Return the ids of the owner and those who stand in for them."""
    ownership = situation.engagement.product_ownership
    return {person for person in (ownership.owner, ownership.deputy, ownership.proxy) if person}


@rule("PO-104", WARNING, "Name a deputy, and what they may decide.",
      source="18F De-risking Guide", page="people/product-owner")  # fmt: skip
def no_deputy(situation: Situation) -> Hits:
    """There is no deputy. It is an error if the owner is away for a whole sprint.

    Work stops, or goes the wrong way, on the first day nobody can answer.
    """
    if situation.engagement.product_ownership.deputy:
        return
    owner, field = situation.owner, "product_ownership.deputy"
    for sprint in situation.sprints:
        first = max(sprint.first, situation.as_of)
        if (
            any(away.from_ <= first and sprint.last <= away.to for away in owner.away)
            and first <= sprint.last
        ):
            message = f"Nobody decides when {owner.name} is away for the whole of sprint {sprint.number}."
            yield Hit(field, message, severity=ERROR)
            return
    yield Hit(field, f"Nobody decides when {owner.name} is away.")


@rule("PO-105", NOTICE, "List what we decide alone, set answer times, and plan the hand-back.",
      source="S1-1", page="people/product-owner")  # fmt: skip
def owner_is_ours(situation: Situation) -> Hits:
    """The product owner is from the supplier.

    A supplier's product owner has the responsibility, and not always the power.
    """
    if not situation.is_client(situation.owner):
        message = f"{situation.owner.name} is ours: we hold the responsibility and not the power."
        yield Hit("product_ownership.owner", message)


@rule("PO-106", WARNING, "Fill can_decide_alone and must_ask_first, and agree an answer time.",
      source="S1-1, S1-2, S1-3; 18F guide, capacity", page="people/product-owner")  # fmt: skip
def limits_not_written(situation: Situation) -> Hits:
    """The owner and the final say are two people, and the owner's limits or the answer time are missing.

    An owner who does not know what is theirs to decide asks about everything, or about nothing.
    """
    ownership, answers = situation.engagement.product_ownership, situation.engagement.communication
    last = situation.person(ownership.final_say)
    complete = ownership.can_decide_alone and ownership.must_ask_first and answers.answer_within is not None
    if last and last.id != situation.owner.id and not complete:
        message = (
            f"What {situation.owner.name} may decide is not written, nor how fast {last.name} answers."
            if answers.answer_within is None
            else f"What {situation.owner.name} may decide without {last.name} is not written."
        )
        yield Hit("product_ownership.can_decide_alone", message)


@rule("PO-107", WARNING, "Ask for more hours, or for a proxy with time, knowledge and authority.",
      source="thoughtbot playbook; Launch Scout; 18F De-risking Guide", page="start/your-time")  # fmt: skip
def owner_without_time(situation: Situation) -> Hits:
    """A client's product owner has under 8 hours a week or an unknown number; under 16, or with a proxy, a notice.

    Public guides ask for 8 to 30 hours a week; below that, questions wait and the team guesses.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    owner = situation.owner
    hours = owner.time_per_week
    if not situation.is_client(owner) or (hours is not None and hours >= _ENOUGH_HOURS):
        return
    by_proxy = situation.engagement.product_ownership.arrangement is Arrangement.PROXY
    mild = by_proxy or (hours is not None and hours >= _FEW_HOURS)
    has = "an unknown number of hours" if hours is None else f"{hours.normalize():f} hours"
    message = f"{owner.name} has {has} a week for this."
    yield Hit(f"people[{owner.id}].time_per_week", message, severity=NOTICE if mild else None)


@rule("PO-108", WARNING, "Drop or shorten a meeting; keep planning and review.",
      source="S1-4", page="start/your-time")  # fmt: skip
def owner_only_in_meetings(situation: Situation) -> Hits:
    """The owner's meetings take over 60 % of the hours they have.

    What is left is what they have for thinking, trying things and talking to their own people.
    """
    if situation.is_client(situation.owner):
        yield from meetings_of(situation, situation.owner)


@rule("PO-109", ERROR, "Make the owner required, or name who carries their authority.",
      source="S0-29; Scrum Guide", page="people/product-owner")  # fmt: skip
def owner_not_needed(situation: Situation) -> Hits:
    """The owner need not attend planning, review or refinement. The proxy's presence counts as the owner's.

    A negotiation without the product owner in the room should not go on.
    """
    for kind in _OWNER_EVENTS:
        held = situation.ceremonies(kind)
        if held and not required(held) & _deciding(situation):
            name = situation.name_of(held[0])
            yield Hit(f"ceremonies[{held[0].id}].attend", f"{situation.owner.name} is not needed at {name}.")


def _deciding(situation: Situation) -> set[str]:
    """Return the ids of those whose presence is the owner's: the owner, and the proxy where there is one."""
    ownership = situation.engagement.product_ownership
    by_proxy = ownership.proxy and ownership.arrangement is Arrangement.PROXY
    return {ownership.owner, *((ownership.proxy,) if by_proxy and ownership.proxy else ())}


@rule("PO-110", ERROR, "Add the owner, or move the users to refinement.",
      source="S0-25, S0-29", page="events/sprint-planning")  # fmt: skip
def users_choose_alone(situation: Situation) -> Hits:
    """Users who do not pay must attend planning, and the owner need not.

    Bargaining over features with users, with no product owner there, ends in promises nobody can keep.
    """
    for planning in situation.ceremonies(CeremonyKind.SPRINT_PLANNING):
        if set(needed(planning)) & _deciding(situation):
            continue
        users = [person for person in _people(situation, needed(planning)) if _only_uses(situation, person)]
        if users:
            names = several([person.name for person in users])
            verb = "chooses" if len(users) == 1 else "choose"
            message = f"{names} {verb} the work with no product owner in the room."
            yield Hit(f"ceremonies[{planning.id}].attend", message)


def _people(situation: Situation, ids: Iterable[str]) -> list[Person]:
    return [situation.people[person] for person in ids]


def _only_uses(situation: Situation, person: Person) -> bool:
    kinds = situation.party_of(person).kinds
    return PartyKind.USER in kinds and PartyKind.PAYER not in kinds


@rule("PO-111", WARNING, "Book half a day of training before the kick-off.",
      source="S0-3", page="events/training-and-kickoff")  # fmt: skip
def owner_untrained(situation: Situation) -> Hits:
    """The owner's party is new to agile, and the owner has no training.

    A client trained before the start has fewer quarrels about words and process.
    """
    owner = situation.owner
    new = situation.party_of(owner).background.agile == AgileExperience.NONE
    if situation.is_client(owner) and new and not trained(situation, owner):
        yield Hit(f"people[{owner.id}]", f"{owner.name} starts untrained.")


def trained(situation: Situation, person: Person) -> bool:
    """Whether a person has agreed to training, or is to attend one, before work starts."""
    start = situation.engagement.dates.start
    if person.training and (person.training.agreed is None or person.training.agreed <= start):
        return True
    return any(_before(one, situation) for one in _trainings(situation, person))


def _trainings(situation: Situation, person: Person) -> list[Ceremony]:
    return [one for one in situation.ceremonies(CeremonyKind.TRAINING) if person.id in present([one])]


def _before(ceremony: Ceremony, situation: Situation) -> bool:
    return any(event.on <= situation.engagement.dates.start for event in situation.events_of(ceremony))


@rule("PO-112", WARNING, "Bring them to one of the two, each sprint.",
      source="S1-1; GOV.UK governance principles", page="people/decisions")  # fmt: skip
def last_word_never_there(situation: Situation) -> Hits:
    """The final say is not the owner's, and who has it attends neither review nor refinement.

    Who decides from afar decides late, and on hearsay.
    """
    last = situation.person(situation.engagement.product_ownership.final_say)
    held = (*situation.reviews, *situation.ceremonies(CeremonyKind.REFINEMENT))
    if last and last.id != situation.owner.id and held and last.id not in present(held):
        message = f"{last.name} has the last word and never sees the work."
        yield Hit("product_ownership.final_say", message)


@rule("PO-113", WARNING, "Bring them, or give acceptance to somebody who comes.",
      source="18F De-risking Guide, vendor management", page="events/sprint-review")  # fmt: skip
def accepts_unseen(situation: Situation) -> Hits:
    """Who accepts the work does not come to the review.

    Work accepted unseen comes back as a complaint.
    """
    accepts = situation.person(situation.engagement.product_ownership.accepts_work)
    if accepts and situation.reviews and accepts.id not in present(situation.reviews):
        yield Hit(
            "product_ownership.accepts_work", f"{accepts.name} accepts work without being at the review."
        )


@rule("PO-114", ERROR, "Correct the arrangement or the owner.",
      source="the model of product ownership", page="people/product-owner")  # fmt: skip
def arrangement_disagrees(situation: Situation) -> Hits:
    """The arrangement says one side, and the owner, or the proxy, is of another.

    Pages, cards and limits follow the arrangement: if it is wrong, they all are.
    """
    ownership, owner = situation.engagement.product_ownership, situation.owner
    party = situation.party_of(owner)
    of_client = situation.is_client(owner)
    right = {
        Arrangement.CLIENT: of_client,
        Arrangement.PROXY: of_client,
        Arrangement.VENDOR: not of_client,
        Arrangement.INTERMEDIARY: PartyKind.INTERMEDIARY in party.kinds,
    }[ownership.arrangement]
    if not right:
        message = f"The file says '{ownership.arrangement}', and {owner.name} is from {party.short}."
        yield Hit("product_ownership.arrangement", message)
    proxy = situation.person(ownership.proxy)
    if proxy and situation.is_client(proxy):
        message = f"The proxy, {proxy.name}, is from {situation.party_of(proxy).short}, not one of ours."
        yield Hit("product_ownership.proxy", message)


RULES = (
    not_one_owner,
    owner_is_scrum_master,
    scrum_master_keeps_backlog,
    no_deputy,
    owner_is_ours,
    limits_not_written,
    owner_without_time,
    owner_only_in_meetings,
    owner_not_needed,
    users_choose_alone,
    owner_untrained,
    last_word_never_there,
    accepts_unseen,
    arrangement_disagrees,
)
