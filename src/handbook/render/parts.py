"""What a template can reach into, call and add: all else has no parts."""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from jinja2.environment import TemplateModule
from jinja2.runtime import LoopContext, Macro
from msgspec import Struct

from handbook.errors import did_you_mean
from handbook.pages.notes import Note, Notes
from handbook.render.desk import Fault
from handbook.render.running import Unknown, desk_of
from handbook.render.values import BROKEN, Items, Missing, Row, Value, kind_of, real

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.runtime import Context

    from handbook.render.desk import Desk

LOOP_FIELDS: Final = ("index", "index0", "revindex", "revindex0", "first", "last", "length")


class Function(Struct, frozen=True):
    """A function that templates may call."""

    name: str
    run: Callable[..., object]
    """Takes the context of the template and the arguments of the call."""


def part(thing: object, wanted: object) -> object:
    """Return a field of a record, an element of a list, or a macro of a partial."""
    # Nearly all that pages reach for is a field of a record or of a text of ours.
    if isinstance(wanted, str):
        if isinstance(thing, Note) and (told := thing.find(wanted)) is not None:
            return told
        if isinstance(thing, Row):
            return thing.get(wanted)
    key = real(wanted)
    if thing is BROKEN or key is BROKEN:
        return BROKEN
    if isinstance(thing, Unknown):
        thing.give_up()
    if isinstance(thing, Missing):
        return thing.complain()
    found = _by_name(thing, key) if isinstance(key, str) else _by_number(thing, key)
    if found is None:
        raise Fault("PAGE-NAME", f"{_noun(thing)} has no '{key}'", _hint(thing, str(key)), str(key))
    return found


def _by_name(thing: object, name: str) -> object:
    """Return the part of a name, or None if there is none."""
    if isinstance(thing, Row):
        return thing.get(name)
    if isinstance(thing, Note | Notes):
        return thing.find(name)
    if isinstance(thing, dict):
        return thing.get(name)
    if isinstance(thing, LoopContext):
        return getattr(thing, name) if name in LOOP_FIELDS else None
    return _macros(thing).get(name)


def _by_number(thing: object, number: object) -> object:
    if (
        isinstance(thing, Items | list | tuple)
        and isinstance(number, int)
        and -len(thing) <= number < len(thing)
    ):
        return thing[number]
    return None


def _macros(thing: object) -> dict[str, Macro]:
    if not isinstance(thing, TemplateModule):
        return {}
    return {name: macro for name, macro in vars(thing).items() if isinstance(macro, Macro)}


def _noun(thing: object) -> str:
    if isinstance(thing, LoopContext):
        return "'loop'"
    return "the partial" if isinstance(thing, TemplateModule) else kind_of(thing)


def _hint(thing: object, name: str) -> str:
    if isinstance(thing, Note | Notes):
        return thing.hint(name)
    known = [*_macros(thing), *(LOOP_FIELDS if isinstance(thing, LoopContext) else ())]
    known += [str(key) for key in thing] if isinstance(thing, dict) else []
    if known:
        return did_you_mean(name, known, f"it has {', '.join(known)}")
    if isinstance(thing, Items | list | tuple):
        return "take one with first, last or a loop"
    return "print it as it is, or with a filter"


def call(context: Context, called: object, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    """Return what a macro or one of our functions makes; nothing else can be called."""
    desk = desk_of(context)
    if isinstance(called, Unknown):
        called.give_up()
    desk.step()
    if isinstance(called, Macro):
        with desk.deeper(called.name):
            return _macro(context, called, args, kwargs)
    if isinstance(called, Function):
        return _function(context, called, args, kwargs)
    raise Fault("PAGE-CODE", f"{kind_of(called)} cannot be called", "only macros and functions can")


def _macro(context: Context, macro: Macro, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    try:
        return context.call(macro, *args, **kwargs)
    except TypeError as error:
        if not str(error).startswith("macro "):
            raise
        hint = f"it takes {', '.join(macro.arguments) or 'nothing'}"
        raise Fault("PAGE-CODE", f"'{macro.name}' takes other arguments", hint, macro.name) from None


def _function(context: Context, function: Function, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    # Jinja hands these to every call inside a loop.
    kwargs = {name: value for name, value in kwargs.items() if name not in {"_loop_vars", "_block_vars"}}
    try:
        return function.run(context, *args, **kwargs)
    except TypeError:
        _must_fit(function, args, kwargs)
        raise


def _must_fit(function: Function, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    signature = inspect.signature(function.run)
    try:
        signature.bind(None, *args, **kwargs)
    except TypeError:
        hint = f"write {function.name}({', '.join(list(signature.parameters)[1:])})"
        raise Fault("PAGE-CODE", f"'{function.name}' takes other arguments", hint, function.name) from None


def added(desk: Desk, operator: str, left: object, right: object) -> object:
    """Return the sum or difference of two numbers."""
    if left is BROKEN or right is BROKEN:
        return BROKEN
    numbers = []
    for side in (left, right):
        if isinstance(side, Missing):
            return side.complain()
        number = real(side)
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            hint = "join texts with '~'; only numbers can be added"
            raise Fault(
                "PAGE-TYPE", f"'{operator}' takes numbers, and this is {kind_of(side)}", hint, operator
            )
        numbers.append(number)
    sources = (*_sources(left), *_sources(right))
    total = numbers[0] + numbers[1] if operator == "+" else numbers[0] - numbers[1]
    return Value(total, sources, desk)


def _sources(thing: object) -> tuple[str, ...]:
    return thing.sources if isinstance(thing, Value) else ()
