"""What the page asks for while one looks around: curves in binary, facts, progress."""

from typing import Annotated, Literal

from flask import Blueprint, Response, jsonify, request
from pydantic import Field
from werkzeug.exceptions import NotFound as NoSuchAddress

from server.tools.parameters import Parameters, parse
from server.web.answers import json_response
from server.web.examples import examples
from server.web.workbench.sources import JOBS, NotReady, signal_of
from server.workbench import view
from server.workbench.curves import calls
from server.workbench.recipe import Recipe, read_recipe, split_pairs
from server.workbench.transport import Curve, pack

TYPE = "application/octet-stream"
MAX_PIXELS = 16_384

blueprint = Blueprint("workbench_views", __name__, url_prefix="/workbench")


class Asked(Parameters):
    """How a view is to be answered."""

    pixels: Annotated[int, Field(ge=1, le=MAX_PIXELS, description="Pixel columns.")] = 1200
    parts: Annotated[str, Field(max_length=60, description="Of raw, smooth, also, residual.")] = (
        "raw,smooth,also"
    )
    tier: Literal["exact", "preview"] = "exact"
    view: Annotated[str, Field(max_length=64, description="Which view asks.")] = ""
    turn: Annotated[int, Field(ge=0, le=2**53, description="Counts its requests.")] = 0


class Pixels(Parameters):
    """How wide the overview is."""

    pixels: Annotated[int, Field(ge=1, le=MAX_PIXELS, description="Pixel columns.")] = 1200


@blueprint.errorhandler(NotReady)
def tell_progress(error: NotReady) -> tuple[Response, int]:
    """While data are read: how far that is."""
    job = error.job
    body = {
        "job": job.id,
        "words": job.words,
        "progress": job.share,
        "cancelled": job.cancelled,
    }
    return jsonify(body), 202


@blueprint.get("/view")
@examples(
    "/workbench/view?file=1&width=3",
    "/workbench/view?file=2&from=10&to=20&width=0.05&unit=x&parts=raw,smooth,residual",
    "/workbench/view?source=walk&n=1000&also=gaussian~40~samples",
)
def show() -> Response:
    """The visible part of a signal and its smoothed curves, in binary."""
    own, others = split_pairs(request.args.items(multi=True), Asked)
    recipe, asked = read_recipe(own), parse(Asked, others)
    signal = signal_of(recipe)
    window = view.window_of(signal, recipe.from_, recipe.to, asked.pixels)
    curves: list[Curve] = []
    parts = asked.parts.split(",")
    if "raw" in parts:
        curves.append(view.raw_curve(signal, window))
    for i, call in enumerate(calls(signal, recipe)):
        if ("smooth" if i == 0 else "also") in parts:
            curves.append(view.smooth_curve(signal, window, call, f"also{i}" if i else "smooth"))
        if i == 0 and "residual" in parts:
            curves.append(view.residual_curve(signal, window, call))
    return Response(
        pack(view.header(signal, window, curves, asked.tier, recipe), curves), mimetype=TYPE
    )


@blueprint.get("/overview")
@examples("/workbench/overview?file=1", "/workbench/overview?source=sine&n=100&pixels=300")
def overview() -> Response:
    """The whole of a signal as it is, in binary: what stands below the plot."""
    own, others = split_pairs(request.args.items(multi=True), Pixels)
    recipe, asked = read_recipe(own), parse(Pixels, others)
    signal = signal_of(recipe)
    window = view.window_of(signal, None, None, asked.pixels)
    curves = [view.raw_curve(signal, window)]
    return Response(
        pack(view.header(signal, window, curves, "exact", recipe), curves), mimetype=TYPE
    )


@blueprint.get("/facts")
@examples("/workbench/facts?file=1", "/workbench/facts?source=random&n=100")
def facts() -> Response:
    """What the visible part comes to, for programs and for the page."""
    recipe: Recipe = read_recipe(request.args.items(multi=True))
    signal = signal_of(recipe)
    return json_response({"total": len(signal), "notes": signal.notes})


@blueprint.delete("/jobs/<identity>")
def cancel(identity: str) -> tuple[str, int]:
    """Stops the reading of a large file, or the making of random numbers."""
    job = JOBS.find(identity)
    if job is None:
        raise NoSuchAddress
    job.cancel()
    return "", 204
