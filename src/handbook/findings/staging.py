"""STG: whether people can try the work before the review."""

from __future__ import annotations

from handbook.findings.rule import WARNING, Hit, Hits, rule
from handbook.findings.situation import Situation, present
from handbook.findings.words import several
from handbook.model.working import UpdateKind


@rule("STG-101", WARNING, "Have them there two working days before.",
      source="S1-18", page="events/prepare-for-the-review")  # fmt: skip
def too_late_to_try(situation: Situation) -> Hits:
    """Features reach staging less than a working day before the review, or nothing says when. Silent in a discovery.

    A review in which people see the work for the first time is a demonstration.
    """  # noqa: E501 -- the first paragraph is one sentence, as it is shown
    days = situation.engagement.staging.ready_before_review
    if situation.discovers:
        return
    if days is None:
        yield Hit("staging", "Nothing says how long before the review features are ready to try.")
    elif days < 1:
        yield Hit("staging.ready_before_review", "Features reach staging on the very day of the review.")


@rule("STG-102", WARNING, "Fill it in.", source="S1-18", page="events/prepare-for-the-review")
def cannot_try(situation: Situation) -> Hits:
    """The staging address, the way to sign in or the way to comment is missing. Silent in a discovery.

    What is hard to try is not tried.
    """
    staging = situation.engagement.staging
    missing = [
        name
        for name, given in (
            ("the address", staging.url),
            ("how to sign in", staging.sign_in),
            ("how to comment", staging.how_to_comment),
        )
        if not given
    ]
    if missing and not situation.discovers:
        yield Hit("staging", f"They cannot try the work on staging: {several(missing)} is missing.")


@rule("STG-103", WARNING, "Add them to the staging note.",
      source="S1-18", page="working/communication")  # fmt: skip
def not_told_what_to_try(situation: Situation) -> Hits:
    """Somebody of the client comes to the review, and no staging note is sent to them. Silent in a discovery.

    Specific feedback comes from those who were told in time what to look at.
    """
    if situation.discovers:
        return
    updates = situation.engagement.communication.updates
    told = {person for one in updates if one.kind is UpdateKind.STAGING for person in one.to}
    there = present(situation.reviews) - told
    names = [person.name for person in situation.client_people if person.id in there]
    if names:
        verb = "is" if len(names) == 1 else "are"
        message = f"{several(names)} {verb} not told what to try before the review."
        note = next((one for one in updates if one.kind is UpdateKind.STAGING), None)
        field = f"communication.updates[{note.id}].to" if note else "communication.updates"
        yield Hit(field, message)


RULES = (too_late_to_try, cannot_try, not_told_what_to_try)
