"""REL, ASK, ACC: whether the plan, what we ask for, and access hold together."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from handbook.findings.rule import ERROR, NOTICE, WARNING, Hit, Hits, rule
from handbook.findings.words import several
from handbook.model.basics import ProductKind
from handbook.model.parties import Level
from handbook.model.plan import AskState
from handbook.model.working import ToolKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.findings.situation import Situation
    from handbook.model.plan import Ask

_TICKET = re.compile(
    r"^(?:[A-Z][A-Z0-9]+-\d+\b|#\d+|(?:fix|bug|hotfix|refactor|upgrade|migrate)\b)", re.IGNORECASE
)
_SPRINTS_AHEAD = 3
_WITH_A_PAST = (ProductKind.RESCUE, ProductKind.ENHANCEMENT, ProductKind.MAINTENANCE)


@rule("REL-101", WARNING, "Name what somebody can do then.", source="S1-14", page="working/release-plan")
def feature_is_ticket(situation: Situation) -> Hits:
    """A feature is named like a ticket: by a number, or by a word such as fix, bug, refactor, upgrade, migrate.

    A plan of features calms; a plan of tickets asks the client to do our work.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    for release in situation.engagement.releases:
        for feature in release.features:
            if _TICKET.match(feature.name):
                field = f"releases[{release.id}].features[{feature.name}].name"
                yield Hit(field, f'"{feature.name}" is a ticket, not a feature.')


@rule(
    "REL-102",
    NOTICE,
    "Write down whom it is for, and why it comes.",
    source="S2-9",
    page="working/release-plan",
)
def feature_for_nobody(situation: Situation) -> Hits:
    """A feature does not say for whom it is, or why.

    A feature without a reader is the first to be built and the last to be missed.
    """
    for release in situation.engagement.releases:
        for feature in release.features:
            missing = [*(() if feature.for_ else ("for whom",)), *(() if feature.why else ("why",))]
            if missing:
                field = f"releases[{release.id}].features[{feature.name}]"
                yield Hit(field, f'"{feature.name}" does not say {several(missing)}.')


@rule("REL-103", NOTICE, "Say medium at best.", source="S1-15", page="agile/estimates-and-change")
def too_sure(situation: Situation) -> Hits:
    """A release more than three sprints ahead has high confidence.

    A release plan is a best guess; sure of a far day means unsure of what confidence is.
    """
    first = max(situation.as_of, situation.engagement.sprint.first_start)
    sprint = timedelta(weeks=situation.engagement.sprint.weeks)
    for release in situation.engagement.releases:
        ahead = (release.target - first) / sprint if release.target else 0
        if release.confidence is Level.HIGH and ahead > _SPRINTS_AHEAD:
            message = f"{release.name}: high confidence, {ahead:.0f} sprints ahead."
            yield Hit(f"releases[{release.id}].confidence", message)


@rule("REL-104", WARNING, "Plan one, or move the date.", source="S1-9", page="working/release-plan")
def nothing_planned(situation: Situation) -> Hits:
    """There are no releases, or one is planned for after the end. Silent in a discovery.

    What comes after we leave is somebody else's promise.
    """
    if situation.discovers:
        return
    end = situation.engagement.dates.end
    if not situation.engagement.releases:
        yield Hit("releases", "There is no release plan.")
    for release in situation.engagement.releases:
        if end and release.target and release.target > end:
            target, left = situation.words.date(release.target), situation.words.date(end)
            message = f"{release.name} is planned for {target}, after we leave on {left}."
            yield Hit(f"releases[{release.id}].target", message)


def _open(situation: Situation) -> Iterator[Ask]:
    return (ask for ask in situation.engagement.asks if ask.state is AskState.OPEN)


@rule("ASK-101", WARNING, "Ask a named person.", source="S1-22", page="start/what-we-need")
def ask_without_owner(situation: Situation) -> Hits:
    """Something we ask for has no owner.

    What everybody was asked for, nobody brings.
    """
    for ask in _open(situation):
        if not ask.owner:
            yield Hit(f"asks[{ask.id}]", f'"{ask.what}" has no owner.')


