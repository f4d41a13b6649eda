"""What a run has worked out of late: it remembers what is asked for again and again, and forgets the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

K = TypeVar("K")
V = TypeVar("V")


class Recent(dict[K, V]):
    """Values by what they were worked out from, in two generations.

    `pass_on` makes the young ones the old ones once there are enough of them; old ones that nobody asked for
    since are gone. So a run over thousands of engagements keeps what many of them share.
    """

    def __init__(self, most: int) -> None:
        """`most` is how many young ones there may be before they are old."""
        super().__init__()
        self._most = most
        self._old: dict[K, V] = {}

    def __missing__(self, key: K) -> V:
        """Return an old value, which is young again; raises KeyError where there is none."""
        value = self[key] = self._old.pop(key)
        return value

    def find(self, key: K) -> V | None:
        """Return a value, None where there is none."""
        try:
            return self[key]
        except KeyError:
            return None

    def unknown(self, keys: Iterable[K]) -> list[K]:
        """Return the keys without a value; the others' are young from now on."""
        old, missing = self._old, []
        for key in [key for key in keys if key not in self]:
            if key in old:
                self[key] = old.pop(key)
            elif key not in self:
                missing.append(key)
        return missing

    def pass_on(self) -> None:
        """Let a generation pass, if there are enough young ones."""
        if len(self) > self._most:
            self._old = dict(self)
            self.clear()
