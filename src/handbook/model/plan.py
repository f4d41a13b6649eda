"""What is planned: releases, what we ask of the client, risks, measures and demand."""

from __future__ import annotations

from typing import Annotated, ClassVar

from handbook.model.ceremonies import Rhythm
from handbook.model.moments import Date
from handbook.model.part import Open, default, maybe, required
from handbook.model.parties import Level
from handbook.model.reading import Choice
from handbook.model.texts import Count, Id, Line, Number, PartyId, PersonId, Prose, TrueFalse, whole

Order = Annotated[int, whole(0, 10_000)]


class FeatureState(Choice):
    """How far a feature is."""

    PLANNED = "planned", "planned"
    IN_PROGRESS = "in-progress", "in progress"
    READY_TO_TRY = "ready-to-try", "ready to try"
    DONE = "done", "done"
    RELEASED = "released", "released"


class AskKind(Choice):
    """What kind of thing we ask for."""

    ACCESS = "access", "access"
    CONTENT = "content", "content"
    DATA = "data", "data"
    DECISION = "decision", "a decision"
    PEOPLE = "people", "people"
    FEEDBACK = "feedback", "feedback"


class AskState(Choice):
    """Whether something we asked for is still wanted."""

    OPEN = "open", "open"
    DONE = "done", "done"
    DROPPED = "dropped", "dropped"


class MeasureKind(Choice):
    """What a measure is about."""

    TIME_TO_MARKET = "time-to-market", "time to market"
    REQUEST_TO_RESOLUTION = "request-to-resolution", "time from request to resolution"
    PRODUCT_SUCCESS = "product-success", "product success"
    BUSINESS_BENEFIT = "business-benefit", "business benefit"
    TIME_TO_VALUE = "time-to-value", "time to value"
    ESCAPED_DEFECTS = "escaped-defects", "escaped defects"
    FAILURE_DEMAND = "failure-demand", "failure demand"
    OUTPUT = "output", "output"


class Feature(Open):
    """Something that somebody can do once it is there."""

    named_by: ClassVar[str] = "name"

    name: Line = required("What somebody can do then.", "Book a same-day repair")
    for_: PartyId | None = maybe("For whom it is: a party's id.", "riders")
    why: Prose | None = maybe("Why it is worth making.", "The first thing a rider needs")
    order: Order | None = maybe("Its place in the order of work, from 1.", 1)
    state: FeatureState = default(FeatureState.PLANNED, "How far it is.", "in-progress")


class Release(Open):
    """What is put into use together."""

    named_by: ClassVar[str] = "id"

    id: Id = required("A name of its own.", "pilot")
    name: Line = required("What the release is called.", "Utrecht pilot")
    target: Date | None = maybe("The day it is planned for.", "2027-03-05")
    confidence: Level | None = maybe("How sure we are of that day.", "medium")
    features: tuple[Feature, ...] = default(
        (),
        "What it holds.",
        [{"name": "Pay online", "for": "riders", "why": "Brings in the fee", "order": 1}],
    )


class Ask(Open):
    """Something we need from the client."""

    named_by: ClassVar[str] = "id"

    id: Id = required("A name of its own.", "prices")
    what: Prose = required("What we need.", "Price list for the twelve repair types")
    why: Prose | None = maybe("What we need it for.", "Booking shows a price")
    kind: AskKind | None = maybe("What kind of thing it is.", "content")
    owner: PersonId | None = maybe("Who gets it done: a person's id.", "noor")
    due: Date | None = maybe("The day by which we need it.", "2027-01-15")
    if_late: Prose | None = maybe("What happens if it is late.", "We build the booking page twice")
    state: AskState = default(AskState.OPEN, "Whether it is still wanted.", "done")


class Risk(Open):
    """Something that may go wrong."""

    named_by: ClassVar[str] = "id"

    id: Id = required("A name of its own.", "season")
    text: Prose = required("What may happen.", "The spring season starts before the launch")
    likelihood: Level | None = maybe("How likely it is.", "medium")
    impact: Level | None = maybe("How bad it would be.", "high")
    owner: PersonId | None = maybe("Who keeps an eye on it: a person's id.", "noor")
    response: Prose | None = maybe("What we do about it.", "Launch the pilot features alone if needed")


class Measure(Open):
    """How we tell that the product does what it is for."""

    named_by: ClassVar[str] = "id"

    id: Id = required("A name of its own.", "first-visit")
    what: Prose = required("What is counted.", "Repairs fixed at the first visit")
    kind: MeasureKind = required("What it is about.", "business-benefit")
    for_: PartyId | None = maybe("Who gains from it: a party's id.", "tenants")
    now: Number | None = maybe("Where it stands today; null until it is measured.", 61)
    target: Number | None = maybe("Where it should be.", 90)
    unit: Line | None = maybe("In what it is counted.", "%")
    by: Date | None = maybe("By when.", "2027-12-17")
    how: Prose | None = maybe("How it is counted.", "Weekly count")
    owner: PersonId | None = maybe("Who counts: a person's id.", "tariq")


class Demand(Open):
    """Two kinds of requests: for something of value, and because something failed."""

    tracked: TrueFalse = default(False, "Whether the two kinds are counted.", True)
    value: Count | None = maybe("Requests for something of value.", 14)
    failure: Count | None = maybe("Requests because something failed or was missing.", 26)
    period: Rhythm | None = maybe("In what time they were counted.", "sprint")