@rule("ASK-102", WARNING, "Name a date.", source="S1-23", page="start/what-we-need")
def ask_without_date(situation: Situation) -> Hits:
    """Something we ask for has no date.

    Without a date it is a wish.
    """
    for ask in _open(situation):
        if not ask.due:
            yield Hit(f"asks[{ask.id}]", f'"{ask.what}" has no date.')


@rule("ASK-103", NOTICE, "Say what waits for it.", source="S1-23", page="start/what-we-need")
def ask_without_reason(situation: Situation) -> Hits:
    """Something we ask for has no reason, or nothing says what happens if it is late.

    People put first what they know the cost of.
    """
    for ask in _open(situation):
        missing = [*(() if ask.why else ("why",)), *(() if ask.if_late else ("what happens if it is late",))]
        if missing:
            yield Hit(f"asks[{ask.id}]", f'"{ask.what}" does not say {several(missing)}.')


@rule("ASK-104", ERROR, "Phone them, and go one step up after two days.",
      source="S1-23", page="people/escalation")  # fmt: skip
def ask_overdue(situation: Situation) -> Hits:
    """Something we ask for is open and past its date.

    Work is waiting, and every day of it is ours to explain later.
    """
    for ask in _open(situation):
        if ask.due and ask.due < situation.as_of:
            owner = situation.person(ask.owner)
            advice = f"Phone {owner.name}, and go one step up after two days." if owner else ""
            message = f'"{ask.what}" is overdue since {situation.words.date(ask.due)}.'
            yield Hit(f"asks[{ask.id}].due", message, advice)


@rule("ASK-105", WARNING, "Move it to the plan.", source="S1-22", page="start/what-we-need")
def ask_is_ours(situation: Situation) -> Hits:
    """Something we ask for is owned by one of us.

    The list is what we need from the client; our own work in it hides theirs.
    """
    for ask in _open(situation):
        owner = situation.person(ask.owner)
        if owner and not situation.is_client(owner):
            yield Hit(f"asks[{ask.id}].owner", f'"{ask.what}" is for {owner.name}, one of us.')


@rule("ASK-106", WARNING, "Bring it forward.", source="the dates of the file", page="start/what-we-need")
def ask_due_in_absence(situation: Situation) -> Hits:
    """Something we ask for falls due while its owner is away.

    It will be late, and it was known.
    """
    for ask in _open(situation):
        owner = situation.person(ask.owner)
        if owner and ask.due and any(away.from_ <= ask.due <= away.to for away in owner.away):
            on = situation.words.date(ask.due)
            message = f'"{ask.what}" falls due on {on}, when {owner.name} is away.'
            yield Hit(f"asks[{ask.id}].due", message)


@rule("ACC-101", WARNING, "Raise it at level 1 of the way up.",
      source="18F guide, onboarding", page="working/tools")  # fmt: skip
def no_access_yet(situation: Situation) -> Hits:
    """Access to a tool is not given, and its date is past or not set.

    People without access wait, or find ways round it that nobody wants.
    """
    for tool in situation.engagement.tools:
        due = tool.needed_by
        if tool.granted is None and (due is None or due < situation.as_of):
            since = f"; it was needed by {situation.words.date(due)}" if due else ", and no date for it"
            yield Hit(f"tools[{tool.id}]", f"{tool.name}: no access yet{since}.")


@rule("ACC-102", ERROR, "Promise no dates until we have read it.", source="S0-11", page="start/are-we-ready")
def estimating_blind(situation: Situation) -> Hits:
    """An existing product is to be changed, and we have no access to its production source.

    The source came after two months, in the case this comes from, and was far worse than anybody had assumed.
    """
    code = [tool for tool in situation.engagement.tools if tool.kind is ToolKind.CODE]
    if situation.engagement.product.kind in _WITH_A_PAST and not any(tool.granted for tool in code):
        field = f"tools[{code[0].id}]" if code else "tools"
        yield Hit(field, "We are estimating blind: nobody of us can read the production source.")


RULES = (
    feature_is_ticket,
    feature_for_nobody,
    too_sure,
    nothing_planned,
    ask_without_owner,
    ask_without_date,
    ask_without_reason,
    ask_overdue,
    ask_is_ours,
    ask_due_in_absence,
    no_access_yet,
    estimating_blind,
)
