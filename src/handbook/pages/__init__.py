"""The handbook's own texts: what pages there are, in what order, and what lies beside them."""

from handbook.pages.blocks import block_names
from handbook.pages.files import BASE_LANGUAGE, OWN, Layer, languages_of, translated_into
from handbook.pages.front_matter import AUDIENCES, FrontMatter
from handbook.pages.notes import Note, Notes, Phrase
from handbook.pages.sources import GUARD, INTERNAL, Origin, PageSource, Section, Sources, read_sources

__all__ = (
    "AUDIENCES",
    "BASE_LANGUAGE",
    "GUARD",
    "INTERNAL",
    "OWN",
    "FrontMatter",
    "Layer",
    "Note",
    "Notes",
    "Origin",
    "PageSource",
    "Phrase",
    "Section",
    "Sources",
    "block_names",
    "languages_of",
    "read_sources",
    "translated_into",
)
