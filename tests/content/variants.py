"""Engagements that no example is like: each says little, or something rare, so that every branch is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import generate
from content.reading import file_of
from plain import PUBLIC, STARTUP, TELECOM, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handbook.load import Loaded

File = dict[str, Any]
KEPT = (
    "schema", "id", "title", "status", "timezone", "dates", "purpose", "product", "parties", "people",
    "product_ownership", "sprint", "ceremonies",
)  # fmt: skip


def bare(status: str = "pre-engagement") -> File:
    """Return an engagement file with nothing but what every file must say, and one person on each side."""
    data: File = {key: value for key, value in tree(STARTUP).items() if key in KEPT}
    data["status"] = status
    data["dates"] = {"kickoff": data["dates"]["kickoff"], "start": data["dates"]["start"]}
    data["parties"] = [
        {"id": "fernhill", "name": "Fernhill Digital", "kinds": ["supplier"]},
        {"id": "spokeshare", "name": "Spokeshare B.V.", "kinds": ["partner"]},
    ]
    data["people"] = [
        {
            "id": "noor", "name": "Noor de Wit", "title": "Founder", "party": "spokeshare",
            "roles": ["stakeholder"], "timezone": "Europe/Amsterdam",
        },
    ]  # fmt: skip
    data["product_ownership"] = {"arrangement": "client", "owner": "noor"}
    data["ceremonies"] = []
    return data


def _proxy_without_a_name() -> File:
    """Return a file with a proxy who is not named, and with nobody who pays."""
    data: File = tree(STARTUP)
    data["parties"][1]["kinds"] = ["user"]
    data["product_ownership"] |= {"arrangement": "proxy", "can_decide_alone": [], "backlog_kept_by": []}
    data["parties"][1]["background"] = {"technical": "high", "agile": "experienced"}
    for party in data["parties"][2:]:
        party["background"] = {"technical": "high", "agile": "experienced"}
    data["ceremonies"] = [one for one in data["ceremonies"] if one["kind"] != "training"]
    return data


def _two_payers() -> File:
    data: File = tree(PUBLIC)
    data["parties"][2]["kinds"] = ["payer", "user"]
    data["releases"] = []
    data["decisions"] = []
    return data


def _closed() -> File:
    data: File = tree(STARTUP)
    data["status"] = "closed"
    data["dates"] |= {
        "kickoff": "2025-12-02",
        "start": "2026-01-05",
        "end": "2026-06-30",
        "last_reviewed": "2026-06-01",
    }
    data["sprint"]["first_start"] = "2026-01-05"
    data["ceremonies"] = [one for one in data["ceremonies"] if one["kind"] != "kickoff"]
    return data


def _intermediary_without_users() -> File:
    data: File = tree(TELECOM)
    data["parties"][2]["kinds"] = ["beneficiary"]
    _person(data, "sam")["roles"] = ["delivery-lead"]
    del data["tools"][1]["needed_by"]
    del data["asks"][0]["due"]
    return data


def _users_with_limits() -> File:
    """Return a file whose users, behind an intermediary, have several limits of their own."""
    data: File = tree(TELECOM)
    data["parties"][2]["constraints"] = ["Storm season starts in April", "No hand is free on a pole"]
    return data


def _owner_who_does_not_pay() -> File:
    """Return a file whose owner is from a party that uses the product, and where two people share a role."""
    data: File = tree(STARTUP)
    data["product_ownership"]["owner"] = "jeroen"
    _person(data, "jeroen")["roles"] = ["product-owner", "sponsor"]
    _person(data, "tomasz")["roles"] = ["tech-lead", "scrum-master"]
    return data


def _only_one_of_us() -> File:
    """Return a file that names nobody on the client's side, and one of us who is owner and Scrum Master."""
    data = bare()
    data["people"] = [
        {
            "id": "priya", "name": "Priya Raman", "title": "Delivery lead", "party": "fernhill",
            "roles": ["scrum-master", "product-owner"], "timezone": "Europe/London",
        },
    ]  # fmt: skip
    data["product_ownership"] = {"arrangement": "vendor", "owner": "priya", "must_ask_first": ["The price"]}
    return data


def _tie_without_a_name() -> File:
    data: File = tree(PUBLIC)
    del data["decisions"][1]["tie_break"]
    return data


def _odd_news() -> File:
    """Return a file whose updates, demand, hours and ties are unusual, and whose first review is moved."""
    data: File = tree(STARTUP)
    data["decisions"][0]["consult"] = ["jeroen", "tomasz", "amara"]
    goal, picked = {"days_before_planning": "0"}, {"days_after_planning": "2"}
    times = [
        {"every": "day"},
        {"every": "week"},
        {"every": "month"},
        {"every": "sprint", "day": "3"},
        goal,
        picked,
    ]
    kinds = ("other", "other", "other", "other", "goal", "picked")
    data["communication"]["updates"] = [
        {"id": f"news-{number}", "what": "News", "kind": kind, "every": "sprint"} | time
        for number, (kind, time) in enumerate(zip(kinds, times, strict=True))
    ]
    data["demand"] = {"tracked": "true", "period": "day"}
    _person(data, "jeroen")["time_per_week"] = "0.25"
    review = next(one for one in data["ceremonies"] if one["kind"] == "sprint-review")
    review["changes"] = [{"date": "2027-01-22", "move_to": {"date": "2027-01-21"}, "reason": "A day off"}]
    return data


def _person(data: File, name: str) -> File:
    found: File = next(person for person in data["people"] if person["id"] == name)
    return found


_ALL: tuple[Callable[[], File], ...] = (
    bare,
    lambda: bare("closed"),
    _proxy_without_a_name,
    _two_payers,
    _closed,
    _intermediary_without_users,
    _users_with_limits,
    _owner_who_does_not_pay,
    _only_one_of_us,
    _tie_without_a_name,
    _odd_news,
)


def variants() -> Iterator[Loaded]:
    """Yield each of them."""
    return (file_of(generate.text(make())) for make in _ALL)
