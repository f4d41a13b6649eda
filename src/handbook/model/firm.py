"""The firm's own file, `handbook.yml`: who the firm is, and what its engagement files need not say again."""

from __future__ import annotations

from copy import copy
from typing import Annotated, Any, Final, cast

from pydantic import create_model

from handbook.model.addresses import Country, Email, Logo, Region
from handbook.model.basics import Branding, Contract, Dates, Product, Site
from handbook.model.ceremonies import Sprint
from handbook.model.engagement import Engagement
from handbook.model.ownership import ProductOwnership
from handbook.model.part import Open, Part, default, maybe, required
from handbook.model.texts import Line, SchemaVersion

# The groups of an engagement file that a firm can give in part, with the fields that can be a firm's.
_IN_PART: Final[dict[str, tuple[type[Part], tuple[str, ...]]]] = {
    "dates": (Dates, ("closed",)),
    "product": (Product, ("kind",)),
    "contract": (Contract, ("model", "covers", "change_rule")),
    "branding": (Branding, ("primary", "classification", "footer")),
    "product_ownership": (ProductOwnership, ("can_decide_alone", "must_ask_first")),
    "sprint": (Sprint, ("weeks", "days", "on_holiday")),
    "site": (Site, ("audiences", "handouts", "contact_details", "exclude_pages", "paper")),
}
# Those that a firm can give as they are.
_WHOLE: Final = (
    *("language", "timezone", "terms", "ceremonies", "staging", "tools", "communication"),
    *("decisions", "escalation", "done", "glossary"),
)


class FirmDetails(Open):
    """Who the firm is: the supplier in its engagements."""

    name: Line | None = maybe("The firm's name: that of the supplier in each engagement.", "Fernhill Studio")
    short: Line | None = maybe("The firm's name in running text.", "Fernhill")
    country: Country | None = maybe("The country whose public holidays the firm keeps.", "GB")
    region: Region | None = maybe("The part of the country, where its holidays differ.", "SCT")
    contact: Email | None = maybe(
        "Whom readers write to where an engagement names nobody: it stands at the foot of every page.",
        "handbook@fernhill.example",
    )
    logo: Logo | None = maybe(
        "The firm's logo, in this file's folder or below: where an engagement has none of its client.",
        "pages/assets/fernhill.svg",
    )


def _some_of(part: type[Part], names: tuple[str, ...], words: str) -> type[Part]:
    """Return a group with some fields of another, none of which must be there."""
    chosen: dict[str, Any] = {name: _optional(part, name) for name in names}
    made = create_model(f"Firm{part.__name__}", __base__=Open, __doc__=words, __module__=__name__, **chosen)
    return cast("type[Part]", made)


def is_engagements_own(part: type[Part], key: str) -> bool:
    """Whether a key is unknown in a group of handbook.yml because only an engagement can say it."""
    if part is Firm:
        return key in Engagement.model_fields
    originals = {f"Firm{original.__name__}": original for original, _ in _IN_PART.values()}
    original = originals.get(part.__name__)
    return part.__module__ == __name__ and original is not None and key in original.model_fields


def _optional(part: type[Part], name: str) -> tuple[Any, Any]:
    """Return the type and the declaration of a field that need not be there."""
    info = copy(part.model_fields[name])
    kind: Any = info.annotation
    for mark in info.metadata:
        kind = Annotated[kind, mark]
    if info.is_required():
        info.default = None
    info.metadata = []
    return kind | None, info


def _inherited() -> dict[str, Any]:
    """Return the fields that engagement files inherit, in the order in which those have them."""
    found: dict[str, Any] = {}
    for name, info in Engagement.model_fields.items():
        if name in _WHOLE:
            found[name] = _optional(Engagement, name)
        elif name in _IN_PART:
            part, names = _IN_PART[name]
            group = _some_of(part, names, f"{part.__doc__}")
            found[name] = (group | None, maybe(info.description or "", (info.examples or [None])[0]))
    return found


class _Firm(Part):
    """What a firm says once for all its engagements."""

    schema_: SchemaVersion = required("The version of this file's form.", 1)
    firm: FirmDetails = default(FirmDetails(), "Who you are.", {"name": "Fernhill Studio", "country": "GB"})


Firm: type[Part] = create_model("Firm", __base__=_Firm, __doc__=_Firm.__doc__, **_inherited())
"""The whole file; what engagements inherit is named and checked as in an engagement file."""
