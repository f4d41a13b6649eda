"""What one run has worked out and the next can use: values by their keys, in one file of this machine.

It may be deleted at any time, and many runs may share it. Whatever is wrong with it, nothing is known. What
is kept is trusted as the program itself is: a folder that others could write to is not used.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import suppress
from copy import copy
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
PLACE: Final = "HANDBOOK_CACHE"
# Bytes that the file may grow to: the pages of some hundred firms' texts.
_MOST: Final = 256_000_000
# With row numbers, by which the values lie apart from the keys: to find its way among keys with values beside
# them SQLite reads those as well, and some are a million bytes long.
# Bytes of the digest before bytes that are kept.
_SEAL: Final = 16
_TABLE: Final = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value TEXT NOT NULL)"
_FIND: Final = "SELECT value FROM kept WHERE key = ?"
_ADD: Final = "INSERT OR IGNORE INTO kept VALUES (?, ?)"


def folder() -> Path:
    """Return the folder for what is kept on this machine, where the environment names no other."""
    return Path(os.environ.get(PLACE) or platformdirs.user_cache_dir("engagement-handbook"))


class Kept:
    """Values that JSON can hold, or bytes, each by a key that says all it depends on.

    `ground` names what all of them depend on: with another one, none of them is found.
    """

    def __init__(self, place: Path, ground: str) -> None:
        self._ground = ground.encode()
        self._new: dict[bytes, str | bytes] = {}
        self._file = _File(place / "kept.sqlite3")
        self._adds = True

    def apart(self) -> Kept:
        """Return the same to look things up in, for texts that only one engagement has: nothing is added."""
        other = copy(self)
        other._new, other._adds = {}, False  # noqa: SLF001 -- it is one of these
        return other

    def find(self, key: object) -> Any:  # noqa: ANN401 -- whatever was kept
        """Return what was kept under a key, None where nothing was."""
        name = self._name(key)
        if name in self._new:
            return _read(self._new[name])
        try:
            connection = self._file.opened()
            row = connection and connection.execute(_FIND, (name,)).fetchone()
            return _read(row[0]) if row else None
        except (sqlite3.Error, ValueError):
            self._give_up()
            return None

    def keep(self, key: object, value: object) -> None:
        """Keep a value; it is there for others after the next `save`."""
        if self._adds and self._file.opened():
            written = _sealed(value) if isinstance(value, bytes) else json.dumps(value, separators=(",", ":"))
            self._new[self._name(key)] = written

    def save(self) -> None:
        """Write down what is new."""
        connection = self._new and self._file.opened()
        if not connection:
            return
        try:
            with connection as transaction:
                transaction.executemany(_ADD, self._new.items())
            self._new.clear()
            if self._file.size() > _MOST:
                self._give_up()
        except (sqlite3.Error, OSError):
            self._give_up()

    def close(self) -> None:
        """Close the file, as it must be where a process is copied; it is opened when next asked for."""
        self._file.close()

    def _name(self, key: object) -> bytes:
        return blake2b(repr(key).encode(), digest_size=20, key=self._ground[:64]).digest()

    def _give_up(self) -> None:
        """Know nothing more in this run, and let the next begin anew."""
        self._new.clear()
        self._file.give_up()


def _sealed(value: bytes) -> bytes:
    """Return bytes with their digest: what reads them would trust damaged ones, as JSON's reader does not."""
    return blake2b(value, digest_size=_SEAL).digest() + value


def _read(written: str | bytes) -> Any:  # noqa: ANN401 -- as `find`
    """Return a value as it was kept. Raises ValueError if it is damaged."""
    if isinstance(written, str):
        return json.loads(written)
    value = written[_SEAL:]
    if _sealed(value) != written:
        raise ValueError(len(written))
    return value


def known(kept: Kept | None, key: Callable[[], object], worked_out: Callable[[], T]) -> T:
    """Return what was kept under a key, or what is worked out now, which is kept."""
    if kept is None:
        return worked_out()
    name = key()
    found: T | None = kept.find(name)
    if found is None:
        found = worked_out()
        kept.keep(name, found)
        kept.save()
    return found


class _File:
    """The file, opened when it is needed, and no more once anything was wrong with it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._usable = True

    def opened(self) -> sqlite3.Connection | None:
        """Return the open file, None where it cannot be used."""
        if self._usable and not self._connection:
            self._connection = self._open()
            self._usable = self._connection is not None
        return self._connection

    def size(self) -> int:
        """Return how many bytes it takes."""
        return sum(path.stat().st_size for path in self._path.parent.glob(f"{self._path.name}*"))

    def close(self) -> None:
        """Close it for now."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def give_up(self) -> None:
        """Remove it, for the next run to begin anew."""
        self.close()
        self._usable = False
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(self._path.name + ending).unlink()

    def _open(self) -> sqlite3.Connection | None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(self._path.parent):
                return None
            connection = sqlite3.connect(self._path, timeout=10)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # a lost page is as good as an unknown one
            connection.execute(_TABLE)
        except (sqlite3.Error, OSError):
            self.give_up()
            return None
        return connection


def _is_ours(folder: Path) -> bool:
    """Return whether nobody else can write to a folder, as far as this system tells."""
    if not hasattr(os, "getuid"):
        return True
    told = folder.stat()
    return told.st_uid == os.getuid() and not told.st_mode & 0o022
