"""All tools, in the order of the navigation."""

from typing import Any

from server.tools import (
    power,
)
from server.tools.tool import Tool

TOOLS: tuple[Tool[Any, Any], ...] = (power.TOOL, plot.TOOL)


def find(name: str) -> Tool[Any, Any] | None:
    """The tool of that name."""
    return next((tool for tool in TOOLS if tool.name == name), None)
