"""Publishers that are killed at random moments, and what they leave: `kills.py TIMES [SEED]` by hand."""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from handbook import publish

PATHS = [f"{folder}page-{number}.html" for folder in ("", "people/", "roles/") for number in range(3)]
WORDS = ("one", "two")
# How many editions a publisher may get done, so that every moment of one comes up.
_EDITIONS = 2


def edition(word: str) -> dict[str, bytes]:
    """Return the files of an edition in which every file says `word`."""
    return {path: f"{word} {path}".encode() for path in PATHS}


def standing(place: Path) -> str:
    """Return the word that all files of a whole edition say; anything else is an error."""
    found = {p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()}
    (word,) = (word for word in WORDS if found == edition(word))
    return word


def killed(root: Path, times: int, seed: int) -> dict[str, int]:
    """Kill publishers at random moments, and return how often each edition stood there, whole, afterwards.

    After each kill the next run begins, so that it finds what the one before has left.
    """
    chance = Random(seed)
    begun = time.monotonic()
    place = publish.publish(root, "acme", "client", edition("one"))
    longest = _EDITIONS * (time.monotonic() - begun)
    found = dict.fromkeys((*WORDS, "left over"), 0)
    for _ in range(times):
        child = os.fork()
        if not child:
            for word in itertools.cycle(reversed(WORDS)):
                publish.publish(root, "acme", "client", edition(word), state=word.encode())
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found[standing(place)] += 1
        found["left over"] += any(path.name.endswith((".new", ".old")) for path in place.parent.iterdir())
    publish.tidy(root)
    left = [path.name for path in place.parent.iterdir() if path.name.endswith((".new", ".old", ".lock"))]
    assert left == [], left
    return found


if __name__ == "__main__":
    how_often, *rest = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(killed(Path(folder) / "sites", how_often, *(rest or [1]))))
