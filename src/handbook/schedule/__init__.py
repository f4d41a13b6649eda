"""When things happen: a plan's events as moments in UTC, what readers' clocks show, whose time they take.

Dates in, dates out: nothing here reads a clock, a locale or the machine's zone files. Names of zones are
IANA's; weekdays count from Monday = 0; people, parties and ceremonies are named by their ids.
"""

from handbook.schedule.events import Event, expand
from handbook.schedule.plan import Plan
from handbook.schedule.reading import (
    ClockChange,
    LocalTime,
    clock_changes,
    local_times,
    next_events,
    upcoming,
)
from handbook.schedule.sprints import Sprint, sprint_of, sprints
from handbook.schedule.time_of import busiest_week, minutes_per_sprint, outside_hours, overlaps, usual_sprint

__all__ = (
    "ClockChange",
    "Event",
    "LocalTime",
    "Plan",
    "Sprint",
    "busiest_week",
    "clock_changes",
    "expand",
    "local_times",
    "minutes_per_sprint",
    "next_events",
    "outside_hours",
    "overlaps",
    "sprint_of",
    "sprints",
    "upcoming",
    "usual_sprint",
)
