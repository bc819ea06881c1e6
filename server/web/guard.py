"""The outermost checks: the Host of every request, and the origin of every change.

A page anywhere on the web can make the user's browser send requests to 127.0.0.1. With DNS
rebinding it can even read the answers, but it cannot choose the Host header: so only the exact
hosts are answered, before routing, static files included. Requests that change something must
come from this program's own pages.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from flask import Flask, request

from server.web.problems import Forbidden

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class HostGuard:
    """WSGI middleware that answers only requests for exactly one of ``hosts``."""

    def __init__(self, app: "WSGIApplication", hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer the request, or refuse it without looking further."""
        if str(environ.get("HTTP_HOST", "")).lower() in self._hosts:
            return self._app(environ, start_response)
        body = (
            b"This address is not one that Sigmascope answers to.\n"
            b"Open it by the exact address it printed when it started.\n"
        )
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("421 Misdirected Request", headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def init_app(app: Flask, hosts: Collection[str]) -> None:
    """Put both checks in front of ``app``."""
    own_origins = frozenset(f"http://{host.lower()}" for host in hosts)

    @app.before_request
    def refuse_foreign_changes() -> None:
        if request.method not in SAFE_METHODS and not _is_own(own_origins):
            raise Forbidden(
                "This change was not asked for by a page of this program. "
                "A program sends the token in Authorization, or an Origin header."
            )

    app.wsgi_app = HostGuard(app.wsgi_app, hosts)  # type: ignore[method-assign]


def _is_own(own_origins: frozenset[str]) -> bool:
    """Whether the request was made by an own page, or by a program that shows a token.

    The browser's Sec-Fetch-Site decides where it is sent; under ``no-referrer`` an own form's
    Origin is then "null". Older browsers send the Origin alone, which must be exact.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "").lower()
    if site is not None:
        return site in {"same-origin", "none"} and (origin in {"", "null"} | own_origins)
    if origin:
        return origin in own_origins
    return request.headers.get("Authorization", "").lower().startswith("bearer ")
