"""What the page asks for while one looks around: curves in binary, facts, progress."""

import time
from typing import Annotated, Literal, TypeVar

from flask import Blueprint, Response, jsonify, request
from pydantic import Field
from werkzeug.exceptions import NotFound as NoSuchAddress

from server.datafiles.errors import Cancelled
from server.errors import InputError, InputErrors
from server.science.smoothing import Cancelled as Overtaken
from server.tools.parameters import Parameters, parse
from server.web.answers import json_response
from server.web.examples import examples
from server.web.problems import Problem, answer
from server.web.workbench.sources import (
    JOBS,
    NotReady,
    pyramid_of,
    pyramid_state,
    signal_of,
    told,
)
from server.web.workbench.turns import TURNS
from server.workbench import telling
from server.workbench.facts import facts
from server.workbench.recipe import Recipe, read_recipe, split_pairs
from server.workbench.transport import pack
from server.workbench.view import Scene, window_of

TYPE = "application/octet-stream"
MAX_PIXELS = 16_384

PATTERN = r"^(raw|smooth|also|residual)(,(raw|smooth|also|residual))*$"

blueprint = Blueprint("workbench_views", __name__, url_prefix="/workbench")


P = TypeVar("P", bound=Parameters)


class Asked(Parameters):
    """How a view is to be answered."""

    pixels: Annotated[int, Field(ge=1, le=MAX_PIXELS, description="Pixel columns.")] = 1200
    parts: Annotated[str, Field(max_length=60, description="Of raw, smooth, also, residual.")] = (
        "raw,smooth,also"
    )
    tier: Literal["exact", "preview"] = "exact"
    view: Annotated[str, Field(max_length=64, description="Which view asks.")] = ""
    turn: Annotated[int, Field(ge=0, le=2**53, description="Counts its requests.")] = 0


@blueprint.errorhandler(NotReady)
def tell_progress(error: NotReady) -> tuple[Response, int]:
    """While data are read: how far that is."""
    return jsonify(told(error.job)), 202


@blueprint.errorhandler(Cancelled)
@blueprint.errorhandler(Overtaken)
def tell_cancelled(error: Exception) -> Response:
    """What nobody waits for any more."""
    return answer(Problem(409, str(error) or "The view was overtaken by a newer one."))


@blueprint.get("/view")
@examples(
    "/workbench/view?file=1&width=3",
    "/workbench/view?file=2&from=10&to=20&width=0.05&unit=x&parts=raw,smooth,residual",
    "/workbench/view?source=walk&n=1000&also=gaussian~40~samples",
)
def show() -> Response:
    """The visible part of a signal and its smoothed curves, in binary."""
    recipe, asked = asked_for(Asked)
    return curves(recipe, asked, (recipe.from_, recipe.to))


@blueprint.get("/overview")
@examples("/workbench/overview?file=1", "/workbench/overview?source=sine&n=100&pixels=300")
def overview() -> Response:
    """The whole of a signal as it is, in binary: what stands below the plot."""
    recipe, asked = asked_for(Asked)
    return curves(recipe, asked.model_copy(update={"parts": "raw"}), (None, None))


def curves(recipe: Recipe, asked: Asked, ends: tuple[float | None, float | None]) -> Response:
    """The curves from end to end. Raises NotReady, Cancelled, InputError."""
    started = time.perf_counter()
    signal = signal_of(recipe)
    with TURNS.taking(asked.view, asked.turn) as cancelled:
        window = window_of(signal, *ends, asked.pixels)
        scene = Scene(signal, window, pyramid_of(signal), asked.tier, cancelled)
        found = scene.curves(recipe, asked.parts.split(","))
    header = telling.header(scene, found, recipe)
    header["pyramid"] = pyramid_state(signal, scene.pyramid)
    header["ms"] = round(1e3 * (time.perf_counter() - started), 2)
    return Response(pack(header, found), mimetype=TYPE)


@blueprint.get("/facts")
@examples("/workbench/facts?file=1", "/workbench/facts?source=random&n=100&from=10&to=50")
def show_facts() -> Response:
    """Statistics of the visible part, as it is and smoothed; widths in every unit."""
    recipe, asked = asked_for(Asked)
    signal = signal_of(recipe)
    with TURNS.taking(asked.view, asked.turn) as cancelled:
        window = window_of(signal, recipe.from_, recipe.to, asked.pixels)
        scene = Scene(signal, window, pyramid_of(signal), "exact", cancelled)
        return json_response(facts(scene, recipe))


@blueprint.delete("/jobs/<identity>")
def cancel(identity: str) -> tuple[str, int]:
    """Stops the reading of a large file, or the making of random numbers."""
    job = JOBS.find(identity)
    if job is None:
        raise NoSuchAddress
    job.cancel()
    return "", 204


def asked_for(model: type[P]) -> tuple[Recipe, P]:
    """The recipe in the address, and how it is to be answered. Raises InputErrors with all."""
    errors: list[InputError] = []
    own, others = split_pairs(request.args.items(multi=True), model)
    recipe, asked = Recipe(), model()
    try:
        recipe = read_recipe(own)
    except InputErrors as error:
        errors += error.errors
    try:
        asked = parse(model, others)
    except InputErrors as error:
        errors += error.errors
    if errors:
        raise InputErrors(errors)
    return recipe, asked
