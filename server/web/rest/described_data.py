"""Data as they leave, for the description of the API."""

from typing import Any

from server.web.rest.data import FORMS
from server.web.tool_forms import MIMETYPES

TAG = "Data"
ETAG = {"ETag": {"description": "Another for other bytes.", "schema": {"type": "string"}}}
CONDITIONS = {
    "If-None-Match": "ETags of what is there already: 304 if these are the data.",
    "Range": "Which bytes, such as bytes=0-999: 206.",
    "If-Range": "The ETag that Range is about: all is sent if it is another by now.",
}


def paths(number: dict[str, Any], query: list[dict[str, Any]], problem: Any) -> dict[str, Any]:
    """The addresses of a file's data in each form. ``number`` and ``query`` are its parameters."""
    return {f"/file/{{number}}.{form}": _item(form, [number, *query], problem) for form in FORMS}


def _item(form: str, parameters: list[dict[str, Any]], problem: Any) -> dict[str, Any]:
    content: dict[str, Any] = {MIMETYPES[form]: {}}
    told = {
        "200": {"description": "The data, piece by piece.", "content": content, "headers": ETAG},
        "304": {"description": "The asker has them already.", "headers": ETAG},
    }
    conditions = list(CONDITIONS) if form == "npy" else ["If-None-Match"]
    if form == "npy":
        told["206"] = {"description": "Some bytes.", "content": content, "headers": ETAG}
    summary = f"A file's data as {form.upper()}, all or some of the columns and rows."
    if form == "json":
        summary += " Without columns or rows: what is known of the file."
    return {
        "get": {
            "operationId": f"get_data_{form}",
            "summary": summary,
            "tags": [TAG],
            "parameters": [*parameters, *map(_header, conditions)],
            "responses": {**told, "default": problem},
        }
    }


def _header(name: str) -> dict[str, Any]:
    words = CONDITIONS[name]
    kind = {"type": "string"}
    return {"name": name, "in": "header", "required": False, "description": words, "schema": kind}
