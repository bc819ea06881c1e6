"""The tool ``plotly``: the signal of ``plot`` as a figure to zoom into."""

from typing import TYPE_CHECKING, Any

from server.figures import plotly_style
from server.figures.palette import Palette
from server.figures.sheet import WIDE, Sheet
from server.science.extremes import extremes
from server.tools import plot
from server.tools.plot import Signal, SignalParameters
from server.tools.tool import Report, Tool

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MAX_DRAWN = 20_000  # points of one line in the browser


def report(parameters: SignalParameters, result: Signal) -> Report:
    """The signal in words, and how much of it is drawn."""
    plain = plot.report(parameters, result)
    drawn = len(extremes(result.noisy, MAX_DRAWN // 2))
    some = f"{drawn:,} of {parameters.points:,}; extremes kept"
    words = "all" if drawn == parameters.points else some
    return Report(plain.sentence, {**plain.facts, "Points drawn": words}, formula=plain.formula)


def plotly(parameters: SignalParameters, result: Signal, palette: Palette) -> dict[str, Any]:
    """Both lines; of long ones the extremes of equal stretches."""
    data = [plotly_style.line(one, MAX_DRAWN // 2) for one in plot.lines(result, palette)]
    return {"data": data, "layout": plotly_style.layout(palette, "Time t", "Signal y")}


def figure(_: SignalParameters, result: Signal, sheet: Sheet) -> "Figure":
    """The same for paper."""
    return plot.signal_figure(result, sheet, sheet.size)


def script(parameters: SignalParameters) -> str:
    """A program that makes the same signal."""
    return plot.signal_program("plotly", parameters, WIDE)


TOOL = Tool(
    name="plotly",
    title="Plotly",
    summary="Draws the same kind of signal with Plotly, to zoom into and read off.",
    icon="activity",
    parameters=SignalParameters,
    compute=plot.compute,
    report=report,
    numbers=plot.numbers,
    script=script,
    figure=figure,
    plotly=plotly,
)
