"""Smoothing for programs, as the description of the API tells it."""

from typing import Any

from server.web.rest.description import query_parameters
from server.web.tool_forms import MIMETYPES
from server.workbench.exports.in_form import NUMBERS
from server.workbench.exports.options import NumberOptions
from server.workbench.recipe import Recipe


def smoothing(problem: dict[str, str]) -> dict[str, Any]:
    """The operation behind ``POST /api/smooth``; ``problem`` refers to the answer of an error."""
    fields = [*query_parameters(Recipe), *query_parameters(NumberOptions)]
    properties = {
        field["name"]: {**field["schema"], "description": field["description"]} for field in fields
    }
    properties["also"] = {"type": "array", "items": {"type": "string"}, "maxItems": 2} | {
        "description": properties["also"]["description"]
    }
    return {
        "operationId": "smooth_by_recipe",
        "summary": "Smooth a file of the library, or generated data, as a recipe says.",
        "tags": ["Workbench"],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": properties,
                        "additionalProperties": False,
                    }
                }
            },
        },
        "responses": {
            "200": {
                "description": "Positions, values and smoothed values, in the form of Accept.",
                "content": {MIMETYPES[form]: {} for form in NUMBERS},
            },
            "default": problem,
        },
    }
