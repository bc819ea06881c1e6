"""The OpenAPI description, derived from the tools' declarations and the route table."""

import re
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from server.tools.catalogue import TOOLS
from server.tools.options import FigureOptions
from server.tools.tool import FIGURE_FORMS, Tool
from server.version import __version__
from server.web.rest import description
from server.web.rest.description import query_parameters
from server.web.tool_forms import MIMETYPES
from server.web.workbench.described import smoothing

PROBLEM = {"$ref": "#/components/responses/Problem"}
# Blueprints that are the program's own affair, and those that are described otherwise.
INTERNAL = frozenset({"access", "static", "shell"})
DESCRIBED = frozenset({"tools", "rest", "rest_parts", "rest_trash", "rest_uploads", "live_api"})


def document(app: Flask) -> dict[str, Any]:
    """The whole description of ``app``."""
    paths: dict[str, Any] = {}
    for tool in TOOLS:
        paths[f"/api/{tool.name}"] = {"get": _operation(tool, "json", f"{tool.name}")}
        for form in tool.forms:
            operation = _operation(tool, form, f"{tool.name}_{form}")
            paths[f"/{tool.name}.{form}"] = {"get": operation}
    paths.setdefault("/api/smooth", {})["post"] = smoothing(PROBLEM)
    paths |= description.paths()
    for rule in app.url_map.iter_rules():
        if _is_page(rule, app):
            paths.setdefault(_template(rule), _page_item(rule, app))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sigmascope",
            "version": __version__,
            "description": "Every view of the program for programs. The launch token goes into "
            "`Authorization: Bearer`.",
        },
        "security": [{"launchToken": []}],
        "paths": paths,
        "components": {**COMPONENTS, "schemas": {**PROBLEM_SCHEMA, **description.schemas()}},
    }


COMPONENTS: dict[str, Any] = {
    "securitySchemes": {"launchToken": {"type": "http", "scheme": "bearer"}},
    "responses": {
        "Problem": {
            "description": "What was wrong, which field, what is allowed (RFC 9457).",
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    },
}

PROBLEM_SCHEMA: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance", "errors"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "id": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "field": {"type": "string"},
                        "message": {"type": "string"},
                        "allowed": {"type": "string"},
                    },
                },
            },
            "suggestions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"label": {"type": "string"}, "url": {"type": "string"}},
                },
            },
        },
    }
}


def _operation(tool: Tool[Any, Any], form: str, identity: str) -> dict[str, Any]:
    parameters = query_parameters(tool.parameters)
    if form in FIGURE_FORMS:
        parameters += query_parameters(FigureOptions)
    return {
        "operationId": identity,
        "summary": tool.summary,
        "tags": [tool.title],
        "parameters": parameters,
        "responses": {
            "200": {"description": f"The result as {form}.", "content": {MIMETYPES[form]: {}}},
            "default": PROBLEM,
        },
    }


def _is_page(rule: Rule, app: Flask) -> bool:
    blueprint = rule.endpoint.partition(".")[0]
    described = blueprint in INTERNAL | DESCRIBED or rule.websocket
    return not described and "GET" in (rule.methods or ())


def _template(rule: Rule) -> str:
    """``/file/<number:file>/inside/<path:path>`` as ``/file/{file}/inside/{path}``."""
    return re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", r"{\1}", rule.rule)


def _page_item(rule: Rule, app: Flask) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    return {
        "get": {
            "operationId": rule.endpoint.replace(".", "_") + ("" if rule.is_leaf else "_folder"),
            "summary": (view.__doc__ or "").partition("\n")[0],
            "tags": ["Pages"],
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for name in sorted(rule.arguments)
            ],
            "responses": {"200": {"description": "The page."}, "default": PROBLEM},
        }
    }
