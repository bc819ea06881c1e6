"""The tool ``plotly_with_get``: a function of x and y, as a figure of the kind asked for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from server.figures import kinds, plotly_kinds
from server.figures.colour_maps import ColourMap
from server.figures.palette import Palette
from server.figures.sheet import Sheet
from server.science.functions import FUNCTIONS
from server.tools import plotly_with_get_script
from server.tools.numbers import Columns, Grid, Numbers
from server.tools.parameters import Parameters
from server.tools.tool import Report, Tool
from server.tools.words import significant

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal["2d", "3d", "scatter3d", "heatmap", "contour", "histogram"]
FunctionName = Literal["ripple", "gaussian", "saddle", "peaks", "sinc", "waves"]
SECTIONS = 5  # lines of the kind 2d
BINS = 40  # of the histogram
MAX_SCATTERED = 100  # points along a side that WebGL turns smoothly without a graphics card

Bound = Annotated[float, Field(ge=-1e6, le=1e6)]


class KindParameters(Parameters):
    """Which function is drawn where, how finely, and how."""

    kind: Annotated[
        Kind,
        Field(description="Sections, a surface to turn, points in space, colours, levels, counts."),
    ] = "3d"
    function: Annotated[FunctionName, Field(description="Its formula stands below the figure.")] = (
        "ripple"
    )
    resolution: Annotated[
        int,
        Field(ge=2, le=300, description="Along each side.", json_schema_extra={"unit": "points"}),
    ] = 80
    x_min: Annotated[Bound, Field(title="x from")] = -5.0
    x_max: Annotated[Bound, Field(title="x to")] = 5.0
    y_min: Annotated[Bound, Field(title="y from")] = -5.0
    y_max: Annotated[Bound, Field(title="y to")] = 5.0
    colours: Annotated[
        ColourMap, Field(title="Colour map", description="Equal steps look equal in all of them.")
    ] = "viridis"

    @model_validator(mode="after")
    def check_ranges(self) -> "KindParameters":
        """Refuse ranges without width, and more points in space than turn smoothly."""
        _check_range("x", self.x_min, self.x_max)
        _check_range("y", self.y_min, self.y_max)
        if self.kind == "scatter3d" and self.resolution > MAX_SCATTERED:
            context = {"field": "resolution", "allowed": f"2 to {MAX_SCATTERED} for scatter3d"}
            raise PydanticCustomError("resolution", "makes too many points", context)
        return self


def _check_range(name: str, low: float, high: float) -> None:
    narrowest = 1e-6 * max(abs(low), abs(high), 1e-3)
    if high - low < narrowest:
        words = "is not above the start of the range" if high <= low else "is too close to it"
        context = {
            "field": f"{name}_max",
            "allowed": f"more than {significant(low + narrowest, 7)}",
        }
        raise PydanticCustomError("range", words, context)


@dataclass(frozen=True)
class Sampled:
    """The function on a grid: ``z`` of shape (m, n) over ``y`` (m,) and ``x`` (n,)."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    z: NDArray[np.float64]

    def histogram(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """How many values lie in each of ``BINS`` equal steps, and the edges of these."""
        counts, edges = np.histogram(self.z, BINS)
        return counts, edges


def compute(parameters: KindParameters) -> Sampled:
    """The function at all points of the grid; for ``2d`` along a few lines."""
    p = parameters
    x = np.linspace(p.x_min, p.x_max, p.resolution)
    y = np.linspace(p.y_min, p.y_max, SECTIONS if p.kind == "2d" else p.resolution)
    return Sampled(x, y, FUNCTIONS[p.function].of(x[np.newaxis, :], y[:, np.newaxis]))


def report(parameters: KindParameters, result: Sampled) -> Report:
    """Which function, where, and between which values."""
    p, shape = parameters, result.z.shape
    low, high = significant(float(result.z.min())), significant(float(result.z.max()))
    shown = {
        "2d": f"along {SECTIONS} lines",
        "3d": "as a surface",
        "scatter3d": "as points in space",
        "heatmap": "as colours",
        "contour": "as levels",
        "histogram": "as a count of its values",
    }[p.kind]
    sentence = (
        f"The function {p.function} {shown}, for x from {significant(p.x_min)} to "
        f"{significant(p.x_max)} and y from {significant(p.y_min)} to {significant(p.y_max)}: "
        f"its values lie between {low} and {high}."
    )
    facts = {
        "Points": f"{shape[1]} × {shape[0]}",
        "Smallest z": low,
        "Largest z": high,
        "Mean z": significant(float(result.z.mean())),
    }
    return Report(sentence, facts, formula=f"z = {FUNCTIONS[p.function].formula}")


def numbers(parameters: KindParameters, result: Sampled) -> Numbers:
    """What the kind draws: lines, points, counts, or the grid."""
    x, y, z = result.x, result.y, result.z
    if parameters.kind == "2d":
        return Columns({"x": x, **{f"y={at:g}": row for at, row in zip(y, z, strict=True)}})
    if parameters.kind == "scatter3d":
        wide, deep = np.meshgrid(x, y)
        return Columns({"x": wide.ravel(), "y": deep.ravel(), "z": z.ravel()})
    if parameters.kind == "histogram":
        counts, edges = result.histogram()
        return Columns({"from": edges[:-1], "to": edges[1:], "count": counts})
    return Grid(x, y, z)


def figure(parameters: KindParameters, result: Sampled, sheet: Sheet) -> "Figure":
    """The kind for paper."""
    x, y, z, colours = result.x, result.y, result.z, parameters.colours
    match parameters.kind:
        case "2d":
            return kinds.sections(sheet, x, y, z)
        case "histogram":
            counts, edges = result.histogram()
            return kinds.histogram(sheet, edges, counts)
        case "heatmap" | "contour" as kind:
            return kinds.field(sheet, x, y, z, colours, contours=kind == "contour")
        case "3d" | "scatter3d" as kind:
            return kinds.space(sheet, x, y, z, colours, points=kind == "scatter3d")


def plotly(parameters: KindParameters, result: Sampled, palette: Palette) -> dict[str, Any]:
    """The kind to zoom into or to turn."""
    x, y, z, colours = result.x, result.y, result.z, parameters.colours
    match parameters.kind:
        case "2d":
            drawn = plotly_kinds.sections(palette, x, y, z)
        case "histogram":
            counts, edges = result.histogram()
            drawn = plotly_kinds.histogram(palette, edges, counts)
        case "heatmap" | "contour" as kind:
            drawn = plotly_kinds.field(palette, x, y, z, colours, contours=kind == "contour")
        case "3d" | "scatter3d" as kind:
            drawn = plotly_kinds.space(palette, x, y, z, colours, points=kind == "scatter3d")
    # The zoom stays while the axes do; the camera stays whatever is drawn.
    ranges = (parameters.x_min, parameters.x_max, parameters.y_min, parameters.y_max)
    in_space = parameters.kind in {"3d", "scatter3d"}
    drawn["layout"]["uirevision"] = "space" if in_space else f"{parameters.kind} {ranges}"
    return drawn


def script(parameters: KindParameters) -> str:
    """A program that computes and draws the same."""
    return plotly_with_get_script.script(parameters.model_dump(), SECTIONS, BINS)


TOOL = Tool(
    name="plotly_with_get",
    title="Functions",
    summary="Draws a function of x and y with Plotly, in the kind of figure asked for.",
    icon="box",
    parameters=KindParameters,
    compute=compute,
    report=report,
    numbers=numbers,
    script=script,
    figure=figure,
    plotly=plotly,
    path_parameter="kind",
)
