"""Many engagements: each edition is built on its own, in order, and one that fails stops no other."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from handbook import fresh, outputs, overview, proof
from handbook.bundle import bundle
from handbook.errors import Place, Problem, Refused, Severity, as_line
from handbook.findings import examine
from handbook.garbage import Sweep
from handbook.kept import Kept, folder
from handbook.layers import Library, has_own_texts, theme_state
from handbook.logo import FIELD
from handbook.outputs.standing import Standing
from handbook.overview import Line
from handbook.publish import Shelf, claim, files_of, note, note_names, publish, tidy
from handbook.reports import as_problem, history_of, load_source, neighbours
from handbook.skeletons import Press
from handbook.view import Edition
from handbook.workspace import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from handbook.load import Loaded
    from handbook.outputs import Finished, Manuscript
    from handbook.typesetting import Typesetter
    from handbook.workspace import Source

# The folder of the page over all engagements; no engagement may have this id.
OVERVIEW = "portfolio"


class Order(Struct, frozen=True):
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
    root: Path | None = None
    """The folder of the workspace, with the firm's own files; where the output lies if not said."""
    rebuild: bool = False
    """Whether to build what is fresh, too."""
    copy: bool = False
    """Whether each edition gets its own copy of what editions share."""

    @property
    def options(self) -> tuple[str, ...]:
        """What else makes an edition what it is, beside what it is made of."""
        return fresh.options(self.as_of.isoformat(), draft=self.draft, handouts=self.handouts)


class Outcome(Struct, frozen=True):
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
    fresh: bool = False
    """Whether it was left alone, since it stands as it would be built now."""
    line: Line | None = None
    """What the page over all engagements tells of it."""


class Workshop:
    """What all engagements of a run share: the texts, read once, and the press that compiles them."""

    def __init__(self, others: Iterable[Source]) -> None:
        """`others` are all engagements of the workspace: none may be named to another one's client."""
        self._theme = theme_state()
        self._kept = Kept(folder(), fresh.theme_digest(str(bundle())))
        self.press = Press(bundle() / "mkdocs.yml", self._kept)
        self.library = Library(self._kept)
        self.prover = proof.Prover(neighbours(others), self.library.own, self._kept)

    @cached_property
    def typesetter(self) -> Typesetter:
        """What draws handouts."""
        from handbook.outputs.handouts import typesetter  # noqa: PLC0415 -- slow to import

        return typesetter()

    def refresh(self) -> None:
        """Read the texts again; what was compiled of them serves on, unless the theme is another."""
        self.library.refresh()
        if self._theme != (now := theme_state()):
            self._theme = now
            self._kept = Kept(folder(), fresh.theme_digest(str(bundle())))
            self.press = Press(bundle() / "mkdocs.yml", self._kept)

    def rest(self) -> None:
        """Hold nothing open, so that this process can be copied with all that it knows."""
        self._kept.close()

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

    def finish(  # noqa: PLR0913 -- all but three may be left out
        self,
        loaded: Loaded,
        edition: Edition,
        as_of: date,
        *,
        draft: bool = False,
        handouts: bool = False,
        standing: Standing | None = None,
    ) -> Finished:
        """Return an edition with all its files, proved, not yet published.

        `standing` are the handouts of an earlier build, which are taken over where they would be the same.
        """
        manuscript = self.manuscript(loaded, edition, as_of, draft=draft, handouts=handouts)
        alone = has_own_texts(loaded)
        press = self.press.apart() if alone else self.press
        finished = outputs.build(manuscript, press, self.typesetter if handouts else None, standing)
        self.prover.prove(finished, loaded, self.library.of(loaded).sources, alone=alone)
        return finished


def build(
    sources: Sequence[Source], order: Order, begun: Callable[[Source, Edition], None]
) -> Iterator[Outcome]:
    """Yield what became of each edition of each engagement, in order; `begun` is told before each."""
    run = Run(order, sources)
    outcomes: list[Outcome] = []
    for source in sources:
        for outcome in run.engagement(source, begun):
            outcomes.append(outcome)
            yield outcome
    run.end(outcomes)


