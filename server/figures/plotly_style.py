"""Plotly figures as plain dictionaries in the looks of the pages."""

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.figures.lines import FEW, Line
from server.figures.palette import Palette
from server.science.extremes import extremes

FONT = {"family": "Inter, sans-serif", "size": 13}


def typed(values: NDArray[Any]) -> dict[str, Any]:
    """An array as Plotly.js takes it: float32 in base64, a third of the size of digits."""
    single = np.ascontiguousarray(values, dtype="<f4")
    packed = {"dtype": "f4", "bdata": base64.b64encode(single.tobytes()).decode()}
    return packed if values.ndim == 1 else {**packed, "shape": ", ".join(map(str, values.shape))}


def line(source: Line, stretches: int) -> dict[str, Any]:
    """A trace of ``source``, the extremes of so many stretches where it is long."""
    kept = extremes(source.y, stretches)
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(source.y) <= FEW else "lines",
        "x": typed(source.x[kept]),
        "y": typed(source.y[kept]),
        "name": source.label,
        "line": {
            "color": source.colour,
            "width": 2 if source.computed else 1,
            "dash": "dash" if source.dashed else "solid",
        },
        "marker": {"size": 5},
        "connectgaps": False,
    }


def axis(palette: Palette, title: str) -> dict[str, Any]:
    """An axis with a light grid and nothing besides."""
    return {
        "title": {"text": title, "font": {**FONT, "color": palette.text}},
        "gridcolor": palette.grid,
        "linecolor": palette.muted,
        "tickcolor": palette.muted,
        "ticks": "outside",
        "ticklen": 4,
        "zeroline": False,
        "showline": True,
        "automargin": True,
    }


def layout(palette: Palette, x_title: str, y_title: str) -> dict[str, Any]:
    """The layout of a figure in the plane; an equal ``uirevision`` keeps the reader's zoom."""
    return {
        "paper_bgcolor": palette.background,
        "plot_bgcolor": palette.background,
        "font": {**FONT, "color": palette.muted},
        "margin": {"l": 56, "r": 16, "t": 40, "b": 48},
        "xaxis": axis(palette, x_title),
        "yaxis": axis(palette, y_title),
        "legend": {
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"color": palette.text},
        },
        "hoverlabel": {
            "bgcolor": palette.background,
            "bordercolor": palette.muted,
            "font": {**FONT, "color": palette.text},
        },
        "hovermode": "closest",
        "dragmode": "zoom",
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": palette.muted,
            "activecolor": palette.accent,
            "orientation": "h",
        },
        "uirevision": "kept",
    }
