"""The handbook's own texts: what pages there are, in what order, and what lies beside them."""

from handbook.pages.front_matter import AUDIENCES, FrontMatter
from handbook.pages.sources import GUARD, Layer, PageSource, Section, Sources, read_sources

__all__ = ("AUDIENCES", "GUARD", "FrontMatter", "Layer", "PageSource", "Section", "Sources", "read_sources")
