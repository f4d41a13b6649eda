"""A picture's file tells of the picture, and of nothing else."""

from __future__ import annotations

import base64
import io
import zlib

import pytest
from PIL import Image

from handbook.pictures import Broken, bare, carried
from picture_files import chunk, exif, gif, jpeg, png, riff_chunk, segment, webp

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
INKSCAPE = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
WHOLE = {"png": png(), "jpg": jpeg(), "webp": webp(), "gif": gif()}
CANARY = b"Canary of Acme"
CARRYING = [
    ("png", png(chunk(b"tEXt", b"Author\0" + CANARY)), "a piece 'tEXt'"),
    ("png", png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + CANARY)), "a piece 'iTXt'"),
    ("png", png(chunk(b"zTXt", b"Comment\0\0" + CANARY)), "a piece 'zTXt'"),
    ("png", png(chunk(b"eXIf", CANARY)), "a piece 'eXIf'"),
    ("png", png(chunk(b"tIME", b"\x07\xea\x01\x01\0\0\0")), "a piece 'tIME'"),
    ("png", png(chunk(b"iCCP", b"Canary\0\0" + zlib.compress(CANARY))), "a piece 'iCCP'"),
    ("png", png(chunk(b"caNb", CANARY)), "a piece 'caNb'"),
    ("png", png(behind=CANARY), "something behind its end"),
    ("jpg", jpeg(exif(1, CANARY)), "a piece 'Exif'"),
    ("jpg", jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARY)), "a piece 'http'"),
    ("jpg", jpeg(segment(0xED, b"Photoshop 3.0\0" + CANARY)), "a piece 'Phot'"),
    ("jpg", jpeg(segment(0xE2, b"ICC_PROFILE\0" + CANARY)), "a piece 'ICC_'"),
    ("jpg", jpeg(segment(0xFE, CANARY)), "a comment"),
    ("jpg", jpeg(behind=CANARY), "something behind its end"),
    ("webp", webp(riff_chunk(b"EXIF", CANARY), flags=0x08), "a piece 'EXIF'"),
    ("webp", webp(riff_chunk(b"XMP ", CANARY), flags=0x04), "a piece 'XMP'"),
    ("webp", webp(riff_chunk(b"ICCP", CANARY), flags=0x20), "a piece 'ICCP'"),
    ("gif", gif(b"!\xfe\x0eCanary of Acme\0"), "a comment"),
    ("gif", gif(b"!\xff\x0bXMP DataXMP\x0eCanary of Acme\0"), "a piece 'XMP DataXMP'"),
    ("gif", gif(behind=CANARY), "something behind its end"),
]  # fmt: skip


@pytest.mark.parametrize("kind", WHOLE)
def test_a_picture_alone_stays_as_it_is(kind: str) -> None:
    """A picture that carries nothing keeps every byte."""
    assert list(carried(kind, WHOLE[kind])) == []
    assert bare(kind, WHOLE[kind]) == WHOLE[kind]


@pytest.mark.parametrize(("kind", "content", "what"), CARRYING)
def test_what_a_picture_carries_is_told_and_taken_out(kind: str, content: bytes, what: str) -> None:
    """Texts, dates, cameras, profiles, comments and what stands behind the end go; the picture stays."""
    assert list(carried(kind, content)) == [what]
    assert bare(kind, content) == WHOLE[kind]
    for data in (content, bare(kind, content)):
        picture = Image.open(io.BytesIO(data))
        picture.load()
        assert picture.size == (1, 1)


def test_an_animation_stays_one() -> None:
    """The piece that lets an animation begin again is part of the picture."""
    content = gif(b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0")
    assert bare("gif", content) == content


@pytest.mark.parametrize("kind", WHOLE)
def test_a_picture_that_breaks_off_is_told(kind: str) -> None:
    """Wherever a file ends too early, or is something else, it is refused and nothing hangs or crashes."""
    for length in range(len(WHOLE[kind])):
        with pytest.raises(Broken):
            bare(kind, WHOLE[kind][:length])


@pytest.mark.parametrize("orientation", [0, 3, 6, 8])
def test_a_picture_on_its_side_is_told(orientation: int) -> None:
    """A photograph that only its camera's words turn upright would lie down without them."""
    with pytest.raises(Broken, match="is stored lying on its side"):
        bare("jpg", jpeg(exif(orientation)))


def test_photographs_of_a_real_program() -> None:
    """What a usual program writes, progressive and full of words, comes out as its picture alone."""
    whole = Image.effect_mandelbrot((64, 48), (-3, -2.5, 2, 2.5), 20).convert("RGB")
    words = Image.Exif()
    words[0x010E] = CANARY.decode()
    with_words: list[tuple[str, str, dict[str, object]]] = [
        ("JPEG", "jpg", {"progressive": True, "exif": words, "comment": CANARY}),
        ("PNG", "png", {"exif": words}),
        ("WEBP", "webp", {"lossless": True, "exif": words, "xmp": CANARY}),
        ("GIF", "gif", {"comment": CANARY}),
    ]
    for form, kind, options in with_words:
        written = io.BytesIO()
        whole.save(written, form, **options)
        alone = bare(kind, written.getvalue())
        assert CANARY in written.getvalue()
        assert CANARY not in alone
        assert list(carried(kind, alone)) == []
        seen = [Image.open(io.BytesIO(data)).convert("RGB").tobytes() for data in (written.getvalue(), alone)]
        assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        ("", "<!-- Canary --><path/>"),
        ("", "<metadata>Canary</metadata><path/>"),
        (f'{INKSCAPE} inkscape:export-filename="canary/secret.png"', "<path/>"),
        (INKSCAPE, "<inkscape:note>Canary</inkscape:note><path/>"),
        ("", '<path data-name="Canary"/>'),
        ("", "<?editor Canary?><path/>"),
    ],
)
def test_what_a_drawing_carries_goes(attributes: str, inside: str) -> None:
    """Comments, editors' notes, their folders and data attributes go; the drawing stays a plain SVG."""
    content = SVG.format(attributes, inside).encode()
    assert list(carried("svg", content))
    alone = bare("svg", content)
    assert list(carried("svg", alone)) == []
    assert b"anary" not in alone
    assert alone == b'<svg xmlns="http://www.w3.org/2000/svg"><path /></svg>'


def test_a_drawing_keeps_its_links_and_pictures() -> None:
    """A drawing written anew still uses its own parts, and the pictures in it are alone too."""
    pixel = base64.b64encode(png(chunk(b"tEXt", b"Author\0Canary"))).decode()
    inside = f'<use xlink:href="#a"/><image href="data:image/png;base64,{pixel}"/>'
    content = SVG.format("", inside).encode()
    assert list(carried("svg", content)) == ["a picture that carries something"]
    alone = bare("svg", content).decode()
    assert 'xlink:href="#a"' in alone
    assert f"data:image/png;base64,{base64.b64encode(png()).decode()}" in alone
    assert "ns0" not in alone
