"""Handouts that stand from an earlier build: one is drawn again only if made of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.fresh import content_of, hash_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Standing:
    """An edition's handouts as its folder has them, with what a note beside it says that they are made of.

    A file is taken over only if it has the very bytes that were written then. Nothing is kept elsewhere: no
    other engagement, and no cache of the user, holds a handout or a value of it.
    """

    def __init__(self, folder: Path | None = None, told: object = None) -> None:
        """`told` is what `now` was when the edition in the folder was published; anything else is no help."""
        self._folder = folder
        self._told = told if isinstance(told, dict) else {}
        self.now: dict[str, list[str]] = {}
        """What each file is made of and what is in it, as short names, by its path in the edition."""
        self.by_machine = False
        """Whether they may hold letters of the machine's own fonts: with other fonts they are drawn again."""

    def file(self, path: str, made_of: str, draw: Callable[[], bytes]) -> bytes:
        """Return what stands at a path in the edition if it is made of the same; otherwise draw it."""
        content = self._as_before(path, made_of)
        if content is None:
            content = draw()
        self.now[path] = [made_of, hash_of(content)]
        return content

    def _as_before(self, path: str, made_of: str) -> bytes | None:
        known = self._told.get(path)
        if self._folder is None or not isinstance(known, list) or known[:1] != [made_of]:
            return None
        content = content_of(str(self._folder / path))
        return content if known == [made_of, hash_of(content)] else None
