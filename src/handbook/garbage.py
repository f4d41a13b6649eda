"""How often a process that is ours alone looks for garbage, and when it gives memory back."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

# Nearly all that a run makes it goes on to use, and what it does not is gone without a search. At Python's
# own 700 a seventh of a build's time went into looking; with this the memory is a twentieth more.
_NEW_OBJECTS: Final = 50_000
# After how many engagements a run looks through everything: templates that only one engagement had may have
# become garbage.
_THOROUGHLY: Final = 40
# The GNU C library's name for the size from which on memory is asked of the system for each piece, and given
# back with it. Left alone the library raises it to the largest piece that it has seen freed, and then keeps
# the gaps that the texts of a site leave.
_M_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 128 * 1024


def seldom() -> None:
    """Look for garbage when there are many new objects, and keep no memory in which a large text was."""
    gc.set_threshold(_NEW_OBJECTS)
    _tell_the_library("mallopt", _M_MMAP_THRESHOLD, _LARGE)


class Sweep:
    """Looks for garbage between engagements, where a process that is ours alone builds many.

    What is still there after one is most often there to stay: it is not looked at again each time, only once
    in a while, with what has become garbage of it.
    """

    def __init__(self) -> None:
        self._engagements = 0

    def after_one(self) -> None:
        """Clear up what an engagement has left, and give the system what is free.

        The texts of a site are many and large, and between what stays of them the C library would keep a
        fifth more of memory.
        """
        self._engagements += 1
        if self._engagements % _THOROUGHLY == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        _tell_the_library("malloc_trim", 0)

    def end(self) -> None:
        """Look at everything again from now on."""
        gc.unfreeze()


def _tell_the_library(function: str, *numbers: int) -> None:
    """Call a function of the C library, where that has it; elsewhere memory is in other hands."""
    with suppress(OSError, AttributeError, TypeError):
        getattr(ctypes.CDLL(None), function)(*numbers)
