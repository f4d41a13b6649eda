"""Fuzzes for as long as one likes: `run.py TARGET INPUTS [SEED]`, or `run.py TARGET --atheris [OPTIONS]`.

The first makes inputs at random from right ones, the same for the same seed, and prints what it took. The
second lets atheris look for inputs that reach new code: `pip install atheris`, and any option of libFuzzer.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

_SLOW = 5
_MUCH = 500


def at_random(target: str, inputs: int, seed: int) -> int:
    """Try inputs, print what they took, and return how many broke a promise."""
    from fuzz.seeds import spoilt  # noqa: PLC0415 -- the other way has to import it differently
    from fuzz.targets import TARGETS  # noqa: PLC0415 -- as above

    broken, slowest, begun = 0, 0.0, time.process_time()
    for number, data in enumerate(islice(spoilt(target, seed), inputs)):
        start = time.perf_counter()
        try:
            TARGETS[target](data)
        except Exception as error:  # noqa: BLE001 -- whatever breaks is shown, and the next is tried
            broken += 1
            print(f"{target} {seed}/{number}: {type(error).__name__}: {error}\n  {data!r}")
        slowest = max(slowest, time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took = time.process_time() - begun
    print(
        f"{target}: {inputs} inputs, {broken} broken, {took:.0f} s of CPU, "
        f"slowest {slowest:.2f} s, {memory} MB at most"
    )
    return broken + (slowest > _SLOW) + (memory > _MUCH)


def by_coverage(target: str, options: list[str]) -> None:
    """Let atheris look for inputs, from right ones; it ends the process."""
    import atheris  # type: ignore[import-untyped]  # noqa: PLC0415 -- not needed for the other way, and not on every machine

    # Our own code alone: with all libraries it takes minutes to begin, and then looks for faults of theirs.
    with atheris.instrument_imports(include=["handbook"]):
        from fuzz.seeds import seeds  # noqa: PLC0415 -- instrumented as it is imported
        from fuzz.targets import TARGETS  # noqa: PLC0415 -- as above
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds(target)):
            (Path(folder) / str(number)).write_bytes(data)
        atheris.Setup([sys.argv[0], folder, *options], TARGETS[target])
        atheris.Fuzz()


if __name__ == "__main__":
    name, how, *rest = sys.argv[1:]
    if how == "--atheris":
        by_coverage(name, rest)
    else:
        sys.exit(at_random(name, int(how), int(rest[0]) if rest else 1) > 0)
