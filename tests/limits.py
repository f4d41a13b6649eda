"""What a test may take of the machine."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = 4096


@contextmanager
def memory(megabytes: int) -> Iterator[None]:
    """Let what happens in here take so much memory beyond what the process has, and no more.

    What asks for more gets a MemoryError. Only Linux keeps such a limit; elsewhere there is none.
    """
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 -- not on every system

    before = resource.getrlimit(resource.RLIMIT_AS)
    now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * _PAGE
    resource.setrlimit(resource.RLIMIT_AS, (now + megabytes * 1_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
