"""Views in other forms: the figure, the numbers, the script; and smoothing for programs."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from flask import Blueprint, Response, request

from server.errors import InputError, NotFound
from server.tools.options import NoOptions
from server.tools.parameters import parse
from server.web.examples import examples
from server.web.rest.reading import read_object
from server.web.tool_forms import INLINE, MIMETYPES
from server.web.workbench.asking import asked_for
from server.web.workbench.exported import exported
from server.workbench.exports.in_form import FIGURES, FORMS, NUMBERS, Form, form_of
from server.workbench.exports.options import FigureOptions, NumberForm, NumberOptions
from server.workbench.recipe import recipe_of_json

blueprint = Blueprint("workbench_exports", __name__)


@blueprint.get("/workbench.<form>")
@examples(
    *(f"/workbench.{form}?file=2&to=20&unit=x&width=0.05&dpi=60" for form in FIGURES),
    *(f"/workbench.{form}?file=2&to=5&unit=x&width=0.05" for form in (*NUMBERS, "py")),
    "/workbench.png?source=field&n=400&width=2&dpi=60",
    "/workbench.npy?source=walk&n=100&columns=smoothed&part=whole",
)
def show(form: str) -> Response:
    """The view of a recipe as a figure, as numbers, or as a Python script."""
    try:
        wanted = form_of(form)
    except InputError as error:
        known = [(f".{known}", f"/workbench.{known}?source=walk") for known in FORMS]
        raise NotFound(str(error), known) from error
    if wanted in FIGURES:
        recipe, looks = asked_for(FigureOptions)
        return _streamed(exported(recipe, wanted, looks), wanted)
    if wanted in NUMBERS:
        recipe, numbers = asked_for(NumberOptions)
        return _streamed(exported(recipe, wanted, numbers), wanted)
    recipe, _ = asked_for(NoOptions)
    return _streamed(exported(recipe, wanted, NumberOptions()), wanted)


@blueprint.post("/api/smooth")
def smooth() -> Response:
    """Smooths as a recipe says: the body is its JSON, the answer JSON, CSV or NPY by Accept."""
    body = dict(read_object())
    known = NumberOptions.model_fields
    options = parse(NumberOptions, [(k, _text(body.pop(k))) for k in list(body) if k in known])
    form = _accepted()
    return _streamed(exported(recipe_of_json(body), form, options), form)


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _accepted() -> NumberForm:
    kinds: dict[str, NumberForm] = {
        "application/json": "json",
        "text/csv": "csv",
        MIMETYPES["npy"]: "npy",
    }
    best = request.accept_mimetypes.best_match(list(kinds), MIMETYPES["json"])
    return kinds[best]


def _streamed(parts: Iterator[bytes], form: Form) -> Response:
    """The first part is made before anything is answered: what is wrong shows there."""
    response = Response(chain([next(parts, b"")], parts), mimetype=MIMETYPES[form])
    place = "inline" if form in INLINE else "attachment"
    response.headers.set("Content-Disposition", place, filename=f"sigmascope.{form}")
    return response
