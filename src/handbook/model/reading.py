"""How a text of an engagement file becomes a value, or tells what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from pydantic_core import PydanticCustomError, core_schema

from handbook.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import GetCoreSchemaHandler

LONGEST_QUOTE = 60


class Misread(Exception):  # noqa: N818 -- it is a finding about a text, which becomes a problem with a place
    """A text that is not what its field holds: what is wrong, what to do, and the code of the problem.

    `message` follows the quoted text (`'9:30' is not a time`); with `quote=False` it stands alone.
    """

    def __init__(self, message: str, hint: str | Callable[[], str], code: str, *, quote: bool = True) -> None:
        super().__init__(message)
        self.message, self._hint, self.code, self.quote = message, hint, code, quote

    @property
    def hint(self) -> str:
        """Return what to do; a hint that has to be looked for is only looked for when it is asked for."""
        return self._hint if isinstance(self._hint, str) else self._hint()

    def sentence(self, text: str | None) -> str:
        """Return the message with the text as it was given; None where the text must not be shown."""
        if not self.quote:
            return self.message
        return f"the value {self.message}" if text is None else f"{quoted(text)} {self.message}"


def quoted(text: str) -> str:
    """Return a text as messages show it: in quotes, on one line, not endless."""
    line = text.replace("\n", "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}")
    return f"'{line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + '…'}'"


def reported(error: Misread) -> PydanticCustomError:
    """Return what pydantic collects instead of stopping: the misread itself travels in its context."""
    return PydanticCustomError("misread", "{message}", {"message": error.message, "misread": error})


NO_VALUE = "has no value"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: its name in words, how a text is read, and what JSON Schema says of it.

    Used as `Annotated[date, Kind(...)]`. Texts come in as typed; nothing is guessed before `read` sees them.
    """

    words: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any] = field(default_factory=dict, hash=False)
    refers_to: str = ""
    """The list whose items' ids this is one of: `people` or `parties`."""
    distinct: bool = False
    """Whether a list of such values may hold each only once."""

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.validated)

    def validated(self, given: object) -> Any:  # noqa: ANN401 -- the type is the one that stands beside it
        """Return the value of what the tree holds; raises what pydantic collects."""
        try:
            return self.value(given)
        except Misread as error:
            raise reported(error) from error

    def value(self, given: object) -> Any:  # noqa: ANN401 -- as above
        """Return the value of what the tree holds; raises `Misread`."""
        if isinstance(given, str):
            return self.read(given)
        raise unreadable(given, self.words)


def unreadable(given: object, words: str) -> Misread:
    """Return what is wrong with a list, a group or nothing where a text was expected."""
    if given is None:
        return Misread(NO_VALUE, f"write {words}", "FIELD-REQUIRED", quote=False)
    what = "a list" if isinstance(given, list) else "a group of keys"
    return Misread(f"is {what}", f"write {words}", "FIELD-TYPE", quote=False)


class Choice(StrEnum):
    """One of a field's fixed values; `label` is what a reader sees."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Return the member of a value, with its label."""
        choice = str.__new__(cls, value)
        choice._value_ = value
        choice.label = label or value.replace("-", " ")
        return choice

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the choice that a text names."""
        if text in cls._value2member_map_:
            return cls(text)
        raise Misread("is not one of the values allowed here", partial(cls.hint, text), "FIELD-VALUE")

    @classmethod
    def hint(cls, text: str) -> str:
        """Return the nearest choice and all that are allowed."""
        allowed = [choice.value for choice in cls]
        labels = {choice.label.casefold(): choice.value for choice in cls}
        like = text.strip().casefold().replace("_", "-").replace(" ", "-")
        near = labels.get(text.strip().casefold()) or nearest(like, allowed)
        every = ", ".join(allowed)
        return f"did you mean '{near}'? (one of {every})" if near else f"write one of {every}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.kind().validated)

    @classmethod
    def kind(cls) -> Kind:
        """Return the kind of value that the choice is."""
        values = [choice.value for choice in cls]
        labels = [choice.label for choice in cls]
        schema = {"type": "string", "enum": values, "enumDescriptions": labels}
        return Kind(f"one of {', '.join(values)}", cls.read, schema, distinct=True)


def label(choice: Choice) -> str:
    """Return the words a reader sees for a choice."""
    return choice.label
