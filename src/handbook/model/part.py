"""What every group of fields has in common: how a field is declared, and the `internal` keys it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticUndefined, core_schema

from handbook.model.reading import Misread, reported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import GetCoreSchemaHandler
    from pydantic.config import JsonDict
    from pydantic.fields import FieldInfo

INTERNAL = "internal"


class Audience(StrEnum):
    """Which editions may show a field: every one, or only that of our own team."""

    CLIENT = "client"
    TEAM = "team"


def required(
    words: str, example: object, *, audience: Audience = Audience.CLIENT, after: str = "", least: int = 0
) -> Any:  # noqa: ANN401 -- as Field
    """Return the declaration of a field that must be there.

    `after` names the field that it must not precede, `least` is the least number of items of a list.
    """
    return _field(PydanticUndefined, words, example, audience=audience, after=after, least=least)


def maybe(words: str, example: object, *, audience: Audience = Audience.CLIENT, after: str = "") -> Any:  # noqa: ANN401 -- as Field
    """Return the declaration of a field that may be left out."""
    return _field(None, words, example, audience=audience, after=after)


def default(
    value: object, words: str, example: object, *, audience: Audience = Audience.CLIENT, in_words: str = ""
) -> Any:  # noqa: ANN401 -- as Field
    """Return the declaration of a field with a value of its own, said `in_words`, where the file has none."""
    return _field(value, words, example, audience=audience, in_words=in_words)


def _field(value: object, words: str, example: object, *, audience: Audience, **more: str | int) -> Any:  # noqa: ANN401 -- as Field
    more_of_it: JsonDict = {"audience": audience.value, **more}
    return Field(value, description=words, examples=[example], json_schema_extra=more_of_it)


def yaml_name(name: str) -> str:
    """Return the name of a field in the file: Python's keywords have an underscore after them here."""
    return name.removesuffix("_")


def free(given: object) -> object:
    """Return free content as frozen as it can be: texts as typed, lists as tuples."""
    if isinstance(given, Mapping):
        return {key: free(value) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return tuple(free(item) for item in given)
    return given


def _read_free(given: object) -> object:
    if isinstance(given, Mapping):
        return free(given)
    hint = "write keys and values under it, such as note: ..."
    raise reported(Misread("is not a group of keys", hint, "FIELD-TYPE", quote=False))


class _Free:
    """The kind of content that the file may shape as it likes."""

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_read_free)


class _FreeValue:
    """The kind of one value of free content."""

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(free)


Free = Annotated[Mapping[str, Any], _Free()]
FreeValue = Annotated[Any, _FreeValue()]


def is_free(metadata: tuple[Any, ...]) -> bool:
    """Whether the marks on a type say that the file may shape the content as it likes."""
    return any(isinstance(mark, _Free | _FreeValue) for mark in metadata)


class Part(BaseModel):
    """A group of fields of the engagement file. Frozen; refuses keys it does not know."""

    # Only whole files are read, so only the whole model is made ready to read one.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        alias_generator=yaml_name,
        serialize_by_alias=True,
    )

    named_by: ClassVar[str] = ""
    """The field whose value names an item among its like in paths: `people[noor]`."""
    others: ClassVar[Any] = None
    """The type of keys that are no fields, in the groups that may hold such."""

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: object) -> object:
        """Return what was given without what is null, completed by what follows from the rest."""
        if not isinstance(given, Mapping):
            return given
        known = {key: value for key, value in given.items() if value is not None}
        return {**cls.following(known), **known}

    @classmethod
    def following(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG003 -- for those that have some
        """Return the values that follow from the others where the file does not give them."""
        return {}

    @classmethod
    def faults(cls, given: Given) -> Iterator[Fault]:  # noqa: ARG003 -- for those that have some
        """Yield what is wrong between the fields of one group, each of which may be right alone."""
        yield from ()

    @classmethod
    def has_faults(cls) -> bool:
        """Whether there is anything that `faults` could find."""
        return cls.faults.__func__ is not Part.faults.__func__  # type: ignore[attr-defined]


class Given:
    """The fields of one group that could be read: what could not is left out, as if not given."""

    def __init__(self, values: Mapping[str, Any], names: frozenset[str]) -> None:
        self.values, self.names = values, names

    def get(self, name: str) -> Any:  # noqa: ANN401 -- of any field's type
        """Return a field's value, or None where it is not given or could not be read."""
        return self.values.get(name)

    def __contains__(self, name: str) -> bool:
        """Whether the file gives the field at all, well or badly."""
        return name in self.names


class Fault(Misread):
    """Something wrong between fields: at `name`, the field that stands at fault, or "" for the group."""

    def __init__(self, name: str, message: str, hint: str, code: str, *, quote: bool = True) -> None:
        super().__init__(message, hint, code, quote=quote)
        self.name = name


class Open(Part):
    """A group that may hold free content for our own team."""

    internal: Free | None = maybe(
        "Anything our own team should know about this; never in a client edition.",
        {"note": "Met at the trade fair."},
        audience=Audience.TEAM,
    )


def audience_of(field: FieldInfo) -> Audience:
    """Return which editions may show a field."""
    return Audience(extra(field, "audience"))


def extra(field: FieldInfo, name: str) -> str:
    """Return what the declaration of a field says beyond what pydantic knows."""
    more = field.json_schema_extra
    return str(more.get(name) or "") if isinstance(more, Mapping) else ""


def item_key(item: object) -> str | None:
    """Return what names an item of a list in paths (its id, topic, term), or None where its position does."""
    name = getattr(item, "named_by", "")
    value = getattr(item, name, None) or getattr(item, f"{name}_", None) if name else None
    return None if value is None else str(value)
