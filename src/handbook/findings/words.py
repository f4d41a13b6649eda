"""How findings say dates, durations and lists: in plain English, dates as the engagement writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handbook.language import Words

_SHOWN = 3
_HOUR = 60


def dates_in_words(dates: Sequence[date], words: Words) -> str:
    """Return 'on 2 December 2026', or the first three of several dates with their number."""
    if len(dates) == 1:
        return f"on {words.date(dates[0])}"
    shown = several([words.date(on) for on in dates[:_SHOWN]])
    if len(dates) <= _SHOWN:
        return f"on {shown}"
    return f"on {len(dates)} dates, the first being {shown}"


def duration(minutes: int) -> str:
    """Return minutes as '45 minutes', '1 hour' or '2 hours 30 minutes'."""
    hours, rest = divmod(minutes, _HOUR)
    parts = [_counted(hours, "hour")] if hours else []
    parts += [_counted(rest, "minute")] if rest or not hours else []
    return " ".join(parts)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def several(names: Sequence[str]) -> str:
    """Return names as a phrase: 'A', 'A and B', 'A, B and C'."""
    if len(names) < 2:  # noqa: PLR2004 -- one name or none needs no 'and'
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
