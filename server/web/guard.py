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
        if request.method in SAFE_METHODS:
            return
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        if site is not None and site not in {"same-origin", "none"}:
            raise Forbidden("This change was asked for by a page of another site.")
        if origin is not None and origin.lower() not in own_origins:
            raise Forbidden("This change was asked for by a page of another origin.")
        bearer = request.headers.get("Authorization", "").lower().startswith("bearer ")
        if site is None and origin is None and not bearer:
            raise Forbidden("A change needs an Origin header, or the token in Authorization.")

    app.wsgi_app = HostGuard(app.wsgi_app, hosts)  # type: ignore[method-assign]
