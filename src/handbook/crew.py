"""A run by many hands: in several processes of this machine, or on the machines of a dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import re
import signal
import sys
from contextlib import closing, suppress
from dataclasses import replace
from importlib import import_module
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from handbook.fresh import content_of
from handbook.garbage import seldom
from handbook.portfolio import Outcome, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Generator, Hashable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from handbook.portfolio import Order
    from handbook.view import Edition
    from handbook.workspace import Source

Begun: TypeAlias = "Callable[[Source, Edition], None]"
# The outcomes of one engagement, by its file.
Made: TypeAlias = "tuple[Path, list[Outcome]]"
# How many engagements a process must have to build to be worth its start: pages are made fast, handouts take
# a second or more of each engagement.
_WORTH: Final = 15
_WORTH_PRINTING: Final = 1
# How much of a file is looked at for its language.
_BEGINNING: Final = 20_000
_LANGUAGE: Final = re.compile(rb"^language:\s*[\"']?(\w+)", re.MULTILINE)
# How long a scheduler may take to answer: one that is there answers at once.
_ANSWERS_WITHIN: Final = "10s"


class FaultElsewhere(Exception):  # noqa: N818 -- it tells of one
    """A fault of our own in another process, in words."""


def build(
    sources: Sequence[Source], order: Order, begun: Begun, jobs: int | None = None
) -> Iterator[Outcome]:
    """Yield what became of each edition of each engagement, in order, built by `jobs` processes.

    If that is not said, they are as many as there are cores and as the work is worth. `begun` is told before
    each edition that is built.
    """
    run = Run(order, sources)
    stale = [source for source in sources if not run.is_fresh(source)]
    hands = max(min(jobs or _worthwhile(len(stale), printing=order.handouts), len(stale)), 1)
    # What all need is learned once: the first is built here, and copies of this process go on from there.
    # Not where handouts are drawn: that takes threads, and a process with threads cannot be copied.
    copies = len(stale) >= hands * _WORTH and not order.handouts and _is_alone()
    if hands == 1 and not copies:
        yield from _in_order(sources, run, begun, (), iter(()))
        return
    crew = _Crew(stale, run, begun, copies=copies)
    with closing(crew.work(hands)) as made:
        yield from _in_order(sources, run, begun, {source.path for source in stale}, made)


def shard(sources: Sequence[Source], number: int, count: int) -> tuple[Source, ...]:
    """Return the engagements of shard `number` (from 1) of `count`; each is in one of them."""
    return tuple(sorted(sources, key=lambda source: source.id)[number - 1 :: count])


def on_cluster(sources: Sequence[Source], order: Order, address: str) -> Iterator[Outcome]:
    """Yield what became of each edition, in order, built by the workers of the dask scheduler at an address.

    They must have this same version, and see the same files at the same paths.
    """
    distributed: Any = import_module("distributed")  # the extra `cluster`, which most do without
    run = Run(order, sources)
    stale = [source for source in sources if not run.is_fresh(source)]
    made: dict[Path, list[Outcome]] = {}
    with distributed.Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False) as client:
        workers = sorted(client.scheduler_info()["workers"])
        shards = [(shard(stale, number, len(workers)), one) for number, one in enumerate(workers, 1)]
        futures = [
            client.submit(_all_of, part, order, workers=[one], pure=False) for part, one in shards if part
        ]
        for future in distributed.as_completed(futures):
            made.update(future.result())
    yield from _in_order(sources, run, _silent, made.keys(), iter(made.items()))


def _in_order(
    sources: Sequence[Source], run: Run, begun: Begun, elsewhere: Container[Path], made: Iterator[Made]
) -> Iterator[Outcome]:
    """Yield the outcomes in the order of the engagements: those that others make, and what is done here."""
    there: dict[Path, list[Outcome]] = {}
    outcomes: list[Outcome] = []
    for source in sources:
        while source.path in elsewhere and source.path not in there:
            if not (came := next(made, None)):
                break  # nobody is left who could make it: so it is made here
            there[came[0]] = came[1]
        for outcome in there.pop(source.path, None) or run.engagement(source, begun):
            outcomes.append(outcome)
            yield outcome
    run.end(outcomes)


def _worthwhile(engagements: int, *, printing: bool) -> int:
    """Return how many processes some engagements are worth on this machine."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(cores, engagements // (_WORTH_PRINTING if printing else _WORTH))


