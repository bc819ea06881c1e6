"""The page of a tool: its form, the picture, what it says, its numbers, its other forms."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template

from server.errors import InputError
from server.figures.palette import PAGE, Theme
from server.tools.numbers import Columns, Grid
from server.tools.options import FigureOptions, PageOptions
from server.tools.parameters import Parameters, query_pairs
from server.tools.tool import Tool
from server.web.permalinks import fresh_link, permalink
from server.web.preferences import chosen_theme
from server.web.tool_forms import figure_bytes

ROWS_SHOWN = 100
COLUMNS_SHOWN = 12
THREE_D = frozenset({"surface", "scatter3d"})  # traces that need WebGL and the larger bundle


def refused(tool: Tool[Any, Any], given: Mapping[str, str], errors: Sequence[InputError]) -> str:
    """The page when something asked for cannot be: the form as typed, errors at their fields."""
    fields = tool.fields
    known = {field.name for field in fields}
    return render_template(
        "tool.html",
        tool=tool,
        fields=fields,
        given=given,
        errors={error.field: error for error in reversed(errors)},
        strangers=[error for error in errors if error.field not in known],
        options=PageOptions(),
    )


def shown(tool: Tool[Any, Any], parameters: Parameters, result: Any, options: PageOptions) -> str:
    """The page of a result."""
    return render_template(
        "tool.html",
        tool=tool,
        fields=tool.fields,
        given=dict(query_pairs(parameters)),
        errors={},
        options=options,
        report=tool.report(parameters, result),
        pictures=_pictures(tool, parameters, result, options),
        narrow_pictures=_narrow_pictures(tool, parameters, options),
        plotly=_plotly(tool, parameters, result),
        table=preview(tool.numbers(parameters, result)),
        link=permalink(tool, parameters),
        fresh=fresh_link(tool, parameters),
        links={form: permalink(tool, parameters, form) for form in tool.forms},
    )


def preview(numbers: Columns | Grid) -> dict[str, Any]:
    """The first rows (and, of a field, columns) of the numbers, and how many there are."""
    if isinstance(numbers, Columns):
        arrays = [array[:ROWS_SHOWN] for array in numbers.columns.values()]
        rows = list(zip(*(array.tolist() for array in arrays), strict=True))
        total = len(next(iter(numbers.columns.values())))
        return {"names": list(numbers.columns), "rows": rows, "total": total, "grid": False}
    part = numbers.values[:ROWS_SHOWN, :COLUMNS_SHOWN].tolist()
    rows = [(label, *row) for label, row in zip(numbers.y[:ROWS_SHOWN].tolist(), part, strict=True)]
    names = ["y \\ x", *numbers.x[:COLUMNS_SHOWN].tolist()]
    return {"names": names, "rows": rows, "total": numbers.values.shape, "grid": True}


def _themes() -> tuple[Theme, ...]:
    """The themes a picture is needed in: both when the page follows the system."""
    theme = chosen_theme()
    return ("light", "dark") if theme == "system" else (theme,)


def _pictures(
    tool: Tool[Any, Any], parameters: Parameters, result: Any, options: PageOptions
) -> dict[Theme, str]:
    """An address for each theme's picture: of the file, or holding the file as base64."""
    if tool.figure is None:
        return {}
    if options.picture == "file":
        return {theme: permalink(tool, parameters, "png", theme=theme) for theme in _themes()}
    return {theme: _embedded(tool, parameters, result, theme) for theme in _themes()}


def _embedded(tool: Tool[Any, Any], parameters: Parameters, result: Any, theme: Theme) -> str:
    body = figure_bytes(tool, parameters, result, "png", FigureOptions(theme=theme))
    return "data:image/png;base64," + base64.b64encode(body).decode()


def _narrow_pictures(
    tool: Tool[Any, Any], parameters: Parameters, options: PageOptions
) -> dict[Theme, str]:
    """The same for narrow screens, which would shrink the text of a wide figure too far."""
    if tool.figure is None or options.picture != "file":
        return {}
    return {
        theme: permalink(tool, parameters, "png", theme=theme, place="narrow")
        for theme in _themes()
    }


def _plotly(tool: Tool[Any, Any], parameters: Parameters, result: Any) -> dict[str, str]:
    """The interactive figure as JSON, and the bundle that draws it; empty if there is none."""
    if tool.plotly is None:
        return {}
    import orjson

    figure = tool.plotly(parameters, result, PAGE)
    in_space = any(trace["type"] in THREE_D for trace in figure["data"])
    return {
        "json": orjson.dumps(figure, option=orjson.OPT_SERIALIZE_NUMPY).decode(),
        "bundle": "vendor/plotly-3d.min.js" if in_space else "vendor/plotly-2d.min.js",
    }
