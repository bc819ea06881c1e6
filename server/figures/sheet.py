"""What a figure is drawn on: its colours and its size; and the dress of its axes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.figures.palette import Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 200  # crisp on screens of high resolution and in print
WIDE = (1600, 800)  # pixels: 20 cm across, as wide as a page
NARROW = (800, 760)  # 10 cm: a journal's column, a telephone

TEXT = 10.0  # points: about 12 pixels of a screen where the figure fills a page
HAIRLINE = 0.6
LINE = 1.4  # about two pixels there


def resolution(width: int, height: int) -> float:
    """Dots per inch of a figure of so many pixels: fewer for small ones, where text must fit."""
    return min(DPI, width / 4, height / 2.5)


def inches_for(pixels: int, dpi: float) -> float:
    """The length that matplotlib, which cuts 332.9999 to 332, makes so many pixels of."""
    inches = round(pixels / dpi, 6)
    return inches if int(inches * dpi) == pixels else round((pixels + 0.01) / dpi, 6)


@dataclass(frozen=True)
class Sheet:
    """The colours of a figure, and whether its place is narrow."""

    palette: Palette
    narrow: bool = False
    text: float = TEXT  # points

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, where nobody asked for others."""
        return NARROW if self.narrow else WIDE

    def figure(self, size: tuple[int, int] | None = None) -> "Figure":
        """An empty figure of ``size`` pixels."""
        from matplotlib.figure import Figure

        width, height = size or self.size
        dpi = resolution(width, height)
        inches = (inches_for(width, dpi), inches_for(height, dpi))
        return Figure(inches, dpi=dpi, facecolor=self.palette.background, layout="constrained")

    def dress(self, axes: "Axes", x_label: str = "", y_label: str = "", grid: bool = True) -> None:
        """Give ``axes`` the palette, two spines, a light grid behind the data, and labels."""
        palette = self.palette
        axes.set_facecolor(palette.background)
        for name, spine in axes.spines.items():
            spine.set_visible(name in {"left", "bottom"})
            spine.set_color(palette.muted)
            spine.set_linewidth(HAIRLINE)
        axes.tick_params(colors=palette.muted, labelsize=self.text, width=HAIRLINE, length=3)
        axes.set_axisbelow(True)
        if grid:
            axes.grid(color=palette.grid, linewidth=HAIRLINE)
        axes.set_xlabel(x_label, color=palette.text, fontsize=self.text)
        axes.set_ylabel(y_label, color=palette.text, fontsize=self.text)
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_offset_text().set(color=palette.muted, fontsize=self.text)
