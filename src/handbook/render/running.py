"""What happens while a template runs: printing, loops, '~', filters, and what becomes of an error."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from jinja2 import StrictUndefined, pass_context

from handbook.errors import Problem, Refused, did_you_mean
from handbook.pages.notes import Blank, Notes, Phrase, Spoken
from handbook.pages.sources import INTERNAL
from handbook.pages.template_text import fault_position
from handbook.render.desk import Desk, Fault
from handbook.render.filters import FILTERS
from handbook.render.values import BROKEN, Items, Missing, Value, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from jinja2.runtime import Context

    from handbook.pages.notes import Condition
    from handbook.pages.template_text import TemplateText
    from handbook.render.desk import Ready

# A name that no template can write.
DESK: Final = "(desk)"
# Names that have a value in the team's edition only: any page may use them where it says so.
OF_TEAM: Final = frozenset(
    (INTERNAL, "field_guide", "firm_guide", "inherited_fields", "check_families", "code_families")
)
# What prints itself.
_PRINTED: Final = (str, Value, Missing)
_NAME_IT: Final = "print one of its fields"
_PRINT_HINTS: Final[Mapping[type, str]] = MappingProxyType(
    {
        bool: "write {% if ... %} and the words for both cases",
        type(None): "write the words for it",
        Items: "write names(list), or a loop",
        list: "write a loop",
        Notes: "write a loop",
    }
)


class Unknown(StrictUndefined):
    """A name without a value: every use of it ends the template."""

    def give_up(self, *_args: object, **_more: object) -> bool:
        """Raise the fault that tells the name."""
        name = self._undefined_name or ""
        what, hint = f"'{name}' has no value here", "give it one before it is used"
        if "does not export" in (self._undefined_hint or ""):
            what, hint = f"the partial has no macro '{name}'", "see the macros in its file"
        elif self._undefined_hint:
            what, hint = f"the macro is called without its '{name}'", "give it one"
        raise Fault("PAGE-NAME", what, hint, name)

    # The base class binds each operator to its own method, so each is bound again.
    _fail_with_undefined_error = give_up  # type: ignore[assignment]  # it never returns
    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = give_up  # type: ignore[assignment]
    __contains__ = __lt__ = __le__ = __gt__ = __ge__ = give_up  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = give_up  # type: ignore[assignment]


def desk_of(context: Context) -> Desk:
    """Return the desk of the template that is being run."""
    desk: Desk = context.parent[DESK]
    return desk


def run(ready: Ready, desk: Desk) -> str:
    """Return what a template writes; what is wrong is noted at the desk."""
    try:
        context = ready.template.new_context(desk.names, shared=True)
        # The empty lines at the head stand for the lines above it in the file.
        return "".join(ready.template.root_render_func(context)).lstrip("\n")
    except Refused as refused:
        desk.problems.extend(refused.problems)
    except Fault as fault:
        position = fault_position(fault.__traceback__)
        desk.problems.append(desk.problem(position, (fault.code, fault.message, fault.hint), fault.needle))
    except RecursionError as error:
        what = ("PAGE-LIMIT", "a partial includes itself, or a text prints itself", "end the recursion")
        desk.problems.append(desk.problem(fault_position(error.__traceback__), what, ""))
    except (TypeError, ValueError) as error:
        what = ("PAGE-CODE", "this line cannot be worked out", "write it in a simpler way")
        desk.problems.append(desk.problem(fault_position(error.__traceback__), what, ""))
    return ""


def unknown_names(ready: Ready, text: TemplateText, known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each name that a template takes from outside and nobody gives."""
    for use in ready.uses:
        if use.name in known:
            continue
        message, hint = f"there is no '{use.name}'", did_you_mean(use.name, known, "see the list of names")
        if use.sometimes:
            message = f"'{use.name}' has a value in some cases only"
            hint = "give it one before the {% if %}, or in its {% else %}"
        elif use.name == "loop":
            message = "the condition of a loop cannot use 'loop'"
            hint = "write the {% if %} inside the loop"
        yield Problem(text.place(use.line, use.name), "", message, hint, "PAGE-NAME")


