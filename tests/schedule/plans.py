"""Plans for the schedule's tests: short to write, and at random."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import strategies as st

from handbook.schedule.plan import (
    Ceremony,
    Change,
    Daily,
    MonthDay,
    MonthWeekday,
    Once,
    OnHoliday,
    Party,
    Person,
    Plan,
    Rule,
    Span,
    SprintDay,
    Weekly,
)  # fmt: skip

PAIRS = (
    ("Europe/London", "Europe/Amsterdam"), ("Europe/London", "America/New_York"),
    ("America/Chicago", "Europe/Warsaw"), ("America/Denver", "America/Phoenix"),
    ("Europe/Berlin", "Australia/Sydney"), ("Pacific/Auckland", "America/Los_Angeles"),
    ("Asia/Kolkata", "Europe/Dublin"), ("America/Sao_Paulo", "Europe/Lisbon"),
    ("Australia/Lord_Howe", "Asia/Tokyo"), ("America/St_Johns", "Africa/Johannesburg"),
)  # fmt: skip
ZONES = tuple(dict.fromkeys(zone for pair in PAIRS for zone in pair))
KINDS = (
    "sprint-planning",
    "daily-scrum",
    "refinement",
    "sprint-review",
    "retrospective",
    "steering",
    "other",
)


def ceremony(rule: Rule, at: str = "10:00", **more: object) -> Ceremony:
    """Return a one-hour event of the team's in London."""
    fields: dict[str, object] = {
        "id": "review", "kind": "other", "zone": "Europe/London", "minutes": 60, "attend": ("ana",),
    }  # fmt: skip
    return Ceremony(rule=rule, at=time.fromisoformat(at), **(fields | more))  # type: ignore[arg-type]


def plan(*ceremonies: Ceremony, **more: object) -> Plan:
    """Return two-week sprints from Monday 4 January 2027, with Ana of an English firm, Bo of a Dutch one."""
    fields: dict[str, object] = {
        "zone": "Europe/London",
        "first_start": date(2027, 1, 4),
        "sprint_weeks": 2,
        "end": date(2027, 6, 30),
        "people": {
            "ana": Person("ana", "maker", "Europe/London", start=time(9), end=time(17, 30)),
            "bo": Person("bo", "payer", "Europe/Amsterdam", start=time(9), end=time(17)),
        },
        "parties": {"maker": Party("maker", "Maker", "GB", "ENG"), "payer": Party("payer", "Payer", "NL")},
    }
    return Plan(ceremonies=ceremonies, **(fields | more))  # type: ignore[arg-type]


def rules(first: date) -> st.SearchStrategy[Rule]:
    """Draw a rule of any form."""
    weekday = st.integers(0, 6)
    return st.one_of(
        st.integers(-20, 300).map(lambda n: Once(first + timedelta(n))),
        st.just(Daily()),
        weekday.map(Weekly),
        st.integers(1, 22).map(SprintDay),
        st.integers(1, 31).map(MonthDay),
        st.tuples(st.integers(1, 5), weekday).map(lambda said: MonthWeekday(*said)),
    )


TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))


@st.composite
def plans(draw: st.DrawFn, *, days_off: bool = True) -> Plan:
    """Draw a plan of up to five ceremonies in any zone, with or without days off and changes."""
    first = date(2026, 1, 5) + timedelta(weeks=draw(st.integers(0, 100)))
    end = first + timedelta(days=draw(st.integers(0, 400)))
    people = {
        name: Person(name, draw(st.sampled_from(("maker", "payer"))), draw(st.sampled_from(ZONES)))
        for name in ("ana", "bo", "cy")
    }
    ceremonies = tuple(
        Ceremony(
            id=f"c{number}",
            kind=draw(st.sampled_from(KINDS)),
            rule=draw(rules(first)),
            at=draw(TIMES),
            zone=draw(st.sampled_from(ZONES)),
            minutes=draw(st.sampled_from((15, 60, 240))),
            attend=tuple(draw(st.lists(st.sampled_from(tuple(people)), min_size=1, unique=True))),
            lead=draw(st.sampled_from((None, *people))),
            changes=draw(_changes(first)) if days_off else (),
        )
        for number in range(draw(st.integers(1, 5)))
    )
    closed = draw(st.lists(_spans(first), max_size=2)) if days_off else []
    country = st.sampled_from((None, "GB", "NL", "US", "PL") if days_off else (None,))
    return Plan(
        zone=draw(st.sampled_from(ZONES)),
        first_start=first,
        sprint_weeks=draw(st.integers(1, 4)),
        end=end,
        on_holiday=draw(st.sampled_from(OnHoliday)),
        closed=tuple(closed),
        ceremonies=ceremonies,
        people=people,
        parties={party: Party(party, party.title(), draw(country)) for party in ("maker", "payer")},
    )


def _spans(first: date) -> st.SearchStrategy[Span]:
    return st.builds(
        lambda start, length: Span(first + timedelta(start), first + timedelta(start + length), "Closed"),
        st.integers(-10, 300),
        st.integers(0, 20),
    )


def _changes(first: date) -> st.SearchStrategy[tuple[Change, ...]]:
    day = st.integers(0, 100).map(lambda n: first + timedelta(n))
    said = {"on": day, "path": st.just("ceremonies[x].changes[y]"), "reason": st.just("Because")}
    change = st.one_of(
        st.fixed_dictionaries({**said, "cancel": st.just(value=True)}),
        st.fixed_dictionaries({**said, "add": st.just(value=True), "at": st.none() | TIMES}),
        st.fixed_dictionaries({**said, "move_to": day, "at": st.none() | TIMES}),
    ).map(lambda fields: Change(**fields))  # type: ignore[arg-type]  # as drawn above
    return st.lists(change, max_size=3, unique_by=lambda change: change.on).map(tuple)
