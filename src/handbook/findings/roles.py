"""ROL: whether the team's own parts are held, each by the right number of people."""

from __future__ import annotations

from handbook.findings.rule import ERROR, NOTICE, Hit, Hits, rule
from handbook.findings.situation import Situation, needed
from handbook.findings.words import several
from handbook.model.ceremonies import CeremonyKind
from handbook.model.people import Role

_LARGEST_TEAM = 10
_FACING_CLIENTS = (CeremonyKind.USER_SESSION, CeremonyKind.STEERING)


@rule("ROL-101", ERROR, "Name exactly one.",
      source="Scrum Guide, Scrum Team", page="roles/our-team")  # fmt: skip
def not_one_scrum_master(situation: Situation) -> Hits:
    """There is not exactly one Scrum Master.

    With none, nobody guards how we work; with two, each thinks the other does.
    """
    masters = situation.in_role(Role.SCRUM_MASTER)
    if not masters:
        yield Hit("people", "Nobody is Scrum Master.")
    elif len(masters) > 1:
        names = several([person.name for person in masters])
        yield Hit(f"people[{masters[1].id}].roles", f"{len(masters)} people are Scrum Master: {names}.")


@rule("ROL-102", ERROR, "Bring the owner, or postpone it.",
      source="S0-28, S0-29", page="internal/follow-the-money")  # fmt: skip
def scrum_master_alone(situation: Situation) -> Hits:
    """A user session or steering meeting is led by the Scrum Master, and no owner, deputy or final word must attend.

    A Scrum Master who stands alone before the client is drawn into bargaining, and has no standing for it.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    ownership = situation.engagement.product_ownership
    deciding = {ownership.owner, ownership.deputy, ownership.final_say, ownership.proxy}
    for ceremony in situation.engagement.ceremonies:
        lead = situation.person(ceremony.lead)
        leads = lead is not None and Role.SCRUM_MASTER in lead.roles
        if lead and leads and ceremony.kind in _FACING_CLIENTS and not deciding & set(needed(ceremony)):
            message = f"{situation.name_of(ceremony)}: {lead.name} faces the client alone as Scrum Master."
            yield Hit(f"ceremonies[{ceremony.id}].lead", message)


@rule("ROL-103", NOTICE, "Consider two teams with one backlog and one owner.",
      source="Scrum Guide, Scrum Team", page="roles/our-team")  # fmt: skip
def large_team(situation: Situation) -> Hits:
    """The Scrum Team has more than ten people: developers, Scrum Master and product owner.

    Smaller teams talk more easily and get more done.
    """
    team = {situation.owner.id}
    for role in (Role.DEVELOPER, Role.SCRUM_MASTER, Role.PRODUCT_OWNER):
        team |= {person.id for person in situation.in_role(role)}
    if len(team) > _LARGEST_TEAM:
        yield Hit("people", f"The Scrum Team has {len(team)} people.")


RULES = (not_one_scrum_master, scrum_master_alone, large_team)
