"""What pages derive from a view: who is what, what is open, what comes when. Each value names its fields."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from handbook.facts.candid import party_notes
from handbook.facts.diaries import diary_of
from handbook.facts.gaps import gaps, settle_by
from handbook.facts.news import updates
from handbook.facts.sides import client_people, facts_of_ownership, facts_of_sides
from handbook.facts.terms import terms
from handbook.facts.times import facts_of_times
from handbook.facts.timetable import Timetable
from handbook.facts.work import facts_of_work
from handbook.model.words import our_words
from handbook.records import Absent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.records import Datum
    from handbook.view import View

__all__ = ("facts",)


def facts(view: View) -> Mapping[str, Datum]:
    """Return the names pages have beside the file's own; some (`terms`, `decisions`) replace the file's."""
    named = terms(view.root, our_words())
    timetable = Timetable(view, named)
    return MappingProxyType(
        {
            "terms": named,
            **facts_of_sides(view.root),
            **facts_of_ownership(view.root),
            **facts_of_work(view),
            **facts_of_times(timetable),
            "updates": updates(view.root, timetable.in_english),
            "settle_by": settle_by(timetable),
            "gaps": gaps(timetable),
            "party_notes": party_notes(view.root),
            "diaries": tuple(diary_of(timetable, person) for person in client_people(view.root)),
            # An examination fills these for the team edition; for clients there are none.
            "findings": (),
            "accepted_findings": (),
            "meeting_rules": (),
            # Those who print say which there are.
            "handouts": (),
            "handout_kinds": (),
            # The record of published editions fills this, where an edition differs from an older one.
            "changed": Absent("changed"),
        }
    )
