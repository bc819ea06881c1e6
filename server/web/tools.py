"""The routes of every tool: its page, its other forms, its API resource."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, make_response, request

from server.errors import InputError, InputErrors, NotFound
from server.tools.catalogue import TOOLS
from server.tools.options import FigureOptions, NoOptions, PageOptions
from server.tools.parameters import as_text, parse
from server.tools.tool import FIGURE_FORMS, Tool
from server.web import navigation
from server.web.examples import examples
from server.web.tool_forms import in_form
from server.web.tool_page import refused, shown

AnyTool = Tool[Any, Any]


def init_app(app: Flask) -> None:
    """Add the routes and the navigation entries of all tools to ``app``."""
    blueprint = Blueprint("tools", __name__)
    for tool in TOOLS:
        _add_routes(blueprint, tool)
        entry = navigation.Entry(f"/{tool.name}", tool.title, tool.icon, "tools", tool.summary)
        navigation.add(app, entry)
    app.register_blueprint(blueprint)


def _add_routes(blueprint: Blueprint, tool: AnyTool) -> None:
    rules = {f"/{tool.name}": "page", f"/{tool.name}.<form>": "form"}
    if tool.path_parameter:
        rules[f"/{tool.name}/<value>"] = "at"
    for rule, kind in rules.items():
        blueprint.add_url_rule(rule, f"{tool.name}-{kind}", _view(tool, kind))
    blueprint.add_url_rule(f"/api/{tool.name}", f"{tool.name}-api", _view(tool, "api"))


def _view(tool: AnyTool, kind: str) -> Callable[..., Response]:
    value = _example_value(tool)
    urls = {
        "page": [f"/{tool.name}"],
        "form": [f"/{tool.name}.{form}" for form in tool.forms],
        "at": [f"/{tool.name}/{value}", *(f"/{tool.name}/{value}.{form}" for form in tool.forms)],
        "api": [f"/api/{tool.name}"],
    }[kind]

    def view(form: str = "", value: str | None = None) -> Response:
        if kind == "api":
            form = "json"
        if value is not None:
            form, value = _split_ending(tool, value)
        return answer(tool, form, value)

    view.__doc__ = tool.summary
    return examples(*urls)(view)


def answer(tool: AnyTool, form: str, value: str | None = None) -> Response:
    """Read the request's parameters, compute, and answer in ``form`` ("" is the page)."""
    if form and form not in tool.forms:
        raise NotFound(
            f"{tool.title} has no form “.{form}”.",
            [(f".{known}", f"/{tool.name}.{known}") for known in tool.forms],
        )
    extras = FigureOptions if form in FIGURE_FORMS else NoOptions if form else PageOptions
    pairs = list(request.args.items(multi=True))
    if value is not None:
        _check_choice(tool, value)
        pairs.insert(0, (tool.path_parameter, value))
    asked = [pair for pair in pairs if pair[0] in extras.model_fields]
    try:
        options = parse(extras, asked)
        parameters = parse(tool.parameters, [pair for pair in pairs if pair not in asked])
        result = tool.compute(parameters)
    except (InputErrors, InputError) as error:
        if form:
            raise
        found = error.errors if isinstance(error, InputErrors) else (error,)
        return make_response(refused(tool, dict(pairs), found), 422)
    if isinstance(options, PageOptions):
        return make_response(shown(tool, parameters, result, options))
    looks = options if isinstance(options, FigureOptions) else None
    return in_form(tool, parameters, result, form, looks)


def _check_choice(tool: AnyTool, value: str) -> None:
    """A choice in the path that does not exist is a page that does not exist."""
    field = next(field for field in tool.fields if field.name == tool.path_parameter)
    if field.kind == "choice" and value not in field.choices:
        known = [(choice, f"/{tool.name}/{choice}") for choice in field.choices]
        raise NotFound(f"There is no {field.title.lower()} “{value[:40]}” here.", known)


def _split_ending(tool: AnyTool, value: str) -> tuple[str, str]:
    """``2.5.png`` as ("png", "2.5"); a text without a known ending is all value."""
    head, _, tail = value.rpartition(".")
    return (tail, head) if head and tail in tool.forms else ("", value)


def _example_value(tool: AnyTool) -> str:
    defaults = {field.name: field.default for field in tool.fields}
    return as_text(defaults.get(tool.path_parameter))
