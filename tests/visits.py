"""Pages that somebody has open in a browser without a network, and everything that goes wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Route

_HERE = ("http://127.0.0.1:", "file://", "data:", "blob:", "about:")
_WRONG = 400


@dataclass
class Visit:
    """A page that somebody has open. What goes wrong with it is kept in `faults`."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse requests to other hosts, and listen."""
        self.page.context.route("**/*", self._route)
        self.page.on("pageerror", lambda error: self._note("script", str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("console", lambda said: self._note(said.type, said.text))
        self.page.on("dialog", lambda dialog: self._note("dialog", dialog.message))
        self.page.on("response", lambda answer: self._note(f"status {answer.status}", answer.url))

    def _failed(self, request: Request) -> None:
        """Keep a request that failed, unless the reader went on to another page before it was answered."""
        if "ERR_ABORTED" not in (request.failure or ""):
            self._note("failed", request.url)

    def _note(self, kind: str, what: str) -> None:
        harmless = {"log", "info", "debug", *(f"status {code}" for code in range(_WRONG))}
        if kind not in harmless:
            self.faults.append(f"{kind}: {what}")

    def _route(self, route: Route) -> None:
        if route.request.url.startswith(_HERE):
            route.continue_()
        else:
            self._note("outside", route.request.url)
            route.abort()


class Visitor(Protocol):
    """Opens pages, each in a browser of its own that remembers nothing."""

    def __call__(self, address: str, *, width: int = 1280, dark: bool = False) -> Visit:
        """Return an open page."""
