"""Both forms of an address answer: with a slash at its end, and without."""

from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import MapAdapter, RequestRedirect


def init_app(app: Flask) -> None:
    """Redirect each other form of an address to the one that the route table has."""

    @app.before_request
    def to_the_known_form() -> Response | None:
        match request.routing_exception:
            case RequestRedirect(new_url=url):  # Werkzeug adds slashes, but answers in full
                return _redirect(urlsplit(url).path)
            case NotFound() if request.path.endswith("/"):
                path = "/" + request.path.strip("/")
                adapter = cast(MapAdapter, app.create_url_adapter(request))
                return _redirect(path) if _exists(adapter, path) else None
        return None


def _exists(adapter: MapAdapter, path: str) -> bool:
    try:
        adapter.match(path, method=request.method)
    except HTTPException:
        return False
    return True


def _redirect(path: str) -> Response:
    query = request.query_string.decode("ascii", "replace")
    target = path + (f"?{query}" if query else "")
    return cast(Response, redirect(target, 308))
