"""The pages of files and of what is inside them, and their other forms."""

from flask import Blueprint, Flask, Response, request, send_file

from server.datafiles.errors import unreadable
from server.errors import NotFound
from server.store.identity import State, stat_of
from server.tools.options import FigureOptions
from server.tools.parameters import Parameters, parse
from server.tools.tool import FIGURE_FORMS
from server.web import file_page, shelf
from server.web.answers import json_response
from server.web.examples import examples
from server.web.looks import LOOKS
from server.web.problems import wants_json
from server.web.rest import data
from server.web.shelf import library
from server.web.subject_body import subject_body
from server.web.subject_forms import FORMS, in_form
from server.web.subjects import Subject, inside_url
from server.web.validators import content_tag
from server.web.whereabouts import state_of
from server.web.window import Place, Stretch, stretch

IMAGE_TYPES = {".png": "image/png"}  # formats that a page may show as they are

NO_PARQUET = (
    "Parquet is not written, for its library would make the program much larger. NPY keeps values "
    "and types as well: numpy.load reads it, and pandas.DataFrame makes a table of that."
)

blueprint = Blueprint("files", __name__)


class PagePlace(Place):
    """What the address of a page may say."""

    removed: int = 0
    moved: bool = False


class Waiting(Parameters):
    """Whose reading is asked about."""

    inside: str = ""


def init_app(app: Flask) -> None:
    """Add the pages to ``app``."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["inside_url"] = inside_url


@blueprint.get("/file/<digits:number>")
@examples("/file/1", "/file/001", "/file/1?row=101", "/file/5", "/file/6")
def show(number: str) -> Response:
    """A file: plot, statistics, values, and where it comes from."""
    return _answer(Subject(shelf.file_at(number)), "json" if wants_json() else "")


@blueprint.get("/file/<digits:number>.<form>")
@examples(*(f"/file/1.{form}" for form in FORMS), "/file/3.npy", "/file/6.npy")
def show_form(number: str, form: str) -> Response:
    """A file's figure, its numbers, or its description."""
    return _answer(Subject(shelf.file_at(number)), form)


@blueprint.get("/file/<digits:number>/original")
@examples("/file/1/original", "/file/6/original")
def original(number: str) -> Response:
    """The file itself, byte for byte as it came."""
    file = shelf.file_at(number)
    status = stat_of(file.path)
    if status is None or not file.path.is_file():
        raise unreadable(file.path, "is no longer where it was")
    return send_file(
        file.path,
        IMAGE_TYPES.get(file.path.suffix.lower(), "application/octet-stream"),
        as_attachment=True,
        download_name=file.name,
        etag=content_tag(file, status),
    )


@blueprint.get("/file/<digits:number>/values")
@examples("/file/1/values?row=100&count=200", "/file/5/values?inside=JAN")
def values(number: str) -> Response:
    """Some rows of the table of values, as texts: what the page fetches while one scrolls."""
    wanted = parse(Stretch, list(request.args.items(multi=True)))
    subject = Subject(shelf.file_at(number), wanted.inside)
    return json_response({"row": wanted.row, "cells": stretch(subject, wanted)})


@blueprint.get("/file/<digits:number>/progress")
@examples("/file/1/progress")
def progress(number: str) -> Response:
    """How far the reading of a large file has come, from 0 to 1."""
    wanted = parse(Waiting, list(request.args.items(multi=True)))
    subject = Subject(shelf.file_at(number), wanted.inside)
    if subject.is_container or subject.is_ready:
        return json_response({"share": 1.0, "done": True})
    job = LOOKS.job(subject.file.path, subject.place[0], subject.options)
    return json_response({"share": job.share, "done": job.done.is_set()})


@blueprint.get("/file/<digits:number>/inside/<path:inside>")
@examples(
    "/file/1/inside/co2",
    "/file/4/inside/date",
    "/file/1/inside/co2.png",
    "/file/3/inside/array.npy",
)
def show_inside(number: str, inside: str) -> Response:
    """What lies inside a file: a member of a container, one of its columns, or its array."""
    file = shelf.file_at(number)
    head, _, form = inside.rpartition(".")
    subject = Subject(file, inside)
    if not subject.is_there and head and Subject(file, head).is_there:
        return _answer(Subject(file, head), form)
    return _answer(subject, "json" if wants_json() else "")


def _answer(subject: Subject, form: str) -> Response:
    pairs = list(request.args.items(multi=True))
    if form in FIGURE_FORMS:
        return in_form(subject, form, parse(FigureOptions, pairs).sheet)
    if form in data.FORMS and (form != "json" or request.args.keys() & data.Part.model_fields):
        return data.answer(subject, form, parse(data.Part, pairs))
    if form == "parquet":
        raise NotFound(NO_PARQUET, [(f".{form}", f"{subject.url}.{form}") for form in data.FORMS])
    if form == "json":
        return json_response(subject_body(subject, parse(Place, pairs)))
    if form:
        return in_form(subject, form, FigureOptions().sheet)
    place = parse(PagePlace, pairs)
    state: State = state_of(library(), subject.file)
    _note_opened(subject)
    return file_page.page(subject, place, state, place.removed, place.moved)


def _note_opened(subject: Subject) -> None:
    """Remember what was open last, where an own page or the user himself has asked."""
    own = request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}
    if request.method != "GET" or not own:
        return
    last = library().recents.last(1)
    if not last or last[0].id != subject.file.id:
        library().recents.opened(subject.file.id)
