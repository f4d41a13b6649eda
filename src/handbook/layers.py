"""Which texts a run is made from: the handbook's own, the firm's above them, an engagement's own on top."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from handbook import fresh
from handbook.bundle import bundle
from handbook.frozen import frozen, thawed
from handbook.pages import BASE_LANGUAGE, OWN, Layer, read_sources, translated_into
from handbook.pages.files import PICTURES
from handbook.render import Templates
from handbook.workspace import MARKER, firm_file, is_in_own_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handbook.kept import Kept
    from handbook.load import Loaded
    from handbook.pages import Sources

FIRMS: Final = "the firm's"
ENGAGEMENTS: Final = "the engagement's own"
PAGES: Final = "pages"
_PARTIALS: Final = "engagement_templates/partials"
_THEME: Final = ("mkdocs.yml", "engagement_templates/theme", "docs/assets")
# What files of a layer are read.
_READ: Final = (".md", ".yml", ".jinja", *PICTURES)
BUNDLED: Final = (Layer(bundle(), "docs", _PARTIALS, OWN),)


def layers(loaded: Loaded) -> tuple[Layer, ...]:
    """Return the layers of an engagement, lowest first; named in messages as its files are."""
    above = []
    if loaded.firm:
        shown = loaded.firm.file.removesuffix(MARKER)
        above.append(Layer(loaded.firm.folder, PAGES, f"{PAGES}/_partials", FIRMS, shown))
    if is_in_own_folder(loaded.path):
        shown = loaded.file.removesuffix(loaded.path.name)
        above.append(Layer(loaded.path.parent, PAGES, f"{PAGES}/_partials", ENGAGEMENTS, shown))
    return (*BUNDLED, *(layer for layer in above if layer.folder.is_dir()))


def has_own_texts(loaded: Loaded) -> bool:
    """Return whether an engagement has pages of its own, which no other may get."""
    return layers(loaded)[-1].name == ENGAGEMENTS


def touched(loaded: Loaded, sources: Sources) -> frozenset[str]:
    """Return the names of the pages that the layers above the handbook's own have a say in.

    A macro or a word of theirs can stand on any page.
    """
    everywhere = any(
        (layer.root / place).is_dir()
        for layer in layers(loaded)
        if layer.name != OWN
        for place in (layer.partials, f"{layer.pages}/_data")
    )
    return frozenset(
        page.name
        for page in sources.pages
        if everywhere or any(origin.layer != OWN for origin in page.origins)
    )


class Library:
    """The templates of a run: those of equal layers are read and compiled once, and shared by nothing else.

    No two sets of layers share templates, so that no page of one engagement can reach another.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        """`kept` has what earlier runs have compiled."""
        self._kept = kept
        self._made: dict[tuple[tuple[Layer, ...], str], Templates] = {}
        self._before: dict[tuple[tuple[Layer, ...], str], Templates] = {}

    def of(self, loaded: Loaded) -> Templates:
        """Return the templates that an engagement is made from."""
        above = layers(loaded)
        key = above, translated_into(above, loaded.engagement.language)
        if key not in self._made:
            if has_own_texts(loaded):
                # Nobody else has these: those of the engagement before have done their work.
                self._made = {
                    made: self._made[made] for made in self._made if made[0][-1].name != ENGAGEMENTS
                }
            kept = self._kept.apart() if self._kept and has_own_texts(loaded) else self._kept
            self._made[key] = Templates(_read(*key, kept), self._before.get(key), kept)
        return self._made[key]

    def own(self) -> Sources:
        """Return the handbook's own texts; they are not read again where an engagement has no others."""
        made = self._made.get((BUNDLED, BASE_LANGUAGE))
        return made.sources if made else _read(BUNDLED, BASE_LANGUAGE, self._kept)

    def refresh(self) -> None:
        """Read all texts again when they are next asked for; what did not change is not compiled again."""
        self._made, self._before = {}, self._made


def _read(layers: tuple[Layer, ...], language: str, kept: Kept | None) -> Sources:
    """Return the texts of some layers, as an earlier run has read them where they are the same still.

    To parse them takes longer than all the rest of the work on one engagement's texts.
    """
    key = ("sources", layers, language, *_contents(layers)) if kept else ()
    known = kept.find(key) if kept else None
    if known is not None:
        sources: Sources = thawed(known)
        return sources
    sources = read_sources(layers, language)
    if kept and not sources.problems:
        kept.keep(key, frozen(sources))
        kept.save()
    return sources


def _contents(layers: tuple[Layer, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield what tells whether the files of some layers are the same: where each truly is, and a digest."""
    for layer in layers:
        for top in filter(None, (layer.pages, layer.partials)):
            for name, path in fresh.files_in(str(layer.root / top)):
                if name.lower().endswith(_READ):
                    content = fresh.content_of(path)
                    yield f"{top} {name}", os.path.realpath(path), fresh.hash_of(content)


def templates(before: Templates | None = None) -> Templates:
    """Return the handbook's own pages and partials, read now; what `before` compiled is taken over."""
    return Templates(read_sources(BUNDLED, BASE_LANGUAGE), before)


def own_sources() -> Sources:
    """Return the handbook's own texts, read now."""
    return read_sources(BUNDLED, BASE_LANGUAGE)


def texts(engagement: Path) -> tuple[Path, ...]:
    """Return the folders and files that a site is made of beside the engagement's own file."""
    own = tuple(bundle() / name for name in ("docs", "engagement_templates", "hooks", "mkdocs.yml"))
    return (*own, *(path for path in _above(engagement) if path.exists()))


def state(engagement: Path) -> str:
    """Return what changes when anything above the handbook's own texts does that an engagement's site shows.

    That is the firm's handbook.yml and all files of the firm's and the engagement's pages; the engagement's
    own file and the bundle are not in it.
    """
    digest = hashlib.sha256()
    for place in _above(engagement):
        for path in (place, *sorted(place.rglob("*"))) if place.exists() else ():
            if path.is_file():
                content = path.read_bytes()
                digest.update(
                    f"{path.relative_to(place.parent).as_posix()}\0{len(content)}\0".encode() + content
                )
        digest.update(b"\0")
    return digest.hexdigest()


def _above(engagement: Path) -> Iterator[Path]:
    """Yield the files and folders above the bundle that an engagement takes over from or is made of."""
    if firm := firm_file(engagement):
        yield from (firm, firm.parent / PAGES)
    if is_in_own_folder(engagement):
        yield engagement.parent / PAGES


def theme_state() -> tuple[tuple[str, int, int], ...]:
    """Return what tells whether the theme, its settings or its files have changed."""
    places = [bundle() / name for name in _THEME]
    files = [path for place in places for path in (place, *sorted(place.rglob("*"))) if path.is_file()]
    return tuple((path.as_posix(), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
