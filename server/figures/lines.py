"""Lines over a common x: fast and truthful however many samples they have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.figures.sheet import HAIRLINE, LINE, Sheet
from server.science.extremes import extremes

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

FEW = 60  # so few samples are marked one by one
MANY = 20_000  # so many samples hide each other: thick lines would make it worse


@dataclass(frozen=True)
class Line:
    """Samples ``y`` at ``x``, both of shape (n,); where y is NaN the line is broken."""

    x: NDArray[Any]
    y: NDArray[np.float64]
    label: str
    colour: str
    computed: bool = False  # drawn thick, over what was measured
    dashed: bool = False

    def part(self, start: int, stop: int | None) -> "Line":
        """The samples from ``start`` up to, not including, ``stop``."""
        return replace(self, x=self.x[start:stop], y=self.y[start:stop])


def draw_lines(axes: "Axes", sheet: Sheet, lines: Sequence[Line]) -> None:
    """Draw ``lines`` into dressed ``axes``: of many samples the extremes of each half pixel."""
    pixels = int(axes.figure.bbox.width)
    for line in lines:
        kept = extremes(line.y, 2 * pixels)
        axes.plot(
            line.x[kept],
            line.y[kept],
            color=line.colour,
            linewidth=LINE if line.computed and len(line.y) <= MANY else HAIRLINE,
            linestyle="--" if line.dashed else "-",
            solid_joinstyle="round",
            marker="o" if len(line.y) <= FEW else "",
            markersize=3.5 if line.computed else 2.5,
            label=line.label,
        )
    axes.margins(x=0.0 if len(lines[0].y) > FEW else 0.01, y=0.06)
    if np.issubdtype(lines[0].x.dtype, np.datetime64):
        date_axis(axes, sheet)
    elif np.issubdtype(lines[0].x.dtype, np.integer):
        axes.xaxis.set_major_formatter("{x:,.0f}")
    if not len(lines[0].y):
        _say_empty(axes, sheet)


def add_legend(
    axes: "Axes", sheet: Sheet, lines: Sequence["Artist"] | None = None, across: int | None = None
) -> None:
    """Name the lines above the axes, at their right end: their own, or ``lines``.

    ``across`` are so many names side by side.
    """
    axes.legend(
        handles=lines,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=across or (3 if sheet.narrow else 6),
        borderaxespad=0.2,
        fontsize=sheet.text,
        labelcolor=sheet.palette.text,
        frameon=False,
        handlelength=1.6,
    )


def date_axis(axes: "Axes", sheet: Sheet) -> None:
    """Mark x by dates, as few as find room."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(maxticks=5 if sheet.narrow else 10)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]


def _say_empty(axes: "Axes", sheet: Sheet) -> None:
    words = axes.text(0.5, 0.5, "No values", transform=axes.transAxes, ha="center", va="center")
    words.set(color=sheet.palette.muted, fontsize=sheet.text)
    axes.set(xticks=[], yticks=[])
