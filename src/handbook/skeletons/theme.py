"""The theme around a page, rendered in parts that many pages and sites share; no template of it is copied.

A page's navigation is most of the theme's work, and nearly all of it is the same on every page. So a page is
rendered with seams in place of its navigation, tabs and contents, and each of those is rendered by the
theme's own templates on its own. `handbook.skeletons.press` knows which part is whose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn

from jinja2 import BytecodeCache, ChoiceLoader, DictLoader
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    import jinja2
    from jinja2.bccache import Bucket

# No page and no template can hold the character.
SEAM: Final = "\ue004"
NAV, TABS, TOC, TEXT = "nav", "tabs", "toc", "text"
# What tells of the edition, the same on all pages of a site.
TELLING: Final = ("ribbon", "colophon")
_SEAMS: Final = re.compile(f"{SEAM}(\\w*){SEAM}")

# What the theme's base template has said before it comes to the parts below.
_SAID: Final = (
    '{% import "partials/language.html" as lang with context %}'
    "{% set features = config.theme.features or [] %}"
)
_ITEM: Final = "{% macro render(nav_item, path, level) %}" + SEAM + SEAM + "{% endmacro %}"


def seam(name: str) -> str:
    """Return what stands for a part of a page while the rest is rendered."""
    return f"{SEAM}{name}{SEAM}"


def at_seams(html: str) -> list[str]:
    """Return rendered text cut at its seams: text, the name of a seam, text, and so on."""
    return _SEAMS.split(html)


class Withheld:
    """Stands for words that differ between sites where a part that all of them share is rendered."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"the theme asks for '{name}' in a part of the navigation that sites share")

    def __getitem__(self, name: str) -> NoReturn:
        self.__getattr__(name)

    def __str__(self) -> str:
        return self.__getattr__("the site's own words")


class Some(dict[str, str]):
    """The words that may be asked for around every page; all others stand in what tells of the edition."""

    def __missing__(self, name: str) -> NoReturn:
        raise AssertionError(f"the theme asks for '{name}' outside of ribbon and colophon")


class _Bytecode(BytecodeCache):
    """Templates compiled once for all environments of a run."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


class Theme(Struct, frozen=True):
    """The theme's templates, whole and in parts; each takes what MkDocs tells a template about a page."""

    page: jinja2.Template
    """A page with seams for navigation, tabs, contents, and what tells of the edition."""
    lists: Mapping[str, jinja2.Template]
    """Navigation and tabs, with a seam for each item."""
    items: Mapping[str, jinja2.Template]
    """One item of each; it is `nav_item`, and its id in the page is `path`."""
    toc: jinja2.Template
    """The contents of a page."""
    telling: Mapping[str, jinja2.Template]
    """What tells of the edition, each by its name."""


def theme_of(env: jinja2.Environment) -> Theme:
    """Return the templates of an environment that MkDocs has set up."""
    bytecode = _Bytecode()

    def of(templates: Mapping[str, str]) -> jinja2.Environment:
        replaced = {f"partials/{name}.html": text for name, text in templates.items()}
        wrapped = {f"handbook/{name}": _SAID + text for name, text in _ALONE.items()}
        loader = ChoiceLoader([DictLoader({**replaced, **wrapped}), *([env.loader] if env.loader else [])])
        return env.overlay(loader=loader, bytecode_cache=bytecode)

    with_seams = of({_FILES.get(name, name): seam(name) for name in (NAV, TABS, TOC, *TELLING)})
    lists, items, alone = of({"nav-item": _ITEM, "tabs-item": _ITEM}), of({TOC: seam(TOC)}), of({})
    return Theme(
        page=with_seams.get_template("main.html"),
        lists={name: lists.get_template(f"handbook/{name}") for name in (NAV, TABS)},
        items={name: items.get_template(f"handbook/{name}-item") for name in (NAV, TABS)},
        toc=alone.get_template("handbook/toc"),
        telling={name: alone.get_template(f"handbook/{name}") for name in TELLING},
    )


_FILES: Final = {name: f"handbook/{name}" for name in TELLING}
_ALONE: Final = {
    NAV: '{% include "partials/nav.html" %}',
    TABS: '{% include "partials/tabs.html" %}',
    TOC: '{% include "partials/toc.html" %}',
    f"{NAV}-item": '{% import "partials/nav-item.html" as item with context %}'
    "{{ item.render(nav_item, path, 1) }}",
    **{name: f'{{% include "partials/{file}.html" %}}' for name, file in _FILES.items()},
    f"{TABS}-item": '{% import "partials/tabs-item.html" as item with context %}{{ item.render(nav_item) }}',
}
