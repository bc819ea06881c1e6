"""What belongs to things: their notes, the tags in use, what was open last, where a file lies."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from flask import Blueprint, Response
from pydantic import Field

from server.store.things import Note
from server.tools.parameters import Parameters
from server.web import opening
from server.web.access import require_owner
from server.web.answers import json_response
from server.web.examples import examples
from server.web.rest.answering import empty, many, number_in, one, query, revision_wanted
from server.web.rest.catalogue import RESOURCES
from server.web.rest.files import FILES
from server.web.rest.notes import NOTES, NoteFields
from server.web.rest.reading import Body, read_body
from server.web.rest.resource import Paging, part_of
from server.web.shelf import library
from server.web.whereabouts import state_of

blueprint = Blueprint("rest_parts", __name__, url_prefix="/api")


class PlaceFields(Body):
    """Where a file lies; without a path, where it was."""

    path: Annotated[str | None, Field(min_length=1, max_length=4096)] = None


@blueprint.get("/<any(projects, files):owner>/<digits:number>/notes")
@examples("/api/files/1/notes", "/api/projects/1/notes")
def notes(owner: str, number: str) -> Response:
    """The notes about a file or a project, the oldest first."""
    paging = query(Paging)
    return many(NOTES, part_of(_notes(owner, number_in(number)), paging, "id"), paging)


@blueprint.post("/<any(projects, files):owner>/<digits:number>/notes")
def add_note(owner: str, number: str) -> Response:
    """Remark something about a file or a project."""
    RESOURCES[owner].get(library(), number_in(number))
    about = {RESOURCES[owner].noun: number_in(number)}
    note = library().notes.add(read_body(NoteFields).text, **about)
    return one(NOTES, note, HTTPStatus.CREATED)


def _notes(owner: str, number: int) -> tuple[Note, ...]:
    noun = RESOURCES[owner].noun
    RESOURCES[owner].get(library(), number)
    return library().notes.of(**{noun: number})


@blueprint.get("/tags")
@examples("/api/tags")
def tags() -> Response:
    """The tags in use, with how many files have each."""
    query(Parameters)
    items = [
        {"name": name, "files": count, "links": {"files": _tagged(name)}}
        for name, count in library().tags.counts().items()
    ]
    return json_response({"items": items})


def _tagged(name: str) -> str:
    return f"/api/files?{urlencode({'tag': name})}"


@blueprint.get("/recents")
@examples("/api/recents")
def recents() -> Response:
    """The files that were open last."""
    query(Parameters)
    return json_response({"items": [FILES.tell(file) for file in library().recents.last(100)]})


@blueprint.put("/recents/<digits:number>")
def remember(number: str) -> Response:
    """Note that a file was opened just now."""
    library().recents.opened(number_in(number))
    return empty()


@blueprint.get("/files/<digits:number>/place")
@examples("/api/files/1/place")
def place(number: str) -> Response:
    """Where a file lies, and whether it is still the one that was opened."""
    query(Parameters)
    file = library().files.get(number_in(number))
    body = {"place": file.place, "path": str(file.path), "state": state_of(library(), file)}
    response = json_response(body)
    response.set_etag(file.state)
    return response


@blueprint.put("/files/<digits:number>/place")
def locate(number: str) -> Response:
    """Accept a file as it is now, or where it is now."""
    require_owner()
    file = library().files.get(number_in(number))
    revision = revision_wanted(file)
    path = read_body(PlaceFields).path
    found = opening.relocate(library(), file, None if path is None else Path(path), revision)
    return one(FILES, found)
