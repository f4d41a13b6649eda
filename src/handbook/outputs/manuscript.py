"""An edition on its way out: what all its formats are made from, and when it is done, its files."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from handbook.skeletons import Around, Values
from handbook.slots import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.load.places import Places
    from handbook.logo import Logo
    from handbook.pages.notes import Told
    from handbook.published import History
    from handbook.records import Datum
    from handbook.render import RenderedPage, RenderedSite
    from handbook.view import View


class Manuscript(Struct, frozen=True, dict=True):
    """What every format of an edition is made from."""

    view: View
    facts: Mapping[str, Datum]
    """What is derived from the view, by the names that pages use."""
    site: RenderedSite
    logo: Logo | None
    places: Places
    """Where each field stands in its file."""
    history: History | None = None
    """What was handed over before, where the record of it was asked for."""
    data: Mapping[str, Told] = field(default_factory=dict)
    """What our own data files say: reading paths, words of pictures."""

    @property
    def name(self) -> str:
        """What messages call the edition: `spokeshare-booking/client`."""
        return f"{self.view.root['id']}/{self.view.edition.value}"

    @cached_property
    def pages(self) -> Mapping[str, RenderedPage]:
        """The pages by their paths."""
        return {page.path: page for page in self.site.pages}

    def values(self, path: str) -> Values:
        """Return what goes into a page."""
        return Values(self.pages[path].slots, self.site.slots, self.pages[path].file, self._around)

    @cached_property
    def _around(self) -> Around:
        return Around(self.site.slots)

    def values_in_words(self, path: str) -> Values:
        """Return what goes into what search knows of a page: a picture is its words there."""
        values = self.values(path)
        page = [replace(slot, kind=Kind.TEXT) if slot.kind is Kind.PICTURE else slot for slot in values.page]
        return Values(page, values.site, values.file, values.around)


class Finished(Struct, frozen=True, dict=True):
    """An edition with all its files, by their paths in it, not yet published."""

    manuscript: Manuscript
    files: Mapping[str, bytes]
