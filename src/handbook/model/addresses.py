"""Addresses, countries, languages, colours and file names: how each is written in an engagement file."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Final
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from handbook.errors import nearest
from handbook.model.reading import Kind, Misread

LONGEST_URL: Final = 2000
LONGEST_EMAIL: Final = 254
LOGO_SUFFIXES: Final = (".svg", ".png", ".jpg", ".jpeg", ".webp")
# In babel's list of territories, but no countries of ISO 3166-1.
_NO_COUNTRIES: Final = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
_EMAIL: Final = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_PHONE: Final = r"\+?[0-9(][0-9 ()./-]*[0-9](?: ?(?:x|ext\.?) ?[0-9]+)?"


class WebAddress(str):
    """An address that a link may lead to."""

    __slots__ = ()


def read_url(text: str) -> WebAddress:
    """Return a web address."""
    if not re.match(r"https?://", text):
        raise Misread(*_scheme_problem(text), "FIELD-URL")
    if bad := re.search(r"[\s\\<>\"{}|^`]", text):
        raise Misread(f"holds a {_named(bad[0])}", f"write {_percent(bad[0])} instead", "FIELD-URL")
    if len(text) > LONGEST_URL:
        raise Misread("is too long for a link", f"{LONGEST_URL} characters are the most", "FIELD-URL")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Misread("is not an address", "write it as your browser shows it", "FIELD-URL") from None
    if "@" in parts.netloc:
        hint = "leave out what stands before the @"
        raise Misread("holds a user name or password", hint, "FIELD-URL", quote=False)
    if not host or not re.fullmatch(r"[^.:/]+(?:\.[^.:/]+)*\.?|[0-9a-f:.]+", host):
        raise Misread("names no site", "write it as https://firm.example/page", "FIELD-URL")
    return WebAddress(text)


def _named(character: str) -> str:
    return {" ": "space", "\\": "backslash"}.get(
        character, "line break" if character.isspace() else character
    )


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _scheme_problem(text: str) -> tuple[str, str]:
    """Return what is wrong with an address that does not begin with https:// or http://, and what to do."""
    if re.match(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/|:[0-9]|$)", text):
        return "lacks the https:// in front", f"write https://{text}"
    return "is not an address that links may have", "links begin with https:// or http://"


def read_email(text: str) -> str:
    """Return an e-mail address."""
    if len(text) <= LONGEST_EMAIL and re.fullmatch(_EMAIL, text):
        return text
    inner = re.search(_EMAIL, text) if len(text) <= LONGEST_EMAIL else None
    hint = f"write {inner[0]}" if inner else "write it as name@firm.example"
    raise Misread("is not an e-mail address", hint, "FIELD-EMAIL")


def read_phone(text: str) -> str:
    """Return a phone number as typed."""
    digits = len(re.findall(r"[0-9]", text))
    if 3 <= digits <= 20 and re.fullmatch(_PHONE, text):  # noqa: PLR2004 -- E.164 and an extension
        return text
    raise Misread("is not a phone number", 'write it as "+44 20 7946 0142"', "FIELD-PHONE")


