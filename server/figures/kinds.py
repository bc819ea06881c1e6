"""A function of x and y in every way it can be drawn for paper: the twins of plotly_kinds."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from server.figures.colour_maps import ColourMap
from server.figures.field_map import add_colour_bar, contour_levels, limits
from server.figures.lines import Line, add_legend, draw_lines
from server.figures.palette import OKABE_ITO
from server.figures.sheet import HAIRLINE, TEXT, Sheet

if TYPE_CHECKING:
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure

Array = NDArray[np.float64]
SPACE = (1600, 1200)  # pixels of a figure with three axes
SPACE_NARROW = (800, 700)


def sections(sheet: Sheet, x: Array, y: Array, z: Array) -> "Figure":
    """Lines over ``x`` (n,): the rows of ``z`` (m, n), one at each of ``y`` (m,)."""
    picture = sheet.figure()
    axes = picture.subplots()
    sheet.dress(axes, "x", "z")
    draw_lines(axes, sheet, section_lines(x, y, z))
    add_legend(axes, sheet)
    return picture


def section_lines(x: Array, y: Array, z: Array) -> list[Line]:
    """The rows of ``z`` as lines; the later half dashed, as they may hide the others."""
    return [
        Line(x, row, f"y = {at:.3g}".replace("-", "−"), OKABE_ITO[i], True, 2 * i > len(y))
        for i, (at, row) in enumerate(zip(y, z, strict=True))
    ]


def histogram(sheet: Sheet, edges: Array, counts: NDArray[np.intp]) -> "Figure":
    """Bars between ``edges`` (n + 1,) as high as ``counts`` (n,)."""
    picture = sheet.figure()
    axes = picture.subplots()
    sheet.dress(axes, "z", "Grid points")
    axes.stairs(counts, edges, fill=True, color=sheet.palette.accent)
    axes.margins(x=0)
    return picture


def field(
    sheet: Sheet, x: Array, y: Array, z: Array, colours: ColourMap, contours: bool
) -> "Figure":
    """``z`` (m, n) as colours over ``x`` (n,) and ``y`` (m,), in steps if ``contours``."""
    low, high = limits(z, colours)
    picture = sheet.figure(SPACE_NARROW if sheet.narrow else SPACE)
    axes = picture.subplots()
    sheet.dress(axes, "x", "y", grid=False)
    drawn: ScalarMappable
    if contours:
        levels = contour_levels(low, high)
        drawn = axes.contourf(x, y, z, levels, cmap=colours)
        axes.contour(
            x,
            y,
            z,
            levels,
            colors=sheet.palette.background,
            linewidths=HAIRLINE,
            linestyles="solid",
        )
    else:
        drawn = axes.pcolormesh(x, y, z, cmap=colours, vmin=low, vmax=high, rasterized=True)
    add_colour_bar(picture, axes, sheet, drawn, "z")
    return picture


def space(sheet: Sheet, x: Array, y: Array, z: Array, colours: ColourMap, points: bool) -> "Figure":
    """``z`` (m, n) as the height of a surface, or of points, over ``x`` (n,) and ``y`` (m,)."""
    low, high = limits(z, colours)
    palette = sheet.palette
    picture = sheet.figure(SPACE_NARROW if sheet.narrow else SPACE)
    axes = picture.add_subplot(projection="3d")
    wide, deep = np.meshgrid(x, y)
    if points:
        axes.scatter(
            wide,
            deep,
            z,
            c=z,
            cmap=colours,
            vmin=low,
            vmax=high,
            s=3,
            depthshade=False,
            rasterized=True,
        )
    else:
        fine = {"rcount": 120, "ccount": 120, "linewidth": 0, "rasterized": True}
        axes.plot_surface(wide, deep, z, cmap=colours, vmin=low, vmax=high, **fine)
    axes.set_facecolor(palette.background)
    for axis, label in ((axes.xaxis, "x"), (axes.yaxis, "y"), (axes.zaxis, "z")):
        axis.set_pane_color((0, 0, 0, 0))
        axis._axinfo["grid"].update(color=palette.grid, linewidth=HAIRLINE)
        axis.line.set_color(palette.muted)
        axis.set_label_text(label, color=palette.text, fontsize=TEXT)
        axis.set_tick_params(colors=palette.muted, labelsize=TEXT)
    return picture
