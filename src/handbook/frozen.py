"""Objects of ours as bytes, for what is kept between runs: trusted as the program itself is (see `kept`)."""

from __future__ import annotations

import io
import pickle
from types import MappingProxyType
from typing import Any


def frozen(thing: object) -> bytes:
    """Return an object as bytes that `thawed` makes the same object of."""
    written = io.BytesIO()
    _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(thing)
    return written.getvalue()


def thawed(written: bytes) -> Any:  # noqa: ANN401 -- whatever was frozen
    """Return the object that `frozen` wrote down, in this version of the program."""
    return pickle.loads(written)  # noqa: S301 -- see above


class _Pickler(pickle.Pickler):
    """Writes mappings that cannot be changed, too."""

    def reducer_override(self, thing: object) -> Any:  # noqa: ANN401 -- as the library has it
        """Return how an object is made again, where the library does not know it."""
        return (_unchangeable, (dict(thing),)) if isinstance(thing, MappingProxyType) else NotImplemented


def _unchangeable(things: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(things)
