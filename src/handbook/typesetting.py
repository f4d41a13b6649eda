"""How data and a template become a PDF or a picture: the only module that knows the engine."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from datetime import UTC, datetime, time
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

import typst
from msgspec import Struct

from handbook.fresh import content_of, files_in, hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from typst import OutputFormat

# The engine can fetch packages of templates from the network. Ours ask for none, and it is to find none.
_NO_PACKAGES: Final = "no-packages-are-ever-used"
_STANDARD: Final = "ua-1"
_NO_GLYPH: Final = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)
_BY_NUMBER: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
# Characters of these scripts are told from others by a letter each; the rest is told by its block.
_SAMPLES: Final = (
    ("Arabic", "\u0628", "fonts-noto-core"),
    ("Hebrew", "\u05d0", "fonts-noto-core"),
    ("Devanagari", "\u0905", "fonts-noto-core"),
    ("Thai", "\u0e01", "fonts-noto-core"),
    ("Chinese and Japanese", "\u65e5", "fonts-noto-cjk"),
    ("Korean", "\ud55c", "fonts-noto-cjk"),
    ("emoji", "\U0001f389", "fonts-noto-color-emoji"),
)
_SAMPLE: Final = b'#set document(title: [x])\n#set text(font: "Source Sans 3")\n#sys.inputs.letter'
_CJK: Final = ((0x1100, 0x11FF), (0x2E80, 0x9FFF), (0xA960, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F))
_WIDE_AND_FAR: Final = ((0xFF00, 0xFFEF), (0x1B000, 0x1B2FF), (0x20000, 0x3FFFF))
_PICTURES: Final = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0xFE0F, 0xFE0F), (0x1F1E6, 0x1F1FF))


class NoGlyph(Exception):  # noqa: N818 -- it is what was found, not a fault of ours
    """Characters that stand in the data and that no font of this machine has."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = tuple(dict.fromkeys(characters))
        super().__init__(" ".join(self.characters))


class Script(Struct, frozen=True):
    """A script, whether a font of this machine has it, and the package that brings one."""

    name: str
    is_there: bool
    package: str


class Sheet(Struct, frozen=True, dict=True):
    """What is to be drawn: a template with what stands on it, made on a day."""

    template: str
    data: Mapping[str, Any]
    on: date

    @cached_property
    def written(self) -> str:
        """The data as the engine takes them."""
        return json.dumps(self.data, ensure_ascii=False)


class Ground(Struct, frozen=True):
    """All that drawings are made of beside their data: templates, all fonts, the engine."""

    digest: str

    def name_of(self, sheet: Sheet) -> str:
        """Return a short name for a sheet on this ground: with the same name, it has the same bytes."""
        about = f"{self.digest} {sheet.template} {sheet.on.isoformat()}"
        return hash_of(about.encode(), sheet.written.encode(errors="surrogatepass"))