class Run:
    """One run: its order, what stands published, and, once something is to do, the workshop."""

    def __init__(self, order: Order, sources: Sequence[Source]) -> None:
        claim(order.out)
        tidy(order.out)
        self.order = order
        self._all = (*order.neighbours, *sources)
        self._shelf = None if order.copy else Shelf()
        self._texts = fresh.Texts(str(bundle()), str((order.root or order.out.absolute().parent).resolve()))
        self._digest = self._texts.digest  # now, so that what is changed from here on is seen the next time
        self._names = self._digest_of_names()
        self._around: dict[str, fresh.Around] = {}
        self._sweep = Sweep()

    def _digest_of_names(self) -> str:
        """Return a name for whom the engagements of the workspace name; it is noted for the next run."""
        paths = {source.id: source.path for source in self._all}
        contents = {name: fresh.content_of(str(path)) for name, path in paths.items()}
        files = fresh.files_digest({name: fresh.hash_of(content) for name, content in contents.items()})
        known = fresh.names_digest(str(self.order.out), files)
        if known:
            return known
        names = proof.names_digest(paths)
        note_names(self.order.out, fresh.names_note(files, names))
        return names

    @cached_property
    def _anew(self) -> proof.Anew:
        return self._workshop.prover.anew()

    @cached_property
    def _workshop(self) -> Workshop:
        return Workshop(self._all)

    def engagement(self, source: Source, begun: Callable[[Source, Edition], None]) -> Iterator[Outcome]:
        """Yield what became of each edition of one engagement; what is fresh is left alone."""
        loaded: Loaded | None = None
        for wanted, edition, standing in self._standing(source, again=True):
            if standing:
                yield standing
                continue
            try:
                loaded = loaded or load_source(source)
            except Exception as error:  # noqa: BLE001 -- the others are built all the same
                yield _refused(source, edition, self.order, error)
                continue
            begun(source, edition)
            yield self._edition(source, loaded, wanted)
        if loaded:
            del loaded
            self._sweep.after_one()

    def rest(self) -> None:
        """Hold nothing open, so that copies of this process can go on with what it knows."""
        if "_workshop" in vars(self):
            self._workshop.rest()

    def settle(self) -> None:
        """Leave the process as it was: what the run knows is looked at for garbage again."""
        self._sweep.end()

    def is_fresh(self, source: Source) -> bool:
        """Return whether there is nothing to do for an engagement."""
        return all(standing for _, _, standing in self._standing(source, again=False))

    def end(self, outcomes: Sequence[Outcome]) -> None:
        """Publish the page over all engagements, if it is asked for and does not stand there already."""
        self.settle()
        order = self.order
        lines = [_line(outcome, order) for outcome in outcomes if outcome.edition is Edition.TEAM]
        if not (order.overview and lines):
            return
        names = {outcome.source.id for outcome in outcomes}
        refused = any(not (outcome.place or outcome.fault) for outcome in outcomes)
        made_of = "" if refused else fresh.overview_of(str(order.out), names, order.options, {})
        home = order.out / OVERVIEW
        there = (home / Edition.TEAM.value / "index.html").is_file()
        if made_of and there and fresh.read_state(str(home), "team").get("made_of") == made_of:
            return
        state = json.dumps({"made_of": made_of}).encode() if made_of else None
        publish(order.out, OVERVIEW, Edition.TEAM.value, overview.pages(lines, order.as_of), state)

    def _standing(self, source: Source, *, again: bool) -> list[tuple[fresh.Wanted, Edition, Outcome | None]]:
        """Return each edition as it is wanted, with what stands there if that is fresh.

        `again`: what is fresh but for names that are new in the workspace is looked through for them here.
        """
        path = str(source.path.absolute())
        file = fresh.File(path, source.place.file, source.id, fresh.content_of(path))
        editions = [one.value for one in self.order.editions]
        beside = str(source.path.absolute().parent)
        if beside not in self._around:
            self._around[beside] = fresh.Around(beside, self._texts.root, self.order.options)
        wanted = fresh.wanted(file, editions, self._around[beside])
        return [(one, Edition(one.edition), self._as_it_stands(source, one, again=again)) for one in wanted]

    def _as_it_stands(self, source: Source, wanted: fresh.Wanted, *, again: bool) -> Outcome | None:
        """Return an edition that is fresh, with what was said of it when it was built."""
        if self.order.rebuild or not is_id(source.id):
            return None
        home = self.order.out / source.id
        state = fresh.read_state(str(home), wanted.edition)
        if not fresh.is_fresh(wanted, self._texts, str(home), state):
            return None
        held = fresh.is_held_against(self._names, wanted.edition, state)
        if not (held or (again and self._names_nobody_new(source, wanted.edition, state))):
            return None
        problems = tuple(_problem(told) for told in state["warnings"])
        told = state["line"]
        line = Line(**{**told, "cells": tuple(told["cells"]), "editions": ()}) if told else None
        edition = Edition(wanted.edition)
        return Outcome(source, edition, home / edition.value, problems, fresh=True, line=line)

    def _names_nobody_new(self, source: Source, edition: str, state: dict[str, Any]) -> bool:
        """Return whether a standing edition names nobody whom the workspace has got to know; then note it."""
        files = files_of(self.order.out / source.id / edition)
        if not self._anew.names_nobody(source.id, state.get("own", ()), files):
            return False
        note(self.order.out, source.id, edition, json.dumps({**state, "names": self._names}).encode())
        return True

    def _edition(self, source: Source, loaded: Loaded, wanted: fresh.Wanted) -> Outcome:
        """Return what became of one edition."""
        order, edition = self.order, Edition(wanted.edition)
        try:
            if edition is Edition.CLIENT and not (order.draft or loaded.engagement.site.draft):
                withhold(loaded, order.as_of)
            standing = self._handouts(source, edition)
            finished = self._workshop.finish(
                loaded,
                edition,
                order.as_of,
                draft=order.draft,
                handouts=order.handouts,
                standing=standing,
            )
            line = overview.line_of(finished.manuscript, ()) if edition is Edition.TEAM else None
            outcome = Outcome(source, edition, problems=loaded.warnings, line=line)
            state = self._state(loaded, wanted, finished, outcome, standing)
            place = publish(
                order.out, loaded.engagement.id, edition.value, finished.files, state, self._shelf
            )
        except Exception as error:  # noqa: BLE001 -- the others are built all the same
            return _refused(source, edition, order, error)
        return replace(outcome, place=place)

    def _handouts(self, source: Source, edition: Edition) -> Standing:
        """Return what the last build has left for printing; nothing where all is to be built again."""
        if self.order.rebuild or not is_id(source.id):
            return Standing()
        home = self.order.out / source.id
        return Standing(home / edition.value, fresh.read_state(str(home), edition.value).get("handouts"))

    def _state(
        self,
        loaded: Loaded,
        wanted: fresh.Wanted,
        finished: Finished,
        outcome: Outcome,
        standing: Standing,
    ) -> bytes:
        """Return what the next build is to know of an edition that is built now."""
        logo = loaded.engagement.branding.client_logo
        extras = [str(loaded.folder_of(FIELD).absolute() / logo)] if logo else []
        extras += fresh.font_folders() if standing.by_machine else []
        of_client = outcome.edition is Edition.CLIENT
        told = {
            **({"names": self._names, "own": proof.own_digests(loaded.engagement)} if of_client else {}),
            "extras": extras,
            "handouts": standing.now,
            "warnings": [to_builtins(problem) for problem in outcome.problems],
            "says": [as_line(problem) for problem in outcome.problems],
            "line": to_builtins(outcome.line) if outcome.line else None,
        }
        fingerprint = wanted.fingerprint(self._digest, extras)
        return fresh.write_state(fingerprint, self._texts, finished.files["edition.json"], told)


def _problem(told: dict[str, Any]) -> Problem:
    """Return a problem as it was told when an edition was built."""
    return Problem(**{**told, "place": Place(**told["place"]), "severity": Severity(told["severity"])})


def _line(outcome: Outcome, order: Order) -> Line:
    """Return the line of an engagement in the page over all of them."""
    name = outcome.source.id
    standing = tuple(one.value for one in Edition if is_id(name) and (order.out / name / one.value).is_dir())
    if outcome.line:
        return replace(outcome.line, editions=standing)
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
