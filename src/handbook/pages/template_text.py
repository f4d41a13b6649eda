"""Where a template's words stand in the file they come from."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from msgspec import Struct

from handbook.errors import Place

if TYPE_CHECKING:
    from types import FrameType, TracebackType

_OPENING = re.compile(r"\{[{%]")
_VISIBLE = re.compile(r"\S")
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUIET = "if|elif|else|endif|for|endfor|set|endset|macro|endmacro|import|from|with|endwith|call"
_QUIET_TAG = rf"\{{%\s*(?:{_QUIET})\b(?:[^%]|%(?!\}}))*(?<![-+])%\}}"
_COMMENT = r"\{#(?!-)(?:[^#]|#(?!\}))*(?<!-)#\}"
_ALONE = re.compile(rf"^[ \t]*((?:{_QUIET_TAG}|{_COMMENT})+)[ \t]*\n", re.MULTILINE)
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")


class TemplateText(Struct, frozen=True):
    """A template: its name among templates, the file it comes from, and its source.

    The source of a part of a file (a page's body, a line of front matter) begins with as many empty lines
    as stand before it there, so that Jinja's line numbers are the file's. Where the source is not the
    file's own text, as with a text in YAML, `file_text` is what columns
    are looked up in.
    """

    name: str
    file: str
    source: str
    written: str = ""

    @property
    def runnable(self) -> str:
        """The source as Jinja gets it: a line that holds nothing but tags leaves no line behind.

        The line break moves into the tag, so that every line keeps its number. Tags with a dash or plus
        are left to do what their author wrote; `call` and `include` write something, so their lines stay.
        """
        return _ALONE.sub(_without_break, self.source)

    def place(self, line: int, needle: str = "") -> Place:
        """Return the place of `needle` in the first code at or after the start of `line`, or of the line."""
        text = self.written or self.source
        start = _offset(text, line)
        found = _find(text, start, needle) if needle else None
        if found is None:
            end = (text + "\n").index("\n", start)
            code = _OPENING.search(text, start, end) or _VISIBLE.search(text, start, end)
            return Place(self.file, line, code.start() - start + 1 if code else 1)
        return Place(self.file, text.count("\n", 0, found) + 1, found - text.rfind("\n", 0, found))


def template_position(frame: FrameType | None) -> tuple[str, int] | None:
    """Return the name and line of the template that the program is in, looking outwards from `frame`."""
    while frame is not None:
        if template := frame.f_globals.get("__jinja_template__"):
            return template.name, template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return None


def here() -> tuple[str, int] | None:
    """Return the name and line of the template that is being run."""
    return template_position(sys._getframe(1))  # noqa: SLF001 -- Jinja tells templates no lines in any other way


def fault_position(traceback: TracebackType | None) -> tuple[str, int] | None:
    """Return the name and line of the innermost template that an exception came through."""
    innermost = None
    while traceback is not None:
        if template := traceback.tb_frame.f_globals.get("__jinja_template__"):
            innermost = template.name, template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
    return innermost


def _without_break(found: re.Match[str]) -> str:
    tags = found[1]
    return f"{tags[:-2]}\n{tags[-2:]}"


def _offset(text: str, line: int) -> int:
    offset = 0
    for _ in range(line - 1):
        following = text.find("\n", offset)
        if following < 0:
            break
        offset = following + 1
    return offset


def _find(text: str, start: int, needle: str) -> int | None:
    """Return where `needle` stands as a word of its own: in code outside quotes, else anywhere in code."""
    word = re.compile(rf"(?<!\w){re.escape(needle)}(?!\w)" if needle.isidentifier() else re.escape(needle))
    for blank_quotes in (True, False):
        for code in _CODE.finditer(text):
            if code.end() <= start:
                continue
            inside = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), code[0]) if blank_quotes else code[0]
            if found := word.search(inside, max(0, start - code.start())):
                return code.start() + found.start()
    line_end = (text + "\n").index("\n", start)
    found = word.search(text, start, line_end)
    return found.start() if found else None
