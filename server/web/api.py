"""The API for people (a page) and for programs (OpenAPI), both from the same declarations."""

from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template, request

from server.tools.catalogue import TOOLS
from server.version import __version__
from server.web import navigation, openapi
from server.web.examples import examples
from server.web.tool_forms import MIMETYPES

blueprint = Blueprint("api", __name__, url_prefix="/api")


def init_app(app: Flask) -> None:
    """Add the API's own pages to ``app``."""
    app.register_blueprint(blueprint)
    navigation.add(app, navigation.Entry("/api/", "API", "braces", "learn"))


@blueprint.get("/")
@examples("/api/")
def show() -> str:
    """Lists every resource with its parameters, forms and a command to try it."""
    document = openapi.document(current_app)
    return render_template(
        "api.html",
        tools=TOOLS,
        mimetypes=MIMETYPES,
        base=request.host_url.rstrip("/"),
        pages=_pages(document),
        library=_library(document),
    )


@blueprint.get("/openapi.json")
@examples("/api/openapi.json")
def describe() -> Response:
    """Describes the same as OpenAPI 3.1, for programs."""
    import orjson

    body = orjson.dumps(openapi.document(current_app), option=orjson.OPT_INDENT_2)
    return Response(body, mimetype="application/json")


@blueprint.get("/status")
@examples("/api/status")
def status() -> dict[str, str]:
    """Says that the server is there, and which version it is."""
    return {"name": "Sigmascope", "version": __version__}


def _pages(document: dict[str, Any]) -> list[tuple[str, str]]:
    """(path, summary) of the pages that are no tool."""
    items = [(path, item.get("get")) for path, item in document["paths"].items()]
    return [(path, get["summary"]) for path, get in items if get and get["tags"] == ["Pages"]]


def _library(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(method, path, summary) of all that can be done with the library and its data."""
    return [
        (method.upper(), path, operation["summary"])
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters" and operation["tags"][0] in {"Library", "Data"}
    ]
