"""In which language titles are, where it is another than the site's: navigation and contents show them so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.toc import AnchorLink

    from handbook.render import RenderedPage

_OPENING: Final = "<span lang="
# A heading that is nothing but words in a language of their own, and the mark that links to it.
_SPOKEN: Final = re.compile(
    r"""<h[1-6](?: [^>]*)? id="([^"]+)"[^>]*><span lang=['"]([\w-]+)['"]>[^<]*</span><a """
)


def language_of(page: RenderedPage) -> str:
    """Return the language of a page that is not in its site's, or "" of one that is."""
    return next(iter(page.meta.get("lang", ())), "")


def in_language(title: str, language: str) -> str:
    """Return a title as navigation and contents show it: with its language, where that is not the site's."""
    return f'{_OPENING}"{language}">{title}</span>' if language and not title.startswith(_OPENING) else title


def spoken_headings(html: str) -> dict[str, str]:
    """Return the languages of the headings in a text that have one of their own, by their ids."""
    return dict(_SPOKEN.findall(html)) if _OPENING in html else {}


def name_contents(contents: Iterable[AnchorLink], own: dict[str, str], language: str) -> None:
    """Give the contents of a page in some language the titles that the theme shows; `own` have their own."""
    for link in contents:
        link.title = in_language(link.title, own.get(link.id, language))
        name_contents(link.children, own, language)