def read_language(text: str) -> str:
    """Return a language tag whose words for dates and numbers are known."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2}|-[0-9]{3})?", text):
        raise Misread("is not a language known here", _language_hint(text), "FIELD-LANGUAGE")
    parts = _cased(text)
    try:
        region = Locale.parse("_".join(parts)).territory
    except (ValueError, UnknownLocaleError):
        raise Misread("is not a language known here", _language_hint(text), "FIELD-LANGUAGE") from None
    if len(parts[-1]) in {2, 3} and len(parts) > 1 and region not in Locale("en").territories:
        raise Misread("is not a language known here", _language_hint(text), "FIELD-LANGUAGE")
    if "-".join(parts) != text:
        raise Misread("is not written as language tags are", f"write {'-'.join(parts)}", "FIELD-LANGUAGE")
    return text


def _cased(tag: str) -> list[str]:
    """Return the parts of a tag as locales write them: en, Latn, GB."""
    first, *rest = tag.split("-")
    return [first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)]  # noqa: PLR2004 -- Latn


def _language_hint(text: str) -> str:
    english = Locale("en").languages
    named = {name.casefold(): code for code, name in english.items()}
    if code := named.get(text.strip().casefold()):
        return f"did you mean '{code.replace('_', '-')}'?"
    first = re.split(r"[-_]", text)[0].lower()
    return f"did you mean '{first}'?" if first in english else "write a tag such as en-GB, nl-NL or de"


@cache
def countries() -> tuple[str, ...]:
    """Return the ISO 3166-1 codes of the countries."""
    names = Locale("en").territories
    return tuple(
        sorted(
            code for code in map(str, names) if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRIES
        )
    )


def read_country(text: str) -> str:
    """Return the ISO code of a country."""
    if text in countries():
        return text
    named = {name.casefold(): code for code, name in Locale("en").territories.items() if code in countries()}
    near = {"UK": "GB", "USA": "US"}.get(text.upper()) or named.get(text.strip().casefold())
    near = near or (text.upper() if text.upper() in countries() else None)
    if not near and (name := nearest(text, named)) and len(text) > 3:  # noqa: PLR2004 -- a name, not a code
        near = named[name.casefold()]
    hint = f"did you mean '{near}'?" if near else "write two letters such as GB, NL or US"
    raise Misread("is not the ISO code of a country", hint, "FIELD-COUNTRY")


def read_region(text: str) -> str:
    """Return the ISO code of a part of a country, without the country."""
    if re.fullmatch(r"[A-Z0-9]{1,3}", text):
        return text
    near = re.fullmatch(r"[A-Za-z]{2}-([A-Za-z0-9]{1,3})", text)
    hint = (
        f"write {near[1].upper()}" if near else "write the letters after the country, such as SCT of GB-SCT"
    )
    raise Misread("is not the ISO code of a region", hint, "FIELD-COUNTRY")


def read_colour(text: str) -> str:
    """Return a colour."""
    if re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return text
    if re.fullmatch(r"#[0-9a-fA-F]{3}", text):
        hint = f'write "#{"".join(digit * 2 for digit in text[1:])}"'
    elif re.fullmatch(r"[0-9a-fA-F]{6}", text):
        hint = f'write "#{text}"'
    else:
        hint = 'write # and six digits, such as "#0b6e4f"'
    raise Misread("is not a colour", hint, "FIELD-COLOUR")


def read_logo(text: str) -> str:
    """Return the path of a picture, relative to the folder of the engagement file and inside it."""
    parts = text.split("/")
    if "\\" in text:
        raise Misread("holds a backslash", f"write {text.replace(chr(92), '/')}", "FIELD-FILE")
    if text.startswith(("/", "~")) or ":" in text or ".." in parts:
        hint = "put the picture beside the engagement file, and write a path such as assets/logo.svg"
        raise Misread("leads out of the engagement's folder", hint, "FIELD-FILE")
    if not all(re.fullmatch(r"[\w][\w .()+-]*", part) for part in parts):
        raise Misread("is not the path of a file", "write a path such as assets/logo.svg", "FIELD-FILE")
    if not text.lower().endswith(LOGO_SUFFIXES):
        raise Misread("is not a picture this tool can show", "use a .svg, .png, .jpg or .webp", "FIELD-FILE")
    return text


def read_page(text: str) -> str:
    """Return the path of a page of the handbook, as its address shows it."""
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*", text):
        return text
    near = text.strip("/").removesuffix(".md").removesuffix(".html").removeprefix("docs/")
    hint = f"write {near}" if near != text and near else "write it as working/demand"
    raise Misread("is not the path of a page", hint, "FIELD-TEXT")


def read_default(text: str) -> str:
    """Return the path of something that handbook.yml gives: a field, or one item of a list."""
    if re.fullmatch(r"[a-z_]+(\.[a-z_]+)*(\[[^\[\]]+\])?", text):
        return text
    raise Misread("is not the path of a field", 'write it as escalation or "ceremonies[daily]"', "FIELD-TEXT")


def _kind(words: str, reader: object, pattern: str, **more: object) -> Kind:
    return Kind(words, reader, {"type": "string", "pattern": f"^{pattern}$"} | more)  # type: ignore[arg-type]


Url = Annotated[WebAddress, _kind("a web address", read_url, "https?://[^\\s]+")]
Email = Annotated[str, _kind("an e-mail address", read_email, "[^@\\s]+@[^@\\s]+\\.[^@\\s]+")]
Phone = Annotated[str, Kind("a phone number", read_phone, {"type": ["string", "integer"]})]
Language = Annotated[
    str, _kind("a language tag", read_language, "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?")
]
Country = Annotated[str, _kind("the ISO code of a country", read_country, "[A-Z]{2}")]
Region = Annotated[str, Kind("the ISO code of a region", read_region, {"type": ["string", "integer"]})]
Colour = Annotated[str, _kind('a colour as "#rrggbb"', read_colour, "#[0-9a-fA-F]{6}")]
Logo = Annotated[str, Kind("the path of a picture", read_logo, {"type": "string"})]
PagePath = Annotated[str, _kind("the path of a page", read_page, "[a-z0-9/-]+")]
DefaultPath = Annotated[
    str,
    Kind(
        "the path of something in handbook.yml",
        read_default,
        {"type": "string", "pattern": "^[a-z_]+(\\.[a-z_]+)*(\\[[^\\[\\]]+\\])?$"},
        distinct=True,
    ),
]
