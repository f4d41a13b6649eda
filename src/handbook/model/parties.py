"""Who takes part: the payer, the users and all other parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from handbook.model.addresses import Country, Region
from handbook.model.part import Fault, Given, Open, default, maybe, required
from handbook.model.reading import Choice
from handbook.model.texts import Id, Line, PartyId, PersonId, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class PartyKind(Choice):
    """What a party has to do with the product."""

    PAYER = "payer", "payer"
    INTERMEDIARY = "intermediary", "intermediary"
    USER = "user", "user"
    SUPPORT = "support", "support"
    BENEFICIARY = "beneficiary", "beneficiary"
    SUPPLIER = "supplier", "supplier"
    PARTNER = "partner", "partner"
    REGULATOR = "regulator", "regulator"


class Level(Choice):
    """Low, medium or high."""

    LOW = "low", "low"
    MEDIUM = "medium", "medium"
    HIGH = "high", "high"


class AgileExperience(Choice):
    """How well a party knows agile ways of working."""

    NONE = "none", "none"
    SOME = "some", "some"
    EXPERIENCED = "experienced", "experienced"


class Background(Open):
    """What a party brings along: it decides how much the pages explain."""

    technical: Level | None = maybe("How well they know software work.", "low")
    agile: AgileExperience | None = maybe("How well they know agile ways of working.", "none")
    domain: Level | None = maybe("How well they know the work that the product is for.", "high")
    usual_way: Prose | None = maybe("How they usually run projects.", "Stage gates and change requests")


class Party(Open):
    """A firm, department or group of people with a part in the engagement."""

    named_by: ClassVar[str] = "id"

    id: Id = required("The name by which the rest of the file refers to the party.", "workshops")
    name: Line = required("The party's full name.", "The first twelve partner workshops")
    short: Line = default("", "The party's name in running text.", "Partner workshops", in_words="the name")
    kinds: tuple[PartyKind, ...] = required(
        "What the party has to do with the product: who pays, uses, supports, gains.",
        ["payer", "intermediary"],
        least=1,
    )
    country: Country | None = maybe("The country whose public holidays and paper size count.", "GB")
    region: Region | None = maybe("The part of the country, where its holidays differ.", "SCT")
    wants: Prose | None = maybe(
        "What the party wants from the engagement, as it would say itself.",
        "Fewer phone calls and a full bench, with no new paperwork.",
    )
    constraints: tuple[Prose, ...] = default(
        (), "What the party cannot change.", ["Grant must be spent by 31 March"]
    )
    background: Background = default(
        Background(), "What the party brings along.", {"technical": "low", "agile": "none"}
    )
    represented_by: tuple[PersonId, ...] = default((), "Who speaks for the party: ids of people.", ["jeroen"])
    relationship_owner: PartyId | None = maybe(
        "The party through which we speak with this one: its id. For users who do not pay.", "norvale-it"
    )

    @classmethod
    def following(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the short name: the name, where there is no shorter one."""
        return {"short": given["name"]} if "name" in given else {}

    @classmethod
    def faults(cls, given: Given) -> Iterator[Fault]:
        """Yield a region without its country."""
        if "region" in given and "country" not in given:
            yield Fault(
                "region",
                "is given without a country",
                "add country: GB or the like",
                "FIELD-REQUIRED",
                quote=False,
            )
