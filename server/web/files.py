"""The pages of files and of what is inside them, and their other forms."""

from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template, request

from server.figures.palette import Theme
from server.store.things import File
from server.tools import catalogue
from server.tools.options import FigureOptions
from server.tools.parameters import parse
from server.tools.tool import FIGURE_FORMS
from server.web import shelf, subject_words
from server.web.answers import json_response
from server.web.examples import examples
from server.web.preferences import chosen_theme
from server.web.problems import wants_json
from server.web.shelf import library
from server.web.subject_body import subject_body
from server.web.subject_forms import FORMS, in_form
from server.web.subjects import Subject, inside_url
from server.web.window import Place, window

IMAGE_TYPES = {".png": "image/png"}  # formats that a page may show as they are

blueprint = Blueprint("files", __name__)


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
    mimetype = IMAGE_TYPES.get(file.path.suffix, "application/octet-stream")
    content = file.path.read_bytes()
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.set_etag(file.provenance.sha256)
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response


@blueprint.get("/file/<digits:number>/inside/<path:inside>")
@examples(
    "/file/1/inside/co2",
    "/file/4/inside/date",
    "/file/1/inside/co2.png",
    "/file/3/inside/array.npy",
)
def show_inside(number: str, inside: str) -> Response:
    """What lies inside a file: one of its columns, or its array."""
    file = shelf.file_at(number)
    head, _, form = inside.rpartition(".")
    whole = Subject(file)
    if inside not in whole.all_members and head in whole.all_members:
        return _answer(Subject(file, head), form)
    subject = Subject(file, inside)
    return _answer(subject, "json" if wants_json() and subject.members else "")


def _answer(subject: Subject, form: str) -> Response:
    pairs = list(request.args.items(multi=True))
    if form in FIGURE_FORMS:
        return in_form(subject, form, parse(FigureOptions, pairs).sheet)
    place = parse(Place, pairs)
    if form == "json":
        return json_response(subject_body(subject, place))
    if form:
        return in_form(subject, form, FigureOptions().sheet)
    return _page(subject, place)


def _page(subject: Subject, place: Place) -> Response:
    file = subject.file
    kinds = {name: subject_words.type_name(array) for name, array in subject.members.items()}
    page = render_template(
        "file.html",
        file=file,
        subject=subject,
        project=library().projects.get(file.project),
        user=library().users.get(file.user),
        sentence=subject_words.sentence(subject),
        facts_shown=subject_words.facts(subject),
        summaries=subject.summaries(),
        kinds=kinds,
        value=subject_words.value,
        window=window(subject, place),
        pictures=_pictures(subject, "wide"),
        narrow=_pictures(subject, "narrow"),
        forms=FORMS,
        smooth=_smooth_link(file),
        provenance=_provenance(file),
    )
    return make_response(page)


def _pictures(subject: Subject, place: str) -> dict[Theme, str]:
    """The address of the overview in each theme that the page may have."""
    if subject.members[subject.drawn].dtype.kind in "US":
        return {}
    theme = chosen_theme()
    themes: tuple[Theme, ...] = ("light", "dark") if theme == "system" else (theme,)
    return {theme: f"{subject.url}.png?theme={theme}&place={place}" for theme in themes}


def _smooth_link(file: File) -> str:
    """The smoothing tool on these data; "" where it does not know them."""
    tool = catalogue.find("smooth")
    fields = {field.name: field for field in tool.fields} if tool else {}
    known = "source" in fields and file.smooth in fields["source"].choices
    return f"/smooth?source={file.smooth}" if known else ""


def _provenance(file: File) -> dict[str, Any]:
    found = file.provenance
    return {
        "Source": found.source,
        "Licence": found.licence,
        "File": f"{file.name}, {found.size:,} bytes",
        "SHA-256": found.sha256,
    }
