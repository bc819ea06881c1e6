"""A tool's result in every form but the page: figure, numbers, script."""

from collections.abc import Iterator
from typing import Any

from flask import Response

from server.figures.render import FigureForm, render
from server.tools.numbers import npy_bytes
from server.tools.options import FigureOptions
from server.tools.parameters import Parameters
from server.tools.tool import Tool
from server.web.permalinks import permalink

MIMETYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "npy": "application/octet-stream",
    "json": "application/json",
    "py": "text/x-python",
}
INLINE = frozenset({"png", "svg", "json"})  # the browser shows these and saves the others


def in_form(
    tool: Tool[Any, Any],
    parameters: Parameters,
    result: Any,
    form: str,
    looks: FigureOptions | None = None,
) -> Response:
    """``result`` as a response in ``form``, one of ``tool.forms``."""
    body = content(tool, parameters, result, form, looks)
    response = Response(body, mimetype=MIMETYPES[form])
    place = "inline" if form in INLINE else "attachment"
    response.headers.set("Content-Disposition", place, filename=f"{tool.name}.{form}")
    return response


def content(
    tool: Tool[Any, Any],
    parameters: Parameters,
    result: Any,
    form: str,
    looks: FigureOptions | None = None,
) -> bytes | str | Iterator[str]:
    """The bytes or text of one form; CSV comes in blocks, so that it never stands whole."""
    match form:
        case "csv":
            return tool.numbers(parameters, result).csv()
        case "npy":
            return npy_bytes(tool.numbers(parameters, result))
        case "json":
            return json_bytes(tool, parameters, result)
        case "py":
            return tool.script(parameters)
        case "png" | "svg" | "pdf":
            return figure_bytes(tool, parameters, result, form, looks or FigureOptions())
    raise ValueError(f"{tool.name} has no form {form}")


def figure_bytes(
    tool: Tool[Any, Any],
    parameters: Parameters,
    result: Any,
    form: FigureForm,
    looks: FigureOptions,
) -> bytes:
    """The figure of ``result``; ValueError for a tool that draws none."""
    if tool.figure is None:
        raise ValueError(f"{tool.name} draws no figure")
    return render(tool.figure(parameters, result, looks.sheet), form)


def json_bytes(tool: Tool[Any, Any], parameters: Parameters, result: Any) -> bytes:
    """The result for programs: what was asked, what it says, the numbers, the other forms."""
    import orjson

    report = tool.report(parameters, result)
    body = {
        "tool": tool.name,
        "parameters": parameters.model_dump(),
        "sentence": report.sentence,
        "facts": report.facts,
        **tool.numbers(parameters, result).plain(),
        "links": {form: permalink(tool, parameters, form) for form in tool.forms},
        "page": permalink(tool, parameters),
    }
    return orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)
