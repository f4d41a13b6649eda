"""Texts, names, numbers and yes or no: how each is written in an engagement file."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from handbook.model.reading import Kind, Misread

LONGEST_ID: Final = 60
LARGEST_NUMBER: Final = 10**12
# The form of files that this tool reads; `upgrade` has the steps from older ones.
SCHEMA: Final = 1

_SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_WHOLE: Final = r"-?(?:0|[1-9][0-9]*)"
# What JSON Schema says of a text. Other readers of YAML see a number in a plain `2027`, and true in `true`;
# said with `type`, editors would offer true and false for every text.
_TEXT_SCHEMA: Final = {"not": {"type": ["object", "array", "null"]}, "errorMessage": "Write a text."}
# Folders of the output that no engagement may take, and names that some systems keep for devices.
_TAKEN: Final = frozenset({"portfolio", "con", "prn", "aux", "nul"})
_DEVICE: Final = re.compile(r"(?:com|lpt)[0-9]")


def read_prose(text: str) -> str:
    """Return a text as typed; it may have several lines, but must say something."""
    if not text.strip():
        raise Misread("is empty", "write a text", "FIELD-TEXT", quote=False)
    return text


def read_line(text: str) -> str:
    """Return a text of one line as typed."""
    if len(text.splitlines()) > 1 or text.endswith(("\n", "\r")):
        hint = "write it on one line (after '>-' it may be broken)"
        raise Misread("has a line break, and is shown on one line", hint, "FIELD-TEXT")
    return read_prose(text)


def slug(text: str) -> str:
    """Return the id that a text comes nearest to: lower-case letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_ID].strip("-")


def read_id(text: str) -> str:
    """Return an id."""
    if re.fullmatch(_SLUG, text) and len(text) <= LONGEST_ID:
        return text
    near = slug(text)
    hint = (
        f"write '{near}'" if near and near != text else "write letters and digits, such as 'calder-repairs'"
    )
    rule = (
        f"has more than {LONGEST_ID} characters"
        if len(text) > LONGEST_ID and near == text[: len(near)]
        else ("is not an id: lower-case letters a-z, digits, and single hyphens between them")
    )
    raise Misread(rule, hint, "FIELD-ID")


def read_engagement_id(text: str) -> str:
    """Return the id of an engagement, which is also the name of its folder."""
    name = read_id(text)
    if name in _TAKEN or _DEVICE.fullmatch(name):
        raise Misread("cannot be the name of a folder here", f"write '{name}-engagement'", "FIELD-ID")
    return name


def _read_whole(text: str) -> int:
    if re.fullmatch(_WHOLE, text):
        return int(text) if len(text) <= len(str(LARGEST_NUMBER)) else LARGEST_NUMBER + 1
    if re.fullmatch(r"-?0+[0-9]+", text):
        number = int(text)
        raise Misread("begins with a zero", f"write {number}", "FIELD-NUMBER")
    if re.fullmatch(rf"{_WHOLE}\.0+", text):
        raise Misread("is not a whole number", f"write {text.partition('.')[0]}", "FIELD-NUMBER")
    raise Misread("is not a whole number", "write digits only, such as 2", "FIELD-NUMBER")


def _read_decimal(text: str) -> Decimal:
    if re.fullmatch(rf"{_WHOLE}(?:\.[0-9]+)?", text):
        return Decimal(text) if len(text) <= len(str(LARGEST_NUMBER)) else Decimal(LARGEST_NUMBER + 1)
    if re.fullmatch(r"-?0+[0-9]+(?:\.[0-9]+)?", text):
        raise Misread("begins with a zero", f"write {Decimal(text)}", "FIELD-NUMBER")
    if re.fullmatch(rf"{_WHOLE},[0-9]+", text):
        raise Misread("has a comma", f"write {text.replace(',', '.')}", "FIELD-NUMBER")
    if re.fullmatch(rf"{_WHOLE}(?:\.[0-9]+)? ?%", text):
        hint = f"write {text.rstrip(' %')}, and the % where the unit stands"
        raise Misread("is not a number alone", hint, "FIELD-NUMBER")
    raise Misread("is not a number", "write digits, such as 12 or 2.5", "FIELD-NUMBER")