class Typesetter:
    """Draws templates of one folder with the fonts in its `fonts/`, then those of the machine.

    Fonts are looked up once, at first use. Templates see the folder and the data, no other file, no network.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _fonts(self) -> typst.Fonts:
        return typst.Fonts(
            include_system_fonts=True,
            include_embedded_fonts=False,
            font_paths=[str(self._folder / "fonts")],
        )

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return self._compiler_of(None, {})

    def _compiler_of(self, template: Path | None, inputs: dict[str, str]) -> typst.Compiler:
        nowhere = self._folder / _NO_PACKAGES
        return typst.Compiler(
            input=template,
            root=self._folder,
            font_paths=self._fonts,
            sys_inputs=inputs,
            package_path=nowhere,
            package_cache_path=nowhere,
        )

    def ground(self) -> Ground:
        """Return what sheets are drawn on now: of the machine's fonts, place, size and time of change."""
        files = [part for name, path in files_in(str(self._folder)) for part in (name, content_of(path))]
        fonts = sorted({font.path for font in self._fonts.fonts() if font.path})
        told = [f"{path} {_state_of(path)}" for path in fonts]
        parts = [part if isinstance(part, bytes) else part.encode(errors="surrogateescape") for part in files]
        around = "\n".join([engine(), *told]).encode(errors="surrogateescape")
        return Ground(hash_of(around, *parts))

    def told(self, sheet: Sheet, mark: str) -> Any:  # noqa: ANN401 -- whatever the template says
        """Return what a template says of its own layout: the value that it puts at a mark, None without one.

        Nothing is drawn: what has been laid out once is quickly drawn afterwards.
        """
        compiler = self._compiler_of(self._folder / sheet.template, {"data": sheet.written})
        found = json.loads(compiler.query(f"<{mark}>", field="value"))
        return found[0] if found else None

    def pdf(self, sheet: Sheet) -> bytes:
        """Return a tagged PDF that says it was made on the sheet's day; raises NoGlyph."""
        return self._draw(sheet, "pdf", None)[0]

    def pictures(self, sheet: Sheet, dots: float) -> tuple[bytes, ...]:
        """Return the pages as PNG pictures with so many dots an inch; raises NoGlyph."""
        return self._draw(sheet, "png", dots)

    def _draw(self, sheet: Sheet, form: OutputFormat, dots: float | None) -> tuple[bytes, ...]:
        made_at = int(datetime.combine(sheet.on, time(), UTC).timestamp())
        template = sheet.template
        try:
            drawn = self._compiler.compile(
                input=str(self._folder / template),
                format=form,
                ppi=dots,
                sys_inputs={"data": sheet.written},
                pdf_standards=[_STANDARD] if form == "pdf" else [],
                timestamp=made_at,
            )
        except typst.TypstError as error:
            if missing := _missing(error.diagnostic):
                raise NoGlyph(missing) from None
            # The engine's own text says where in the template; the exception alone does not.
            raise RuntimeError(f"{template}: {error.diagnostic}") from None
        pages = drawn if isinstance(drawn, list) else [drawn]
        return tuple(page for page in pages if page is not None)

    def scripts(self) -> Iterator[Script]:
        """Yield the scripts beyond the shipped fonts, each with whether this machine has it."""
        for name, letter, package in _SAMPLES:
            try:
                self._compiler.compile(
                    input=_SAMPLE,
                    format="pdf",
                    sys_inputs={"letter": letter},
                    pdf_standards=[_STANDARD],
                )
            except typst.TypstError:
                yield Script(name, is_there=False, package=package)
            else:
                yield Script(name, is_there=True, package=package)


def _missing(diagnostic: str) -> list[str]:
    """Return the characters without a font that the engine names, itself or by their numbers.

    Of signs that are made of several it names each, the invisible ones that join them too, and a part that
    was drawn with the one before it as nothing: only what people can look for is of use to them.
    """
    found = [
        _BY_NUMBER.sub(lambda match: chr(int(match[1], 16)), one) for one in _NO_GLYPH.findall(diagnostic)
    ]
    named = [one for one in found if one]
    return [one for one in named if unicodedata.category(one[0]) != "Cf"] or named


def _state_of(path: str) -> tuple[int, int]:
    """Return a file's size and time of change; of one that has just gone, nothing like them."""
    try:
        told = os.stat(path)  # noqa: PTH116 -- the engine's fonts come as texts
    except OSError:
        return (0, 0)
    return (told.st_size, told.st_mtime_ns)


def engine() -> str:
    """Return the name and version of the engine: PDFs of another may differ in their bytes."""
    return f"typst {metadata.version('typst')}"


def package_for(character: str) -> str:
    """Return the Debian package whose fonts have a character, as far as its block tells."""
    first = ord(character[0])
    if any(low <= first <= high for low, high in (*_CJK, *_WIDE_AND_FAR)):
        return "fonts-noto-cjk"
    if any(low <= ord(one) <= high for one in character for low, high in _PICTURES):
        return "fonts-noto-color-emoji"
    return "fonts-noto-core"
