"""When files change: a call for each burst of changes, from the system's own notices."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from watchdog.observers.api import BaseObserver

# Editors save in several steps; this long after the last of them a file is as it should be.
_SETTLED_SECONDS: Final = 0.08
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".svg"})
_CHANGES: Final = frozenset({"created", "modified", "moved", "deleted"})


class _Bell(FileSystemEventHandler):
    """Rings when a file changes; where single files are meant, for those and the pictures beside them."""

    def __init__(self, ring: Callable[[], None], names: frozenset[str]) -> None:
        self._ring = ring
        self._names = names

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on that something has changed; reading a file is no change."""
        if event.event_type in _CHANGES and not event.is_directory:
            changed = {PurePath(os.fsdecode(path)) for path in (event.src_path, event.dest_path)}
            if not self._names or any(p.name in self._names or p.suffix in _PICTURES for p in changed):
                self._ring()


@contextmanager
def watching(paths: Iterable[Path], changed: Callable[[], None]) -> Iterator[None]:
    """Call `changed` after every burst of changes in files or under folders, from a thread of its own."""
    pending, stop = threading.Event(), threading.Event()

    def wait() -> None:
        while not stop.is_set():
            pending.wait()
            while pending.is_set() and not stop.is_set():
                pending.clear()
                stop.wait(_SETTLED_SECONDS)
            if not stop.is_set():
                changed()

    observer = _observer(paths, pending.set)
    worker = threading.Thread(target=wait, daemon=True)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        pending.set()
        observer.stop()
        observer.join()
        worker.join()


def _observer(paths: Iterable[Path], ring: Callable[[], None]) -> BaseObserver:
    """Return a running observer; where the system has no more watches to give, one that looks for itself."""
    names: dict[Path, frozenset[str]] = {}
    for path in paths:
        folder, name = (path, frozenset[str]()) if path.is_dir() else (path.parent, frozenset({path.name}))
        names[folder] = names.get(folder, frozenset()) | name
    for kind in (Observer, PollingObserver):
        observer = kind()
        for folder, only in names.items():
            observer.schedule(_Bell(ring, only), str(folder), recursive=not only)
        try:
            observer.start()
        except OSError:
            continue
        return observer
    raise OSError("the system lets no folder be watched")
