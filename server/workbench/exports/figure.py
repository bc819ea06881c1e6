"""A view as a figure: the curves of the page at the resolution of the print, extremes kept."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.figures.palette import OKABE_ITO, Palette
from server.figures.render import FigureForm, render
from server.figures.signal_view import Panel, Trace, View, height_of, signal_view
from server.science.distribution import distribution
from server.science.spectra import spectrum
from server.workbench.curves import Smoother, smoothers
from server.workbench.exports.options import FigureOptions
from server.workbench.exports.provenance import Made
from server.workbench.pyramids import Pyramid
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.transport import Curve
from server.workbench.view import Scene, Window, window_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_COLUMNS = 4000  # of extremes: more than a printed line can show
LOOKED_AT = 2**18  # samples that spectra and distributions are taken of
MICRO = 1e6
LARGEST = 1e300  # that an axis takes
MANY = 20  # samples between which no parts of one are marked


def figure_bytes(
    signal: Signal, made: Made, looks: FigureOptions, form: FigureForm, pyramid: Pyramid | None
) -> bytes:
    """The figure of a view, which remembers what it was made from. Raises InputError."""
    return render(signal_figure(signal, made.recipe, looks, pyramid), form, made.note)


def signal_figure(
    signal: Signal, recipe: Recipe, looks: FigureOptions, pyramid: Pyramid | None = None
) -> "Figure":
    """The figure of a view. Raises InputError."""
    columns = min(looks.pixels(1.0)[0], MOST_COLUMNS)
    scene = Scene(signal, window_of(signal, recipe.from_, recipe.to, columns), pyramid)
    panes = recipe.panes.split(",")
    wanted = ["raw", "smooth", "also", *(["residual"] if "residual" in panes else [])]
    colours = colours_of(looks.sheet.palette)
    orders = {one.name: one.step.order for one in smoothers(signal, recipe)}
    found = {
        curve.name: _trace(scene, curve, colours[curve.name], orders.get(curve.name, 0) > 0)
        for curve in scene.curves(recipe, wanted)
    }
    view = View(
        [found[name] for name in ("raw", "also1", "also2", "smooth") if name in found],
        found.get("residual"),
        _panels(scene, recipe, panes, colours),
        {"date": "", "row": "Sample"}.get(signal.x_kind, str(signal.x_label)),
        str(signal.label),
        _ends(signal, scene.window),
        (recipe.ymin, recipe.ymax),
        _derivative_label(signal, {order for order in orders.values() if order}),
    )
    width, _ = looks.inches(1.0)
    ratio = height_of(looks.sheet, width, view) / width
    looks.make_room(ratio, max(len(view.panels), 1), view.rows)
    return signal_view(looks.sheet, looks.inches(ratio), looks.dpi, view)


def colours_of(palette: Palette) -> dict[str, str]:
    """The colour of each curve."""
    return {
        "raw": palette.raw,
        "residual": palette.raw,
        "smooth": palette.accent,
        "also1": OKABE_ITO[1],
        "also2": OKABE_ITO[2],
    }


def places(signal: Signal, positions: NDArray[np.float64]) -> NDArray[Any]:
    """Positions as a figure takes them: dates as dates."""
    if signal.x_kind != "date":
        return positions
    return np.rint(positions * MICRO).astype(np.int64).astype("datetime64[us]")


def _ends(signal: Signal, window: Window) -> tuple[Any, Any]:
    """The limits at x: dates as dates, and whole numbers where samples are counted."""
    first, last = places(signal, np.array([window.start, window.stop]))
    whole = signal.x_kind == "row" and window.visible > MANY
    return (int(first), int(last)) if whole else (first, last)


def _derivative_label(signal: Signal, orders: Collection[int]) -> str:
    """What stands at the scale of derivatives: they are those of rows, not of x."""
    words = {1: "Slope per sample", 2: "Curvature per sample²"}
    name = words[min(orders)] if len(orders) == 1 else "Derivatives by samples"
    return f"{name}, {signal.label.unit}" if signal.label.unit else name


def _trace(scene: Scene, curve: Curve, colour: str, derivative: bool) -> Trace:
    computed = curve.name not in {"raw", "residual"}
    if curve.form == "points":
        x = places(scene.signal, scene.window.start + curve.arrays["x"])
        values = curve.arrays["y"]
        return Trace(x, values, values, curve.words, colour, computed, derivative)
    window = scene.window
    middles = (np.arange(window.pixels) + 0.5) / window.pixels
    x = places(scene.signal, window.start + (window.stop - window.start) * middles)
    low, high = curve.arrays["min"], curve.arrays["max"]
    return Trace(x, low, high, curve.words, colour, computed, derivative)


def _panels(
    scene: Scene, recipe: Recipe, panes: Sequence[str], colours: dict[str, str]
) -> list[Panel]:
    if not {"spectrum", "distribution"} & set(panes):
        return []
    own = [smoother for smoother in smoothers(scene.signal, recipe) if smoother.name == "smooth"]
    parts = _parts(scene.signal, scene.window, own)
    derived = {smoother.name for smoother in own if smoother.step.order}  # of another unit
    found = []
    if "spectrum" in panes:
        found.append(_spectrum(scene.signal, parts, colours))
    if "distribution" in panes:
        same = {name: parts[name] for name in parts if name not in derived}
        found.append(_distribution(scene.signal, same, colours))
    return found


def _parts(
    signal: Signal, window: Window, own: Sequence[Smoother]
) -> dict[str, NDArray[np.float64]]:
    """The values in the middle of the view, as they are and smoothed."""
    first = window.first + max(window.visible - LOOKED_AT, 0) // 2
    last = min(first + LOOKED_AT, window.last)
    parts = {"raw": np.asarray(signal.y[first:last], dtype=np.float64)}
    return parts | {smoother.name: smoother.part(first, last) for smoother in own}


def _spectrum(
    signal: Signal, parts: dict[str, NDArray[np.float64]], colours: dict[str, str]
) -> Panel:
    traces = []
    for name, values in parts.items():
        found = spectrum(values, signal.positions.step)
        if found is not None:
            x, levels = found.frequencies[1:], found.levels[1:]
            traces.append(Trace(x, levels, levels, "", colours[name]))
    unit = signal.x_label.unit
    x_label = {"": "Periods a sample", "s": "Frequency, Hz"}.get(unit, f"Periods a {unit}")
    return Panel(traces, x_label, "Power, dB", bool(traces))


def _distribution(
    signal: Signal, parts: dict[str, NDArray[np.float64]], colours: dict[str, str]
) -> Panel:
    traces = []
    for name, values in parts.items():
        found = distribution(values)
        if found is not None:
            with np.errstate(over="ignore", divide="ignore"):  # bins of next to no width
                share = found.counts / np.sum(found.counts) / np.diff(found.edges)
            share[share > LARGEST] = np.nan
            steps = np.concatenate([[0.0], np.repeat(share, 2), [0.0]])
            edge = np.repeat(found.edges, 2)
            traces.append(Trace(edge, steps, steps, "", colours[name]))
    return Panel(traces, str(signal.label), "Density")
