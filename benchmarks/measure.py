"""What a command costs: seconds of CPU and of the clock, and the most memory of its process."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one run of a command cost; memory in MB."""

    cpu: float
    wall: float
    memory: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory))


def cost_of(words: Sequence[str], cwd: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Return what a command cost; stops the benchmark where the command fails."""
    # As where it is installed: Python's own compiled files are there, whatever this shell says of them.
    compiled = {"PYTHONDONTWRITEBYTECODE": ""}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in words],
        cwd=cwd,
        env={**os.environ, **compiled, "NO_MKDOCS_2_WARNING": "1", **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    error = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, words))}\n{error.decode(errors='replace')[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.monotonic() - started, used.ru_maxrss / 1024)


@dataclass(frozen=True)
class Pair:
    """Runs of two things that were measured in turn, so that what else the machine did fell on both."""

    ours: tuple[Cost, ...]
    theirs: tuple[Cost, ...]

    def ratio(self, of: Callable[[Cost], float]) -> float:
        """Return the median of ours as a multiple of the median of theirs."""
        return statistics.median(map(of, self.ours)) / statistics.median(map(of, self.theirs))

    def noise(self, of: Callable[[Cost], float]) -> float:
        """Return how far the ratios of single pairs lie apart, half the range as a part of the median."""
        ratios = [of(one) / of(other) for one, other in zip(self.ours, self.theirs, strict=True)]
        return (max(ratios) - min(ratios)) / 2 / statistics.median(ratios)


def paired(ours: Callable[[], Cost], theirs: Callable[[], Cost], runs: int) -> Pair:
    """Return what two things cost, run in turn."""
    costs = [(ours(), theirs()) for _ in range(runs)]
    return Pair(tuple(one for one, _ in costs), tuple(other for _, other in costs))
