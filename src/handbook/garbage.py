"""How often a process that is ours alone looks for garbage, and when it gives memory back."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

# Nearly all that a run makes it goes on to use, and what it does not is gone without a search. At Python's
# own 700 a seventh of a build's time went into looking; with this the memory is a twentieth more.
_NEW_OBJECTS: Final = 50_000
# After how many engagements a run clears up what is new, and after how many it looks through everything:
# templates that only one engagement had may have become garbage.
_OFTEN: Final = 4
_THOROUGHLY: Final = 40


def seldom() -> None:
    """Look for garbage when there are many new objects."""
    gc.set_threshold(_NEW_OBJECTS)


class Sweep:
    """Looks for garbage between engagements, where a process that is ours alone builds many.

    What is still there after one is most often there to stay: it is not looked at again each time, only once
    in a while, with what has become garbage of it.
    """

    def __init__(self) -> None:
        self._engagements = 0

    def after_one(self) -> None:
        """Clear up after every few engagements, and give the system what is free.

        The texts of a site are many and large, and between what stays of them the C library would keep a
        fifth more of memory.
        """
        self._engagements += 1
        if self._engagements % _OFTEN:
            return
        if self._engagements % _THOROUGHLY == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        with suppress(OSError, AttributeError, TypeError):
            ctypes.CDLL(None).malloc_trim(0)  # where the C library has it

    def end(self) -> None:
        """Look at everything again from now on."""
        gc.unfreeze()
