"""Bodies of requests: read up to a limit however they are sent, JSON checked against a model.

Werkzeug hands out the first bytes of a chunked body that is over its limit as if they were all;
here such a request is refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import orjson
from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from server.errors import InputError, InputErrors, TooLarge

MAX_JSON = 8 * 2**20  # bytes
MAX_DEPTH = 64
CHUNK = 2**16
SHOWN = 40  # characters of a refused name that are told


class Body(BaseModel):
    """The base of all bodies: no unknown fields, and no value is taken for one of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


B = TypeVar("B", bound=Body)


def body_chunks(limit: int) -> Iterator[bytes]:
    """The request's body, piece by piece. Raises TooLarge; BadRequest if it ends too soon."""
    stream = request.environ["wsgi.input"]
    length = request.content_length
    if length is not None and length > limit:
        raise TooLarge(f"The body has {length:,} bytes; up to {limit:,} are taken.")
    if length is None and not request.environ.get("wsgi.input_terminated"):
        return
    taken = 0
    while length is None or taken < length:
        wanted = CHUNK if length is None else min(CHUNK, length - taken)
        try:
            chunk = stream.read(wanted)
        except OSError as error:
            raise BadRequest("The body broke off before its end.") from error
        if not chunk and length is not None:
            raise BadRequest(f"The body broke off after {taken:,} of {length:,} bytes.")
        if not chunk:
            return
        taken += len(chunk)
        if taken > limit:
            raise TooLarge(f"The body has more than {limit:,} bytes.")
        yield chunk


def read_object() -> Mapping[str, Any]:
    """The JSON object in the request's body, of at most MAX_JSON bytes and MAX_DEPTH levels.

    Raises UnsupportedMediaType, TooLarge, BadRequest, InputError.
    """
    kind = request.mimetype
    if kind != "application/json" and not (
        kind.startswith("application/") and kind.endswith("+json")
    ):
        shown = f"“{kind[:SHOWN]}”" if kind else "without a type"
        raise UnsupportedMediaType(f"The body is {shown}; application/json is taken.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("A packed body is not taken; send it as it is.")
    try:
        value = orjson.loads(b"".join(body_chunks(MAX_JSON)))
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The body is no JSON: {error}.") from error
    if _deeper_than(value, MAX_DEPTH):
        raise BadRequest(f"The body is nested more than {MAX_DEPTH} levels deep.")
    if not isinstance(value, dict):
        raise InputError("body", "is no object", "an object in braces")
    return value


def read_body(model: type[B]) -> B:
    """The request's body as ``model``. Raises InputErrors with all that is wrong, and as above."""
    return checked(model, read_object())


def checked(model: type[B], given: Mapping[str, Any]) -> B:
    """``given`` as ``model``. Raises InputErrors with one error for each thing that is wrong."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise InputErrors([_in_words(detail, model) for detail in details]) from error


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return any(isinstance(value, dict | list) for value in level)


def _in_words(detail: ErrorDetails, model: type[Body]) -> InputError:
    """One finding of pydantic in this program's words."""
    name = ".".join(str(part)[:SHOWN] for part in detail["loc"]) or "body"
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return InputError(name, "is not known here", ", ".join(model.model_fields))
        case "missing":
            return InputError(name, "is needed")
        case "string_too_long":
            most = context["max_length"]
            return InputError(name, "is too long", f"up to {most:,} characters")
        case "string_too_short":
            return InputError(name, "is empty")
    return InputError(name, f"is refused: {detail['msg'][0].lower()}{detail['msg'][1:]}")
