"""A finished page as a tree of plain nodes: what the booklet draws; each kind of element has its rule.

A block is a group with what it `is` (a heading, a paragraph, a list ...). What stands in a line is a list of
texts and of groups (strong, code, a link ...). An element without a rule is a problem of its page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

import lxml.html
from msgspec import Struct, field

from handbook.errors import Place, Problem
from handbook.markup import target
from handbook.outputs.handouts.columns import size_of, widths_of, words_in
from handbook.outputs.handouts.copy import breakable
from handbook.outputs.handouts.paper import code_lines, ends_sentence, for_paper, is_short, leading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

    from handbook.outputs.handouts.copy import Plain

_SPACE: Final = re.compile(r"[ \t\r\n]+")
_ARTICLE: Final = "//article[contains(concat(' ', @class, ' '), ' md-content__inner ')]"
_DRAWING: Final = "hb-pic"
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_WRAPPED: Final = {"b": "strong", "strong": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
_CODE: Final = frozenset({"code", "kbd", "samp", "var"})
_THROUGH: Final = frozenset({"span", "mark", "q", "small", "time", "u", "ins", "del", "s", "label", "font"})
_LINE: Final = frozenset({"a", "abbr", "br", "img", "input", *_WRAPPED, *_CODE, *_THROUGH})
_WEB: Final = ("http://", "https://")


class Printed(Struct, frozen=True):
    """A page as a tree."""

    url: str
    title: list[Any]
    blocks: list[Plain]
    lang: str = ""
    """The language that it is in: `en`."""


class Reader(Struct):
    """Reads one page; `drawing` gives a drawing of ours as a figure, None for one that it does not know."""

    url: str
    name: str
    """What messages call the page."""
    drawing: Callable[[HtmlElement], Plain | None]
    picture: Callable[[str], str | None]
    """Gives the picture at a path of the site as a drawing."""
    problems: list[Problem] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)
    _notes: dict[str, list[Any]] = field(default_factory=dict)

    def read(self, html: bytes) -> Printed:
        """Return a finished page as a tree."""
        articles = lxml.html.document_fromstring(html.decode()).xpath(_ARTICLE)
        article = cast("list[HtmlElement]", articles)[0]
        _bring_answers_home(article)
        self._collect_notes(article)
        blocks = self._blocks(article)
        titles = [one for one in blocks if one["is"] == "heading" and one["level"] == 1]
        body = [one for one in blocks if one not in titles]
        return Printed(self.url, titles[0]["body"] if titles else [], for_paper(body))

    # Blocks

    def _blocks(self, parent: HtmlElement) -> list[Plain]:
        """Return what stands below an element, one block after the other."""
        found: list[Plain] = []
        line = self._text(parent.text)
        for element in parent:
            if isinstance(element.tag, str) and element.tag not in _LINE:
                found += _paragraph(line)
                line = []
                found += self._block(element)
            else:
                line += self._inline(element)
            line += self._text(element.tail)
        return leading(_with_exercises([*found, *_paragraph(line)]))

    def _block(self, element: HtmlElement) -> list[Plain]:  # noqa: PLR0911 -- one line a kind of element
        tag, kinds = str(element.tag), element.get("class", "").split()
        if tag in _HEADINGS:
            level = _HEADINGS[tag]
            return [
                {"is": "heading", "level": level, "id": element.get("id", ""), "body": self._line(element)}
            ]
        if tag == "p":
            return self._said(element, kinds)
        if tag in {"ul", "ol"}:
            items = [self._blocks(item) for item in element if item.tag == "li"]
            return [{"is": "list", "ordered": tag == "ol", "items": items, "short": is_short(items)}]
        if tag == "table":
            return [self._table(element)]
        if tag == "dl":
            return [{"is": "terms", "rows": list(self._terms(element))}]
        if tag == "blockquote":
            body = self._blocks(element)
            return [{"is": "quote", "body": body, "short": is_short(body)}]
        if tag == "pre" or "highlight" in kinds:
            return [{"is": "code", "lines": code_lines(element.text_content().strip("\n"))}]
        if tag == "details":
            return [self._details(element, kinds)]
        if tag == "hr":
            return [{"is": "rule"}]
        return self._group(element, tag, kinds)

    def _group(self, element: HtmlElement, tag: str, kinds: list[str]) -> list[Plain]:
        """Return what an element with blocks in it holds."""
        if tag == "div" and "admonition" in kinds:
            kind = next((one for one in kinds if one != "admonition"), "note")
            heading = element.find("p")
            title = self._line(heading) if heading is not None and _is(heading, "admonition-title") else []
            if title and heading is not None:
                element.remove(heading)
            return [{"is": "note", "kind": kind, "title": title, "body": self._blocks(element)}]
        if tag == "div" and "footnote" in kinds:
            return []  # each stands at the foot of the page where it is called
        if tag == "svg":
            figure = self.drawing(element)
            return [figure] if figure else self._unknown(element, "svg")
        if tag in {"div", "section", "figure", "header", "main", "nav", "fieldset", "form"}:
            return self._blocks(element)
        if tag in {"script", "style", "template", "button", "hgroup"}:
            return []
        return self._unknown(element, tag)

    def _said(self, element: HtmlElement, kinds: list[str]) -> list[Plain]:
        """Return a paragraph; one that asks begins an exercise."""
        drawn = [one for one in element.iter("svg") if _is(one, _DRAWING)]
        if drawn:
            return [figure for one in drawn if (figure := self.drawing(one))]
        if "check-question" in kinds:
            return [{"is": "question", "body": _bare(self._line(element))}]
        return _paragraph(self._line(element))

    def _table(self, element: HtmlElement) -> Plain:
        heads = [self._line(cell) for cell in element.iterfind("./thead/tr/th")]
        rows = [
            [self._line(cell) for cell in row if cell.tag in {"td", "th"}]
            for row in element.iterfind("./tbody/tr")
        ]
        rows = [row for row in rows if row]
        size = size_of(max(len(row) for row in (heads, *rows)))
        return {
            "is": "table",
            "heads": heads,
            "rows": rows,
            "widths": widths_of(heads, rows),
            "size": size,
        }

    def _terms(self, element: HtmlElement) -> Iterator[Plain]:
        """Yield each word of a list of words with what stands below it."""
        terms: list[Any] = []
        for child in element:
            if child.tag == "dt":
                terms = [*terms, " · ", *self._line(child)] if terms else self._line(child)
            elif child.tag == "dd":
                yield {"term": terms, "body": self._blocks(child)}
                terms = []

    def _details(self, element: HtmlElement, kinds: list[str]) -> Plain:
        """Return what opens on a screen: an answer to choose, one that paper tells later, or a note."""
        summary = element.find("summary")
        title = self._line(summary) if summary is not None else []
        if summary is not None:
            element.remove(summary)
        body = self._blocks(element)
        if {"right", "wrong"} & {*kinds}:
            why = _without_verdict(body)
            closed = ends_sentence(words_in(title))
            about = {"right": "right" in kinds, "closed": closed}
            return {"is": "option", **about, "body": _plain(title), "why": _plain(why)}
        if "question" in kinds:
            return {"is": "later", "title": title, "body": body}
        return {"is": "note", "kind": next(iter(kinds), "note"), "title": title, "body": body}

    def _unknown(self, element: HtmlElement, tag: str) -> list[Plain]:
        """Note an element without a rule, once a page."""
        if tag not in self._told:
            self._told.add(tag)
            kinds = element.get("class", "")
            message = f"<{tag}{f' class={kinds!r}' if kinds else ''}> has no rule for the booklet"
            hint = "say it with headings, paragraphs, lists, tables or notes, or leave the page out"
            self.problems.append(Problem(Place(self.name, 1, 1), "", message, hint, "BUILD-ELEMENT"))
        return []

    # Lines

    def _line(self, element: HtmlElement) -> list[Any]:
        """Return what stands in one line: texts and what is marked in them."""
        return _trimmed(self._pieces(element))

    def _pieces(self, element: HtmlElement) -> list[Any]:
        found = self._text(element.text)
        for child in element:
            found += self._inline(child)
            found += self._text(child.tail)
        return found

    @staticmethod
    def _text(text: str | None) -> list[Any]:
        return [breakable(_SPACE.sub(" ", text))] if text else []

    def _inline(self, element: HtmlElement) -> list[Any]:  # noqa: PLR0911 -- one line a kind of element
        tag = element.tag
        if not isinstance(tag, str):
            return []  # a comment
        if tag == "br":
            return [{"is": "br"}]
        if tag in _WRAPPED:
            return self._note(element) or [{"is": _WRAPPED[tag], "body": self._pieces(element)}]
        if tag in _CODE:
            return [{"is": "code", "text": breakable(_SPACE.sub(" ", element.text_content()))}]
        if tag == "abbr":
            return [{"is": "word", "means": element.get("title", ""), "body": self._pieces(element)}]
        if tag == "a":
            return self._link(element)
        return self._other_inline(element, tag)

    def _other_inline(self, element: HtmlElement, tag: str) -> list[Any]:
        """Return what stands in a line and is not of words alone."""
        if tag == "input":
            return [{"is": "box"}] if element.get("type") == "checkbox" else []
        if tag == "img":
            return self._image(element)
        if tag == "svg":
            return []  # an icon beside words; drawings stand in blocks
        if tag == "span" and (lang := element.get("lang")):
            return [{"is": "spoken", "lang": lang.partition("-")[0], "body": self._pieces(element)}]
        if tag in _THROUGH or tag in {"p", "div"}:
            return self._pieces(element)
        return self._unknown(element, tag)

    def _link(self, element: HtmlElement) -> list[Any]:
        """Return a link: to a page of ours, to the web, or only its words."""
        if _is(element, "headerlink") or _is(element, "footnote-backref"):
            return []
        body, address = self._pieces(element), element.get("href", "")
        aim = target(address, self.url)
        if aim and aim[0].endswith(".html"):
            return [{"is": "see", "page": aim[0], "part": aim[1], "body": body}]
        if address.startswith(_WEB):
            return [{"is": "web", "address": address, "body": body}]
        # In a table, a column is as wide as the longest part of a word.
        if address.startswith("mailto:") and not any(element.iterancestors("td", "th")):
            return [{"is": "mail", "address": words_in(body), "body": body}]
        return body

    def _image(self, element: HtmlElement) -> list[Any]:
        aim = target(element.get("src", ""), self.url)
        drawn = self.picture(aim[0]) if aim else None
        if drawn is None:
            return self._unknown(element, "img")
        return [{"is": "image", "drawing": drawn, "words": element.get("alt", "")}]

    # Footnotes

    def _collect_notes(self, article: HtmlElement) -> None:
        """Keep the footnotes of a page, which stand at its end, by their ids."""
        for item in article.xpath(".//div[contains(@class, 'footnote')]//li[@id]"):
            self._notes[str(item.get("id"))] = self._line(item)

    def _note(self, element: HtmlElement) -> list[Any]:
        """Return a call of a footnote as the footnote itself."""
        link = element.find("a")
        if link is None or not _is(link, "footnote-ref"):
            return []
        called = link.get("href", "").removeprefix("#")
        return [{"is": "footnote", "body": self._notes.get(called, [])}]


def _is(element: HtmlElement, kind: str) -> bool:
    return kind in element.get("class", "").split()


def _paragraph(line: list[Any]) -> list[Plain]:
    """Return a paragraph, or nothing for a line of spaces."""
    body = _trimmed(line)
    return [{"is": "par", "body": body}] if body else []


def _trimmed(line: list[Any]) -> list[Any]:
    """Return a line without spaces at its ends, and texts that stand together as one."""
    pieces: list[Any] = []
    for piece in line:
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip(" ")
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(" ")
    return [piece for piece in pieces if piece]


def _bare(line: list[Any]) -> list[Any]:
    """Return a line without the strong type that all of it stands in."""
    if len(line) == 1 and isinstance(line[0], dict) and line[0]["is"] == "strong":
        return list(line[0]["body"])
    return line


def _without_verdict(why: list[Plain]) -> list[Plain]:
    """Return the reasons of an answer without the word that begins them: "Right." or "Not quite."."""
    if why and why[0]["is"] == "par" and len(why[0]["body"]) > 1:
        first, *rest = why[0]["body"]
        if isinstance(first, dict) and first["is"] == "strong":
            return [{**why[0], "body": _trimmed(rest)}, *why[1:]]
    return why


def _plain(nodes: Any) -> Any:  # noqa: ANN401 -- a tree of plain nodes
    """Return a tree whose words are not explained: a note at the foot of the page would tell the answer."""
    if isinstance(nodes, list):
        return [_plain(node) for node in nodes]
    if not isinstance(nodes, dict):
        return nodes
    parts = {name: _plain(part) for name, part in nodes.items()}
    return {**parts, "is": "through"} if nodes.get("is") == "word" else parts


def _bring_answers_home(article: HtmlElement) -> None:
    """Put each answer, told at the end of a page, in the place of its option below the question."""
    for asked in article.iterfind(".//p[@data-hb-question]"):
        name = asked.get("data-hb-question")
        told = article.find(f".//p[@data-hb-answer='{name}']")
        options, answers = asked.getnext(), told.getnext() if told is not None else None
        if options is None or answers is None:
            continue
        asked.set("class", "check-question")
        for answer, option in zip(list(answers), list(options), strict=True):
            right = answer.find(".//strong[@class='hb-right']") is not None
            box = lxml.html.Element("details", {"class": "right" if right else "wrong"})
            option.tag, answer.tag = "summary", "p"
            for again in answer.xpath("./span[@class='hb-again']"):
                again.drop_tree()
            answer.text = None
            for verdict in answer.xpath("./strong[contains(@class, 'hb-')]")[:1]:
                while verdict.getprevious() is not None:
                    verdict.getprevious().drop_tree()
            box.extend([option, answer])
            options.addprevious(box)
        options.drop_tree()
    said_elsewhere = ".//h2[@id='check-answers'] | .//details[contains(@class, 'answers')]"
    for closed in article.xpath(f"{said_elsewhere} | .//p[@class='hb-where']"):
        closed.drop_tree()


def _with_exercises(blocks: list[Plain]) -> list[Plain]:
    """Return blocks in which each question has its answers to choose from."""
    found: list[Plain] = []
    for block in blocks:
        if block["is"] == "question":
            found.append({"is": "exercise", "body": block["body"], "options": []})
        elif block["is"] == "option" and found and found[-1]["is"] == "exercise":
            found[-1]["options"].append({key: block[key] for key in ("right", "closed", "body", "why")})
        elif block["is"] == "option":
            found.append({"is": "note", "kind": "note", "title": block["body"], "body": block["why"]})
        else:
            found.append(block)
    return found