@pass_context
def printed(context: Context, thing: object) -> str:
    """Return the text of whatever stands in `{{ }}`."""
    text = written(context, thing)
    desk_of(context).wrote(len(text))
    return text


def written(context: Context, thing: object) -> str:
    """Return the template text of a thing; what cannot be printed is a problem."""
    if isinstance(thing, _PRINTED) or thing is BROKEN:
        return str(thing)
    if isinstance(thing, int) and not isinstance(thing, bool):
        return str(thing)
    if isinstance(thing, Phrase):
        return _said(context, thing)
    if isinstance(thing, Spoken):
        return in_language(written(context, thing.told), thing.language)
    if isinstance(thing, Unknown):
        thing.give_up()
    desk = desk_of(context)
    if isinstance(thing, Blank):
        hint = f"guard it with {{% if ... {thing.name} %}}" if thing.name else "guard it with {% if %}"
        desk.complain("PAGE-ABSENT", f"{thing.place} leaves out '{thing.name}'", hint, thing.name)
    else:
        hint = _PRINT_HINTS.get(type(thing), _NAME_IT)
        desk.complain("PAGE-PRINT", f"{kind_of(thing)} cannot be printed", hint)
    return ""


def in_language(text: str, language: str) -> str:
    """Return a text of a page, of one line, with its own language for who hears it.

    The quotes are such that it can be the title of a box.
    """
    return f"<span lang='{language}'>{text}</span>"


def _said(context: Context, phrase: Phrase) -> str:
    """Return what a text of ours says in this engagement."""
    desk = desk_of(context)
    desk.know(phrase.template)
    ready = desk.ready(phrase.template)
    if unknown := list(unknown_names(ready, phrase.template, desk.names)):
        desk.problems.extend(unknown)
        return ""
    with desk.deeper(phrase.template.name):
        # A text of several lines in YAML ends with a line break that nobody means.
        return run(ready, desk).rstrip("\n")


def holds(condition: Condition, desk: Desk) -> bool:
    """Whether a condition is true of the engagement; a wrong one is noted, and then it is."""
    text, before = condition.template, len(desk.problems)
    desk.know(text)
    try:
        ready = desk.ready(text)
    except Refused as refused:
        desk.problems.extend(refused.problems)
        return True
    desk.problems.extend(unknown_names(ready, text, {*desk.names, *OF_TEAM}))
    if len(desk.problems) == before and not run(ready, desk).strip():
        return len(desk.problems) > before
    return True


class _Each:
    """What a loop goes through, every turn counted."""

    def __init__(self, things: Sequence[object] | Items | Missing, desk: Desk, characters: int) -> None:
        self._things, self._desk, self._characters = things, desk, characters

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[object]:
        for thing in self._things:
            self._desk.step(self._characters)
            yield thing


@pass_context
def each(context: Context, things: object, characters: int) -> _Each:
    """Return what a loop goes through; `characters` is the length of the text that each turn writes."""
    if isinstance(things, Unknown):
        things.give_up()
    if things is BROKEN or isinstance(things, Blank):
        things = ()
    if not isinstance(things, Items | list | tuple | Missing):
        raise Fault("PAGE-TYPE", f"{kind_of(things)} is not a list", "loop over a list", "for")
    return _Each(things, desk_of(context), characters)


@pass_context
def counted(context: Context, name: str) -> str:
    """Return the name of a partial that is included now."""
    desk_of(context).step()
    return name


@pass_context
def joined(context: Context, things: list[object]) -> str:
    """Return the texts of the things that '~' joins."""
    text = "".join(written(context, thing) for thing in things)
    desk_of(context).wrote(len(text))
    return text


def as_filter(name: str) -> Callable[..., object]:
    """Return one of our filters as Jinja calls it."""

    @pass_context
    def apply(context: Context, thing: object) -> object:
        if isinstance(thing, Spoken):
            return Spoken(apply(context, thing.told), thing.language)
        if isinstance(thing, Phrase | Blank | Unknown):
            thing = written(context, thing)
        return FILTERS[name](desk_of(context), thing)

    return apply