def _within(low: int, high: int, number: Any) -> Any:  # noqa: ANN401 -- int or Decimal, as it came
    """Return `number` if it lies between `low` and `high`."""
    if low <= number <= high:
        return number
    if number < low:
        raise Misread("is too small", f"write {low} or more", "FIELD-NUMBER")
    raise Misread("is too large", f"write {high} or less", "FIELD-NUMBER")


def whole(low: int, high: int) -> Kind:
    """Return the kind of whole numbers from `low` to `high`."""
    schema = {"type": ["integer", "string"], "minimum": low, "maximum": high, "pattern": f"^{_WHOLE}$"}
    words = f"a whole number from {low} to {high}" if high < LARGEST_NUMBER else "a whole number"
    return Kind(words, lambda text: _within(low, high, _read_whole(text)), schema)


def decimal(low: int, high: int) -> Kind:
    """Return the kind of numbers from `low` to `high`, with or without decimals."""
    pattern = rf"^{_WHOLE}(?:\.[0-9]+)?$"
    schema = {"type": ["number", "string"], "minimum": low, "maximum": high, "pattern": pattern}
    words = f"a number from {low} to {high}" if high < LARGEST_NUMBER else "a number"
    return Kind(words, lambda text: _within(low, high, _read_decimal(text)), schema)


def read_true_false(text: str) -> bool:
    """Return true or false."""
    if text in {"true", "false"}:
        return text == "true"
    word = text.casefold()
    near = "true" if word in {"yes", "on", "y", "1", "true"} else "false"
    known = word in {"yes", "on", "y", "1", "true", "no", "off", "n", "0", "false"}
    raise Misread("is neither true nor false", f"write {near if known else 'true or false'}", "FIELD-VALUE")


def read_schema(text: str) -> int:
    """Return the version of the file's form: the one that this tool reads."""
    number = _read_whole(text)
    if number == SCHEMA:
        return number
    if number < SCHEMA:
        hint = "'handbook upgrade' with the file's name shows what to change, and changes it with --write"
        raise Misread("is an older form of this file", hint, "FIELD-SCHEMA")
    hint = f"update the tool, such as with pipx upgrade; it writes {SCHEMA}"
    raise Misread("is a form that is newer than this tool", hint, "FIELD-SCHEMA")


def one_or_more(given: object) -> object:
    """Return what was given as a list, if it is one text."""
    return [given] if isinstance(given, str) else given


def read_check(text: str) -> str:
    """Return the name of an engagement-health check."""
    if re.fullmatch(r"[A-Z]{2,3}-[0-9]{3}", text):
        return text
    raise Misread(
        "is not the name of a check", "write it as 'handbook check' shows it, such as PO-105", "FIELD-TEXT"
    )


_TRUE_FALSE_SCHEMA: Final = {"type": ["boolean", "string"], "pattern": "^(true|false)$"}
Prose = Annotated[str, Kind("a text", read_prose, _TEXT_SCHEMA)]
Line = Annotated[str, Kind("a text of one line", read_line, _TEXT_SCHEMA)]
# An id of digits alone is a number to other readers of YAML, as is a number in quotes a text.
_ID_SCHEMA: Final = {"type": ["string", "integer"], "pattern": f"^{_SLUG}$", "maxLength": LONGEST_ID}
Id = Annotated[str, Kind("an id", read_id, _ID_SCHEMA)]
EngagementId = Annotated[str, Kind("an id", read_engagement_id, _ID_SCHEMA)]
PersonId = Annotated[str, Kind("a person's id", read_id, _ID_SCHEMA, refers_to="people", distinct=True)]
PersonIds = Annotated[tuple[PersonId, ...], BeforeValidator(one_or_more)]
"""One person's id or a list of them."""
PartyId = Annotated[str, Kind("a party's id", read_id, _ID_SCHEMA, refers_to="parties", distinct=True)]
TrueFalse = Annotated[bool, Kind("true or false", read_true_false, _TRUE_FALSE_SCHEMA)]
Number = Annotated[Decimal, decimal(-LARGEST_NUMBER, LARGEST_NUMBER)]
Count = Annotated[int, whole(0, LARGEST_NUMBER)]
SchemaVersion = Annotated[
    int,
    Kind(f"the number {SCHEMA}", read_schema, {"type": ["integer", "string"], "enum": [SCHEMA, str(SCHEMA)]}),
]
Check = Annotated[
    str, Kind("the name of a check", read_check, {"type": "string", "pattern": "^[A-Z]{2,3}-[0-9]{3}$"})
]
