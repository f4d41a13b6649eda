"""An engagement file becomes an engagement with the places of its fields, or all its problems at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from handbook.errors import Place, Problem, Refused, Severity
from handbook.load.defaults import FirmFile, merged
from handbook.load.keys import MOST_GUESSES, meant
from handbook.load.pictures import NotThere, check_picture
from handbook.load.places import Places, places, plain, spots
from handbook.load.relations import relations, roles
from handbook.load.whole import as_a_whole
from handbook.load.wording import how_to_write, missing, problem, wrong_shape
from handbook.model.addresses import read_logo
from handbook.model.engagement import Engagement
from handbook.model.firm import Firm
from handbook.model.reading import NO_VALUE, Misread
from handbook.model.shape import Group, fields
from handbook.yaml_text import MAX_BYTES
from handbook.yaml_tree import Mapping, Scalar, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from handbook.load.places import Loc, Spot
    from handbook.model.part import Part

__all__ = ("FirmFile", "Loaded", "Places", "load", "load_text", "read_firm", "read_firm_text")

LOGO = "branding.client_logo"
FIRM_LOGO = "firm.logo"
MAX_PROBLEMS = 100
P = TypeVar("P", bound="Part")


class Loaded(Struct, frozen=True, dict=True):
    """An engagement as its file says it, and where each field stands there."""

    engagement: Engagement
    path: Path
    file: str
    places: Places
    warnings: tuple[Problem, ...] = ()
    """What is worth saying and no reason to stop."""
    firm: FirmFile | None = None
    """The file from which the engagement takes what it does not say itself."""

    def folder_of(self, field: str) -> Path:
        """Return the folder that a path under a field starts in: that of the file in which it stands."""
        if self.firm and self.places.of(field).file == self.firm.file:
            return self.firm.folder
        return self.path.parent


def load(path: Path, file: str | None = None, firm: FirmFile | None = None) -> Loaded:
    """Return the engagement of a file, `file` being its name in messages. Refuses with every problem.

    What the file leaves out comes from the firm's.
    """
    name = file or str(path)
    return load_text(_content(path, name), name, path.parent, path, firm)


def _content(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        where = Place(name, 1, 1)
        raise Refused([Problem(where, "", message, "look at its permissions", "BUILD-READ")]) from error


def read_firm(path: Path, file: str) -> FirmFile:
    """Return a firm's handbook.yml, `file` being its name in messages. Refuses with every problem."""
    return read_firm_text(_content(path, file), file, path.parent)


def read_firm_text(data: bytes, file: str, folder: Path) -> FirmFile:
    """Return a firm's handbook.yml from its bytes; `folder` is where its logo is. Refuses as `read_firm`."""
    reading = read(data, file)
    if reading.tree is None:
        raise Refused(reading.problems)
    found = tuple(spots(reading.tree, Group(Firm)))
    problems = [*islice(relations(found, reading.tree, roles()), 2 * MAX_PROBLEMS)]
    problems += [*as_a_whole(found, reading.tree), *_modelled(reading.tree, found, Firm)[1]]
    problems += _pictures(found, folder, FIRM_LOGO)
    if reading.problems:
        problems = [known for known in problems if known.code != "FIELD-REQUIRED"]
    if problems := [known for known in (*reading.problems, *problems) if known.severity is Severity.ERROR]:
        raise Refused(_in_file_order(problems))
    return FirmFile(reading.tree, file, folder)


def load_text(
    data: bytes, file: str, folder: Path, path: Path | None = None, firm: FirmFile | None = None
) -> Loaded:
    """Return the engagement of a file's bytes.

    `folder` is where its pictures are, `file` its name in messages.
    """
    reading = read(data, file)
    if reading.tree is None:
        raise Refused(reading.problems)
    whole = merged(reading.tree, firm)
    found = tuple(spots(whole.tree, Group(Engagement)))
    engagement, problems = _validated(whole.tree, found)
    if reading.problems:
        # What could not be read seems to be missing.
        problems = [known for known in problems if known.code not in {"FIELD-REQUIRED", "DAT-101"}]
    at = places(found)
    inherits = bool(firm and at.of(LOGO).file == firm.file)
    pictures = list(_pictures(found, firm.folder if firm and inherits else folder))
    problems += [*whole.problems, *(known for known in pictures if known.severity is Severity.ERROR)]
    if engagement is None or problems or reading.problems:
        raise Refused(_in_file_order([*reading.problems, *problems], file))
    engagement = engagement.model_copy(update={"without": ()})
    if pictures:
        engagement = _without_logo(engagement)
    return Loaded(engagement, path or folder / file, file, at, tuple(pictures), firm)


