"""The engagement file from its first field to its last."""

from __future__ import annotations

from handbook.model.addresses import DefaultPath, Language
from handbook.model.basics import (
    Branding,
    Contract,
    Dates,
    GlossaryTerm,
    Product,
    Site,
    Status,
    Terms,
)  # fmt: skip
from handbook.model.ceremonies import Ceremony, Sprint
from handbook.model.internal import Internal
from handbook.model.moments import Zone
from handbook.model.ownership import Decision, EscalationStep, ProductOwnership
from handbook.model.part import Audience, Part, default, maybe, required
from handbook.model.parties import Party
from handbook.model.people import Person
from handbook.model.plan import Ask, Demand, Measure, Release, Risk
from handbook.model.texts import EngagementId, Line, Prose, SchemaVersion
from handbook.model.working import Communication, Staging, Tool


class Engagement(Part):
    """One client engagement: who, what, when, and how we work together."""

    schema_: SchemaVersion = required("The version of this file's form.", 1)
    id: EngagementId = required("The engagement's own id, which names its output folder.", "norvale-fieldnet")
    title: Line = required(
        "The engagement's name as readers see it.", "Calder Valley housing repairs service"
    )
    status: Status = required("How far the engagement is.", "sprint-zero")
    language: Language = default("en-GB", "The language of the site, its dates and numbers.", "nl-NL")
    timezone: Zone = required("The time zone of all times without one of their own.", "Europe/London")
    terms: Terms = default(
        Terms(), "The client's own words: our word's id, then theirs.", {"sprint-review": "Show and tell"}
    )
    dates: Dates = required(
        "When the engagement begins and ends.", {"kickoff": "2027-01-06", "start": "2027-01-11"}
    )
    purpose: Prose = required(
        "What gets better, for whom, in one sentence, from the customer's side and without naming software.",
        "Let city cyclists get a puncture fixed the same day.",
    )
    product: Product = required(
        "What is made.",
        {"name": "Spokeshare", "goal": "200 repairs a month by April.", "kind": "new-product"},
    )
    contract: Contract = default(Contract(), "How the work is paid for.", {"model": "retainer"})
    branding: Branding = default(Branding(), "How the site looks.", {"primary": "#0b6e4f"})
    parties: tuple[Party, ...] = required(
        "Everyone with a part in this: supplier, payer, users and others.",
        [{"id": "workshops", "name": "The first twelve partner workshops", "kinds": ["user"]}],
        least=1,
    )
    people: tuple[Person, ...] = required(
        "The people by name, on both sides.",
        [
            {
                "id": "noor",
                "name": "Noor de Wit",
                "title": "Founder",
                "party": "spokeshare",
                "roles": ["sponsor", "product-owner"],
                "timezone": "Europe/Amsterdam",
            }
        ],
        least=1,
    )
    product_ownership: ProductOwnership = required(
        "Who owns the product, and what that person may decide.", {"arrangement": "client", "owner": "noor"}
    )
    sprint: Sprint = required(
        "How long a sprint is, and when the first begins.", {"weeks": 2, "first_start": "2027-01-11"}
    )
    ceremonies: tuple[Ceremony, ...] = required(
        "The meetings.",
        [{"id": "review", "kind": "sprint-review", "when": {"every": "sprint", "day": 9, "at": "11:00"}}],
    )
    staging: Staging = default(
        Staging(),
        "Where features can be tried before the review.",
        {"url": "https://staging.spokeshare.example"},
    )
    tools: tuple[Tool, ...] = default(
        (), "The tools that client people meet.", [{"id": "backlog", "name": "Trello"}]
    )
    communication: Communication = default(
        Communication(),
        "What clients hear from us, and when.",
        {"backlog_view": "summary", "answer_within": 1},
    )
    decisions: tuple[Decision, ...] = default(
        (), "Who decides what; three or more.", [{"topic": "How it is built", "decides": "tomasz"}]
    )
    escalation: tuple[EscalationStep, ...] = default(
        (),
        "The way up when something goes wrong; two steps or more.",
        [{"level": 1, "when": "Something worries you"}],
    )
    releases: tuple[Release, ...] = default(
        (), "What is put into use, and when.", [{"id": "pilot", "name": "Utrecht pilot"}]
    )
    asks: tuple[Ask, ...] = default(
        (),
        "What we need from the client.",
        [{"id": "prices", "what": "Price list for the twelve repair types"}],
    )
    risks: tuple[Risk, ...] = default(
        (),
        "Risks that we share with the client.",
        [{"id": "season", "text": "The season starts before the launch"}],
    )
    measures: tuple[Measure, ...] = default(
        (),
        "How we tell that the product does what it is for.",
        [{"id": "bookings", "what": "Repairs booked a month", "kind": "business-benefit"}],
    )
    demand: Demand = default(
        Demand(), "How many requests came because something had failed.", {"tracked": True}
    )
    done: tuple[Prose, ...] = default(
        (), "What must be true before work counts as done.", ["Automated tests pass"]
    )
    glossary: tuple[GlossaryTerm, ...] = default(
        (),
        "Words of the client's trade.",
        [{"term": "Bench slot", "means": "Half an hour of one mechanic's time"}],
    )
    site: Site = default(Site(), "What the site and its handouts show.", {"contact_details": ["email"]})
    without: tuple[DefaultPath, ...] = default(
        (),
        "What handbook.yml gives and this engagement goes without: a field, or one item of a list.",
        ["escalation", "ceremonies[daily]"],
    )
    internal: Internal | None = maybe(
        "What only our own team may read; never in a client edition.",
        {"notes": ["Ask closed questions."]},
        audience=Audience.TEAM,
    )
