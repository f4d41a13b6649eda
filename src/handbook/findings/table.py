"""Every rule there is, by family: the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.findings import (
    ceremonies,
    communication,
    customers,
    data,
    decisions,
    intermediaries,
    ownership,
    payers,
    plans,
    roles,
    staging,
    time,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.findings.rule import Rule

FAMILIES: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Who pays", payers.RULES),
    ("Who stands between", intermediaries.RULES),
    ("Who is served", customers.RULES),
    ("Who owns the product", ownership.RULES),
    ("Who is in the team", roles.RULES),
    ("The events", ceremonies.RULES),
    ("People's time", time.RULES),
    ("Trying it before the review", staging.RULES),
    ("What people hear", communication.RULES),
    ("Plans, asks and access", plans.RULES),
    ("Decisions and measures", decisions.RULES),
    ("The file itself", data.RULES),
)
RULES: Mapping[str, Rule] = {rule.id: rule for _, rules in FAMILIES for rule in rules}
