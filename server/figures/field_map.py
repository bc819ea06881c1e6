"""A field as a map of colours, with its colour bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.figures.colour_maps import DIVERGING, ColourMap
from server.figures.sheet import HAIRLINE, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure

BESIDE = 340  # pixels that the numbers, the labels and the colour bar take beside the map
ABOVE = 170  # and above and below it


def limits(values: NDArray[np.float64], colours: ColourMap) -> tuple[float, float]:
    """The values at the ends of the colour map: the extremes; of a diverging one, symmetric."""
    low, high = float(values.min()), float(values.max())
    if colours in DIVERGING:
        high = max(abs(low), abs(high))
        low = -high
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def contour_levels(low: float, high: float) -> NDArray[np.float64]:
    """Between seven and nineteen round values, evenly spaced, that reach from low to high."""
    rough = (high - low) / 14
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor for factor in (1, 2, 5, 10) if factor * power >= rough) * power
    first, last = np.floor(low / step + 1e-9), np.ceil(high / step - 1e-9)
    levels: NDArray[np.float64] = np.arange(first, last + 1) * step
    return levels


def size_for(sheet: Sheet, rows: int, columns: int) -> tuple[int, int]:
    """Width and height in pixels of a figure whose map has square cells."""
    width = sheet.size[0]
    tall = round((width - BESIDE) * rows / columns) + ABOVE
    return width, min(max(tall, width // 3), round(0.85 * width))


def draw_map(
    axes: "Axes",
    values: NDArray[np.float64],
    extent: tuple[float, float, float, float],
    colours: ColourMap,
) -> "ScalarMappable":
    """Draw ``values`` (rows, columns), the first row at the bottom, over ``extent``.

    Cells larger than a pixel are drawn as they are; smaller ones are averaged.
    """
    low, high = limits(values, colours)
    return axes.imshow(
        values, origin="lower", extent=extent, cmap=colours, vmin=low, vmax=high, aspect="equal"
    )


def add_colour_bar(figure: "Figure", axes: Any, sheet: Sheet, of: Any, label: str) -> None:
    """A colour bar at the right of ``axes``, one or an array of them."""
    bar = figure.colorbar(of, ax=axes, fraction=0.05, pad=0.02, aspect=30)
    bar.outline.set_visible(False)
    bar.ax.tick_params(colors=sheet.palette.muted, labelsize=sheet.text, width=HAIRLINE, length=3)
    bar.set_label(label, color=sheet.palette.text, fontsize=sheet.text)


@dataclass(frozen=True)
class Map:
    """``values`` of shape (rows, columns), the first row at the top, NaN left blank; its title."""

    values: NDArray[np.float64]
    title: str = ""


def field_view(
    sheet: Sheet,
    inches: tuple[float, float],
    dpi: float,
    maps: Sequence[Map],
    across: int,
    extent: tuple[float, float, float, float],
    colours: ColourMap,
    labels: tuple[str, str, str],
) -> "Figure":
    """A figure of ``maps`` of one part in the same colours, ``across`` of them side by side.

    ``extent`` are the columns and rows at its left, right, bottom and top; ``labels`` stand at x,
    at y and at the colour bar.
    """
    from matplotlib.figure import Figure

    background = sheet.palette.background
    figure = Figure(inches, dpi=dpi, facecolor=background, layout="constrained")
    down = -(-len(maps) // across)
    places = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    known = np.concatenate([one.values[np.isfinite(one.values)] for one in maps])
    low, high = limits(known if known.size else np.zeros(1), colours)
    for i, (axes, one) in enumerate(zip(places.flat, maps, strict=True)):
        lowest, leftmost = i + across >= len(maps), i % across == 0
        sheet.dress(axes, labels[0] if lowest else "", labels[1] if leftmost else "", grid=False)
        axes.set_title(one.title, loc="left", color=sheet.palette.text, fontsize=sheet.text)
        image = axes.imshow(
            one.values,
            origin="upper",
            extent=extent,
            cmap=colours,
            vmin=low,
            vmax=high,
            aspect="equal",
        )
    add_colour_bar(figure, places, sheet, image, labels[2])
    return figure
