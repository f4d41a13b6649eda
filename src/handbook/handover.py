"""Editions given out of our hands: built, put where they are fetched from, and noted in the record."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook import delivery
from handbook.errors import Problem, Refused
from handbook.outputs.handed import remembered, words_of
from handbook.portfolio import Workshop, withhold
from handbook.publish import claim, publish
from handbook.published import person_in, read_history, without, write_file, write_history
from handbook.reports import load_source, record_of
from handbook.view import Edition, edition_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from handbook.load import Loaded
    from handbook.outputs import Finished, Manuscript
    from handbook.published import History
    from handbook.workspace import Source


class Form(StrEnum):
    """What an edition is handed over as."""

    FOLDER = "folder"
    ZIP = "zip"
    PAGES = "pages"
    RSYNC = "rsync"
    S3 = "s3"


class Order(Struct, frozen=True):
    """Which editions are handed over, as what and into which folder, and the day that counts as today."""

    editions: tuple[Edition, ...]
    form: Form
    out: Path
    as_of: date
    draft: bool = False
    handouts: bool = True
    close: bool = False
    """Whether the engagement is over: then one page stands in place of the edition."""
    neighbours: tuple[Source, ...] = ()
    """All engagements of the workspace: no edition for a client may name the client of another one."""


class Given(Struct, frozen=True):
    """One edition on its way: where it lies, or why it was refused.

    `record` and `history` are what is written once it is with those whom it is for.
    """

    source: Source
    edition: Edition
    place: Path | None = None
    id: str = ""
    expired: bool = False
    record: Path | None = None
    history: History | None = None
    problems: tuple[Problem, ...] = ()
    fault: Exception | None = None


def give(sources: Sequence[Source], order: Order) -> Iterator[Given]:
    """Yield each edition once it lies where it is fetched from; one that is refused stops no other."""
    claim(order.out)
    if order.form is Form.PAGES:
        delivery.beside_pages(order.out)
    workshop = Workshop((*order.neighbours, *sources))
    for source in sources:
        for edition in order.editions:
            try:
                yield _one(source, edition, order, workshop)
            except Refused as refused:
                yield Given(source, edition, problems=refused.problems)
            except Exception as error:  # noqa: BLE001 -- the others are handed over all the same
                yield Given(source, edition, fault=error)


def remember(given: Given) -> None:
    """Write into the record that an edition was handed over."""
    if given.record and given.history:
        write_history(given.record, given.history)


def forget(folder: Path, asked: str, engagements: Collection[str]) -> Iterator[tuple[str, Path]]:
    """Yield each record that told of someone and no longer does: its engagement, and its file.

    `asked` is their id, name or address; `engagements` whose records are looked into, all if there are none.
    """
    for path in sorted(folder.glob("*.json")):
        engagement, _, edition = path.stem.partition(".")
        if engagement in engagements or not engagements:
            history = read_history(path, engagement, edition)
            rest = without(history, person_in(history, asked))
            if rest != history:
                write_history(path, rest)
                yield engagement, path


def _one(source: Source, edition: Edition, order: Order, workshop: Workshop) -> Given:
    loaded = load_source(source)
    expired = _has_expired(loaded, edition, order.as_of) and not order.close
    manuscript, files, history = _made(loaded, edition, order, workshop, expired=expired)
    place = _put(loaded, edition, order, files)
    record = record_of(loaded, edition.value)
    return Given(source, edition, place, edition_id(manuscript.view), expired, record, history)


def _has_expired(loaded: Loaded, edition: Edition, as_of: date) -> bool:
    """Return whether an edition's last day is past; a team edition has none."""
    expires = loaded.engagement.site.expires
    return edition is Edition.CLIENT and expires is not None and expires < as_of


def _made(
    loaded: Loaded, edition: Edition, order: Order, workshop: Workshop, *, expired: bool
) -> tuple[Manuscript, Mapping[str, bytes], History | None]:
    """Return what is handed over: the manuscript, the files, and the record afterwards if it moves."""
    if expired:
        manuscript = workshop.manuscript(loaded, edition, order.as_of)
        return manuscript, delivery.expired(manuscript), None
    _refuse_unready(loaded, edition, order)
    if order.close:
        manuscript = workshop.manuscript(loaded, edition, order.as_of)
        return manuscript, delivery.closing(manuscript), delivery.forgotten(manuscript)
    finished = workshop.finish(loaded, edition, order.as_of, draft=order.draft, handouts=order.handouts)
    return finished.manuscript, finished.files, _remembered(finished, workshop, loaded)


def _remembered(finished: Finished, workshop: Workshop, loaded: Loaded) -> History | None:
    manuscript = finished.manuscript
    if manuscript.history is None:
        return None
    return remembered(manuscript, manuscript.history, words_of(workshop.library.of(loaded)))


def _put(loaded: Loaded, edition: Edition, order: Order, files: Mapping[str, bytes]) -> Path:
    """Put the files of an edition where they are fetched from, and return that place."""
    name = loaded.engagement.id
    if order.form is not Form.ZIP:
        return publish(order.out, name, edition.value, files)
    place = order.out / delivery.zip_name(name, edition.value, order.as_of)
    write_file(place, delivery.zipped(files, f"{name}-{edition.value}"))
    return place


def _refuse_unready(loaded: Loaded, edition: Edition, order: Order) -> None:
    """Refuse what is not to be handed over: a draft, an edition with open errors, an end that is none."""
    engagement = loaded.engagement
    if order.close and engagement.status.value != "closed":
        message, hint = (
            f"'{engagement.status.value}' is not over",
            "write 'status: closed' before you close it",
        )
        raise Refused([Problem(loaded.places.of("status"), "status", message, hint, "BUILD-DRAFT")])
    if order.close or order.draft or edition is Edition.TEAM:
        return
    if engagement.site.draft:
        message = "this engagement is a draft, and drafts are not handed over"
        hint = "take the line out once it is agreed, or use --draft"
        raise Refused([Problem(loaded.places.of("site.draft"), "site.draft", message, hint, "BUILD-DRAFT")])
    withhold(loaded, order.as_of)
