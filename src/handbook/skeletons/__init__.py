"""Slotted Markdown to compiled pages: the only package that imports MkDocs and its theme."""

from handbook.skeletons.pieces import Around, Values
from handbook.skeletons.press import CompiledSite, Press, Skeleton

__all__ = ("Around", "CompiledSite", "Press", "Skeleton", "Values")
