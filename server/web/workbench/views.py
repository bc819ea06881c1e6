"""What the page asks for while one looks around: curves in binary, facts, progress."""

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound as NoSuchAddress

from server.datafiles.errors import Cancelled
from server.web.examples import examples
from server.web.problems import Problem, answer
from server.web.workbench.asking import Asked, AskedAnalysis, AskedField, Turn, asked_for
from server.web.workbench.jobs import JOBS, NotReady, told

blueprint = Blueprint("workbench_views", __name__, url_prefix="/workbench")


@blueprint.errorhandler(NotReady)
def tell_progress(error: NotReady) -> tuple[Response, int]:
    """While data are read: how far that is."""
    return jsonify(told(error.job)), 202


@blueprint.errorhandler(Cancelled)
def tell_cancelled(error: Exception) -> Response:
    """What nobody waits for any more."""
    return answer(Problem(409, str(error)))


@blueprint.get("/view")
@examples(
    "/workbench/view?file=1&width=3",
    "/workbench/view?file=2&from=10&to=20&width=0.05&unit=x&parts=raw,smooth,residual",
    "/workbench/view?source=walk&n=1000&also=gaussian~40~samples",
)
def show() -> Response:
    """The visible part of a signal and its smoothed curves, in binary."""
    from server.web.workbench import drawing

    return drawing.curves(*asked_for(Asked))


@blueprint.get("/overview")
@examples("/workbench/overview?file=1", "/workbench/overview?source=sine&n=100&pixels=300")
def overview() -> Response:
    """The whole of a signal as it is, in binary: what stands below the plot."""
    from server.web.workbench import drawing

    return drawing.curves(*asked_for(Asked), whole=True)


@blueprint.get("/facts")
@examples("/workbench/facts?file=1", "/workbench/facts?source=random&n=100&from=10&to=50")
def show_facts() -> Response:
    """Statistics of the visible part, as it is and smoothed; widths in every unit."""
    from server.web.workbench import drawing

    return drawing.told_facts(*asked_for(Turn))


@blueprint.get("/analysis")
@examples(
    "/workbench/analysis?file=1&parts=auto,response,distribution",
    "/workbench/analysis?source=walk&n=2000&method=savgol&also=median~4~samples",
    "/workbench/analysis?source=field&n=2500&parts=auto",
)
def show_analysis() -> Response:
    """What smoothing does to the visible part: spectra, residual, peaks, a width by itself."""
    from server.web.workbench import drawing

    recipe, asked = asked_for(AskedAnalysis)
    return drawing.told_analysis(recipe, asked, asked.names)


@blueprint.get("/field")
@examples(
    "/workbench/field?file=6&width=3&pixels=256&lines=256&parts=raw,smooth&at_column=9&at_row=9",
    "/workbench/field?file=5&x0=2&x1=8&depth=16",
    "/workbench/field?source=field&n=10000&parts=residual",
)
def show_field() -> Response:
    """The visible part of a field, as it is or smoothed, and profiles through it, in binary."""
    from server.web.workbench import drawing

    return drawing.picture(*asked_for(AskedField))


@blueprint.delete("/jobs/<identity>")
def cancel(identity: str) -> tuple[str, int]:
    """Stops the reading of a large file, or the making of random numbers."""
    job = JOBS.find(identity)
    if job is None:
        raise NoSuchAddress
    job.cancel()
    return "", 204
