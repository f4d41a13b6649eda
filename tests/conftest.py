"""What every test can lean on: a clean environment, repeatable random data, the tools of this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

from visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

    from visits import Visitor

# A browser that draws nothing on a screen and asks nothing of any other host.
_FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

# The machines that run this are slow and busy: no test fails for its pace. The default is repeatable, so that
# a red run is about the change; `--hypothesis-profile=search` looks for new cases for as long as one likes.
# And an engagement is much data, by nature; how much of it is made depends on which modules are loaded.
_MUCH_DATA: Any = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("repeatable", derandomize=True, max_examples=50, **_MUCH_DATA)
settings.register_profile("search", max_examples=2000, **_MUCH_DATA)
settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled pages for the tests of this process alone, as for a user who has built before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_CACHE", str(tmp_path_factory.mktemp("kept")))
        yield


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the developer's shell says away from the tests."""
    for name in ("ENGAGEMENT", "EDITION", "AS_OF", "NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


def _without(name: str, cure: str) -> NoReturn:
    """Skip the test here, and fail it in CI, where everything must be there."""
    reason = f"{name}: not on this machine; {cure}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _tool(name: str, cure: str) -> str:
    """Return the path of a program."""
    return shutil.which(name) or _without(name, cure)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Debian's Chromium."""
    return _tool("chromium", "apt-get install chromium")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Start Chromium, once for all tests of a worker: two of Playwright's loops cannot run in one thread."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visitor]:
    """Return what opens pages; all are closed at the end."""
    contexts: list[BrowserContext] = []

    def opened(address: str, *, width: int = 1280, dark: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        made = Visit(context.new_page())
        made.page.goto(address)
        return made

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def office() -> str:
    """Return the path of LibreOffice."""
    return _tool("soffice", "apt-get install libreoffice-calc")


@pytest.fixture(scope="session")
def node() -> str:
    """Return the path of Node.js."""
    return _tool("node", "apt-get install nodejs npm")


@pytest.fixture(scope="session")
def npm_tools(node: str) -> Path:
    """Return the folder of the npm packages that tests drive."""
    del node  # only asked for, so that its absence is what is said
    folder = Path(__file__).parent / "node" / "node_modules"
    if not folder.is_dir():
        _without("npm's packages", "npm ci --prefix tests/node")
    return folder
