"""The address that gives one result again, as a page or in any other form."""

from typing import Any
from urllib.parse import quote, urlencode

from server.tools.parameters import Parameters, query_pairs
from server.tools.tool import Tool


def permalink(tool: Tool[Any, Any], parameters: Parameters, form: str = "", **more: str) -> str:
    """The path and query of this very result; ``more`` are options of the form asked for."""
    values = dict(query_pairs(parameters))
    place = f"/{tool.name}"
    if tool.path_parameter:
        place += "/" + quote(values.pop(tool.path_parameter), safe="")
    if form:
        place += "." + form
    query = urlencode({**values, **more})
    return f"{place}?{query}" if query else place


def fresh_link(tool: Tool[Any, Any], parameters: Parameters) -> str:
    """The same with new random numbers: every parameter but the seed; "" if nothing is random."""
    values = dict(query_pairs(parameters))
    if values.pop("seed", None) is None or not parameters.is_random:
        return ""
    return f"/{tool.name}?{urlencode(values)}"
