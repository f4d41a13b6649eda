"""A thread of its own for what cannot share one: Playwright's synchronous calls refuse a running loop."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


def aside(test: Callable[P, T]) -> Callable[P, T]:
    """Return a test that runs in a new thread, whatever loop another test has left open in this one."""

    @wraps(test)
    def run(*arguments: P.args, **named: P.kwargs) -> T:
        with ThreadPoolExecutor(1) as threads:
            return threads.submit(test, *arguments, **named).result()

    return run
