"""The library's resources as OpenAPI, from the same declarations that answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from server.tools.parameters import Parameters
from server.web.live.operations import OPERATIONS
from server.web.rest import described_data
from server.web.rest.catalogue import RESOURCES
from server.web.rest.data import Part
from server.web.rest.operation import Operation
from server.web.rest.others import OTHERS
from server.web.rest.resource import Resource

REF = "#/components/schemas/{model}"
PROBLEM = {"$ref": "#/components/responses/Problem"}
NUMBER = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}
NAME = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the state that is to be changed; 412 if it is another by now.",
    "schema": {"type": "string"},
}
ETAG = {"ETag": {"description": "The state of the thing.", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "Its address.", "schema": {"type": "string"}}}


def paths() -> dict[str, dict[str, Any]]:
    """Every address of the library with what can be done there."""
    found: dict[str, dict[str, Any]] = {}
    for resource in RESOURCES.values():
        if resource.page:
            found[f"/api/{resource.name}"] = dict(_collection(resource))
        found[f"/api/{resource.name}/{{number}}"] = dict(_single(resource))
    for operation in (*OTHERS, *OPERATIONS):
        found.setdefault(operation.path, {})[operation.method] = _other(operation)
    return found | described_data.paths(NUMBER, query_parameters(Part), PROBLEM)


def schemas() -> dict[str, Any]:
    """What bodies and answers look like."""
    found: dict[str, Any] = {}
    for resource in RESOURCES.values():
        found |= _schema(resource.shown, "serialization")
        for model in {resource.fields, resource.new} - {None}:
            found |= _schema(model)  # type: ignore[arg-type]
        found[_part(resource)] = _without_needs(_schema(resource.fields)[resource.fields.__name__])
    for operation in (*OTHERS, *OPERATIONS):
        if operation.body:
            found |= _schema(operation.body)
    return found


def _collection(resource: Resource[Any]) -> Iterator[tuple[str, Any]]:
    listed = {
        "items": {"type": "array", "items": _shown(resource)},
        "total": {"type": "integer"},
        "offset": {"type": "integer"},
        "next": {"type": ["string", "null"], "description": "Where those that follow are."},
    }
    yield (
        "get",
        {
            "operationId": f"list_{resource.name}",
            "summary": f"{resource.summary} A page at a time; “next” leads on.",
            "tags": ["Library"],
            "parameters": query_parameters(resource.paging),
            "responses": {
                "200": _answer("Some of them.", {"type": "object", "properties": listed}),
                "default": PROBLEM,
            },
        },
    )
    if resource.create and resource.new:
        made = _answer("It is there.", _shown(resource), {**LOCATION, **ETAG})
        yield (
            "post",
            {
                "operationId": f"create_{resource.noun}",
                "summary": f"Add a {resource.noun}.",
                "tags": ["Library"],
                "requestBody": _body(resource.new.__name__),
                "responses": {"201": made, "default": PROBLEM},
            },
        )


def _single(resource: Resource[Any]) -> Iterator[tuple[str, Any]]:
    shown = _answer(f"The {resource.noun}.", _shown(resource), ETAG)
    noun = resource.noun
    yield "parameters", [NUMBER]
    summaries = {
        "get": (f"A {noun}, with its state as ETag.", None),
        "put": (f"Set all that may be said about a {noun}.", resource.fields.__name__),
        "patch": (f"Set some of what may be said about a {noun}.", _part(resource)),
    }
    for method, (summary, body) in summaries.items():
        yield method, _operation(method, noun, summary, body, {"200": shown})
    if resource.kind:
        words = f"Remove a {noun}; the answer says how it comes back."
        removed = {"200": _answer("It is removed.", {"type": "object"})}
        yield "delete", _operation("delete", noun, words, None, removed)


def _operation(
    method: str, noun: str, summary: str, body: str | None, responses: Mapping[str, Any]
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": f"{method}_{noun}",
        "summary": summary,
        "tags": ["Library"],
        "responses": {**responses, "default": PROBLEM},
    }
    if method != "get":
        told["parameters"] = [IF_MATCH]
    if body:
        told["requestBody"] = _body(body, patch=method == "patch")
    return told


def _other(operation: Operation) -> dict[str, Any]:
    variables = {"{number}": NUMBER, "{name}": NAME}
    inside = [known for mark, known in variables.items() if mark in operation.path]
    parameters = query_parameters(operation.query) if operation.query else []
    told: dict[str, Any] = {
        "operationId": operation.identity,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [*inside, *parameters],
        "responses": {str(operation.status): {"description": "Done."}, "default": PROBLEM},
    }
    if operation.body:
        told["requestBody"] = _body(operation.body.__name__)
    elif operation.raw:
        content: dict[str, Any] = {kind: {} for kind in operation.raw}
        told["requestBody"] = {"required": True, "content": content}
    return told


def query_parameters(model: type[Parameters]) -> list[dict[str, Any]]:
    """A model's fields as OpenAPI query parameters."""
    schema = model.model_json_schema()
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": part.pop("description", ""),
            "schema": part,
        }
        for name, part in schema.get("properties", {}).items()
    ]


def _schema(model: type[BaseModel], mode: Any = "validation") -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=REF, mode=mode)
    inner = schema.pop("$defs", {})
    return {**inner, model.__name__: schema}


def _without_needs(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a part: any of the fields, none of them needed."""
    bare = {
        name: {key: value for key, value in field.items() if key != "default"}
        for name, field in schema["properties"].items()
    }
    kept = {key: value for key, value in schema.items() if key != "required"}
    return {**kept, "title": f"{schema['title']}Part", "properties": bare}


def _part(resource: Resource[Any]) -> str:
    return f"{resource.fields.__name__}Part"


def _shown(resource: Resource[Any]) -> dict[str, str]:
    return {"$ref": REF.format(model=resource.shown.__name__)}


def _answer(
    words: str, schema: Mapping[str, Any], headers: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    told = {"description": words, "content": {"application/json": {"schema": schema}}}
    return {**told, "headers": headers} if headers else told


def _body(model: str, *, patch: bool = False) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": REF.format(model=model)}}}
    if patch:
        content["application/merge-patch+json"] = content["application/json"]
    return {"required": True, "content": content}
