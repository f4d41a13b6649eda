"""What was printed where: the slots of one scope, in order of printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from handbook.slots import URL_SCHEME, Kind, Slot, mark

if TYPE_CHECKING:
    from handbook.slots import Scope


class Ledger(Struct):
    """The slots of a page, or of the whole site; the number of a slot is its position."""

    scope: Scope
    _slots: list[Slot] = field(default_factory=list)

    def enter(self, slot: Slot) -> str:
        """Return what stands for a printed value in the page: its mark, with a scheme where it is an address.

        The same value printed twice has two slots: numbers tell the order of printing and nothing about
        the values, so that engagements that take the same branches share one skeleton.
        """
        number = len(self._slots)
        self._slots.append(slot)
        scheme = URL_SCHEME if slot.kind is Kind.URL else ""
        return scheme + mark(self.scope, number)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Return what was entered so far."""
        return tuple(self._slots)
