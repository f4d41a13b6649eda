"""How one brand colour becomes theme colours that everybody can read, and which logo stands beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT = "#22577a"
# The team's own pages never wear the client's colour: one look tells which edition is open.
TEAM = "#3d3a36"

# Text on these backgrounds is what the colours are made for: the darkest of the light scheme (code) and the
# lightest of the dark one (code again, Material's slate).
_LIGHT_BACKGROUND = "#f5f5f5"
_DARK_BACKGROUND = "#272b35"
_READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of ordinary size
_STEPS = 100


class Palette(Struct, frozen=True):
    """The theme colours that one brand colour gives, as #rrggbb."""

    header: str
    """The header's background: the brand colour itself."""
    on_header: str
    """The text on it, black or white."""
    light_text: str
    """The brand colour, dark enough for text in the light scheme."""
    dark_text: str
    """The brand colour, light enough for text in the dark scheme."""
    on_light_text: str
    """Text on a button that is filled with `light_text`."""
    on_dark_text: str
    """Text on a button that is filled with `dark_text`."""


def palette(primary: str) -> Palette:
    """Return the readable theme colours for a brand colour, which is a `#rrggbb`."""
    light, dark = _darkened(primary, _LIGHT_BACKGROUND), _lightened(primary, _DARK_BACKGROUND)
    return Palette(primary, _text_on(primary), light, dark, _text_on(light), _text_on(dark))


def stylesheet(primary: str | None, *, team: bool) -> str:
    """Return the stylesheet that gives Material an engagement's colours; the team's header has its own."""
    if primary is not None and not re.fullmatch(r"#[0-9a-fA-F]{6}", primary):
        raise ValueError(f"{primary!r} is not a colour of the form #rrggbb")
    brand = palette((primary or DEFAULT).lower())
    bar = palette(TEAM) if team else brand
    return _STYLESHEET.format(brand=brand, bar=bar)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _text_on(background: str) -> str:
    return max("#ffffff", "#000000", key=lambda text: contrast(text, background))


def _darkened(colour: str, background: str) -> str:
    return next(shade for shade in _shades(colour, 0) if contrast(shade, background) >= _READABLE)


def _lightened(colour: str, background: str) -> str:
    return next(shade for shade in _shades(colour, 255) if contrast(shade, background) >= _READABLE)


def _shades(colour: str, towards: int) -> Iterator[str]:
    """Yield the colour, then ever more of black (0) or white (255) mixed in."""
    for step in range(_STEPS + 1):
        channels = (round(channel + (towards - channel) * step / _STEPS) for channel in _channels(colour))
        yield "#" + "".join(f"{channel:02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- sRGB


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


# The second rule of each pair is as specific as Material's own, which sets the same names for its schemes.
_STYLESHEET = """\
:root, [data-md-color-primary="custom"] {{
  --md-primary-fg-color: {bar.header};
  --md-primary-fg-color--light: {bar.header};
  --md-primary-fg-color--dark: {bar.header};
  --md-primary-bg-color: {bar.on_header};
  --md-primary-bg-color--light: {bar.on_header};
}}

:root, [data-md-color-scheme="default"][data-md-color-primary="custom"] {{
  --hb-brand: {brand.light_text};
  --hb-on-brand: {brand.on_light_text};
  --md-typeset-a-color: {brand.light_text};
  --md-accent-fg-color: {brand.light_text};
  --md-accent-fg-color--transparent: {brand.light_text}1a;
  --md-accent-bg-color: {brand.on_light_text};
  --md-accent-bg-color--light: {brand.on_light_text};
}}

/* Paper is light whatever the screen is. */
@media screen {{
  [data-md-color-scheme="slate"][data-md-color-primary="custom"] {{
    --hb-brand: {brand.dark_text};
    --hb-on-brand: {brand.on_dark_text};
    --md-typeset-a-color: {brand.dark_text};
    --md-accent-fg-color: {brand.dark_text};
    --md-accent-fg-color--transparent: {brand.dark_text}1a;
    --md-accent-bg-color: {brand.on_dark_text};
    --md-accent-bg-color--light: {brand.on_dark_text};
  }}
}}
"""
