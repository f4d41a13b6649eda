"""Many engagements: each edition is built on its own, in order, and one that fails stops no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook import outputs, overview, proof
from handbook.bundle import bundle
from handbook.errors import Refused
from handbook.findings import examine
from handbook.layers import Library, own_sources, theme_state
from handbook.outputs.handouts import typesetter
from handbook.publish import claim, publish, tidy
from handbook.reports import as_problem, history_of, load_source, neighbours
from handbook.skeletons import Press
from handbook.view import Edition
from handbook.workspace import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from handbook.errors import Problem
    from handbook.load import Loaded
    from handbook.outputs import Finished, Manuscript
    from handbook.overview import Line
    from handbook.workspace import Source

# The folder of the page over all engagements; no engagement may have this id.
OVERVIEW = "portfolio"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built of each engagement, where it goes, and the day that counts as today."""

    editions: tuple[Edition, ...]
    out: Path
    as_of: date
    draft: bool = False
    handouts: bool = False
    """Whether to make what people print, too."""
    overview: bool = False
    """Whether to make the page over all engagements too: when all of the workspace are built."""
    neighbours: tuple[Source, ...] = ()
    """All engagements of the workspace: no edition for a client may name the client of another one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one edition: where it is now, or why it was refused, or our own fault.

    `problems` of an edition that was built are warnings; `kept` tells of one that was refused that it still
    stands as it was published before.
    """

    source: Source
    edition: Edition
    place: Path | None = None
    problems: tuple[Problem, ...] = ()
    fault: Exception | None = None
    kept: bool = False
    manuscript: Manuscript | None = None
    """What a team edition was made from."""


class Workshop:
    """What all engagements of a run share: the texts, read once, and the press that compiles them."""

    def __init__(self, others: Iterable[Source]) -> None:
        """`others` are all engagements of the workspace: none may be named to another one's client."""
        self._theme = theme_state()
        self.press = Press(bundle() / "mkdocs.yml")
        self.library = Library()
        self.typesetter = typesetter()
        self.prover = proof.Prover(neighbours(others), own_sources)

    def refresh(self) -> None:
        """Read the texts again; what was compiled of them serves on, unless the theme is another."""
        self.library.refresh()
        if self._theme != (now := theme_state()):
            self._theme = now
            self.press = Press(bundle() / "mkdocs.yml")

    def manuscript(
        self,
        loaded: Loaded,
        edition: Edition,
        as_of: date,
        *,
        draft: bool = False,
        handouts: bool = False,
    ) -> Manuscript:
        """Return what an edition is made from, with what changed since it was last handed over."""
        history, texts = history_of(loaded, edition), self.library.of(loaded)
        return outputs.write(loaded, edition, as_of, texts, draft=draft, handouts=handouts, history=history)

    def finish(
        self,
        loaded: Loaded,
        edition: Edition,
        as_of: date,
        *,
        draft: bool = False,
        handouts: bool = False,
    ) -> Finished:
        """Return an edition with all its files, proved, not yet published."""
        manuscript = self.manuscript(loaded, edition, as_of, draft=draft, handouts=handouts)
        finished = outputs.build(manuscript, self.press, self.typesetter)
        self.prover.prove(finished, loaded, self.library.of(loaded).sources)
        return finished


def build(
    sources: Sequence[Source], order: Order, begun: Callable[[Source, Edition], None]
) -> Iterator[Outcome]:
    """Yield what became of each edition of each engagement, in order; `begun` is told before each."""
    claim(order.out)
    tidy(order.out)
    workshop = Workshop((*order.neighbours, *sources))
    lines: list[Line] = []
    for source in sources:
        for outcome in _engagement(source, order, workshop, begun):
            if outcome.edition is Edition.TEAM:
                lines.append(_line(outcome, order))
            yield outcome
    if order.overview and lines:
        publish(order.out, OVERVIEW, Edition.TEAM.value, overview.pages(lines, order.as_of))


def _engagement(
    source: Source, order: Order, workshop: Workshop, begun: Callable[[Source, Edition], None]
) -> Iterator[Outcome]:
    """Yield what became of each edition of one engagement, whose file is read once."""
    try:
        loaded = load_source(source)
    except Exception as error:  # noqa: BLE001 -- the others are built all the same
        yield from (_refused(source, edition, order, error) for edition in order.editions)
        return
    for edition in order.editions:
        begun(source, edition)
        yield _edition(source, loaded, edition, order, workshop)


def _edition(source: Source, loaded: Loaded, edition: Edition, order: Order, workshop: Workshop) -> Outcome:
    """Return what became of one edition."""
    try:
        if edition is Edition.CLIENT and not (order.draft or loaded.engagement.site.draft):
            withhold(loaded, order.as_of)
        finished = workshop.finish(loaded, edition, order.as_of, draft=order.draft, handouts=order.handouts)
        place = publish(order.out, loaded.engagement.id, edition.value, finished.files)
    except Exception as error:  # noqa: BLE001 -- the others are built all the same
        return _refused(source, edition, order, error)
    manuscript = finished.manuscript if edition is Edition.TEAM else None
    return Outcome(source, edition, place, loaded.warnings, manuscript=manuscript)


def _line(outcome: Outcome, order: Order) -> Line:
    """Return the line of an engagement in the page over all of them."""
    name = outcome.source.id
    standing = [one.value for one in Edition if is_id(name) and (order.out / name / one.value).is_dir()]
    if outcome.manuscript:
        return overview.line_of(outcome.manuscript, standing)
    why = outcome.problems[0].message if outcome.problems else "our own fault"
    return overview.refused_line(name, why, standing)


def withhold(loaded: Loaded, as_of: date) -> None:
    """Refuse the client edition of an engagement with an error that nobody has accepted."""
    examination = examine(loaded, as_of)
    for fault in examination.faults:
        raise fault.error  # what a rule could not look at must not pass for right
    if examination.blocking:
        raise Refused(as_problem(finding) for finding in examination.blocking)


def _refused(source: Source, edition: Edition, order: Order, error: Exception) -> Outcome:
    """Return why an edition was not built, and whether one stands there from before."""
    kept = is_id(source.id) and (order.out / source.id / edition.value).is_dir()
    if isinstance(error, Refused):
        return Outcome(source, edition, problems=error.problems, kept=kept)
    return Outcome(source, edition, fault=error, kept=kept)