class _Crew:
    """Processes that build, and the engagements that wait for them."""

    def __init__(self, sources: Sequence[Source], run: Run, begun: Begun, *, copies: bool) -> None:
        """Begin with `sources`; with `copies`, processes go on from what this one learns with the first."""
        self._sources, self._run, self._begun, self._copies = sources, run, begun, copies
        self._waiting = Waiting(sources)
        self._busy: dict[Connection, Source] = {}
        self._processes: list[BaseProcess] = []

    def work(self, hands: int) -> Generator[Made, None, None]:
        """Yield the outcomes of each engagement as they come; a process takes one after the other."""
        if self._copies and (first := self._waiting.next_of("all")):
            yield first.path, list(self._run.engagement(first, self._begun))
        self._run.rest()
        try:
            for _ in range(hands):
                self._hire()
            while self._busy:
                for pipe in wait(list(self._busy)):
                    yield from self._hear(pipe)  # type: ignore[arg-type]
        finally:
            for process in self._processes:
                process.terminate()
            for process in self._processes:
                process.join()

    def _hire(self) -> None:
        """Start a process, if there is something for it to do."""
        if not self._waiting:
            return
        # A copy of this process has all modules and all that the run knows; with another thread about it
        # could hold a lock for ever.
        copied = _is_alone()
        context: Any = multiprocessing.get_context("fork" if copied else "spawn")
        here, there = context.Pipe()
        # What a copy inherits of the pipes to it and to others it must close, or none would see our end.
        inherited = (here, *self._busy) if copied else ()
        given = (there, self._run if copied else None, self._run.order, self._sources, inherited)
        process = context.Process(target=_work, args=given, daemon=True)
        process.start()
        there.close()
        self._processes.append(process)
        self._give(here)

    def _give(self, pipe: Connection) -> None:
        """Give the next engagement to a process, or let it go."""
        source = self._waiting.next_of(pipe)
        if source:
            self._busy[pipe] = source
        else:
            self._busy.pop(pipe, None)
        pipe.send(source)

    def _hear(self, pipe: Connection) -> Iterator[Made]:
        """Yield what a process has made, if that is what it tells."""
        source = self._busy[pipe]
        try:
            told = pipe.recv()
        except (EOFError, OSError):
            del self._busy[pipe]
            fault = FaultElsewhere("the process that built it was killed")
            yield source.path, [Outcome(source, edition, fault=fault) for edition in self._run.order.editions]
            return
        if not isinstance(told, list):
            self._begun(source, told)
            return
        yield source.path, told
        if self._copies and self._waiting and not self._waiting.knows(pipe) and _is_alone():
            # What it has learned of a language serves nobody any more: another copy of this process takes
            # less memory than one that learns the next as well, and costs as good as nothing.
            del self._busy[pipe]
            pipe.send(None)
            self._hire()
        else:
            self._give(pipe)


class Waiting:
    """The engagements that nobody has begun, by their languages: each process learns the texts of few."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._waiting: dict[bytes, list[Source]] = {}
        for source in reversed(sources):
            said = _LANGUAGE.search(content_of(str(source.path))[:_BEGINNING])
            self._waiting.setdefault(said[1] if said else b"en", []).append(source)
        self._known: dict[Hashable, set[bytes]] = {}

    def __bool__(self) -> bool:
        """Whether any are left."""
        return any(self._waiting.values())

    def knows(self, who: Hashable) -> bool:
        """Return whether any are left in a language that a process knows."""
        return any(self._waiting.get(language) for language in self._known.get(who, ()))

    def next_of(self, who: Hashable) -> Source | None:
        """Return the next engagement for a process, None where none is left.

        It is in a language that the process knows, if there is such; else in one that nobody has begun;
        else in the one that most are in.
        """
        left = {language: sources for language, sources in self._waiting.items() if sources}
        if not left:
            return None
        begun = set[bytes]().union(*self._known.values())
        own = [language for language in left if language in self._known.get(who, ())]
        new = [language for language in left if language not in begun]
        language = max(own or new or left, key=lambda one: len(left[one]))
        self._known.setdefault(who, set()).add(language)
        return left[language].pop()


def _is_alone() -> bool:
    """Return whether no other thread runs here: of Python, or of a library, such as what draws PDFs."""
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 -- a path would say no more
    except OSError:
        return False  # this system does not tell


def _work(
    pipe: Connection, run: Run | None, order: Order, sources: Sequence[Source], others: Iterable[Connection]
) -> None:
    """Build what comes through a pipe, one engagement after the other, until nothing more does.

    `others` are ends of pipes that are not for this process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who gives the work ends it
    for other in others:
        other.close()
    seldom()
    run = run or Run(order, sources)
    with suppress(EOFError, ConnectionError):  # the one who gave the work is gone
        while source := pipe.recv():
            made = run.engagement(source, lambda _, edition: pipe.send(edition))
            pipe.send([_tellable(outcome) for outcome in made])


def _all_of(sources: Sequence[Source], order: Order) -> list[Made]:
    """Return the outcomes of some engagements, built here."""
    run = Run(order, sources)
    made = [(source.path, [_tellable(one) for one in run.engagement(source, _silent)]) for source in sources]
    run.settle()
    return made


def _silent(_source: Source, _edition: Edition) -> None:
    """Tell nobody."""


def _tellable(outcome: Outcome) -> Outcome:
    """Return an outcome that can be told to another process: not every error can."""
    try:
        pickle.dumps(outcome)
    except Exception:  # noqa: BLE001 -- whatever it is, it is told in words
        words = f"{type(outcome.fault).__name__}: {outcome.fault}"
        return replace(outcome, fault=FaultElsewhere(words))
    return outcome
