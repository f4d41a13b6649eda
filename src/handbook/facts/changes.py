"""What changed since an edition that readers have: dates, people, decisions, asks and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.facts.changed_dates import key_dates, meetings, single_dates
from handbook.facts.changed_work import asks, decisions, ownership, people
from handbook.facts.making import fact, made
from handbook.facts.telling import Telling
from handbook.published import changes
from handbook.records import Choice, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handbook.published import Handed

MOST_PAGES = 5
# What readers see as the look of the site and not as news.
_NO_NEWS = ("site", "branding", "schema", "id", "language")


def changed_since(
    before: Handed, present: Handed, fields_by_page: Mapping[str, Iterable[str]]
) -> Record | None:
    """Return what a reader of an older edition should be told, by subject; None where it is nothing.

    `fields_by_page` are the fields that each page of the present edition shows.
    """
    telling = Telling(before, present)
    told = {
        "key_dates": tuple(key_dates(telling)),
        "meetings": tuple(meetings(telling)),
        "single_dates": tuple(single_dates(telling)),
        "ownership": tuple(ownership(telling)),
        "people": tuple(people(telling)),
        "decisions": tuple(decisions(telling)),
        "asks": tuple(asks(telling)),
        "pages": tuple(_pages(telling)),
    }
    told["findings"] = tuple(_findings(telling))
    told["elsewhere"] = tuple(_elsewhere(telling, fields_by_page))
    if not any(told.values()):
        return None
    return made(
        "changed",
        since=fact(before.as_of, "changed.since"),
        edition=fact(before.id, "changed.edition"),
        **told,
    )


def _pages(telling: Telling) -> Iterator[Record]:
    """Yield the pages that are new, gone, or said in other words."""
    then, now = telling.before.pages, telling.present.pages
    for name in (*now, *(name for name in then if name not in now)):
        if name not in then:
            yield _page(telling, name, now[name].title, "new")
        elif name not in now:
            yield _page(telling, name, then[name].title, "gone")
    rewritten = [name for name in now if name in then and then[name].text != now[name].text]
    # After an update of the handbook itself nearly all pages are: nobody reads a list of them.
    if len(rewritten) > MOST_PAGES:
        yield telling.row("pages", what=Choice("many", "many"), count=len(rewritten))
        return
    for name in rewritten:
        yield _page(telling, name, now[name].title, "rewritten")


def _page(telling: Telling, name: str, title: str, what: str) -> Record:
    return telling.row("pages", what=Choice(what, what), page=Choice(name, name), title=title)


def _findings(telling: Telling) -> Iterator[Record]:
    """Yield the findings that are new or gone; editions for clients know of none."""
    then, now = set(telling.before.findings), set(telling.present.findings)
    for finding in sorted(then ^ now):
        check, _, field = finding.partition(" ")
        what = "new" if finding in now else "gone"
        yield telling.row("findings", what=Choice(what, what), check=Choice(check, check), field=field)


def _elsewhere(telling: Telling, fields_by_page: Mapping[str, Iterable[str]]) -> Iterator[Record]:
    """Yield the pages on which something else differs than what is told by its subject."""
    rest = [
        change.field
        for change in changes(telling.before.shows, telling.present.shows)
        if not telling.has_told(change.field) and change.field.partition(".")[0] not in _NO_NEWS
    ]
    if not rest:
        return
    for name, fields in fields_by_page.items():
        if name in telling.present.pages and not set(rest).isdisjoint(fields):
            title = telling.present.pages[name].title
            yield telling.row("elsewhere", page=Choice(name, name), title=title)
