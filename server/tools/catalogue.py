"""All tools, in the order of the navigation."""

from typing import Any

from server.tools import (
    plot,
    plotly_lines,
    plotly_with_get,
    power,
    random_field,
    smooth,
)
from server.tools.tool import Tool

TOOLS: tuple[Tool[Any, Any], ...] = (
    smooth.TOOL,
    plot.TOOL,
    random_field.TOOL,
    plotly_lines.TOOL,
    plotly_with_get.TOOL,
    power.TOOL,
)


def find(name: str) -> Tool[Any, Any] | None:
    """The tool of that name."""
    return next((tool for tool in TOOLS if tool.name == name), None)
