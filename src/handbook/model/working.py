"""How people work together: staging, tools, and what is sent to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from handbook.model.addresses import Url
from handbook.model.basics import named
from handbook.model.ceremonies import Rhythm, day_faults
from handbook.model.moments import Date, Day
from handbook.model.ownership import WorkingDays
from handbook.model.part import Fault, Given, Open, default, maybe, required
from handbook.model.reading import Choice
from handbook.model.texts import Id, Line, PersonId, Prose, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Days = Annotated[int, whole(0, 60)]


class ToolKind(Choice):
    """What a tool is for."""

    BOARD = "board", "board"
    BACKLOG = "backlog", "backlog"
    CODE = "code", "code"
    CHAT = "chat", "chat"
    DOCS = "docs", "documents"
    HOSTING = "hosting", "hosting"
    STAGING = "staging", "staging"
    OTHER = "other", "other"


class Access(Choice):
    """What somebody may do in a tool."""

    NONE = "none", "no access"
    VIEW = "view", "view"
    COMMENT = "comment", "comment"
    READ = "read", "read"
    MEMBER = "member", "member"
    EDIT = "edit", "edit"
    ADMIN = "admin", "administer"


class Comfort(Choice):
    """How easy people find a tool."""

    FINE = "fine", "fine"
    UNSURE = "unsure", "unsure"
    POOR = "poor", "hard"


class BacklogView(Choice):
    """How much of the list of work a client sees by default."""

    FULL = "full", "the full list"
    SUMMARY = "summary", "a summary"
    BOTH = "both", "the full list and a summary"


class UpdateKind(Choice):
    """What an update tells."""

    GOAL = "goal", "draft sprint goal"
    PICKED = "picked", "what planning picked"
    STAGING = "staging", "ready to try"
    STATUS = "status", "status"
    OTHER = "other", "news"


class Form(Choice):
    """What an update looks like."""

    BULLETED_LIST = "bulleted-list", "bulleted list"
    ONE_PAGE = "one-page", "one page"
    SLIDES = "slides", "slides"
    SPREADSHEET = "spreadsheet", "spreadsheet"
    DASHBOARD = "dashboard", "dashboard"
    CALL = "call", "call"


class Staging(Open):
    """Where features can be tried before the review."""

    url: Url | None = maybe("The address of the staging site.", "https://staging.spokeshare.example")
    sign_in: Prose | None = maybe("How people get in.", "Priya sends your sign-in at kick-off.")
    ready_before_review: Days | None = maybe("Working days before the review on which features are there.", 2)
    how_to_comment: Prose | None = maybe("How to say what one noticed.", "Reply to the staging email.")


class Tool(Open):
    """A tool that client people meet."""

    named_by: ClassVar[str] = "id"

    id: Id = required("A name of its own.", "backlog")
    name: Line = required("What the tool is called.", "Trello")
    kind: ToolKind = default(
        ToolKind.OTHER, "What the tool is for.", "board", in_words="the id where it is a kind, else other"
    )
    use: Prose | None = maybe("What people use it for, in their words.", "What we are doing now and next")
    access: Access | None = maybe("What the people named may do in it.", "view")
    for_: tuple[PersonId, ...] = default((), "Who gets access: ids of people.", ["tariq", "bethan"])
    granted: Date | None = maybe("The day on which access was given; null until then.", "2026-11-16")
    needed_by: Date | None = maybe("The day by which access is needed.", "2026-12-18")
    comfort: Comfort = default(Comfort.FINE, "How easy the people named find it.", "poor")
    instead: Prose | None = maybe("What those get who do without.", "A bulleted list by email every Friday")

    @classmethod
    def following(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the kind that the id names."""
        return named(ToolKind, given)


class Update(Open):
    """Something that people are sent again and again."""

    named_by: ClassVar[str] = "id"

    id: Id = required("A name of its own.", "goal")
    kind: UpdateKind = default(
        UpdateKind.OTHER, "What it tells.", "goal", in_words="the id where it is a kind, else other"
    )
    what: Prose = required("What it is, in the reader's words.", "Draft sprint goal")
    form: Form | None = maybe("What it looks like.", "bulleted-list")
    to: tuple[PersonId, ...] = default((), "Who gets it: ids of people.", ["tariq", "moira"])
    every: Rhythm = required("How often it is sent.", "sprint")
    day: Day | None = maybe(
        "With every: sprint a working day of the sprint (9), with week a weekday (fri), "
        "with month a day (1) or the nth weekday (2-tue).",
        "fri",
    )
    days_before_planning: Days | None = maybe("Working days before sprint planning.", 2)
    days_after_planning: Days | None = maybe("Working days after sprint planning.", 1)
    from_: PersonId | None = maybe("Who sends it: a person's id.", "priya")
    by: Line | None = maybe("By which means.", "email")

    @classmethod
    def following(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the kind that the id names."""
        return named(UpdateKind, given)

    @classmethod
    def faults(cls, given: Given) -> Iterator[Fault]:
        """Yield a day that does not fit how often the update is sent."""
        yield from day_faults(given)
        if "days_before_planning" in given and "days_after_planning" in given:
            hint = "keep one of the two, or make it two updates"
            yield Fault(
                "days_after_planning", "is given beside days_before_planning", hint, "FIELD-WHEN", quote=False
            )


class Communication(Open):
    """What clients hear from us, and when."""

    backlog_view: BacklogView | None = maybe(
        "How much of the list of work clients see by default.", "summary"
    )
    answer_within: WorkingDays | None = maybe("Working days until a question has an answer.", 1)
    urgent: Prose | None = maybe("What to do when it cannot wait.", "Call Priya")
    updates: tuple[Update, ...] = default(
        (),
        "What is sent to whom, and when.",
        [
            {
                "id": "goal",
                "what": "Draft sprint goal",
                "form": "bulleted-list",
                "to": ["noor"],
                "every": "sprint",
            }
        ],
    )
