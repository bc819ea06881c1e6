"""Answers about things: with their state as ETag, and changes only of the state that was seen."""

from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.exceptions import NotFound as NoSuchAddress

from server.store.errors import Conflict
from server.store.things import Page, Thing
from server.tools.parameters import Parameters, parse, query_pairs
from server.web.answers import json_response
from server.web.rest.resource import Paging, Resource

MAX_DIGITS = 18

T = TypeVar("T", bound=Thing)
P = TypeVar("P", bound=Parameters)


def number_in(digits: str) -> int:
    """The number in an address; a longer one than there can be names nothing."""
    if len(digits) > MAX_DIGITS:
        raise NoSuchAddress
    return int(digits)


def query(model: type[P]) -> P:
    """The request's query as ``model``. Raises InputErrors."""
    return parse(model, list(request.args.items(multi=True)))


def one(resource: Resource[T], thing: T, status: int = HTTPStatus.OK) -> Response:
    """``thing`` as an answer; without a body where the asker knows it already (304)."""
    response = json_response(resource.tell(thing))
    response.status_code = status
    response.set_etag(thing.state)
    if status == HTTPStatus.CREATED:
        response.headers["Location"] = resource.url(thing)
    elif request.method in {"GET", "HEAD"}:
        response.make_conditional(request)
    return response


def empty(status: int = HTTPStatus.NO_CONTENT) -> Response:
    """An answer that needs no body."""
    response = Response(status=status)
    del response.headers["Content-Type"]
    return response


def many(resource: Resource[T], page: Page[T], paging: Paging) -> Response:
    """Some of a list, with the address of those that follow, also as a Link header."""
    body: dict[str, Any] = {
        "items": [resource.tell(thing) for thing in page.items],
        "total": page.total,
        "offset": page.offset,
        "next": None,
    }
    if page.following is not None:
        after = paging.model_copy(update={"offset": page.following})
        body["next"] = _address(query_pairs(after))
    response = json_response(body)
    if body["next"]:
        response.headers["Link"] = f'<{body["next"]}>; rel="next"'
    return response


def revision_wanted(thing: Thing) -> int | None:
    """The revision that a change must meet; None if the request sets no condition.

    Raises Conflict where If-Match names another state than that of ``thing``.
    """
    if "If-Match" not in request.headers or request.if_match.star_tag:
        return None
    if not request.if_match.is_strong(thing.state):
        raise Conflict("It has been changed since. Look at it anew, then change it.")
    return thing.revision


def _address(pairs: list[tuple[str, str]]) -> str:
    return f"{request.path}?{urlencode(pairs)}"
