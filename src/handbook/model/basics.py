"""What an engagement is: dates, product, contract and looks, the words it uses, what its site shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict

from handbook.model.addresses import Colour, Email, Logo, PagePath, Url
from handbook.model.moments import Date
from handbook.model.part import Open, default, maybe, required
from handbook.model.reading import Choice
from handbook.model.texts import Line, Prose, TrueFalse

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(Choice):
    """How far an engagement is."""

    PRE_ENGAGEMENT = "pre-engagement", "before the start"
    SPRINT_ZERO = "sprint-zero", "getting ready"
    DELIVERING = "delivering", "under way"
    CLOSING = "closing", "closing"
    CLOSED = "closed", "closed"


class ProductKind(Choice):
    """What kind of work the product needs."""

    NEW_PRODUCT = "new-product", "a new product"
    ENHANCEMENT = "enhancement", "new features for a product in use"
    RESCUE = "rescue", "the rescue of a product in trouble"
    MAINTENANCE = "maintenance", "the upkeep of a product in use"
    DISCOVERY = "discovery", "finding out what is worth making"


class ContractModel(Choice):
    """How the work is paid for."""

    FIXED_PRICE = "fixed-price", "fixed price"
    TIME_AND_MATERIALS = "time-and-materials", "time and materials"
    CAPPED_TIME_AND_MATERIALS = "capped-time-and-materials", "time and materials up to a cap"
    RETAINER = "retainer", "a retainer"
    OUTCOME_BASED = "outcome-based", "payment by outcome"
    IN_HOUSE = "in-house", "in-house work"


class Audience(Choice):
    """A kind of reader with a page and a reading path of its own."""

    SPONSOR = "sponsor", "sponsor"
    PRODUCT_OWNER = "product-owner", "product owner"
    SERVICE_OWNER = "service-owner", "service owner"
    SUBJECT_EXPERT = "subject-expert", "subject expert"
    END_USER_REP = "end-user-rep", "end-user representative"
    CLIENT_IT = "client-it", "client IT"
    SUPPORT = "support", "support"
    STAKEHOLDER = "stakeholder", "stakeholder"


class Handout(Choice):
    """A sheet that can be printed."""

    ROLE_CARDS = "role-cards", "role cards"
    PERSONAL_SHEETS = "personal-sheets", "personal sheets"
    CEREMONY_CARDS = "ceremony-cards", "ceremony cards"
    FIRST_SPRINT = "first-sprint", "first-sprint checklist"
    WHO_DECIDES = "who-decides", "who-decides map"
    FOUR_CUSTOMERS = "four-customers", "four-customers map"
    REVIEW_SHEET = "review-sheet", "review preparation sheet"
    SPRINT_CALENDAR = "sprint-calendar", "sprint calendar"
    RELEASE_PLAN = "release-plan", "release plan on a page"
    GLOSSARY_CARD = "glossary-card", "glossary card"
    PURPOSE_AND_MEASURES = "purpose-and-measures", "purpose and measures card"
    DEMAND_TALLY = "demand-tally", "demand tally sheet"
    TRAINING_BOOKLET = "training-booklet", "training booklet"
    TEAM_BRIEF = "team-brief", "team brief"


class ContactDetail(Choice):
    """A contact detail that a site may show of a person."""

    EMAIL = "email", "e-mail address"
    PHONE = "phone", "phone number"


class Paper(Choice):
    """A paper size."""

    A4 = "A4", "A4"
    LETTER = "Letter", "Letter"


class Closed(Open):
    """Days on which nobody works."""

    named_by: ClassVar[str] = "from"

    from_: Date = required("The first day on which nobody works.", "2026-12-24")
    to: Date = required("The last day on which nobody works.", "2027-01-01", after="from")
    reason: Line | None = maybe("Why nobody works then, as readers should see it.", "Year end")


class Dates(Open):
    """When the engagement begins and ends."""

    kickoff: Date = required("The day of the kick-off meeting.", "2027-01-06")
    start: Date = required("The first day of work.", "2027-01-11")
    end: Date | None = maybe("The last day of work; recurring events end here.", "2027-04-30", after="start")
    last_reviewed: Date | None = maybe("The day on which somebody last read this whole file.", "2026-11-20")
    closed: tuple[Closed, ...] = default(
        (), "Days on which nobody works, such as the year's end.",
        [{"from": "2026-12-24", "to": "2027-01-01", "reason": "Year end"}],
    )  # fmt: skip


class Product(Open):
    """What is made."""

    name: Line = required("What the product is called.", "Spokeshare")
    goal: Prose = required(
        "The product goal: the state to reach, with a date and a number where possible.",
        "By the end of April, 200 repairs a month are booked and paid for.",
    )
    kind: ProductKind = required("What kind of work the product needs.", "new-product")


class Contract(Open):
    """How the work is paid for, as the client may read it; amounts stand under internal."""

    model: ContractModel | None = maybe("How the work is paid for.", "time-and-materials")
    covers: Prose | None = maybe(
        "What is paid for, and until when.", "A team of five until 30 April 2027, reviewed every two sprints."
    )
    change_rule: Prose | None = maybe(
        "How the client may change what is made, in one sentence.",
        "Swap anything not yet started, at any sprint planning, at no charge.",
    )


class Branding(Open):
    """How the site looks, and what stands at its edge."""

    primary: Colour | None = maybe("The client's colour, in quotes; shades are made readable.", "#0b6e4f")
    client_logo: Logo | None = maybe(
        "The client's logo: a picture in the folder of this file or below it.", "assets/spokeshare.svg"
    )
    classification: Line | None = maybe("Who may read this, on every page and handout.", "OFFICIAL")
    footer: Line | None = maybe("A line at the foot of every page.", "Spokeshare and Fernhill, 2027")
    contact: Email | None = maybe(
        "Whom readers write to about this site: it stands at the foot of every page.",
        "handbook@fernhill.example",
    )


class GlossaryTerm(Open):
    """A word of the client's trade."""

    named_by: ClassVar[str] = "term"

    term: Line = required("The word.", "Bench slot")
    means: Prose = required("What it means, in plain words.", "Half an hour of one mechanic's time")


