"""Live streams for programs: what there is, samples that are sent here, sources, recordings."""

from http import HTTPStatus
from typing import Annotated, Any

import numpy as np
from flask import Blueprint, Response, request
from pydantic import Field
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from server.errors import InputError
from server.live import telling
from server.live.frames import MAGIC, unpack
from server.live.sources.lines import LineParser
from server.live.sources.recipes import File, Generator, Push, Recipe, Serial, Tcp, recipe_of
from server.live.stream import Channels, Floats
from server.live.studio import Desk
from server.web.access import require_owner
from server.web.answers import json_response
from server.web.examples import examples
from server.web.live.channels import channels_in, checked, numbered
from server.web.live.shelf import BUILT_IN, studio
from server.web.rest.answering import empty
from server.web.rest.reading import Body, body_chunks, read_body, read_object
from server.web.rest.reading import checked as checked_body

LARGEST = 64 * 2**20  # bytes of samples in one request
TEXTS = frozenset({"text/csv", "text/plain"})
BYTES = "application/octet-stream"

blueprint = Blueprint("live_api", __name__, url_prefix="/api/live")


class Samples(Body):
    """Samples that are sent: a row a sample, or one number each where there is one channel."""

    values: Annotated[list[list[float | None]] | list[float | None], Field(max_length=1_000_000)]
    names: list[str] = Field(default_factory=list)
    units: list[str] = Field(default_factory=list)
    rate: float = 0.0


class Remarked(Body):
    """Something that is remarked about a recording that runs."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]
    at: Annotated[int | None, Field(ge=0)] = None


@blueprint.get("")
@examples("/api/live")
def show_all() -> Response:
    """The streams that there are, and those that are built in."""
    built_in = [
        {"name": name, "recipe": known.recipe.model_dump()} for name, known in BUILT_IN.items()
    ]
    return json_response(
        {"items": [_told(desk) for desk in studio().desks()], "built_in": built_in}
    )


@blueprint.get("/<stream:name>")
@examples("/api/live/heart")
def show(name: str) -> Response:
    """A stream: its channels, its source, how it stands, who watches it."""
    desks = {desk.name: desk for desk in studio().desks()}
    if name not in desks and name in BUILT_IN:
        desks[name] = Desk(name, BUILT_IN[name].recipe)
    return json_response(_told(desks[name] if name in desks else studio().desk(name)))


@blueprint.put("/<stream:name>")
def start(name: str) -> Response:
    """Run a source under this name; the body is its recipe."""
    recipe = recipe_of(dict(read_object()))
    desk = begin(name, recipe)
    return json_response(_told(desk))


@blueprint.patch("/<stream:name>")
def steer(name: str) -> Response:
    """Change what a built-in source does while it runs."""
    return json_response(_told(studio().steer(name, read_object())))


@blueprint.post("/<stream:name>")
def push(name: str) -> tuple[Response, int]:
    """Add samples: JSON, lines of CSV, or a binary frame. The first ones make the stream."""
    channels, values = _samples(name)
    before = studio().known(name)
    stream = studio().push(name, channels, values)
    status = HTTPStatus.OK if before else HTTPStatus.CREATED
    return json_response({"id": stream.id, "taken": len(values), "end": stream.end}), status


@blueprint.delete("/<stream:name>")
def forget(name: str) -> Response:
    """End a stream and forget it."""
    studio().forget(name)
    return empty()


@blueprint.put("/<stream:name>/recording")
def record(name: str) -> Response:
    """Record the stream from now on."""
    studio().record(name, True)
    return json_response(_told(studio().desk(name)))


@blueprint.delete("/<stream:name>/recording")
def stop_recording(name: str) -> Response:
    """End the recording; the answer says where the library has it."""
    studio().record(name, False)
    return json_response(_told(studio().desk(name)))


@blueprint.post("/<stream:name>/notes")
def remark(name: str) -> tuple[Response, int]:
    """Remark something at a moment of the recording that runs."""
    wanted = read_body(Remarked)
    said = studio().note(name, wanted.text, wanted.at)
    return json_response({"at": said.at, "text": said.text}), HTTPStatus.CREATED


def begin(name: str, recipe: Recipe) -> Desk:
    """Run the source; those that reach what else the owner has are for the owner."""
    match recipe:
        case File() | Tcp() | Serial():
            require_owner()
        case Push():
            return studio().expect(name, recipe)
        case Generator():
            pass
    return studio().start(name, recipe)


def _told(desk: Desk) -> dict[str, Any]:
    now = studio().standing(desk)
    people = [
        {"name": member.name, "follows": member.follows} for member in desk.audience.members()
    ]
    return {
        "name": desk.name,
        "page": f"/live/{desk.name}",
        "recipe": desk.recipe.model_dump(),
        "standing": {"state": now.state, "words": now.words},
        "stream": telling.described(desk.cutter.stream) if desk.cutter else None,
        "people": people,
        "recording": desk.recorder.path.name if desk.recorder else None,
        "kept": desk.kept or None,
    }


def _samples(name: str) -> tuple[Channels, Floats]:
    """What was sent, and what its channels are. Raises InputError, UnsupportedMediaType."""
    known = studio().channels(name)
    if request.mimetype == "application/json":
        return _from_json(known)
    if request.mimetype not in TEXTS | {BYTES}:
        kinds = "application/json, text/csv, application/octet-stream"
        raise UnsupportedMediaType(f"Samples are taken as {kinds}.")
    body = b"".join(body_chunks(LARGEST))
    offered = channels_in(request.args) or known
    if request.mimetype == BYTES:
        if not body.startswith(MAGIC):
            raise BadRequest("A binary body is a frame that begins with “SGL2”.")
        values = unpack(body).values
        return _fitting(offered or numbered(values.shape[1]), values)
    parser = LineParser(*((offered.names, offered.units) if offered else ()))
    values = parser.feed(body if body.endswith(b"\n") else body + b"\n")
    if not parser.known:
        raise InputError("body", "holds no line", "lines of numbers")
    return _fitting(offered or checked(parser.channels()), values)


def _from_json(known: Channels | None) -> tuple[Channels, Floats]:
    sent = checked_body(Samples, read_object())
    rows = [row if isinstance(row, list) else [row] for row in sent.values]
    if len({len(row) for row in rows}) > 1:
        raise InputError("values", "are rows of different lengths", "as many numbers in each row")
    values = np.array(rows, dtype=np.float64).reshape(len(rows), -1 if rows else 1)
    if sent.names:
        channels = checked(Channels(tuple(sent.names), tuple(sent.units), sent.rate))
    else:
        channels = known or numbered(values.shape[1], sent.rate)
    return _fitting(channels, values)


def _fitting(channels: Channels, values: Floats) -> tuple[Channels, Floats]:
    if len(values) and values.shape[1] != len(channels.names):
        words = f"have {values.shape[1]} columns; there are {len(channels.names)} channels"
        raise InputError("values", words)
    return channels, values
