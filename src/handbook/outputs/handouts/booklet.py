"""The training booklet: the pages of an edition, or of one role's path, as one book."""

from __future__ import annotations

import base64
import math
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from handbook.diagrams import PICTURES
from handbook.errors import Refused
from handbook.outputs.handouts.columns import words_in
from handbook.outputs.handouts.copy import shown
from handbook.outputs.handouts.paper import holding, opening_notes, without_next
from handbook.outputs.handouts.people import reader
from handbook.outputs.handouts.tree import Printed, Reader
from handbook.pages.notes import Notes
from handbook.records import code

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

    from handbook.errors import Problem
    from handbook.outputs.handouts.copy import Copy, Plain
    from handbook.records import Record
    from handbook.typesetting import Sheet, Typesetter

# Pages that say nothing in a book: pictures of what lies beside it, and what a browser keeps and fills in.
_NOT_PRINTED: Final = frozenset(
    {"reference/handouts.md", "reference/progress.md", "reference/certificate.md", "404.md"}
)
_GLOSSARY: Final = "reference/glossary.html"
_PICTURE: Final = "hb-pic--"
# As wide as the text of a page on a laptop: so the words on pictures are as large as those around them.
_WIDTH: Final = 640
# What a booklet is set in, in points: the first, or what is nearest to it and ends on a fuller page.
_SIZES: Final = (10.5, 10.4, 10.3, 10.6, 10.2, 10.7, 10.1, 10.8, 10.0, 10.9)
# How much of the last page is to be filled.
_FILLED: Final = 0.3
_PICTURES: Final = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "webp": "webp", "gif": "gif"}


class Book:
    """The pages of an edition as trees, read once for all its booklets."""

    def __init__(self, copy: Copy, files: Mapping[str, bytes]) -> None:
        self._copy, self._files = copy, files
        self._read: dict[str, Printed] = {}

    def pages(self) -> Mapping[str, Printed]:
        """Return every page by its path; refuses with every element that has no rule."""
        if not self._read:
            problems: list[Problem] = []
            for page in self._copy.manuscript.site.pages:
                if page.path not in _NOT_PRINTED:
                    url = page.path.removesuffix(".md") + ".html"
                    lang = self._copy.language_of(page.path)
                    reader = Reader(url, page.file, partial(self._drawing, lang), self._picture)
                    self._read[page.path] = replace(reader.read(self._files[url]), lang=lang)
                    problems += reader.problems
            if problems:
                raise Refused(problems)
        return self._read

    def _drawing(self, language: str, element: HtmlElement) -> Plain | None:
        """Return a picture of ours as it is drawn for paper, in the language of its page.

        Pages have each twice, for wide and for narrow columns.
        """
        kinds = element.get("class", "").split()
        name = next((one.removeprefix(_PICTURE) for one in kinds if one.startswith(_PICTURE)), "")
        if "hb-pic-narrow" in kinds or name not in PICTURES:
            return None
        drawn = self._copy.drawing(name, _WIDTH, language)
        return {"is": "figure", **drawn} if drawn else None

    def _picture(self, path: str) -> str | None:
        """Return a picture of the site as a drawing."""
        content, ending = self._files.get(path), path.rpartition(".")[2].lower()
        if content is None:
            return None
        if ending == "svg":
            return content.decode()
        if ending not in _PICTURES:
            return None
        data = base64.b64encode(content).decode()
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300">'
            f'<image width="400" height="300" href="data:image/{_PICTURES[ending]};base64,{data}"/></svg>'
        )


def booklet(copy: Copy, handout: Record, book: Book) -> Plain:
    """Return a whole booklet: its chapters with their pages, and the answers to all exercises."""
    audience = code(handout, "key")
    pages = book.pages()
    whole = list(_path(copy, audience, pages) if audience else _all(copy, pages))
    here = {page["url"] for chapter in whole for page in chapter["pages"]}
    marks = _Marks(here)
    chapters = [_held(chapter) for chapter in marks.marked(whole)]
    return {
        "reader": shown(reader(copy, audience)) if audience else "",
        "client_name": copy.around["client"],
        "chapters": chapters,
        "here": sorted(here),
        "web": copy.home("index")["address"].removesuffix("index.html"),
        "answers": marks.exercises + marks.later > 0,
        "words": marks.index(),
        "listed": marks.listed,
        "size": _SIZES[0],
        "sizes": _SIZES,
    }


def fitted(sheet: Sheet, typesetter: Typesetter) -> Sheet:
    """Return a booklet in the first size of type with no nearly empty last page and no note a page too late.

    Where no size brings both, it is the one with the fewest such notes, and of these that with the fullest
    last page.
    """
    best, worth = sheet, (-math.inf, 0.0)
    for size in sheet.data["sizes"]:
        tried = replace(sheet, data={**sheet.data, "size": size})
        layout = typesetter.told(tried, "layout")
        if layout["filled"] >= _FILLED and not layout["astray"]:
            return tried
        if (-layout["astray"], layout["filled"]) > worth:
            best, worth = tried, (-layout["astray"], layout["filled"])
    return best


