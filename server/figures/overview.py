"""A file's data at one glance: a line over its positions, or a map of colours."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.figures.field_map import add_colour_bar, size_for
from server.figures.lines import Line, date_axis, draw_lines
from server.figures.sheet import TEXT, Sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = "cividis"
NAMES = 16  # of columns that find room beside a figure


def line_figure(
    sheet: Sheet, x: NDArray[Any], y: NDArray[Any], x_label: str, y_label: str
) -> "Figure":
    """``y`` over ``x`` (numbers or dates), both of shape (n,); the line is broken at gaps."""
    figure = sheet.figure()
    axes = figure.subplots()
    sheet.dress(axes, x_label, y_label)
    line = Line(x, np.asarray(y, dtype=np.float64), y_label, sheet.palette.accent)
    draw_lines(axes, sheet, [line])
    return figure


def picture_figure(sheet: Sheet, values: NDArray[Any], label: str) -> "Figure":
    """A picture of shape (rows, columns) as a field: row 0 at the top, square cells."""
    rows, columns = values.shape
    figure = sheet.figure(size_for(sheet, rows, columns))
    axes = figure.subplots()
    sheet.dress(axes, "x, pixels", "y, pixels", grid=False)
    drawn = axes.imshow(values, cmap=COLOURS, aspect="equal")
    add_colour_bar(figure, axes, sheet, drawn, label)
    return figure


def table_figure(
    sheet: Sheet,
    labels: NDArray[Any],
    names: Sequence[str],
    values: NDArray[np.float64],
    axis_label: str,
    value_label: str,
) -> "Figure":
    """A table that is a field: ``values`` of shape (len(labels), len(names)), gaps left empty.

    The longer side lies across. ``labels`` are increasing numbers or dates. Of many names some
    are written.
    """
    from matplotlib.dates import date2num

    figure = sheet.figure()
    axes = figure.subplots()
    sheet.dress(axes, axis_label, "", grid=False)
    if labels.dtype.kind == "M":
        labels = date2num(labels)  # type: ignore[no-untyped-call]
        date_axis(axes, sheet)
    step = float(np.median(np.diff(labels))) if len(labels) > 1 else 1.0
    ends = (float(labels[0]) - step / 2, float(labels[-1]) + step / 2)
    extent = (*ends, len(names) - 0.5, -0.5)
    drawn = axes.imshow(values.T, cmap=COLOURS, aspect="auto", extent=extent)
    written = range(0, len(names), -(-len(names) // NAMES))
    axes.set_yticks(written, [names[i] for i in written], fontsize=TEXT)
    add_colour_bar(figure, axes, sheet, drawn, value_label)
    return figure
