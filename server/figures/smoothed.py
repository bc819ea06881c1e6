"""A sequence and the same smoothed, whole and close up."""

from typing import TYPE_CHECKING

from server.figures.lines import MANY, Line, add_legend, draw_lines
from server.figures.sheet import TEXT, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def smoothed_figure(
    sheet: Sheet,
    raw: Line,
    smooth: Line,
    labels: tuple[str, str],
    part: tuple[int, int | None],
    detail: int,
) -> "Figure":
    """Raw thin and grey, smoothed thick, from sample part[0] up to part[1] (None: to the end).

    Where that leaves more than ``MANY`` samples, a second axes below shows the first ``detail``
    of them. ``labels`` stand at x and y.
    """
    lines = [line.part(part[0], part[1]) for line in (raw, smooth)]
    if len(lines[0].y) <= MANY:
        picture = sheet.figure()
        axes = picture.subplots()
        _draw(axes, sheet, lines, labels)
    else:
        width, height = sheet.size
        picture = sheet.figure((width, round(height * 1.5)))
        above, axes = picture.subplots(2, 1)
        _draw(above, sheet, lines, ("", labels[1]))
        close = [line.part(0, detail) for line in lines]
        _draw(axes, sheet, close, labels)
        _mark(above, sheet, close[0])
        axes.set_title(
            f"The first {len(close[0].y):,} samples",
            loc="left",
            color=sheet.palette.text,
            fontsize=TEXT,
        )
    add_legend(picture.axes[0], sheet)
    return picture


def _draw(axes: "Axes", sheet: Sheet, lines: list[Line], labels: tuple[str, str]) -> None:
    sheet.dress(axes, *labels)
    draw_lines(axes, sheet, lines)


def _mark(axes: "Axes", sheet: Sheet, part: Line) -> None:
    """Shade in the whole what is shown close up."""
    axes.axvspan(part.x[0], part.x[-1], color=sheet.palette.accent, alpha=0.18, linewidth=0)
