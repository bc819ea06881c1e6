"""The page of the workbench."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from pydantic_core import PydanticUndefined

from server.errors import InputError, InputErrors
from server.figures.colour_maps import DIVERGING, STOPS
from server.store.terms import Wanted
from server.store.things import File
from server.web.examples import examples
from server.web.shelf import library
from server.web.subjects import Subject
from server.web.workbench.moments import moments_of
from server.web.workbench.offered import columns_of, members_of
from server.web.workbench.sources import is_field, subject_of
from server.workbench.generated import WORDS
from server.workbench.recipe import Recipe, read_recipe

OFFERED = 12  # files

blueprint = Blueprint("workbench", __name__)


@blueprint.get("/workbench")
@examples(
    "/workbench",
    "/workbench?file=2&width=4",
    "/workbench?file=6",
    "/workbench?source=walk&n=1000&seed=7",
)
def show() -> Response:
    """The workbench: smooth and explore a signal or a field."""
    recipe, errors = _read()
    if recipe.file is None and not recipe.source and not errors:
        return make_response(redirect(_somewhere(recipe), 303))
    subject = None if recipe.file is None else subject_of(recipe)
    if subject is not None and subject.is_container and not errors:
        inside = next((member.path for member in members_of(subject) if member.wanted), "")
        if inside:
            return make_response(redirect(_address(recipe, inside=inside), 303))
    html = render_template("workbench.html", **_context(recipe, subject, errors))
    return make_response(html, 422 if errors else 200)


def _context(recipe: Recipe, subject: Subject | None, errors: list[InputError]) -> dict[str, Any]:
    """What the template is given."""
    known = {info.alias or name for name, info in Recipe.model_fields.items()}
    source = WORDS.get(recipe.source, "Workbench")
    rows = recipe.n
    if subject is not None:
        rows = 0 if subject.is_container else subject.description.rows
    return {
        "recipe": recipe,
        "pairs": recipe.pairs(),
        "link": f"/workbench?{urlencode(recipe.pairs())}",
        "defaults": _defaults(),
        "kind": _kind(recipe, subject),
        "title": subject.title if subject else source,
        "subject": subject,
        "file": subject.file if subject else None,
        "moments": moments_of(subject.file if subject else None),
        "columns": columns_of(subject, recipe) if subject else [],
        "members": members_of(subject) if subject else [],
        "files": [{"title": file.title, "url": f"/workbench?file={file.id}"} for file in _files()],
        "sources": dict(WORDS),
        "colour_maps": STOPS,
        "diverging": sorted(DIVERGING),
        "total": rows,
        "errors": {error.field: error for error in reversed(errors)},
        "strangers": [error for error in errors if error.field not in known],
    }


def _read() -> tuple[Recipe, list[InputError]]:
    """The recipe in the address, and what was wrong with it: that is left out."""
    given = list(request.args.items(multi=True))
    try:
        return read_recipe(given), []
    except InputErrors as error:
        errors = list(error.errors)
    wrong = {found.field for found in errors}
    try:
        return read_recipe([pair for pair in given if pair[0] not in wrong]), errors
    except InputErrors as error:
        return Recipe(), [*errors, *error.errors]


def _kind(recipe: Recipe, subject: Subject | None) -> str:
    if subject is None:
        return "field" if recipe.source == "field" else "signal" if recipe.source else "empty"
    if subject.is_container:
        return "empty"
    return "field" if is_field(subject, recipe) else "signal"


def _defaults() -> dict[str, Any]:
    """What is meant where an address says nothing; None where there is nothing."""
    return {
        info.alias or name: None if info.default is PydanticUndefined else info.default
        for name, info in Recipe.model_fields.items()
    }


def _files() -> list[File]:
    """What to look at next: what was open last, then the samples."""
    found = {file.id: file for file in library().recents.last(OFFERED)}
    for project in library().projects.all():
        if project.samples:
            page = library().listing.page(Wanted(project=project.id), "id", limit=OFFERED)
            found.update({file.id: file for file in page.items})
    return list(found.values())[:OFFERED]


def _somewhere(recipe: Recipe) -> str:
    """The workbench with what was open last, or with generated data."""
    recent = _files()
    if recent:
        return _address(recipe, file=recent[0].id)
    return _address(recipe, source="walk")


def _address(recipe: Recipe, **changes: Any) -> str:
    return f"/workbench?{urlencode(recipe.model_copy(update=changes).pairs())}"
