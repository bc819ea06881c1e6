"""Every route says how it looks in use.

The examples of a route are what the self-test fetches, what the tests walk, and what the README's
table shows. A test fails for any route that has none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

V = TypeVar("V", bound=Callable[..., Any])
METHODS_BY_FLASK = {"HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Example:
    """One address that must answer, and the endpoint it belongs to."""

    url: str
    endpoint: str
    summary: str  # first line of the view's docstring


def examples(*urls: str) -> Callable[[V], V]:
    """Attach example addresses (path and query) to a view function."""

    def attach(view: V) -> V:
        view.example_urls = urls  # type: ignore[attr-defined]
        return view

    return attach


def example_urls(app: Flask) -> Iterator[Example]:
    """All the examples of ``app``, in the order of its routes, each once."""
    for endpoint, view in app.view_functions.items():
        summary = (view.__doc__ or "").partition("\n")[0]
        for url in getattr(view, "example_urls", ()):
            yield Example(url, endpoint, summary)
