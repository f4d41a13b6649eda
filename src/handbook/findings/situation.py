"""An engagement as rules look at it: who belongs where, who attends what, and the dated events."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.language import english
from handbook.model.ceremonies import CeremonyKind
from handbook.model.parties import PartyKind
from handbook.schedule import Plan, expand, sprints
from handbook.schedule.days_off import Calendar
from handbook.schedule.oddities import Odd, oddities
from handbook.view import records_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from handbook.findings.neighbours import Neighbours
    from handbook.language import Words
    from handbook.model import Engagement
    from handbook.model.ceremonies import Ceremony
    from handbook.model.parties import Party
    from handbook.model.people import Person, Role
    from handbook.schedule import Event, Sprint
    from handbook.view import View

DISCOVERY = "discovery"


class Situation(Struct, frozen=True, dict=True):
    """One engagement on one day. `neighbours` are the other engagements of the portfolio.

    `client` is the view of the client edition: what it holds is what clients may read.
    """

    engagement: Engagement
    plan: Plan
    as_of: date
    neighbours: Neighbours
    client: View

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every free text that clients may read, with the path of its field."""
        return tuple(_texts(self.client))

    @cached_property
    def words(self) -> Words:
        """How findings write dates and times: as the engagement does, where its language is English."""
        return english(self.engagement.language)

    # Who there is

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """The parties by id."""
        return {party.id: party for party in self.engagement.parties}

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """The people by id."""
        return {person.id: person for person in self.engagement.people}

    def of_kind(self, kind: PartyKind) -> tuple[Party, ...]:
        """Return the parties of a kind, in file order."""
        return tuple(party for party in self.engagement.parties if kind in party.kinds)

    @cached_property
    def payers(self) -> tuple[Party, ...]:
        """Who pays."""
        return self.of_kind(PartyKind.PAYER)

    @cached_property
    def users(self) -> tuple[Party, ...]:
        """Who uses the product."""
        return self.of_kind(PartyKind.USER)

    @cached_property
    def client_parties(self) -> tuple[Party, ...]:
        """Every party but the supplier."""
        return tuple(party for party in self.engagement.parties if PartyKind.SUPPLIER not in party.kinds)

    @cached_property
    def client_people(self) -> tuple[Person, ...]:
        """Everybody who is not of the supplier."""
        return tuple(person for person in self.engagement.people if self.is_client(person))

    def is_client(self, person: Person) -> bool:
        """Whether a person's party is not the supplier."""
        return PartyKind.SUPPLIER not in self.party_of(person).kinds

    def party_of(self, person: Person) -> Party:
        """Return the party of a person."""
        return self.parties[person.party]

    def pays(self, person: Person) -> bool:
        """Whether a person's party pays."""
        return PartyKind.PAYER in self.party_of(person).kinds

    def in_role(self, role: Role) -> tuple[Person, ...]:
        """Return the people of a role, in file order."""
        return tuple(person for person in self.engagement.people if role in person.roles)

    def members(self, party: Party) -> tuple[Person, ...]:
        """Return the people of a party, in file order."""
        return tuple(person for person in self.engagement.people if person.party == party.id)

    def voices(self, party: Party) -> frozenset[str]:
        """Return the ids of those who speak for a party: its own people and those named to represent it."""
        return frozenset((*party.represented_by, *(person.id for person in self.members(party))))

    @cached_property
    def owner(self) -> Person:
        """The product owner."""
        return self.people[self.engagement.product_ownership.owner]

    def person(self, person: str | None) -> Person | None:
        """Return the person of an id, or None where none is named."""
        return self.people[person] if person else None

    def short(self, party: str) -> str:
        """Return the short name of a party."""
        return self.parties[party].short

    # What takes place

    @cached_property
    def calendar(self) -> Calendar:
        """The days on which people work."""
        return Calendar(self.plan)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event that takes place, in order of time."""
        return tuple(event for event in expand(self.plan) if not event.cancelled)

    @cached_property
    def oddities(self) -> tuple[Odd, ...]:
        """Everything in the plan that cannot be held as it stands."""
        return oddities(self.plan)

    @cached_property
    def sprints(self) -> tuple[Sprint, ...]:
        """Every sprint."""
        return sprints(self.plan)

    def events_of(self, ceremony: Ceremony) -> tuple[Event, ...]:
        """Return the dated events of a ceremony."""
        return tuple(event for event in self.events if event.ceremony == ceremony.id)

    def ceremonies(self, kind: CeremonyKind) -> tuple[Ceremony, ...]:
        """Return the ceremonies of a kind, in file order."""
        return tuple(one for one in self.engagement.ceremonies if one.kind == kind)

    @cached_property
    def reviews(self) -> tuple[Ceremony, ...]:
        """The sprint reviews."""
        return self.ceremonies(CeremonyKind.SPRINT_REVIEW)

    def name_of(self, ceremony: Ceremony) -> str:
        """Return what the client calls a ceremony, as the beginning of a sentence."""
        word = self.engagement.terms.words.get(ceremony.kind, ceremony.kind.label)
        other = ceremony.kind is CeremonyKind.OTHER
        name = ceremony.name or (ceremony.id.replace("-", " ") if other else word)
        return name[:1].upper() + name[1:]

    @property
    def discovers(self) -> bool:
        """Whether nothing is delivered yet: in a discovery."""
        return self.engagement.product.kind == DISCOVERY


def _texts(view: View) -> Iterator[tuple[str, str]]:
    for record in records_of(view.root):
        for name, datum in record.fields.items():
            path = f"{record.path}.{name}" if record.path else name
            if isinstance(datum, str):
                yield path, datum
            elif isinstance(datum, tuple):
                yield from (
                    (f"{path}[{number}]", item)
                    for number, item in enumerate(datum, start=1)
                    if isinstance(item, str)
                )


def needed(ceremony: Ceremony) -> tuple[str, ...]:
    """Return the ids of those who must be there: who attends, and who leads."""
    return tuple(dict.fromkeys((*ceremony.attend, *((ceremony.lead,) if ceremony.lead else ()))))


def present(ceremonies: Iterable[Ceremony]) -> frozenset[str]:
    """Return the ids of those who attend any of these, required or optional."""
    return frozenset(person for one in ceremonies for person in (*needed(one), *one.optional))


def required(ceremonies: Iterable[Ceremony]) -> frozenset[str]:
    """Return the ids of those who must attend any of these."""
    return frozenset(person for one in ceremonies for person in needed(one))
