"""Uploading files: raw or from a form, written to disk as they come."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, cast

from flask import Blueprint, Response, current_app, redirect, request
from pydantic import Field
from werkzeug.exceptions import BadRequest
from werkzeug.sansio.multipart import Data, Epilogue, File, MultipartDecoder, NeedData
from werkzeug.sansio.multipart import Field as FormField

from server.config import Settings
from server.datafiles.files import known
from server.errors import InputError
from server.tools.parameters import Parameters
from server.web import opening
from server.web.answers import json_response
from server.web.examples import examples
from server.web.problems import wants_json
from server.web.rest.answering import one, query
from server.web.rest.files import FILES
from server.web.rest.reading import body_chunks
from server.web.rest.resource import Number
from server.web.shelf import library
from server.web.workbench.restoring import Restored

FORM = "multipart/form-data"
ROOM = 2**20  # bytes of a form around its file

blueprint = Blueprint("rest_uploads", __name__, url_prefix="/api/uploads")


class Upload(Parameters):
    """What is sent, and where it goes."""

    name: Annotated[
        str, Field(max_length=255, description="The file's name; a form brings it along.")
    ] = ""
    project: Annotated[
        Number | None, Field(description="The project to put it in; by default the first own one.")
    ] = None


@blueprint.get("")
@examples("/api/uploads")
def show() -> Response:
    """What may be uploaded: how many bytes, and the endings of files that can be read."""
    query(Parameters)
    return json_response({"limit": _limit(), "endings": known()})


@blueprint.post("")
def create() -> Response:
    """Keep a copy of a file, and open it. The body is the file, or a form that brings one.

    A figure that came from the workbench is not kept: the answer is the address of its view.
    """
    wanted = query(Upload)
    if request.mimetype == FORM:
        chunks = _parts(body_chunks(_limit() + ROOM))
        name = next(chunks).decode()
    else:
        chunks, name = body_chunks(_limit()), wanted.name
    if not name:
        raise InputError("name", "is needed", "the file's name")
    file = opening.upload(library(), name, chunks, _limit(), wanted.project)
    if not wants_json():
        return cast(Response, redirect(file.url, HTTPStatus.SEE_OTHER))
    if isinstance(file, Restored):
        return json_response({"restored": file.url})
    return one(FILES, file, HTTPStatus.CREATED)


def _limit() -> int:
    settings = cast(Settings, current_app.extensions["sigmascope.settings"])
    return settings.upload_limit


def _parts(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Of the first file in a form first the name, then the content, piece by piece.

    Raises BadRequest for what is no such form.
    """
    boundary = request.mimetype_params.get("boundary", "")
    decoder = MultipartDecoder(boundary.encode("latin-1"), ROOM, max_parts=10)
    found = within = done = False
    while not done:
        try:
            event = decoder.next_event()
            while isinstance(event, NeedData):
                decoder.receive_data(next(chunks, None))
                event = decoder.next_event()
        except ValueError as error:
            raise BadRequest(f"The form cannot be read: {error}.") from error
        if isinstance(event, File):
            if found:
                raise BadRequest("The form brings several files; send one after the other.")
            found = within = True
            yield (event.filename or "").encode()
        elif isinstance(event, FormField):
            within = False
        elif isinstance(event, Data) and within:
            yield event.data
        done = isinstance(event, Epilogue)
    if not found:
        raise BadRequest("The form brings no file.")
