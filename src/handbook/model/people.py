"""Who the people are: roles, hours and how to reach them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from handbook.model.addresses import Email, Phone
from handbook.model.moments import Date, Time, Weekday, Zone
from handbook.model.part import Fault, Given, Open, default, maybe, required
from handbook.model.reading import Choice
from handbook.model.texts import Id, Line, PartyId, Prose, decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HoursAWeek = Annotated[Decimal, decimal(0, 168)]
Hours_ = Annotated[Decimal, decimal(0, 1000)]


class Role(Choice):
    """A part that a person plays: the client's first, then ours."""

    SPONSOR = "sponsor", "sponsor"
    PRODUCT_OWNER = "product-owner", "product owner"
    DEPUTY_PRODUCT_OWNER = "deputy-product-owner", "deputy product owner"
    SERVICE_OWNER = "service-owner", "service owner"
    PROXY_PRODUCT_OWNER = "proxy-product-owner", "proxy product owner"
    SUBJECT_EXPERT = "subject-expert", "subject expert"
    END_USER_REP = "end-user-rep", "end-user representative"
    SUPPORT_REP = "support-rep", "support representative"
    CLIENT_IT = "client-it", "client IT"
    STAKEHOLDER = "stakeholder", "stakeholder"
    SCRUM_MASTER = "scrum-master", "Scrum Master"
    DEVELOPER = "developer", "developer"
    TECH_LEAD = "tech-lead", "technical lead"
    DESIGNER = "designer", "designer"
    USER_RESEARCHER = "user-researcher", "user researcher"
    DELIVERY_LEAD = "delivery-lead", "delivery lead"
    ACCOUNT_OWNER = "account-owner", "account owner"


class WorkingHours(Open):
    """When a person works, in that person's time zone."""

    days: tuple[Weekday, ...] = required(
        "The weekdays on which the person works.", ["mon", "tue", "wed", "thu", "fri"], least=1
    )
    from_: Time = required("When the person's day begins.", "09:00")
    to: Time = required("When the person's day ends.", "17:30")

    @classmethod
    def faults(cls, given: Given) -> Iterator[Fault]:
        """Yield a day that ends before it begins."""
        begin, end = given.get("from"), given.get("to")
        if begin and end and end <= begin:
            hint = f"write a time after {begin:%H:%M}; hours past midnight cannot be given"
            yield Fault("to", f"is not after {begin:%H:%M}, when the day begins", hint, "FIELD-ORDER")


class Away(Open):
    """Days on which a person is not there."""

    named_by: ClassVar[str] = "from"

    from_: Date = required("The first day away.", "2027-02-15")
    to: Date = required("The last day away.", "2027-02-19", after="from")
    note: Line | None = maybe("Why, as readers may see it.", "Half-term")


class Training(Open):
    """Training that a person has agreed to."""

    agreed: Date | None = maybe("The day that was agreed for the training.", "2026-10-08")
    hours: Hours_ | None = maybe("How many hours it takes.", 8)


# What may stand before a name and is nobody's name.
_TITLES: Final = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "rev"}
    | {"herr", "frau", "monsieur", "madame", "mme", "mlle", "señor", "señora", "sr", "sra", "pan", "pani"}
)


class Person(Open):
    """Somebody with a name."""

    named_by: ClassVar[str] = "id"

    id: Id = required("The name by which the rest of the file refers to the person.", "noor")
    name: Line = required("The person's full name.", "Noor de Wit")
    known_as: Line = default(
        "",
        "What to call the person in running text.",
        "Noor",
        in_words="the first word of the name, titles aside",
    )
    title: Line = required("What the person is at work.", "Founder")
    party: PartyId = required("The party the person belongs to: its id.", "spokeshare")
    roles: tuple[Role, ...] = required(
        "The parts the person plays here.", ["sponsor", "product-owner"], least=1
    )
    email: Email | None = maybe(
        "Shown in the client edition if site.contact_details says so.", "noor@spokeshare.example"
    )
    phone: Phone | None = maybe(
        "In quotes. Shown in the client edition if site.contact_details says so.", "+31 20 555 0142"
    )
    prefers: Prose | None = maybe("How the person likes to hear from us.", "Short bulleted emails")
    timezone: Zone = required("The time zone in which the person works.", "Europe/Amsterdam")
    hours: WorkingHours | None = maybe(
        "When the person works.", {"days": ["mon", "tue", "wed"], "from": "09:00", "to": "17:00"}
    )
    time_per_week: HoursAWeek | None = maybe("Hours a week that the person has for this.", 12)
    away: tuple[Away, ...] = default(
        (), "When the person is not there.", [{"from": "2027-02-15", "to": "2027-02-19", "note": "Half-term"}]
    )
    training: Training | None = maybe(
        "Training the person has agreed to.", {"agreed": "2026-10-08", "hours": 8}
    )

    @classmethod
    def following(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what to call the person: the first word of the name, where nothing else is said."""
        name = given.get("name")
        return {"known_as": called(name)} if isinstance(name, str) and name.split() else {}


def called(name: str) -> str:
    """Return the first name that a person is called by: 'Jane' for 'Dr Jane Roe'."""
    words = name.split()
    own = [word for word in words if word.rstrip(".").casefold() not in _TITLES]
    return (own or words)[0]
