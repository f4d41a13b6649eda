"""What MkDocs calls while it builds a site from an engagement file: one call into the package each.

ENGAGEMENT names the engagement (an id or a path; the first example if not set), EDITION the edition (`client`
or `team`), AS_OF the day that counts as today. MkDocs keeps this module between builds, so it holds nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

# In a checkout the package is the one beside this file, never an older one that happens to be installed.
_CHECKOUT = Path(__file__).resolve().parents[1] / "src"
if (_CHECKOUT / "handbook").is_dir() and str(_CHECKOUT) not in sys.path:
    sys.path.insert(0, str(_CHECKOUT))

from handbook import plain  # noqa: E402 -- the path comes first

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


@event_priority(100)  # before the search, which asks for the language
def on_config(config: MkDocsConfig) -> None:
    """Load the engagement, select the edition, render its pages; name, colours, language, navigation."""
    plain.begin(config, os.environ)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Keep this edition's pages and what they may ask for: default deny."""
    return plain.files(files, config)


def on_page_markdown(_source: str, *, page: Page, config: MkDocsConfig, **_more: object) -> str:
    """Hand over the page with a slot for every value."""
    return plain.markdown(page, config)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, **_more: object) -> None:
    """Say in which language each line of the page's contents is."""
    plain.contents(html, page, config)


def on_env(_env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Hold back files until it is known which of them pages ask for."""
    plain.hold_back(files, config)


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Put the values into the page."""
    return plain.fill_page(output, page, config)


@event_priority(-100)  # after the search has written its index
def on_post_build(*, config: MkDocsConfig) -> None:
    """Put the values into the search index; add colours, logo, files asked for; prove the whole."""
    plain.finish(config)
