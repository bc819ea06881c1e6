"""Both forms of an address answer: with a slash at its end, and without."""

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException, NotFound


def init_app(app: Flask) -> None:
    """Redirect ``/plot/`` to ``/plot`` where only that exists (Flask does the converse)."""

    @app.before_request
    def without_slash() -> Response | None:
        path = request.path.rstrip("/")
        if not isinstance(request.routing_exception, NotFound) or path == request.path or not path:
            return None
        try:
            app.create_url_adapter(request).match(path, method=request.method)  # type: ignore[union-attr]
        except HTTPException:
            return None  # not there either: the 404 stands
        place = request.full_path if request.query_string else request.path
        target = "/" + place.replace(request.path, path, 1).lstrip("/")
        return redirect(target, 308)  # type: ignore[return-value]