class Terms(Open):
    """The client's own words for ours: the key is our word's id in the glossary."""

    model_config = ConfigDict(extra="allow")
    others: ClassVar[Any] = Line
    __pydantic_extra__: dict[str, Line]

    @property
    def words(self) -> Mapping[str, str]:
        """Return the client's words by the ids of ours."""
        return self.__pydantic_extra__


class Site(Open):
    """What the site and its handouts show."""

    audiences: tuple[Audience, ...] = default(
        tuple(Audience), "For whom the site has a role page and a reading path.", ["sponsor", "support"],
        in_words="all",
    )  # fmt: skip
    handouts: tuple[Handout, ...] = default(
        tuple(Handout), "The handouts to print.", ["role-cards", "who-decides"], in_words="all"
    )
    contact_details: tuple[ContactDetail, ...] = default(
        tuple(ContactDetail), "What the client edition shows of a person.", ["email"], in_words="all"
    )
    exclude_pages: tuple[PagePath, ...] = default((), "Pages to leave out.", ["working/demand"])
    draft: TrueFalse = default(
        False, "Whether the client edition is a draft: it says so everywhere and is never published.", True
    )
    url: Url | None = maybe(
        "Where the client edition will stand: for QR codes, calendars and links.",
        "https://handbook.tallgrass.example/fieldnet",
    )
    paper: Paper | None = maybe(
        "The paper of the handouts; where it is left out, the country decides.", "Letter"
    )
    expires: Date | None = maybe(
        "The day after which a page says that the edition has expired.", "2027-05-31"
    )


def named(choice: type[Choice], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the kind that an item's id names, where it gives no kind of its own."""
    return {"kind": given["id"]} if given.get("id") in list(choice) else {}
