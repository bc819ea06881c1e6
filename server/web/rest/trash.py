"""What was removed, for programs: bring it back, or delete it for good."""

from typing import Annotated, Any, Literal

from flask import Blueprint, Response
from pydantic import Field

from server.store.things import Removal
from server.tools.parameters import Parameters
from server.web.answers import json_response
from server.web.examples import examples
from server.web.rest.answering import empty, number_in, query
from server.web.rest.reading import Body, read_body
from server.web.rest.resource import Number
from server.web.shelf import library

blueprint = Blueprint("rest_trash", __name__, url_prefix="/api/trash")


class Removed(Body):
    """Several things of one kind to remove together: they come back together."""

    kind: Literal["project", "file", "note", "recipe"]
    numbers: Annotated[list[Number], Field(min_length=1, max_length=10_000)]


@blueprint.get("")
@examples("/api/trash")
def show() -> Response:
    """What was removed and can be brought back, the last first."""
    query(Parameters)
    removals = library().trash.list()
    return json_response({"items": [removal_body(removal) for removal in removals]})


@blueprint.post("")
def remove() -> Response:
    """Remove several things at once; the answer says how they come back."""
    body = read_body(Removed)
    removal = library().trash.remove(body.kind, body.numbers)
    return json_response(removal_body(removal))


@blueprint.post("/<digits:number>/restore")
def restore(number: str) -> Response:
    """Bring back what was removed."""
    library().trash.undo(number_in(number))
    return empty()


@blueprint.delete("/<digits:number>")
def purge(number: str) -> Response:
    """Delete for good what was removed. The user's own files are never touched."""
    library().trash.purge(number_in(number))
    return empty()


def removal_body(removal: Removal) -> dict[str, Any]:
    """A removal for programs, with the address that undoes it."""
    own = f"/api/trash/{removal.id}"
    return {
        "id": removal.id,
        "time": removal.time,
        "user": removal.user,
        "words": removal.words,
        "things": removal.things,
        "links": {"undo": f"{own}/restore", "purge": own},
    }