def _pictures(found: tuple[Spot, ...], folder: Path, field: str = LOGO) -> Iterator[Problem]:
    """Yield what is wrong with the picture that a file names; that one is not there is only a warning."""
    for spot in found:
        if spot.path == field and isinstance(spot.node, Scalar) and not spot.node.is_null:
            try:
                check_picture(folder, read_logo(spot.node.text))
            except NotThere as fault:
                yield replace(problem(spot, fault), severity=Severity.WARNING)
            except Misread as fault:
                yield problem(spot, fault)


def _without_logo(engagement: Engagement) -> Engagement:
    branding = engagement.branding.model_copy(update={"client_logo": None})
    return engagement.model_copy(update={"branding": branding})


def _in_file_order(problems: list[Problem], file: str = "") -> list[Problem]:
    """Return the problems by their places, those of the file itself first, and past the first hundred as one.

    A text that is nobody's id need not be told that it is no id either.
    """
    unknown = {known.place for known in problems if known.code == "DAT-101"}
    told = [known for known in problems if known.code != "FIELD-ID" or known.place not in unknown]
    # In a file of another form everything else would be judged by the wrong rules.
    told = [known for known in told if known.code == "FIELD-SCHEMA"] or told
    ordered = sorted(
        dict.fromkeys(told),
        key=lambda known: (known.place.file != file, known.place.line, known.place.column),
    )
    if len(ordered) <= MAX_PROBLEMS:
        return ordered
    message, hint = "more problems from here on are not shown", f"mend the first {MAX_PROBLEMS} first"
    return [*ordered[:MAX_PROBLEMS], Problem(ordered[MAX_PROBLEMS].place, "", message, hint, "YAML-TOO-MANY")]


def _validated(root: Mapping, found: tuple[Spot, ...]) -> tuple[Engagement | None, list[Problem]]:
    """Return the engagement, if there is one, and every problem; of very many, enough of the first."""
    problems = [*islice(relations(found, root), 2 * MAX_PROBLEMS), *as_a_whole(found, root)]
    engagement, more = _modelled(root, found, Engagement)
    return engagement, [*problems, *more]


def _modelled(root: Mapping, found: tuple[Spot, ...], part: type[P]) -> tuple[P | None, list[Problem]]:
    """Return what the model makes of a tree, if anything, and every problem that it has with it."""
    try:
        return part.model_validate(plain(root)), []
    except ValidationError as error:
        by_loc = {spot.loc: spot for spot in found}
        details = error.errors(include_url=False, include_input=False)
        details.sort(key=lambda detail: _spot(detail["loc"], by_loc).place)
        several = (_from_pydantic(detail, by_loc) for detail in details[: 2 * MAX_PROBLEMS])
        return None, [problem for problems in several for problem in problems]


def _from_pydantic(detail: ErrorDetails, by_loc: dict[Loc, Spot]) -> Iterator[Problem]:
    """Yield the problem of one error that the model found; those that `relations` finds are left to it."""
    if detail["type"] == "missing":
        yield from _missing(_spot(detail["loc"][:-1], by_loc), str(detail["loc"][-1]))
        return
    spot = _spot(detail["loc"], by_loc)
    if detail["type"] == "misread":
        yield problem(spot, detail["ctx"]["misread"])
    elif detail["type"] != "extra_forbidden":
        yield problem(spot, wrong_shape(spot, _example(spot, by_loc)))


def _spot(loc: Loc, by_loc: dict[Loc, Spot]) -> Spot:
    """Return the node that a location names, or the nearest around it."""
    while loc not in by_loc:
        loc = loc[:-1]
    return by_loc[loc]


def _missing(parent: Spot, key: str) -> Iterator[Problem]:
    """Yield a key that must be there, unless one that is there seems to be its misspelling."""
    if not isinstance(parent.shape, Group) or not isinstance(parent.node, Mapping):
        return
    known = fields(parent.shape.part)
    null = next((entry.value for entry in parent.node.entries if entry.key.text == key), None)
    if null:
        path = f"{parent.shown}.{key}".lstrip(".")
        yield Problem(null.place, path, NO_VALUE, how_to_write(known[key].shape), "FIELD-REQUIRED")
    elif not any(
        entry.key.text not in known and meant(entry.key.text, parent.node, known) == key
        for entry in parent.node.entries[:MOST_GUESSES]
    ):
        yield missing(parent, known[key])


def _example(spot: Spot, by_loc: dict[Loc, Spot]) -> object:
    """Return the example of the field that a node is the value of, or None for an item of a list."""
    if not spot.loc or not isinstance(spot.loc[-1], str):
        return None
    parent = by_loc[spot.loc[:-1]]
    field = fields(parent.shape.part).get(spot.loc[-1]) if isinstance(parent.shape, Group) else None
    return (field.info.examples or [None])[0] if field else None
