"""What changed in who is who, who decides what, and what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.facts.telling import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.facts.telling import Telling
    from handbook.records import Record

_OWNERSHIP = ("owner", "deputy", "proxy", "final_say", "accepts_work", "backlog_kept_by")
# What readers are told of a person by name, and the fields that it is; of the rest only that it is there.
_DETAILS = {
    "title": ("title",),
    "roles": ("roles",),
    "party": ("party",),
    "hours": ("hours", "time_per_week", "timezone"),
    "away": ("away",),
    "contact": ("email", "phone", "prefers"),
}


def ownership(telling: Telling) -> Iterator[Record]:
    """Yield each part in owning the product that somebody else has now."""
    for part in _OWNERSHIP:
        path = f"product_ownership.{part}"
        telling.told(path)
        if replaced := telling.replaced(path):
            yield telling.row("ownership", what=word(part), before=replaced[0], after=replaced[1])


def people(telling: Telling) -> Iterator[Record]:
    """Yield everybody who has joined, has left, or of whom something else is true now."""
    for path, then, now in telling.items("people", "name"):
        telling.told(path)
        if then is None or now is None:
            shows = (telling.present if now else telling.before).shows
            title = str(shows.get(f"{path}.title", ""))
            yield telling.row("people", what=word("new" if now else "gone"), name=now or then, title=title)
        elif details := tuple(_details(telling, path)):
            title = str(telling.present.shows.get(f"{path}.title", ""))
            for detail in details:
                yield telling.row("people", what=word(detail), name=now, title=title, before=then)
    telling.told("people")


def _details(telling: Telling, path: str) -> Iterator[str]:
    """Yield what differs of one person."""
    fields = {_first(change.field.removeprefix(f"{path}.")) for change in telling.differing(path)}
    if "name" in fields:
        yield "name"
    for detail, names in _DETAILS.items():
        if not fields.isdisjoint(names):
            yield detail


def _first(path: str) -> str:
    """Return the field of a person that a path begins with: `away` of `away[2027-02-15].to`."""
    return path.partition(".")[0].partition("[")[0]


def decisions(telling: Telling) -> Iterator[Record]:
    """Yield each topic that is new, gone, or decided by somebody else or at another pace."""
    for path, then, now in telling.items("decisions", "topic"):
        telling.told(path)
        before, after = telling.names(f"{path}.decides")
        if then is None or now is None:
            what, who = ("new", after) if now else ("gone", before)
            yield telling.row("decisions", what=word(what), topic=now or then, after=who)
        elif replaced := telling.replaced(f"{path}.decides"):
            yield telling.row("decisions", what=word("who"), topic=now, before=replaced[0], after=after)
        elif telling.differing(path):
            yield telling.row("decisions", what=word("how"), topic=now, after=after)


def asks(telling: Telling) -> Iterator[Record]:
    """Yield each thing asked for that is new, settled, not wanted any more, or asked for otherwise."""
    for path, then, now in telling.items("asks", "what"):
        telling.told(path)
        due, due_now = telling.days(f"{path}.due")
        state = _state(telling, path, then, now)
        if state:
            owner = telling.names(f"{path}.owner")[1]
            yield telling.row(
                "asks", what=word(state), ask=now or then, owner=owner, before=due, after=due_now
            )


def _state(telling: Telling, path: str, then: str | None, now: str | None) -> str | None:
    """Return what became of something asked for, or None where nothing did that is worth telling."""
    was = telling.before.shows.get(f"{path}.state") if then else None
    state = telling.present.shows.get(f"{path}.state") if now else None
    if was != state and "open" in (was, state):
        return {"open": "new", "done": "done"}.get(str(state), "dropped")
    if state != "open":
        return None
    due, due_now = telling.days(f"{path}.due")
    if due != due_now:
        return "due"
    if telling.replaced(f"{path}.owner"):
        return "owner"
    return "words" if telling.differing(path) else None
