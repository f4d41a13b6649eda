"""Who is on which side: the parties by what they are to the product, and the people by what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.facts.making import choice, extended, fact, first_of, made, unique, where
from handbook.records import Absent, Choice, Record, code, codes, find, listed, need
from handbook.schedule.zones import city

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.records import Datum

# The four kinds of customer: what each does, and the words for it.
CUSTOMER_KINDS = (
    ("payer", "pays"),
    ("user", "uses it"),
    ("support", "supports it"),
    ("beneficiary", "gains from it"),
)
_LEVELS = (("low", "low"), ("medium", "medium"), ("high", "high"))
_AGILE = (
    ("none", "new to agile"),
    ("some", "some agile experience"),
    ("experienced", "experienced in agile"),
)


def of_kind(root: Record, kind: str) -> tuple[Record, ...]:
    """Return the parties of a kind, in the order of the file."""
    return tuple(party for party in listed(root, "parties") if kind in codes(party, "kinds"))


def with_role(root: Record, *roles: str) -> tuple[Record, ...]:
    """Return the people who have any of these roles, in the order of the file."""
    return tuple(person for person in listed(root, "people") if {*roles} & {*codes(person, "roles")})


def is_client(person: Record) -> bool:
    """Return whether a person is of a party other than the supplier."""
    return "supplier" not in codes(person, "party.kinds")


def client_people(root: Record) -> tuple[Record, ...]:
    """Return the people of every party but the supplier."""
    return tuple(person for person in listed(root, "people") if is_client(person))


def client_parties(root: Record) -> tuple[Record, ...]:
    """Return every party but the supplier."""
    return tuple(party for party in listed(root, "parties") if "supplier" not in codes(party, "kinds"))


def client(root: Record) -> Record | Absent:
    """Return the party the handbook is for: the first that pays or, if none does, the first client."""
    return first_of(of_kind(root, "payer") or client_parties(root), "parties")


def facts_of_sides(root: Record) -> Mapping[str, Datum]:
    """Return the parties and people by side, kind and role."""
    parties, people = client_parties(root), client_people(root)
    users, payers = of_kind(root, "user"), of_kind(root, "payer")
    kinds_of_all = tuple(where(party, "kinds") for party in listed(root, "parties"))
    return {
        "client": client(root),
        "supplier": first_of(of_kind(root, "supplier"), "parties"),
        "payers": payers,
        "user_parties": users,
        "support_parties": of_kind(root, "support"),
        "beneficiaries": of_kind(root, "beneficiary"),
        "intermediaries": of_kind(root, "intermediary"),
        "partners": of_kind(root, "partner"),
        "regulators": of_kind(root, "regulator"),
        "client_parties": parties,
        "client_people": people,
        "team_people": tuple(person for person in listed(root, "people") if not is_client(person)),
        "people_by_party": tuple(_staff(root, party) for party in listed(root, "parties")),
        "sponsors": with_role(root, "sponsor"),
        "scrum_masters": with_role(root, "scrum-master"),
        "developers": with_role(root, "developer", "tech-lead", "designer", "user-researcher"),
        "service_owners": with_role(root, "service-owner"),
        "subject_experts": with_role(root, "subject-expert"),
        "end_user_reps": with_role(root, "end-user-rep"),
        "customer_kinds": tuple(_customer_kind(root, kind, does) for kind, does in CUSTOMER_KINDS),
        "technical": _lowest(parties, "technical", _LEVELS, "medium"),
        "agile": _lowest(parties, "agile", _AGILE, "none"),
        "has_intermediary": fact(bool(of_kind(root, "intermediary")), *kinds_of_all),
        "several_customers": fact(len(users) > 1 or len(payers) > 1, *kinds_of_all),
        "hats": hats(root),
        "spokespeople": tuple(_spokesperson(root, person) for person in people if speaks_for(root, person)),
    }


def facts_of_ownership(root: Record) -> Mapping[str, Datum]:
    """Return who owns the product, under the names pages use."""
    owner = need(root, "product_ownership.owner", Record)
    named = {
        name: _one(root, f"product_ownership.{name}")
        for name in ("deputy", "proxy", "final_say", "accepts_work")
    }
    arrangement = need(root, "product_ownership.arrangement", Choice)
    sources = ("product_ownership.owner", where(owner, "party"))
    return {
        **named,
        "owner": owner,
        "arrangement": fact(arrangement, "product_ownership.arrangement"),
        "owner_is_client": fact(is_client(owner), *sources),
    }


def _one(root: Record, path: str) -> Record | Absent:
    return find(root, path, Record) or Absent(path)


def _staff(root: Record, party: Record) -> Record:
    """Return a party with its people, each with the `place` of their clock, and on which side it is."""
    people = tuple(_placed(person) for person in listed(root, "people") if person["party"] == party)
    on_client_side = "supplier" not in codes(party, "kinds")
    side = (
        choice("client", "your side", where(party, "kinds"))
        if on_client_side
        else choice("team", "our side", where(party, "kinds"))
    )
    return made(f"people_by_party[{party['id']}]", party=party, people=people, side=side)


def _placed(person: Record) -> Record:
    """Return a person with the city by whose clock they work."""
    return extended(person, place=fact(city(need(person, "timezone", str)), where(person, "timezone")))


def _customer_kind(root: Record, kind: str, does: str) -> Record:
    """Return one of the four kinds of customer, with the parties of it and those who speak for them."""
    parties = of_kind(root, kind)
    return made(
        f"customer_kinds[{kind}]",
        kind=choice(kind, kind),
        does=fact(does),
        parties=parties,
        people=unique(person for party in parties for person in listed(party, "represented_by")),
    )


def _lowest(
    parties: tuple[Record, ...], name: str, levels: tuple[tuple[str, str], ...], otherwise: str
) -> Datum:
    """Return the lowest level that any client party states: texts must suit the reader who knows least."""
    order = [value for value, _ in levels]
    stated = {where(party, f"background.{name}"): code(party, f"background.{name}") for party in parties}
    known = {path: value for path, value in stated.items() if value}
    lowest = min(known.values(), key=order.index, default=otherwise)
    return choice(lowest, dict(levels)[lowest], *(known or stated))


def speaks_for(root: Record, person: Record) -> tuple[Record, ...]:
    """Return the parties that a person represents."""
    return tuple(party for party in listed(root, "parties") if person in listed(party, "represented_by"))


def _spokesperson(root: Record, person: Record) -> Record:
    return made(f"spokespeople[{person['id']}]", person=person, parties=speaks_for(root, person))


_HATS = {
    "owner": "product owner",
    "payer": "payer",
    "user": "user",
    "support": "support",
    "beneficiary": "beneficiary",
}


def hats(root: Record) -> tuple[Record, ...]:
    """Return each client person who wears more than one hat: product owner, payer, user, support, gains."""
    worn = ((person, _worn(root, person)) for person in client_people(root))
    return tuple(_hats(root, person, sources) for person, sources in worn if len(sources) > 1)


def _worn(root: Record, person: Record) -> Mapping[str, tuple[str, ...]]:
    """Return a person's hats with the fields that say so.

    Who uses the product also gains: one hat. Who works for the party that pays does not pay: that hat is
    the sponsor's, and of whoever speaks for the party where it has no sponsor.
    """
    parties = speaks_for(root, person)
    sponsored = {one["party"] for one in with_role(root, "sponsor")}
    worn: dict[str, tuple[str, ...]] = {}
    if root_owner(root) == person:
        worn["owner"] = ("product_ownership.owner",)
    for kind, _ in CUSTOMER_KINDS:
        for_whom = [party for party in parties if kind in codes(party, "kinds")]
        if kind == "payer" and "sponsor" not in codes(person, "roles"):
            for_whom = [party for party in for_whom if party not in sponsored]
        paths = [path for party in for_whom for path in _party_paths(party)]
        if paths and not (kind == "beneficiary" and "user" in worn):
            worn[kind] = tuple(paths)
    return worn


def _hats(root: Record, person: Record, worn: Mapping[str, tuple[str, ...]]) -> Record:
    """Return a person's hats; `roles` are all of them, `kinds` only those of a customer."""
    choices = {hat: choice(hat, _HATS[hat], *paths) for hat, paths in worn.items()}
    return made(
        f"hats[{person['id']}]",
        person=person,
        roles=tuple(choices.values()),
        kinds=tuple(worn_hat for hat, worn_hat in choices.items() if hat != "owner"),
        parties=speaks_for(root, person),
    )


def _party_paths(party: Record) -> tuple[str, str]:
    return where(party, "kinds"), where(party, "represented_by")


def root_owner(root: Record) -> Record:
    """Return the product owner."""
    return need(root, "product_ownership.owner", Record)
