"""What each rule says of itself, for the page that explains them: with the cases that hold it to its word."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from msgspec import Struct

from handbook.findings.table import FAMILIES

if TYPE_CHECKING:
    from handbook.findings.rule import Rule

CASES = Path(__file__).with_name("cases")


class CheckRow(Struct, frozen=True):
    """One rule as its readers see it.

    `fires` and `silent` are two changes to an engagement in which nothing is amiss, as lines of the file
    (`people[noor].roles: [sponsor]`): after the first the rule says `says`, after the second nothing.
    """

    family: str
    rule: Rule
    fires: tuple[str, ...]
    says: str
    silent: tuple[str, ...]


# Kept for the life of the process: the rules and their cases are constants of the package.
@cache
def check_guide() -> tuple[CheckRow, ...]:
    """Return every rule with its two cases, in the order of the table."""
    return tuple(_row(family, rule) for family, rules in FAMILIES for rule in rules)


def _row(family: str, rule: Rule) -> CheckRow:
    case = yaml.load((CASES / f"{rule.id}.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    says = (
        case["fires"].get("says") or f"{case['fires']['refused'][:1].upper()}{case['fires']['refused'][1:]}."
    )
    return CheckRow(family, rule, _lines(case["fires"]), says, _lines(case["silent"]))


def _lines(half: dict[str, dict[str, object]]) -> tuple[str, ...]:
    return tuple(f"{field}: {_written(value)}" for field, value in half["change"].items())


def _written(value: object) -> str:
    """Return a value on one line, as a file would have it."""
    if value is None:
        return "(left out)"
    line = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False)
    return line.removesuffix("\n...\n").strip()
