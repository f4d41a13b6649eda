"""Who decides: the product owner's arrangement, decisions, and the way up when something goes wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from handbook.model.moments import Date
from handbook.model.part import Open, default, maybe, required
from handbook.model.reading import Choice
from handbook.model.texts import Line, PersonId, PersonIds, Prose, decimal, whole

WorkingDays = Annotated[Decimal, decimal(0, 365)]
WithinHours = Annotated[Decimal, decimal(0, 1000)]
StepUp = Annotated[int, whole(1, 9)]


class Arrangement(Choice):
    """On which side the product owner sits."""

    CLIENT = "client", "the client's product owner"
    VENDOR = "vendor", "the supplier's product owner"
    PROXY = "proxy", "the client's product owner with a proxy at the supplier"
    INTERMEDIARY = "intermediary", "a product owner who stands between us and the users"


class HandBack(Open):
    """When the product goes back into the client's hands."""

    to: PersonId | None = maybe("Who takes over: a person's id.", "tariq")
    by: Date | None = maybe("By when.", "2027-09-01")


class ProductOwnership(Open):
    """Who owns the product, and what that person may decide."""

    arrangement: Arrangement = required("On which side the product owner sits.", "vendor")
    owner: PersonId = required("The one product owner: a person's id.", "noor")
    deputy: PersonId | None = maybe("Who decides when the owner is away: a person's id, or null.", "ade")
    proxy: PersonId | None = maybe(
        "Our person who does the owner's daily work: an id. With arrangement proxy.", "ade"
    )
    final_say: PersonId | None = maybe("Who has the last word: a person's id.", "tariq")
    backlog_kept_by: tuple[PersonId, ...] = default(
        (), "Who keeps the list of work in order: ids of people.", ["noor", "priya"]
    )
    accepts_work: PersonId | None = maybe("Who says that work is accepted: a person's id.", "noor")
    can_decide_alone: tuple[Prose, ...] = default(
        (), "What the owner decides without asking.", ["Order of work inside the goal"]
    )
    must_ask_first: tuple[Prose, ...] = default(
        (), "What the owner must ask about first.", ["A change to the release dates"]
    )
    reason: Prose | None = maybe("Why it is arranged so.", "Tariq takes over in September")
    hand_back: HandBack | None = maybe(
        "When a product owner of ours hands over to the client.", {"to": "tariq", "by": "2027-09-01"}
    )


class Decision(Open):
    """A topic and who decides it."""

    named_by: ClassVar[str] = "topic"

    topic: Line = required("What is to be decided.", "How it is built")
    decides: PersonIds = required(
        "Who decides: one person's id (a list loads, and is a finding).", "tomasz", least=1
    )
    consult: tuple[PersonId, ...] = default((), "Who is asked first: ids of people.", ["noor", "priya"])
    tie_break: PersonId | None = maybe("Who settles it when they disagree: a person's id.", "noor")
    within_days: WorkingDays | None = maybe("Working days until there is an answer.", 2)


class EscalationStep(Open):
    """A step of the way up."""

    named_by: ClassVar[str] = "level"

    level: StepUp = required("The step, from 1.", 1)
    when: Prose = required("What has to happen before this step is taken.", "A question has waited two days")
    client: PersonId | None = maybe("Whom to turn to at the client: a person's id.", "tariq")
    vendor: PersonId | None = maybe("Whom to turn to at the supplier: a person's id.", "rowan")
    within_hours: WithinHours | None = maybe("Hours until there is an answer.", 16)
