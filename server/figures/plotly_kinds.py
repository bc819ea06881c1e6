"""A function of x and y in every way that Plotly draws here, as plain dictionaries."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.figures.colour_maps import ColourMap, colour_scale
from server.figures.field_map import contour_levels, limits
from server.figures.kinds import section_lines
from server.figures.palette import Palette
from server.figures.plotly_style import FONT, axis, layout, line, typed

Array = NDArray[np.float64]
AXES = ("xaxis", "yaxis", "zaxis")
CAMERA = {"x": 1.35, "y": -1.5, "z": 0.95}  # where the eye stands at first


def sections(palette: Palette, x: Array, y: Array, z: Array) -> dict[str, Any]:
    """Lines over ``x`` (n,): the rows of ``z`` (m, n), one at each of ``y`` (m,)."""
    data = [line(one, len(x)) for one in section_lines(x, y, z)]
    return {"data": data, "layout": layout(palette, "x", "z")}


def histogram(palette: Palette, edges: Array, counts: NDArray[np.intp]) -> dict[str, Any]:
    """Bars between ``edges`` (n + 1,) as high as ``counts`` (n,)."""
    trace = {
        "type": "histogram",
        "x": ((edges[:-1] + edges[1:]) / 2).tolist(),
        "y": counts.tolist(),
        "histfunc": "sum",
        "autobinx": False,
        "xbins": {"start": edges[0], "end": edges[-1], "size": edges[1] - edges[0]},
        "marker": {"color": palette.accent},
        "hovertemplate": "%{y:,} points at %{x:.4g}<extra></extra>",
    }
    return {"data": [trace], "layout": layout(palette, "z", "Grid points")}


def field(
    palette: Palette, x: Array, y: Array, z: Array, colours: ColourMap, contours: bool
) -> dict[str, Any]:
    """``z`` (m, n) as colours over ``x`` (n,) and ``y`` (m,), in steps if ``contours``."""
    low, high = limits(z, colours)
    trace: dict[str, Any] = {
        "type": "heatmap",
        "zmin": low,
        "zmax": high,
        **_coloured(palette, z, colours),
        "x": typed(x),
        "y": typed(y),
        "hovertemplate": "x %{x:.4g}<br>y %{y:.4g}<br>z %{z:.4g}<extra></extra>",
    }
    if contours:
        levels = contour_levels(low, high)
        trace["type"] = "contour"
        size = levels[1] - levels[0]
        trace["contours"] = {"start": levels[1], "end": levels[-2], "size": size}
        trace["autocontour"] = False
        trace["line"] = {"color": palette.background, "width": 1}
    return {"data": [trace], "layout": layout(palette, "x", "y")}


def space(
    palette: Palette, x: Array, y: Array, z: Array, colours: ColourMap, points: bool
) -> dict[str, Any]:
    """``z`` (m, n) as the height of a surface, or of points, over ``x`` (n,) and ``y`` (m,)."""
    low, high = limits(z, colours)
    hover = "x %{x:.4g}<br>y %{y:.4g}<br>z %{z:.4g}<extra></extra>"
    trace: dict[str, Any] = {"hovertemplate": hover}
    if points:
        wide, deep = np.meshgrid(x, y)
        looks = {**_coloured(palette, z.ravel(), colours), "size": 2.5, "cmin": low, "cmax": high}
        looks["color"] = looks.pop("z")
        trace.update(type="scatter3d", mode="markers", marker=looks)
        trace.update(x=typed(wide.ravel()), y=typed(deep.ravel()), z=typed(z.ravel()))
    else:
        trace.update(type="surface", cmin=low, cmax=high, **_coloured(palette, z, colours))
        trace.update(x=typed(x), y=typed(y))
        trace["contours"] = {name: {"highlight": False} for name in "xyz"}
    return {"data": [trace], "layout": _space_layout(palette)}


def _coloured(palette: Palette, z: Array, colours: ColourMap) -> dict[str, Any]:
    return {
        "z": typed(z),
        "colorscale": colour_scale(colours),
        "colorbar": {
            "title": {"text": "z", "font": {**FONT, "color": palette.text}},
            "tickfont": {**FONT, "color": palette.muted},
            "thickness": 14,
            "outlinewidth": 0,
        },
    }


def _space_axis(palette: Palette, title: str) -> dict[str, Any]:
    """As in the plane, but a scene has no margins that an axis could ask for."""
    plain = {k: v for k, v in axis(palette, title).items() if k != "automargin"}
    return {**plain, "showbackground": False, "showspikes": False}


def _space_layout(palette: Palette) -> dict[str, Any]:
    plane = layout(palette, "", "")
    keep = ("paper_bgcolor", "font", "hoverlabel", "modebar", "uirevision")
    scene: dict[str, Any] = {name: _space_axis(palette, name[0]) for name in AXES}
    scene["camera"] = {"eye": CAMERA}
    scene["aspectmode"] = "cube"
    scene["dragmode"] = "turntable"
    margin = {"l": 0, "r": 8, "t": 8, "b": 8}
    return {**{key: plane[key] for key in keep}, "scene": scene, "margin": margin}
