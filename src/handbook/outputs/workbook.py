"""The workbook of an edition: what people ask for in Excel, ready to filter and to print."""

from __future__ import annotations

import io
import locale
import unicodedata
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import tokenize_pattern
from xlsxwriter import Workbook

from handbook.outputs.paper import on_letter
from handbook.outputs.workbook_sheets import Sheet, sheets
from handbook.phrases import phrases
from handbook.records import need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from handbook.outputs.manuscript import Manuscript
    from handbook.outputs.workbook_sheets import Cell
    from handbook.phrases import Phrases
    from handbook.view import View

PATH = "workbook.xlsx"
# What a value looks like is never asked: what is text stays text, so that no formula or link comes of it.
_AS_TYPED = MappingProxyType(
    {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
)
# Widths are in characters, heights in points; the wide columns share what a printed page can take.
_NARROWEST, _DATE_WIDTH, _ROOM = 9, 18, 3
_LEAST_WIDE, _MOST_WIDE, _ALL_COLUMNS = 28, 90, 220
_LINE, _MOST_LINES = 15, 27
# What a cell, and the head of a printed page, can hold.
_LONGEST, _LONGEST_HEAD = 32767, 120
_A4, _LETTER = 9, 1
# The letters of babel's patterns of dates, as spreadsheets write them.
_LETTERS = MappingProxyType({"M": "m", "L": "m", "d": "d", "E": "d", "c": "d"})


def files(manuscript: Manuscript) -> dict[str, bytes]:
    """Return the workbook of an edition."""
    view = manuscript.view
    content = io.BytesIO()
    book = Workbook(content, dict(_AS_TYPED))
    book.set_properties({"title": need(view.root, "title", str), "created": _midnight(view.as_of)})
    looks = _looks(book, view.language)
    for sheet in sheets(manuscript):
        page = book.add_worksheet(sheet.name)
        _fill(page, sheet, looks)
        _lay_out(page, sheet)
        _set_for_print(page, view, phrases(manuscript.data, "workbook"))
    book.close()
    return {PATH: content.getvalue()}


def _looks(book: Workbook, language: str) -> Mapping[str, Format]:
    """Return how heads, texts and dates look."""
    cell = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#d0d0d0"}
    return {
        "head": book.add_format({**cell, "bold": True, "bg_color": "#e8eaf0"}),
        "text": book.add_format({**cell, "num_format": "@"}),
        "date": book.add_format({**cell, "num_format": date_format(language), "align": "left"}),
    }


def _fill(page: Worksheet, sheet: Sheet, looks: Mapping[str, Format]) -> None:
    """Write heads and cells, each as what it is."""
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head, looks["head"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, _midnight(cell), looks["date"])
            elif cell:
                page.write_string(number, column, cell[:_LONGEST], looks["text"])
            else:
                page.write_blank(number, column, None, looks["text"])


def _midnight(day: date) -> datetime:
    """Return the moment that stands for a date: the format knows no zones."""
    return datetime.combine(day, time())


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    """Make columns and rows large enough, keep the heads in sight, and let every column be filtered."""
    widest = max(_LEAST_WIDE, min(_ALL_COLUMNS // len(sheet.heads), _MOST_WIDE))
    widths = [
        _width(head, [row[column] for row in sheet.rows], widest) for column, head in enumerate(sheet.heads)
    ]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    # Excel would find the heights by itself; LibreOffice takes rows without one to be of one line.
    for number, row in enumerate(sheet.rows, start=1):
        page.set_row(
            number, _LINE * max(_lines(cell, width) for cell, width in zip(row, widths, strict=True))
        )
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heads) - 1)


def _width(head: str, cells: Iterable[Cell], widest: int) -> int:
    """Return a column's width in characters: of its longest line, within bounds; the filter needs room."""
    lengths = [len(head) + _ROOM, _NARROWEST]
    for cell in cells:
        lengths += [_DATE_WIDTH] if isinstance(cell, date) else [_wide(line) + 1 for line in cell.split("\n")]
    return min(max(lengths), widest)


def _lines(cell: Cell, width: int) -> int:
    """Return how many lines a cell takes; words that do not fit begin a new one."""
    if isinstance(cell, date):
        return 1
    count = 0
    for line in cell.split("\n"):
        count, left = count + 1, width
        for word in line.split(" ") if _wide(line) > width else ():
            if _wide(word) > left and left < width:
                count, left = count + 1, width
            left -= _wide(word) + 1
            count, left = count + max(0, -left - 1) // width, max(left, 0)
    return min(count, _MOST_LINES)


def _wide(text: str) -> int:
    """Return how wide a text is, in characters: Chinese ones count twice."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _set_for_print(page: Worksheet, view: View, say: Phrases) -> None:
    """Print across, as wide as the paper, with the heads on every page."""
    page.set_landscape()
    page.set_paper(_LETTER if on_letter(view) else _A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    title = need(view.root, "title", str)[:_LONGEST_HEAD].replace("&", "&&")
    page.set_header(f"&L{say('draft-title', title=title) if view.draft else title}&R&A")
    page.set_footer(f"&L{say('as-of', date=view.as_of.isoformat())}&R&P / &N")


def date_format(language: str) -> str:
    """Return the number format of a date with its weekday, as people write it in a language."""
    tag = Locale.parse(language, sep="-")
    pattern = tag.datetime_skeletons.get("yMMMEd") or tag.date_formats["medium"]
    parts = (_date_part(value) for _, value in tokenize_pattern(pattern.pattern))
    return _language_code(tag) + "".join(parts)


def _date_part(value: str | tuple[str, int]) -> str:
    """Return one part of a date's pattern as spreadsheets write it."""
    if isinstance(value, str):
        return "".join(letter if letter in " ,./-" else f"\\{letter}" for letter in value)
    letter, length = value
    if letter == "y":
        return "yyyy"
    return _LETTERS.get(letter, "") * (max(length, 3) if letter in "Ec" else length)


def _language_code(tag: Locale) -> str:
    """Return what makes a spreadsheet write names of days and months in a language, or nothing."""
    codes = {name: number for number, name in locale.windows_locale.items()}
    number = codes.get(str(tag)) or codes.get(f"{tag.language}_{tag.language.upper()}")
    return f"[$-{number:X}]" if number else ""