class _Marks:
    """What is counted while a booklet is put together: exercises, explained words, things elsewhere."""

    def __init__(self, here: Container[str]) -> None:
        self.exercises = self.later = 0
        self._here = here
        self._url = ""
        self._words: dict[str, str] = {}
        self._listed: dict[str, str] = {}
        # What the page at hand has told already: the pages that this booklet lacks, and web addresses.
        self._elsewhere: set[str] = set()
        self._addresses: set[str] = set()
        # A long list is cut where a page ends, and its notes would be as many as its items: there an address
        # stands behind its words, and needs no note later.
        self._within_long = False
        self._written_out: set[str] = set()

    @property
    def listed(self) -> bool:
        """Whether the list of words stands in the booklet."""
        return bool(self._listed)

    def index(self) -> list[Plain]:
        """Return each word of the list of words, and each that is explained where it stands, by name."""
        rows = [
            {"word": word, "key": next((means for means in self._words if said.startswith(means)), "")}
            for word, said in self._listed.items()
        ]
        told = {row["key"] for row in rows}
        rows += [{"word": word, "key": means} for means, word in self._words.items() if means not in told]
        return sorted(rows, key=lambda row: (row["word"].casefold(), row["word"]))

    def marked(self, node: Any) -> Any:  # noqa: ANN401 -- a tree of plain nodes
        """Return a tree in which exercises have numbers, and what comes for the first time says so."""
        if isinstance(node, list):
            return [self.marked(one) for one in node]
        if not isinstance(node, dict):
            return node
        about, outside = self._about(node), self._within_long
        self._within_long = outside or (node.get("is") == "list" and not node["short"])
        made = {**{name: self.marked(part) for name, part in node.items()}, **about}
        self._within_long = outside
        return made

    def _about(self, node: Plain) -> Plain:
        match node.get("is"):
            case "exercise":
                self.exercises += 1
                return {"number": self.exercises}
            case "later":
                self.later += 1
                return {"number": self.later}
            case "word":
                first = node["means"] not in self._words
                self._words.setdefault(node["means"], shown(words_in(node["body"])))
                return {"key": node["means"], "first": first}
            case "web":
                return {"note": self._note(node), "name": f"{self._url} {node['address']}"}
            case "see":
                tell = node["page"] not in self._here and node["page"] not in self._elsewhere
                self._elsewhere.add(node["page"])
                return {"tell": tell}
            case None if "blocks" in node:
                self._url = node["url"]
                self._elsewhere.clear()
                self._addresses.clear()
                self._written_out.clear()
            case None if "entry" in node:
                said = [part["body"] for part in node["body"] if part["is"] == "par"]
                self._listed.setdefault(node["entry"], words_in(said[0]) if said else "")
        return {}

    def _note(self, node: Plain) -> str:
        """Return which note an address gets: its first on a page, that again, none where its words tell.

        Behind its words stands one in a long list.
        """
        if node["address"].rstrip("/") in words_in(node["body"]) or node["address"] in self._written_out:
            return ""
        if self._within_long and node["address"] not in self._addresses:
            self._written_out.add(node["address"])
            return "behind"
        again = node["address"] in self._addresses
        self._addresses.add(node["address"])
        return "again" if again else "first"


def _all(copy: Copy, pages: Mapping[str, Printed]) -> Iterator[Plain]:
    """Yield the chapters as the menu has them."""
    for section in copy.manuscript.site.nav:
        paths = [path for _, path in section.pages if path in pages]
        if paths:
            yield _chapter(copy.filled(section.title) or copy.around["engagement"], paths, pages)


def _path(copy: Copy, audience: str, pages: Mapping[str, Printed]) -> Iterator[Plain]:
    """Yield the reading path of a role as one chapter."""
    rows = copy.manuscript.data.get("paths")
    path = rows.find(audience) if isinstance(rows, Notes) else None
    names = path.parts["pages"] if path else None
    named = [f"{name}.md" for name in names] if isinstance(names, Notes) else []
    paths = [page for page in named if page in pages]
    if paths:
        whole = _chapter("", paths, pages)
        yield {
            **whole,
            "pages": [{**page, "blocks": without_next(page["blocks"])} for page in whole["pages"]],
        }


def _chapter(title: str, paths: Iterable[str], pages: Mapping[str, Printed]) -> Plain:
    return {"title": title, "pages": [_page(pages[path]) for path in paths]}


def _held(chapter: Plain) -> Plain:
    """Return a chapter in which what has notes holds to what leads to it, which only now tells its notes."""
    pages = [{**page, "notes": opening_notes(page["blocks"])} for page in chapter["pages"]]
    return {**chapter, "pages": [{**page, "blocks": holding(page["blocks"])} for page in pages]}


def _page(page: Printed) -> Plain:
    """Return a page, whose headings go down one step at a time, as readers by ear need it."""
    level, blocks = 1, []
    said: list[Any] = []
    for block in page.blocks:
        if block["is"] == "later":
            blocks.append({**block, "about": said})
        elif block["is"] == "heading":
            level, said = min(block["level"], level + 1), block["body"]
            blocks.append({**block, "level": level})
        elif block["is"] == "terms" and page.url == _GLOSSARY:
            rows = [{**row, "entry": shown(words_in(row["term"]))} for row in block["rows"]]
            blocks.append({**block, "rows": rows})
        else:
            blocks.append(block)
    return {"url": page.url, "title": page.title, "lang": page.lang, "blocks": blocks}
