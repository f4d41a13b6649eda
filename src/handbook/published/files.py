"""The record as a file: where it is, how it is read with its mistakes located, and how it is written."""

from __future__ import annotations

import contextlib
import json
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from handbook.errors import Place, Problem, Refused
from handbook.published.history import FORMAT, History
from handbook.schedule.zones import names
from handbook.yaml_text import unsafe_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_BYTES = 5_000_000
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})", re.MULTILINE)
_HINT = "take the file back from git, or delete it: then nothing is told of what changed"
_NEWER = "update the handbook command: a newer one wrote this record"
_SPACE = re.compile(r"[\s,:]*")


def record_file(folder: Path, engagement: str, edition: str) -> Path:
    """Return where the record of an edition is in the folder of records; ids are safe as names of files."""
    if not (_NAME.fullmatch(engagement) and _NAME.fullmatch(edition)):
        raise ValueError(f"{engagement!r} and {edition!r} make no file name")
    return folder / f"{engagement}.{edition}.json"


def read_history(path: Path, engagement: str, edition: str, file: str | None = None) -> History:
    """Return the record of an edition, an empty one where nothing was published yet.

    `file` is its name in messages. Refuses a damaged one with the places of all that is wrong.
    """
    name = file or str(path)
    try:
        if path.is_symlink():
            raise Refused([_at(name, "", 0, "is a link, and may lead anywhere", "put the file itself there")])
        with path.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return History(FORMAT, engagement, edition)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise Refused([_at(name, "", 0, message, "look at its permissions", code="BUILD-READ")]) from error
    history = parse(content, name)
    if (history.engagement, history.edition) != (engagement, edition):
        message = f"is the record of {history.engagement} {history.edition}"
        raise Refused([_at(name, "", 0, message, f"it should be that of {engagement} {edition}")])
    return history


def parse(content: bytes, file: str) -> History:
    """Return the record that a file holds. Refuses with every problem, each at its line."""
    if len(content) > MAX_BYTES:
        raise Refused([_at(file, "", 0, f"is larger than {MAX_BYTES:,} bytes", _HINT)])
    try:
        text = content.decode("utf-8")
        # What JSON escapes is looked at too: every text of it may come onto a page.
        problems = list(unsafe_characters(text, file)) or list(_unsafe(json.loads(text), file))
    except UnicodeDecodeError:
        raise Refused([_at(file, "", 0, "is not UTF-8", _HINT)]) from None
    except json.JSONDecodeError as error:
        conflict = _CONFLICT.search(text)
        start = conflict.start() if conflict else error.pos
        message = "holds two versions that git could not merge" if conflict else "is no JSON from here on"
        raise Refused([_at(file, text, start, message, _HINT)]) from None
    except RecursionError:
        raise Refused([_at(file, "", 0, "is nested deeper than any record", _HINT)]) from None
    if problems:
        raise Refused(problems)
    return _validated(text, file)


def _unsafe(node: Any, file: str) -> Iterator[Problem]:  # noqa: ANN401 -- plain data of any kind
    if isinstance(node, str):
        yield from unsafe_characters(node, file, Place(file, 1, 1))
    elif isinstance(node, list):
        for item in node:
            yield from _unsafe(item, file)
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from _unsafe(key, file)
            yield from _unsafe(item, file)


def _validated(text: str, file: str) -> History:
    try:
        history = _reader().validate_json(text)
    except ValidationError as error:
        raise Refused(_problem(text, file, known["loc"], known["msg"]) for known in error.errors()) from None
    zones: list[tuple[tuple[str | int, ...], str]] = [
        (("calendar", uid, "zone"), entry.zone) for uid, entry in history.calendar.items()
    ]
    for number, edition in enumerate(history.editions):
        dates = edition.dates.items()
        zones += [(("editions", number, "dates", name, "zone"), one.zone) for name, one in dates]
    problems = [
        _problem(text, file, loc, f"there is no time zone '{zone}'")
        for loc, zone in zones
        if zone not in names()
    ]
    if problems:
        raise Refused(problems)
    return history


# Kept for the life of the process: what the record's types say is a constant of the package.
@cache
def _reader() -> TypeAdapter[History]:
    return TypeAdapter(History)


def _problem(text: str, file: str, loc: Sequence[str | int], message: str) -> Problem:
    hint = _NEWER if tuple(loc) == ("format",) else _HINT
    words = message[:1].lower() + message[1:]
    return _at(file, text, _position(text, loc), words, hint, field=".".join(map(str, loc)))


def _at(  # noqa: PLR0913 -- a problem has so many parts
    file: str,
    text: str,
    start: int,
    message: str,
    hint: str,
    *,
    code: str = "BUILD-RECORD",
    field: str = "",
) -> Problem:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Problem(Place(file, line, column), field, message, hint, code)


def _position(text: str, loc: Sequence[str | int]) -> int:
    """Return where in the text of right JSON a part stands: the last one on the way to it that is there."""
    position = _skip(text, 0)
    for step in loc:
        inner = next((start for key, start in _members(text, position) if key == step), None)
        if inner is None:
            return position
        position = inner
    return position


def _members(text: str, position: int) -> Iterator[tuple[str | int, int]]:
    """Yield each member of the list or mapping that begins at a position, with where its value begins."""
    decoder, opening, number = json.JSONDecoder(), text[position], 0
    position = _skip(text, position + 1)
    while opening in "[{" and text[position] not in "]}":
        key: str | int = number
        if opening == "{":
            key, position = decoder.raw_decode(text, position)
            position = _skip(text, position)
        yield key, position
        _, position = decoder.raw_decode(text, position)
        position, number = _skip(text, position), number + 1


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def write_history(path: Path, history: History) -> None:
    """Write a record. Refuses with what the operating system says where it cannot be written."""
    write_file(path, dump(history))


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step: a reader finds the old or the new one, never a part."""
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(path)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise Refused(
            [_at(str(path), "", 0, message, "what was there before stays", code="BUILD-WRITE")]
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def dump(history: History) -> bytes:
    """Return a record as its file holds it: one value a line, so that git shows what changed."""
    plain = _reader().dump_python(history, mode="json", exclude_defaults=True)
    head = {"format": FORMAT, "engagement": history.engagement, "edition": history.edition}
    editions = [_edition(edition, 2) for edition in plain.get("editions", ())]
    body = {
        **{name: _compact(value) for name, value in head.items()},
        "calendar": _rows(plain.get("calendar", {}), 1),
        "editions": "[" + ",".join(f"\n  {one}" for one in editions) + "\n ]" if editions else "[]",
    }
    return (_braces([f'"{name}": {written}' for name, written in body.items()], 0) + "\n").encode()


def _edition(edition: dict[str, Any], depth: int) -> str:
    rows = [
        f'"{name}": {_rows(value, depth + 1) if isinstance(value, dict) else _compact(value)}'
        for name, value in edition.items()
    ]
    return _braces(rows, depth)


def _rows(values: dict[str, Any], depth: int) -> str:
    return _braces([f"{_compact(name)}: {_compact(value)}" for name, value in values.items()], depth)


def _braces(rows: Sequence[str], depth: int) -> str:
    if not rows:
        return "{}"
    inner = "\n" + " " * (depth + 1)
    return "{" + inner + f",{inner}".join(rows) + "\n" + " " * depth + "}"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
