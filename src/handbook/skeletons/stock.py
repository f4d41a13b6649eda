"""Which files besides pages a site takes: those that its pages show, load or link, and no others."""

from __future__ import annotations

import posixpath
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from handbook.markup import in_css, target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

    from handbook.render import RenderedPage

_TEAM_FOLDER = "internal"
# Material loads its search and the words of a language from a script; no tag names them.
_SEARCH_FOLDER = "assets/javascripts/lunr"
_SEARCH_OF_LANGUAGE = MappingProxyType({"ja": "tinyseg.js", "hi": "wordcut.js", "th": "wordcut.js"})


def with_pictures(
    found: Iterable[File], pictures: Mapping[str, Path], config: MkDocsConfig
) -> Iterator[File]:
    """Yield what MkDocs has found, and in place of what has the same path the pictures of a site's own."""
    for path, place in pictures.items():
        yield File.generated(config, path, abs_src_path=str(place))
    yield from (file for file in found if file.src_uri not in pictures)


def on_offer(files: Iterable[File], *, team: bool) -> Iterator[File]:
    """Yield the files that pages of an edition may ask for, out of all that MkDocs has found."""
    for file in files:
        folders = file.src_uri.split("/")
        hidden = any(part.startswith(("_", ".")) for part in folders)
        if not (file.is_documentation_page() or hidden or (folders[0] == _TEAM_FOLDER and not team)):
            yield file


def files_of(pages: Iterable[RenderedPage], offered: Iterable[File], config: MkDocsConfig) -> Files:
    """Return a site's files for MkDocs: its pages, in order, and what they may ask for."""
    made = [
        File.generated(config, page.path, content=page.markdown, inclusion=InclusionLevel.INCLUDED)
        for page in pages
    ]
    return Files([*made, *offered])


def chosen(offered: Iterable[File], asked: Iterable[str], languages: Sequence[str]) -> list[File]:
    """Return the files that are asked for, by pages, by the stylesheets among them, or by the search."""
    shelf = {file.src_uri: file for file in offered}
    wanted = {*asked, *search_scripts(languages)}
    for path in sorted(wanted & shelf.keys()):
        if path.endswith(".css"):
            addresses = in_css(shelf[path].content_string)
            wanted.update(aim[0] for aim in (target(address, path) for address in addresses) if aim)
    return [shelf[path] for path in sorted(wanted & shelf.keys())]


def search_scripts(languages: Sequence[str]) -> Iterator[str]:
    """Yield the scripts that Material's search loads for the site's languages."""
    others = [language for language in languages if language != "en"]
    names = [f"min/lunr.{language}.min.js" for language in others]
    names += [_SEARCH_OF_LANGUAGE[language] for language in others if language in _SEARCH_OF_LANGUAGE]
    if len(languages) > 1:
        names.append("min/lunr.multi.min.js")
    if names:
        names.append("min/lunr.stemmer.support.min.js")
    yield from (posixpath.join(_SEARCH_FOLDER, name) for name in names)
