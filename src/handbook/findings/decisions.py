"""DEC, MEA: who decides and breaks ties, and how we know that it works."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from handbook.findings.rule import ERROR, NOTICE, WARNING, Hit, Hits, rule
from handbook.findings.words import several
from handbook.model.basics import ProductKind, Status
from handbook.model.plan import MeasureKind

if TYPE_CHECKING:
    from handbook.findings.situation import Situation

_HALF_A_WEEK = Decimal("2.5")
_LEVELS = 2
_BEFORE_DELIVERY = (Status.PRE_ENGAGEMENT, Status.SPRINT_ZERO)
_MUCH_FAILURE = 30


@rule("DEC-101", WARNING, "Name one person who breaks the tie.", source="S0-2", page="people/decisions")
def no_tie_break(situation: Situation) -> Hits:
    """There are no decisions, or one has no tie-break.

    A tie that nobody breaks is broken by whoever tires last.
    """
    if not situation.engagement.decisions:
        yield Hit("decisions", "Nothing says who decides what.")
    for decision in situation.engagement.decisions:
        if not decision.tie_break:
            yield Hit(f"decisions[{decision.topic}]", f'"{decision.topic}": nobody breaks a tie.')


@rule("DEC-102", ERROR, "Let one decide; the rest are asked.",
      source="Scrum Guide, Product Owner", page="people/decisions")  # fmt: skip
def group_decides(situation: Situation) -> Hits:
    """A decision is with several people.

    Two who decide are two who wait for each other.
    """
    for decision in situation.engagement.decisions:
        if len(decision.decides) > 1:
            names = several([situation.people[person].name for person in decision.decides])
            field = f"decisions[{decision.topic}].decides"
            yield Hit(field, f'"{decision.topic}": a group decides ({names}).')


@rule("DEC-103", NOTICE, "Make it shorter, or delegate the small cases.",
      source="GOV.UK governance principles", page="people/decisions")  # fmt: skip
def slow_decision(situation: Situation) -> Hits:
    """A decision may take more working days than half a sprint has.

    Decisions are due when they are needed; a slow one costs the sprint it falls into.
    """
    for decision in situation.engagement.decisions:
        days = decision.within_days
        if days is not None and days > _HALF_A_WEEK * situation.engagement.sprint.weeks:
            message = f'"{decision.topic}": {days.normalize():f} working days, more than half a sprint.'
            yield Hit(f"decisions[{decision.topic}].within_days", message)


@rule("DEC-104", WARNING, "Add a step that ends with the payer.",
      source="dxw playbook; 18F De-risking Guide", page="people/escalation")  # fmt: skip
def no_way_up(situation: Situation) -> Hits:
    """There are fewer than two steps up, or the last one is not with a payer.

    Trouble that has nowhere to go comes out at the review.
    """
    steps = sorted(situation.engagement.escalation, key=lambda step: step.level)
    if len(steps) < _LEVELS:
        count = "one step" if steps else "no step"
        yield Hit("escalation", f"Trouble has nowhere to go: there is {count} up.")
        return
    last = situation.person(steps[-1].client)
    if last is None or (situation.payers and not situation.pays(last)):
        ends = f"ends with {last.name}, not" if last else "does not end"
        yield Hit(f"escalation[{steps[-1].level}].client", f"The way up {ends} with who pays.")


@rule("MEA-101", WARNING, "Pick one of the six.", source="S2-28, S2-29", page="working/measures")
def no_customer_measure(situation: Situation) -> Hits:
    """No measure but of our own output.

    Measured from the customer's side, teams can act by themselves; measured by output, they make output.
    """
    if all(one.kind is MeasureKind.OUTPUT for one in situation.engagement.measures):
        yield Hit("measures", "No measure is the customer's.")


@rule("MEA-102", WARNING, "Keep it inside the team.", source="S2-28", page="working/measures")
def measures_us(situation: Situation) -> Hits:
    """A measure of output is in the list.

    What is shown to a client is what they will ask for more of.
    """
    for one in situation.engagement.measures:
        if one.kind is MeasureKind.OUTPUT:
            yield Hit(f"measures[{one.id}].kind", f'"{one.what}" measures us, not what the customer gets.')


@rule("MEA-103", NOTICE, "Measure once, as soon as there is anything to measure.",
      source="S2-29", page="working/measures")  # fmt: skip
def from_what_to_what(situation: Situation) -> Hits:
    """A measure has no present value or no target.

    Without a beginning nobody can see a change.
    """
    for one in situation.engagement.measures:
        missing = [
            *(() if one.now is not None else ("where it stands",)),
            *(() if one.target is not None else ("where it should be",)),
        ]
        if missing:
            yield Hit(f"measures[{one.id}]", f'"{one.what}" does not say {several(missing)}.')


@rule("MEA-104", WARNING, "Find the largest cause, and plan it as a feature.",
      source="S2-23", page="working/demand")  # fmt: skip
def much_failure(situation: Situation) -> Hits:
    """Thirty per cent of the requests or more come because something failed.

    Removing a third of failure demand can raise what a team can do by half.
    """
    demand = situation.engagement.demand
    total = (demand.value or 0) + (demand.failure or 0)
    if demand.tracked and total and 100 * (demand.failure or 0) >= _MUCH_FAILURE * total:
        share = round(100 * (demand.failure or 0) / total)
        yield Hit("demand.failure", f"{share} % of requests come because something failed.")


@rule("MEA-105", NOTICE, "Add the time from request to resolution.", source="S2-24", page="working/measures")
def fixing_unmeasured(situation: Situation) -> Hits:
    """A product that is being rescued or maintained has no measure from request to resolution.

    While failures last, what counts for the customer is how fast each is put right.
    """
    kinds = {one.kind for one in situation.engagement.measures}
    fixing = situation.engagement.product.kind in (ProductKind.RESCUE, ProductKind.MAINTENANCE)
    if fixing and MeasureKind.REQUEST_TO_RESOLUTION not in kinds:
        yield Hit("measures", "This is fixing work, and nothing measures it from request to resolution.")


@rule("MEA-106", NOTICE, "Tag each request for one sprint.", source="S2-17", page="working/demand")
def demand_not_counted(situation: Situation) -> Hits:
    """Value demand and failure demand are not counted, or work is under way and there are no counts yet.

    Until they are told apart, every request looks like work that somebody wants.
    """
    demand, begun = situation.engagement.demand, situation.engagement.status not in _BEFORE_DELIVERY
    if not demand.tracked or (begun and (demand.value is None or demand.failure is None)):
        yield Hit("demand", "We cannot tell value demand from failure demand.")


RULES = (
    no_tie_break,
    group_decides,
    slow_decision,
    no_way_up,
    no_customer_measure,
    measures_us,
    from_what_to_what,
    much_failure,
    fixing_unmeasured,
    demand_not_counted,
)
