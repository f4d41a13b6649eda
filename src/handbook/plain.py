"""What plain `mkdocs build` and `mkdocs serve` ask for, event by event."""

from __future__ import annotations

from datetime import date
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from msgspec import Struct

from handbook import outputs, proof
from handbook.errors import Place, Problem, Refused, did_you_mean
from handbook.fill import fill_entry, fill_html
from handbook.layers import Library, own_sources
from handbook.outputs import Finished, site
from handbook.reports import history_of, load_source, neighbours
from handbook.skeletons import events
from handbook.skeletons.events import PlainSite
from handbook.view import Edition
from handbook.workspace import Unknown, find_workspace, first_example, listing, resolve, today

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handbook.outputs import Manuscript
    from handbook.skeletons import Values
    from handbook.skeletons.events import Config, Files, Page
    from handbook.workspace import Source

P = ParamSpec("P")
T = TypeVar("T")


def _or_abort(event: Callable[P, T]) -> Callable[P, T]:
    """Return an event that ends the build with its problems, one a line, instead of a traceback."""

    @wraps(event)
    def guarded(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            return event(*arguments, **named)
        except Refused as refused:
            events.abort(refused.problems)

    return guarded


class _Build(Struct, frozen=True):
    """One build: what is built, and how far MkDocs has come with it."""

    prove: Callable[[Finished], None]
    manuscript: Manuscript
    site: PlainSite


@_or_abort
def begin(config: Config, environment: Mapping[str, str]) -> None:
    """Write the manuscript of the edition that the environment names, and set MkDocs up for it."""
    source = _engagement(environment)
    path, loaded, edition = source.path, load_source(source), _edition(environment)
    texts, history = Library().of(loaded), history_of(loaded, edition.value)
    manuscript = outputs.write(loaded, edition, _as_of(environment, path), texts, history=history)
    logo = manuscript.logo.path if manuscript.logo else None
    here = Path.cwd()
    prover = proof.Prover(neighbours(listing(find_workspace(here), here).sources), own_sources)
    prove = partial(prover.prove, loaded=loaded, sources=texts.sources)
    events.keep(config, _Build(prove, manuscript, PlainSite(config, manuscript.site, logo)))
    config.watch.append(str(path))


def files(found: Files, config: Config) -> Files:
    """Return the files of this edition."""
    return _build(config).site.files(found, config)


def hold_back(found: Files, config: Config) -> None:
    """Keep files from being copied before it is known which of them pages ask for."""
    _build(config).site.hold_back(found)


def markdown(page: Page, config: Config) -> str:
    """Return a page's slotted Markdown."""
    return _build(config).site.markdown(page)


def contents(html: str, page: Page, config: Config) -> None:
    """Give the contents of a page the titles that the theme shows; `html` is the page's text."""
    _build(config).site.contents(html, page)


@_or_abort
def fill_page(html: str, page: Page, config: Config) -> str:
    """Return a page with its values."""
    build = _build(config)
    html = build.site.note(html, page)
    values = build.manuscript.values(page.file.src_uri)
    return fill_html(html, values.page, values.site, values.file)


@_or_abort
def finish(config: Config) -> None:
    """Add everything beside the pages, and prove the whole."""
    build = _build(config)
    build.site.copy_files(config)
    events.write(outputs.beside(build.manuscript), config)
    settings, entries = events.search_index(config)
    filled = [_filled(entry, build.manuscript.values_in_words(events.source(entry))) for entry in entries]
    events.write(site.search(settings, filled, build.manuscript), config)
    build.prove(Finished(build.manuscript, events.written(config)))


def _filled(entry: Mapping[str, Any], values: Values) -> Mapping[str, Any]:
    return fill_entry(entry, values.page, values.site, values.file)


def _build(config: Config) -> _Build:
    return cast("_Build", events.kept(config))


def _engagement(environment: Mapping[str, str]) -> Source:
    name = environment.get("ENGAGEMENT") or str(first_example())
    here = Path.cwd()
    try:
        return resolve([name], find_workspace(here), here)[0]
    except Unknown as unknown:
        raise _wrong("ENGAGEMENT", str(unknown), "") from None


def _edition(environment: Mapping[str, str]) -> Edition:
    name = environment.get("EDITION") or Edition.CLIENT.value
    try:
        return Edition(name)
    except ValueError:
        raise _wrong(
            "EDITION", f"there is no edition '{name}'", did_you_mean(name, Edition, _EDITIONS)
        ) from None


def _as_of(environment: Mapping[str, str], path: Path) -> date:
    written = environment.get("AS_OF")
    try:
        return date.fromisoformat(written) if written else today([path])
    except ValueError:
        raise _wrong("AS_OF", f"'{written}' is no date", "write it as 2027-01-31") from None


_EDITIONS = f"there are {' and '.join(Edition)}"


def _wrong(variable: str, message: str, hint: str) -> Refused:
    return Refused([Problem(Place(variable, 1, 1), "", message, hint, "BUILD-ASKED")])
