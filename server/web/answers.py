"""Answers for programs."""

from typing import Any

from flask import Response


def json_response(body: Any) -> Response:
    """``body`` as JSON; numpy's numbers and arrays are taken, NaN and infinity become null."""
    import orjson

    return Response(
        orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY), mimetype="application/json"
    )
