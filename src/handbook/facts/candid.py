"""What our own team knows of the parties; a client's view has none of it, nor do a client's facts."""

from __future__ import annotations

from handbook.facts.making import extended
from handbook.records import Record, find, listed


def party_notes(root: Record) -> tuple[Record, ...]:
    """Return the notes on parties, each with its `party`, in the order of the parties."""
    internal = find(root, "internal", Record) if "internal" in root.fields else None
    notes = find(internal, "parties", Record) if internal else None
    if notes is None:
        return ()
    return tuple(
        extended(note, party=party)
        for party in listed(root, "parties")
        if isinstance(note := notes.fields.get(str(party["id"])), Record)
    )
