"""A signal and its smoothed curves, drawn by extremes; below them what smoothing took away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.figures.lines import add_legend, date_axis
from server.figures.sheet import HAIRLINE, LINE, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FEW = 60  # so few samples are marked one by one
RATIO = 0.5  # of height to width
BELOW = 0.2  # of the width, for each row of panes
LETTER, MARK = 0.52, 4.0  # that a letter is wide, and what else a legend has of a line: text sizes
NAME = 1.5  # that a line of the legend is high
POINTS = 72  # of an inch


@dataclass(frozen=True)
class Trace:
    """The least and the greatest value, (k,) each, at ``x`` (k,); of single samples they are one.

    NaN breaks the line.
    """

    x: NDArray[Any]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    label: str
    colour: str
    computed: bool = False  # drawn thick, over what was measured
    derivative: bool = False  # on a scale of its own, at the right

    def path(self) -> tuple[NDArray[Any], NDArray[np.float64]]:
        """A line up and down through the extremes, which covers all that lies between them."""
        if self.low is self.high:
            return self.x, self.low
        ends = np.stack([self.low, self.high], axis=1)
        ends[1::2] = ends[1::2, ::-1]
        return np.repeat(self.x, 2), ends.reshape(-1)


@dataclass(frozen=True)
class Panel:
    """A small plot of its own: lines, labels at x and y, and whether its x is logarithmic."""

    traces: Sequence[Trace]
    x_label: str
    y_label: str
    logarithmic: bool = False


@dataclass(frozen=True)
class View:
    """What is seen: ``x_ends`` and ``y_ends`` are the limits of the axes (None: as it fits).

    Ends of x are numbers, whole ones where samples are counted, or dates. ``right_label`` stands
    at the scale of the derivatives.
    """

    traces: Sequence[Trace]
    residual: Trace | None
    panels: Sequence[Panel]
    x_label: str
    y_label: str
    x_ends: tuple[Any, Any]
    y_ends: tuple[float | None, float | None] = (None, None)
    right_label: str = ""

    @property
    def rows(self) -> int:
        """How many plots lie below each other."""
        return 1 + (self.residual is not None) + (len(self.panels) > 0)

    @property
    def ratio(self) -> float:
        """A height that suits, in units of the width."""
        return RATIO + BELOW * (self.rows - 1)


def signal_view(sheet: Sheet, inches: tuple[float, float], dpi: float, view: View) -> "Figure":
    """The figure of ``view``, of the given size."""
    from matplotlib.figure import Figure

    background = sheet.palette.background
    figure = Figure(inches, dpi=dpi, facecolor=background, layout="constrained")
    rows = [RATIO] + [BELOW] * (view.rows - 1)
    grid = figure.add_gridspec(len(rows), max(len(view.panels), 1), height_ratios=rows)
    main = figure.add_subplot(grid[0, :])
    lowest = view.residual is None
    sheet.dress(main, view.x_label if lowest else "", view.y_label)
    _draw_main(main, sheet, view, inches[0])
    if view.residual is not None:
        below = figure.add_subplot(grid[1, :], sharex=main)
        sheet.dress(below, view.x_label, "Residual")
        below.axhline(0, color=sheet.palette.muted, linewidth=HAIRLINE)
        _draw(below, sheet, [view.residual], view.x_ends)
        main.tick_params(labelbottom=False)
    for i, panel in enumerate(view.panels):
        axes = figure.add_subplot(grid[-1, i])
        sheet.dress(axes, panel.x_label, panel.y_label)
        for trace in panel.traces:
            axes.plot(*trace.path(), color=trace.colour, linewidth=HAIRLINE)
        axes.margins(x=0)
        axes.set_xscale("log" if panel.logarithmic else "linear")
    return figure


def _draw_main(main: "Axes", sheet: Sheet, view: View, width: float) -> None:
    """The curves, and their names over ``width`` inches; derivatives on a scale of their own."""
    _draw(main, sheet, [one for one in view.traces if not one.derivative], view.x_ends)
    main.set_ylim(*view.y_ends)
    lines = main.get_lines()
    derivatives = [one for one in view.traces if one.derivative]
    if derivatives:
        beside = main.twinx()
        sheet.dress(beside, "", view.right_label, grid=False)
        beside.spines["left"].set_visible(False)
        beside.spines["right"].set_visible(True)
        _draw(beside, sheet, derivatives, view.x_ends)
        lines = [*lines, *beside.get_lines()]
    if len(view.traces) > 1:
        add_legend(main, sheet, lines, _names_across(sheet, width, view))


def _names_across(sheet: Sheet, width: float, view: View) -> int:
    """How many names of a legend find room side by side over ``width`` inches, but for a margin."""
    wide = [(len(trace.label) * LETTER + MARK) * sheet.text / POINTS for trace in view.traces]
    for count in range(len(wide), 1, -1):
        columns = np.array_split(wide, count)  # as the legend shares them out
        if sum(column.max() for column in columns) <= width * 0.97:
            return count
    return 1


def height_of(sheet: Sheet, width: float, view: View) -> float:
    """A height that suits ``width``, with room for the names of the legend; both in inches."""
    lines = -(-len(view.traces) // _names_across(sheet, width, view))
    return width * view.ratio + (lines - 1) * NAME * sheet.text / POINTS


def _draw(axes: "Axes", sheet: Sheet, traces: Sequence[Trace], ends: tuple[Any, Any]) -> None:
    for trace in traces:
        x, y = trace.path()
        axes.plot(
            x,
            y,
            color=trace.colour,
            linewidth=LINE if trace.computed else HAIRLINE,
            solid_joinstyle="round",
            marker="o" if len(trace.x) <= FEW else "",
            markersize=2.5,
            label=trace.label,
        )
    axes.margins(y=0.06)
    if isinstance(ends[0], np.datetime64):
        date_axis(axes, sheet)
    elif isinstance(ends[0], int):
        axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlim(*ends)
