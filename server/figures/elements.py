"""The figure of the elements page: the sequence over its scale space, still and as a film."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from server.figures.colour_maps import ColourMap
from server.figures.field_map import add_colour_bar
from server.figures.lines import Line, add_legend, draw_lines
from server.figures.palette import Palette
from server.figures.render import DRAWING
from server.figures.sheet import LINE, TEXT, Sheet
from server.figures.webm import vp8_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

    from server.science.sweep import Floats

PICTURE_SIZE = (1600, 1120)  # pixels
FILM_SIZE = (880, 660)
FILM_RATE = 24  # frames a second
TICKS = (0.5, 1, 2, 5, 10, 20, 50, 100)  # of sigma


@dataclass(frozen=True)
class Looks:
    """How the figure looks: its title, the colour of its line, the colours around."""

    title: str
    colour: str
    map: ColourMap
    palette: Palette


def figure(
    looks: Looks,
    dates: NDArray[np.datetime64],
    raw: "Floats",
    smoothed: "Floats",
    sigma: float,
    sigmas: "Floats",
    space: "Floats",
) -> "Figure":
    """The sequence and its smoothed line; below, its scale space with a mark at ``sigma``.

    ``dates``, ``raw`` and ``smoothed`` have shape (n,), ``sigmas`` (m,) and ``space`` (m, at
    most n), evenly spaced over the same dates.
    """
    sheet = Sheet(looks.palette)
    canvas = sheet.figure(PICTURE_SIZE)
    top, below = canvas.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    sheet.dress(top)
    lines = [
        Line(dates, raw, "raw", looks.palette.raw),
        Line(dates, smoothed, f"σ = {sigma:g} days", looks.colour, computed=True),
    ]
    draw_lines(top, sheet, lines)
    add_legend(top, sheet)
    _entitle(top, looks)
    sheet.dress(below, y_label="σ, days", grid=False)
    image = _draw_space(below, looks.map, dates, sigmas, space)
    add_colour_bar(canvas, below, sheet, image, "")
    if sigma > 0:
        below.axhline(np.log10(sigma), color=looks.colour, linewidth=LINE)
    return canvas


def film_frames(
    looks: Looks, dates: NDArray[np.datetime64], raw: "Floats", sigmas: "Floats", space: "Floats"
) -> Iterator[bytes]:
    """VP8 key frames of FILM_SIZE, one for each sigma: the line ``space`` (m, n) moves over raw.

    What stands still is drawn once; between two frames others may draw.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with DRAWING:
        sheet = Sheet(looks.palette, narrow=True)
        picture = sheet.figure(FILM_SIZE)
        canvas = FigureCanvasAgg(picture)
        axes = picture.subplots()
        sheet.dress(axes)
        draw_lines(axes, sheet, [Line(dates, raw, "raw", looks.palette.raw)])
        _entitle(axes, looks)
        line = axes.plot(dates, raw, color=looks.colour, linewidth=1.5 * LINE, animated=True)[0]
        label = axes.text(0.98, 0.96, "", transform=axes.transAxes, ha="right", va="top")
        label.set(animated=True, color=looks.colour, fontsize=1.1 * TEXT, fontweight="bold")
        canvas.draw()  # type: ignore[no-untyped-call]
        still = canvas.copy_from_bbox(picture.bbox)  # type: ignore[no-untyped-call]
    for sigma, row in zip(sigmas, space, strict=True):
        with DRAWING:
            canvas.restore_region(still)  # type: ignore[no-untyped-call]
            line.set_ydata(row)
            label.set_text(f"σ = {sigma:.1f} days")
            axes.draw_artist(line)
            axes.draw_artist(label)
            pixels = np.asarray(canvas.buffer_rgba())[:, :, :3].copy()  # type: ignore[no-untyped-call]
        yield _frame(pixels)


def drawable(text: str) -> str:
    """``text`` with a box for each character that matplotlib's own font does not have."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    known = get_font(findfont(FontProperties(weight="bold"))).get_charmap()
    return "".join(c if ord(c) in known else "□" for c in text)


def _frame(pixels: NDArray[np.uint8]) -> bytes:
    from PIL import Image

    return vp8_frame(Image.fromarray(pixels))


def _entitle(axes: "Axes", looks: Looks) -> None:
    title = axes.set_title(drawable(looks.title), loc="left", color=looks.palette.text)
    title.set(fontsize=1.15 * TEXT, fontweight="bold")
    title.set_parse_math(False)


def _draw_space(
    axes: "Axes",
    colours: ColourMap,
    dates: NDArray[np.datetime64],
    sigmas: "Floats",
    space: "Floats",
) -> "AxesImage":
    """The scale space as colours over date and the logarithm of sigma."""
    from matplotlib.dates import date2num

    left, right = date2num(dates[[0, -1]])  # type: ignore[no-untyped-call]
    bottom, top = np.log10(sigmas[[0, -1]])
    # The few largest and smallest values would take most of the colours.
    low, high = np.percentile(space, (0.5, 99.5))
    image = axes.imshow(
        space,
        origin="lower",
        extent=(left, right, bottom, top),
        aspect="auto",
        cmap=colours,
        vmin=low,
        vmax=high,
    )
    axes.set_yticks(np.log10(TICKS), [f"{tick:g}" for tick in TICKS])
    axes.set_ylim(bottom, top)
    return image
