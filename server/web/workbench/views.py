"""What the page asks for while one looks around: curves in binary, facts, progress."""

import time

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound as NoSuchAddress

from server.datafiles.errors import Cancelled
from server.errors import InputError
from server.science.smoothing import Cancelled as Overtaken
from server.web.answers import json_response
from server.web.examples import examples
from server.web.problems import Problem, answer
from server.web.workbench.asking import TYPE, Asked, AskedAnalysis, AskedField, asked_for
from server.web.workbench.field_sources import field_of, is_field_recipe
from server.web.workbench.jobs import JOBS, NotReady, told
from server.web.workbench.pyramids import indexed, pyramid_of
from server.web.workbench.sources import signal_of
from server.web.workbench.turns import TURNS
from server.workbench import telling
from server.workbench.analysis import analysis
from server.workbench.facts import facts
from server.workbench.field import field_window
from server.workbench.field_view import field_bytes, field_header
from server.workbench.layers import statistics
from server.workbench.recipe import Recipe
from server.workbench.transport import pack
from server.workbench.view import Scene, window_of

blueprint = Blueprint("workbench_views", __name__, url_prefix="/workbench")


blueprint = Blueprint("workbench_views", __name__, url_prefix="/workbench")


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
        found = scene.curves(recipe, asked.names)
    header = telling.header(scene, found, recipe)
    header["pyramid"] = indexed(signal, scene.pyramid)
    header["ms"] = round(1e3 * (time.perf_counter() - started), 2)
    return Response(pack(header, found), mimetype=TYPE)


@blueprint.get("/facts")
@examples("/workbench/facts?file=1", "/workbench/facts?source=random&n=100&from=10&to=50")
def show_facts() -> Response:
    """Statistics of the visible part, as it is and smoothed; widths in every unit."""
    recipe, asked = asked_for(Asked)
    if is_field_recipe(recipe):
        data = field_of(recipe)
        window = field_window(data, recipe, 1, 1)
        found = {**field_header(data, recipe, window), **statistics(data, recipe, window)}
        return json_response(found)
    signal = signal_of(recipe)
    with TURNS.taking(asked.view, asked.turn) as cancelled:
        part = window_of(signal, recipe.from_, recipe.to, asked.pixels)
        scene = Scene(signal, part, pyramid_of(signal), "exact", cancelled)
        return json_response(facts(scene, recipe))


@blueprint.get("/field")
@examples(
    "/workbench/field?file=6&width=3&pixels=256&lines=256&parts=raw,smooth&at_column=9&at_row=9",
    "/workbench/field?file=5&x0=2&x1=8&depth=16",
    "/workbench/field?source=field&n=10000&parts=residual",
)
def show_field() -> Response:
    """The visible part of a field, as it is or smoothed, and profiles through it, in binary."""
    recipe, asked = asked_for(AskedField)
    if (asked.at_column is None) != (asked.at_row is None):
        missing = "at_row" if asked.at_row is None else "at_column"
        raise InputError(missing, "is needed for a point", "a number")
    data = field_of(recipe)
    window = field_window(data, recipe, asked.pixels, asked.lines)
    at = None
    if asked.at_column is not None and asked.at_row is not None:
        at = (asked.at_column, asked.at_row)
    body = field_bytes(data, recipe, window, asked.names, int(asked.depth), at)
    return Response(body, mimetype=TYPE)


@blueprint.get("/analysis")
@examples(
    "/workbench/analysis?file=1&parts=auto,response,distribution",
    "/workbench/analysis?source=walk&n=2000&method=savgol&also=median~4~samples",
)
def show_analysis() -> Response:
    """What smoothing does to the visible part: distributions, responses, a width by itself."""
    recipe, asked = asked_for(AskedAnalysis)
    signal = signal_of(recipe)
    with TURNS.taking(asked.view, asked.turn) as cancelled:
        window = window_of(signal, recipe.from_, recipe.to, asked.pixels)
        scene = Scene(signal, window, pyramid_of(signal), "exact", cancelled)
        return json_response(analysis(scene, recipe, asked.names))


@blueprint.delete("/jobs/<identity>")
def cancel(identity: str) -> tuple[str, int]:
    """Stops the reading of a large file, or the making of random numbers."""
    job = JOBS.find(identity)
    if job is None:
        raise NoSuchAddress
    job.cancel()
    return "", 204
