"""How long all rules take on one engagement that is loaded: CPU time, the middle and the worst of many runs.

    PYTHONPATH=src .venv/bin/python benchmarks/findings.py [RUNS]

The promise is 50 ms. The first examination of a process also reads the calendars of public holidays, so it is
told on its own.
"""

from __future__ import annotations

import sys
from datetime import date
from statistics import median
from time import process_time

from handbook.findings import RULES, examine
from handbook.load import load
from handbook.workspace import examples_folder

AS_OF = date(2026, 11, 22)


def milliseconds(run: object) -> float:
    """Return the CPU time of one examination."""
    begun = process_time()
    examine(run, AS_OF)  # type: ignore[arg-type]
    return (process_time() - begun) * 1000


def main(runs: int) -> None:
    """Print a line for each example."""
    print(f"{len(RULES)} rules, {runs} runs: first, middle, worst of the rest (ms of CPU time)")
    for path in sorted(examples_folder().glob("*.yml")):
        loaded = load(path)
        first, *rest = (milliseconds(loaded) for _ in range(runs + 1))
        print(f"{path.stem:<28}{first:8.1f}{median(rest):8.1f}{max(rest):8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
