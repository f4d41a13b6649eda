"""What only our own team may read of an engagement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import ConfigDict

from handbook.model.moments import Date
from handbook.model.part import Audience, Free, FreeValue, Open, default, maybe, required
from handbook.model.plan import Risk
from handbook.model.reading import Choice
from handbook.model.texts import Check, PartyId, PersonId, Prose

TEAM = Audience.TEAM


class Stance(Choice):
    """How a party stands to the engagement."""

    SUPPORTIVE = "supportive", "supportive"
    NEUTRAL = "neutral", "neutral"
    CAUTIOUS = "cautious", "cautious"
    WARY = "wary", "wary"
    DIVIDED = "divided", "divided"
    HOSTILE = "hostile", "hostile"


class PartyNote(Open):
    """What our team should know of a party."""

    stance: Stance | None = maybe("How the party stands to the engagement.", "wary", audience=TEAM)
    note: Prose | None = maybe(
        "Why, and what to mind.",
        "One council wants its old supplier back.",
        audience=TEAM,
    )


class Tension(Open):
    """Something that two parties disagree about."""

    between: tuple[PartyId, ...] = required(
        "The parties that disagree: their ids.",
        ["councils", "authority"],
        audience=TEAM,
        least=2,
    )
    about: Prose = required("What they disagree about, fair to both.", "One process or three", audience=TEAM)


class Acceptance(Open):
    """A finding that we have agreed to live with for a while."""

    check: Check = required("The check whose finding is accepted.", "PO-105", audience=TEAM)
    reason: Prose | None = maybe("Why it is accepted.", "Agreed in the contract", audience=TEAM)
    by: PersonId | None = maybe("Who accepted it: a person's id.", "oliver", audience=TEAM)
    until: Date | None = maybe("The day after which the finding comes back.", "2027-09-01", audience=TEAM)


class Internal(Open):
    """What only our own team may read. Other keys than these may be added, if they are not near to one."""

    model_config = ConfigDict(extra="allow")
    others: ClassVar[Any] = FreeValue
    __pydantic_extra__: dict[str, FreeValue]

    account_owner: PersonId | None = maybe(
        "Who of us answers for the client: a person's id.",
        "oliver",
        audience=TEAM,
    )
    amounts: Free | None = maybe("Money: any keys, texts or numbers.", {"ceiling_gbp": 96000}, audience=TEAM)
    notes: tuple[Prose, ...] = default(
        (),
        "What to know before meeting them.",
        ["Ask closed questions."],
        audience=TEAM,
    )
    parties: Mapping[PartyId, PartyNote] = default(
        {},
        "How the parties stand: a party's id, then stance and note.",
        {"councils": {"stance": "divided", "note": "One council wants its old supplier back."}},
        audience=TEAM,
    )
    tensions: tuple[Tension, ...] = default(
        (),
        "What parties disagree about.",
        [{"between": ["councils", "authority"], "about": "One process or three"}],
        audience=TEAM,
    )
    risks: tuple[Risk, ...] = default(
        (),
        "Risks that we do not share.",
        [{"id": "old-supplier", "text": "The old supplier is asked back", "likelihood": "low"}],
        audience=TEAM,
    )
    we_want_them_to_learn: tuple[Prose, ...] = default(
        (),
        "What the client should have learned by the end.",
        ["Saying no to a feature"],
        audience=TEAM,
    )
    how_we_help: tuple[Prose, ...] = default(
        (),
        "How we help them learn it.",
        ["A call before the first review"],
        audience=TEAM,
    )
    accepted_findings: tuple[Acceptance, ...] = default(
        (),
        "Findings we have agreed to live with.",
        [{"check": "PO-105", "reason": "Agreed in the contract", "by": "oliver", "until": "2027-09-01"}],
        audience=TEAM,
    )

    @property
    def more(self) -> Mapping[str, Any]:
        """Return what the file holds beyond the fields named above."""
        return self.__pydantic_extra__
