"""What is asked for, decided and planned: in the order in which pages tell it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handbook.facts.making import extended, fact, first_of, made, unique, where
from handbook.facts.sides import is_client
from handbook.records import Absent, Record, code, find, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.records import Datum
    from handbook.view import View

# The states of a feature that is still to be tried, nearest to being tried first.
_TO_TRY = ("ready-to-try", "in-progress", "planned")


def facts_of_work(view: View) -> Mapping[str, Datum]:
    """Return asks, tools, decisions and releases, sorted and with what pages say of them."""
    root = view.root
    asks = tuple(_ask(view, ask) for ask in listed(root, "asks"))
    open_asks = tuple(sorted((ask for ask in asks if code(ask, "state") == "open"), key=_by_due))
    releases = tuple(sorted(listed(root, "releases"), key=_by_target))
    coming = [
        release
        for release in releases
        if find(release, "target", date) is None or _target(release) >= view.as_of
    ]
    waiting = tuple(tool for tool in listed(root, "tools") if isinstance(tool["granted"], Absent))
    return {
        "open_asks": open_asks,
        "open_asks_by_owner": _by_owner(open_asks),
        "done_asks": tuple(ask for ask in asks if code(ask, "state") == "done"),
        "tools_not_granted": waiting,
        "tools_we_lack": tuple(
            tool for tool in waiting if not all(is_client(one) for one in listed(tool, "for"))
        ),
        "escalation": tuple(
            sorted(listed(root, "escalation"), key=lambda step: find(step, "level", int) or 0)
        ),
        "decisions": tuple(_decision(decision) for decision in listed(root, "decisions")),
        "releases": tuple(_release(release) for release in releases),
        "outcomes": tuple(one for one in listed(root, "measures") if code(one, "kind") != "output"),
        "next_release": first_of([_release(release) for release in coming], "releases"),
        "features_to_try": _features_to_try(coming),
    }


def _ask(view: View, ask: Record) -> Record:
    due = find(ask, "due", date)
    late = code(ask, "state") == "open" and due is not None and due < view.as_of
    return extended(ask, overdue=fact(late, where(ask, "due"), where(ask, "state")))


def _by_due(ask: Record) -> date:
    return find(ask, "due", date) or date.max


def _by_owner(asks: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the asks of each owner, who has the earliest first; those of nobody last."""
    owners = unique(owner for ask in asks if (owner := find(ask, "owner", Record)))
    groups = [
        made(
            f"open_asks_by_owner[{owner['id']}]",
            owner=owner,
            asks=tuple(a for a in asks if a["owner"] == owner),
        )
        for owner in owners
    ]
    orphans = tuple(ask for ask in asks if isinstance(ask["owner"], Absent))
    if orphans:
        groups.append(made("open_asks_by_owner[]", owner=orphans[0]["owner"], asks=orphans))
    return tuple(groups)


def _decision(decision: Record) -> Record:
    """Return a decision with its deciders as a list: one, where it is as it should be."""
    return extended(decision, deciders=listed(decision, "decides"))


def _target(release: Record) -> date:
    return find(release, "target", date) or date.max


def _by_target(release: Record) -> date:
    return _target(release)


def _release(release: Record) -> Record:
    in_order = sorted(listed(release, "features"), key=_by_order)
    return extended(release, features=tuple(in_order))


def _by_order(feature: Record) -> int:
    return find(feature, "order", int) or 10**6


def _by_nearness(feature: Record) -> tuple[int, int]:
    return _TO_TRY.index(code(feature, "state")), _by_order(feature)


def _features_to_try(coming: list[Record]) -> tuple[Record, ...]:
    """Return what is unfinished of the first release to come that has any, nearest to being tried first."""
    for release in coming:
        features = [feature for feature in listed(release, "features") if code(feature, "state") in _TO_TRY]
        if features:
            in_order = sorted(features, key=_by_nearness)
            return tuple(extended(feature, release=_release(release)) for feature in in_order)
    return ()
