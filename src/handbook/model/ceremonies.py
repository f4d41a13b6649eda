"""When people meet: the sprint, its events, and single changes to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from handbook.model.addresses import Url
from handbook.model.moments import Date, Day, NthWeekday, Time, Weekday, Zone
from handbook.model.part import Fault, Given, Open, default, maybe, required
from handbook.model.reading import Choice
from handbook.model.texts import Id, Line, PersonId, Prose, TrueFalse, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

Minutes = Annotated[int, whole(1, 1440)]
Weeks = Annotated[int, whole(1, 52)]


class OnHoliday(Choice):
    """What happens to an event on a holiday of somebody who must attend."""

    NEXT_WORKING_DAY = "next-working-day", "the next working day"
    PREVIOUS_WORKING_DAY = "previous-working-day", "the working day before"
    KEEP = "keep", "as planned"
    CANCEL = "cancel", "cancelled"


class CeremonyKind(Choice):
    """What kind of meeting it is."""

    TRAINING = "training", "training"
    KICKOFF = "kickoff", "kick-off"
    SPRINT_PLANNING = "sprint-planning", "sprint planning"
    DAILY_SCRUM = "daily-scrum", "daily scrum"
    REFINEMENT = "refinement", "refinement"
    SPRINT_REVIEW = "sprint-review", "sprint review"
    RETROSPECTIVE = "retrospective", "retrospective"
    USER_SESSION = "user-session", "user session"
    STEERING = "steering", "steering meeting"
    OTHER = "other", "meeting"


class Rhythm(Choice):
    """How often something happens."""

    DAY = "day", "day"
    WEEK = "week", "week"
    SPRINT = "sprint", "sprint"
    MONTH = "month", "month"


_DAYS = {
    Rhythm.DAY: ("no day", "leave day out"),
    Rhythm.WEEK: ("a weekday", "write a weekday such as day: tue"),
    Rhythm.SPRINT: ("the number of a working day in the sprint", "write a number such as day: 9"),
    Rhythm.MONTH: ("a day of the month, or its nth weekday", "write day: 15 or day: 2-tue"),
}


def fits(rhythm: Rhythm, day: int | Weekday | NthWeekday) -> bool:
    """Whether a day can be said of a rhythm."""
    if isinstance(day, int):
        return rhythm is Rhythm.SPRINT or (rhythm is Rhythm.MONTH and day <= 31)  # noqa: PLR2004 -- days
    return rhythm is (Rhythm.MONTH if isinstance(day, NthWeekday) else Rhythm.WEEK)


def day_faults(given: Given) -> Iterator[Fault]:
    """Yield a day that does not fit how often something happens."""
    rhythm, day = given.get("every"), given.get("day")
    if rhythm and day is not None and not fits(rhythm, day):
        takes, hint = _DAYS[rhythm]
        yield Fault("day", f"does not fit: every: {rhythm} takes {takes}", hint, "FIELD-WHEN")


class When(Open):
    """When an event is: once on a day, or again and again."""

    once: Date | None = maybe("The day of an event that is held once.", "2027-01-06")
    every: Rhythm | None = maybe("How often the event is held.", "sprint")
    day: Day | None = maybe(
        "With every: sprint the working day counted from the sprint's first (9), with week a weekday (tue), "
        "with month a day (15) or the nth weekday (2-tue).",
        9,
    )
    at: Time = required("When it begins, in quotes.", "11:00")
    timezone: Zone | None = maybe("The zone of that time, if not the engagement's.", "Europe/Amsterdam")

    @classmethod
    def faults(cls, given: Given) -> Iterator[Fault]:
        """Yield what is neither once on a day nor again and again."""
        hint = 'write {once: 2027-01-06, at: "10:00"} or {every: sprint, day: 9, at: "11:00"}'
        if "once" in given and "every" in given:
            yield Fault("every", "is given beside once", hint, "FIELD-WHEN", quote=False)
        elif "once" in given:
            if "day" in given:
                yield Fault(
                    "day", "is given beside once", "leave day out: once is the day", "FIELD-WHEN", quote=False
                )
        elif "every" not in given:
            yield Fault("", "says neither once nor every", hint, "FIELD-WHEN", quote=False)
        else:
            if given.get("every") not in {None, Rhythm.DAY} and "day" not in given:
                takes, hint = _DAYS[given.get("every")]
                yield Fault(
                    "",
                    f"lacks its day: every: {given.get('every')} takes {takes}",
                    hint,
                    "FIELD-WHEN",
                    quote=False,
                )
            yield from day_faults(given)


class MoveTo(Open):
    """The new day and time of one event."""

    date: Date = required("The new day.", "2027-01-04")
    at: Time | None = maybe("The new time, if it changes too.", "14:00")


class Change(Open):
    """One event of a series that is moved, cancelled or added."""

    named_by: ClassVar[str] = "date"

    date: Date = required("The day of the event that changes, or of the one more.", "2026-12-24")
    move_to: MoveTo | None = maybe("When it is held instead.", {"date": "2027-01-04", "at": "14:00"})
    cancel: TrueFalse = default(False, "Whether it is not held at all.", True)
    add: TrueFalse = default(False, "Whether it is one more event of this kind.", True)
    at: Time | None = maybe("With add: when it begins, if not at the usual time.", "14:00")
    reason: Line | None = maybe("Why, as readers should see it.", "Year end")

    @classmethod
    def faults(cls, given: Given) -> Iterator[Fault]:
        """Yield a change that changes nothing, or does two things at once."""
        said = [name for name in ("move_to", "cancel", "add") if _says(given, name)]
        if not said:
            hint = "add cancel: true, add: true or move_to: {date: 2027-01-04}"
            yield Fault("", "neither moves, cancels nor adds an event", hint, "FIELD-WHEN", quote=False)
        for second in said[1:]:
            message = f"is given beside {said[0]}"
            yield Fault(second, message, "keep one of the two", "FIELD-WHEN", quote=False)
        if "at" in given and "add" not in said:
            hint = 'write move_to: {date: 2027-01-04, at: "14:00"}'
            yield Fault("at", "is given without add: true", hint, "FIELD-WHEN", quote=False)


def _says(given: Given, name: str) -> bool:
    """Whether a key is given, and not as false."""
    return name in given and given.get(name) is not False


class Ceremony(Open):
    """A meeting, held once or again and again."""

    named_by: ClassVar[str] = "id"

    id: Id = required("A name of its own.", "review")
    kind: CeremonyKind = required("What kind of meeting it is.", "sprint-review")
    name: Line | None = maybe(
        "What this meeting is called, where the word for its kind is not enough.", "Pairing on Fridays"
    )
    when: When = required("When it is held.", {"every": "sprint", "day": 9, "at": "11:00"})
    minutes: Minutes | None = maybe("How long it takes.", 60)
    attend: tuple[PersonId, ...] = default((), "Who is needed: ids of people.", ["noor", "priya"])
    optional: tuple[PersonId, ...] = default((), "Who is welcome: ids of people.", ["amara"])
    lead: PersonId | None = maybe("Who leads it: a person's id.", "priya")
    place: Line | None = maybe("Where it is held.", "Fernhill, Leeds")
    link: Url | None = maybe("Where to join it online.", "https://meet.fernhill.example/spokeshare")
    for_you: Prose | None = maybe(
        "Why a client should come, in one sentence.", "You say what matters most and why."
    )
    changes: tuple[Change, ...] = default(
        (),
        "Single events that are moved, cancelled or added.",
        [{"date": "2026-12-24", "cancel": True, "reason": "Year end"}],
    )

    @classmethod
    def faults(cls, given: Given) -> Iterator[Fault]:
        """Yield people who are both needed and merely welcome."""
        both = [person for person in given.get("optional") or () if person in (given.get("attend") or ())]
        if both:
            hint = "keep each in one of the two lists"
            yield Fault(
                "optional", f"names {', '.join(both)}, also in attend", hint, "FIELD-DUPLICATE", quote=False
            )


class Sprint(Open):
    """How long a sprint is and when the first one begins."""

    weeks: Weeks = required("The length of a sprint in weeks: 1 to 4.", 2)
    first_start: Date = required("The first day of the first sprint.", "2027-01-11")
    days: tuple[Weekday, ...] = default(
        (),
        "The weekdays on which the team works: sprint days are counted by them.",
        ["sun", "mon", "tue", "wed", "thu"],
        in_words="Monday to Friday",
    )
    on_holiday: OnHoliday = default(
        OnHoliday.NEXT_WORKING_DAY,
        "What happens to an event on a holiday of somebody who must attend.",
        "keep",
    )
