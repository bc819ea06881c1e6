"""All tools, in the order of the navigation."""

from typing import Any

from server.tools import (
    plot,
    plotly_lines,
    power,
    random_field,
)
from server.tools.tool import Tool

TOOLS: tuple[Tool[Any, Any], ...] = (
    plot.TOOL,
    random_field.TOOL,
    plotly_lines.TOOL,
    power.TOOL,
)


def find(name: str) -> Tool[Any, Any] | None:
    """The tool of that name."""
    return next((tool for tool in TOOLS if tool.name == name), None)
