"""What smoothing does to the visible part of a signal, for the panes and cards beside the plot."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.errors import Cancelled
from server.science.choosing import choose_sigma
from server.science.widths import in_unit, widths
from server.workbench.curves import Smoother, smoothers
from server.workbench.diagnosing import peak_changes, residual, spectra, uncertainty
from server.workbench.extremes import raw_extremes
from server.workbench.recipe import Recipe
from server.workbench.view import Scene

BINS = 120  # of a distribution
SAMPLED = 2**20  # samples that a distribution is taken of
BLOCKS = 64  # stretches that they are taken from, where there are more


def analysis(scene: Scene, recipe: Recipe, parts: Collection[str]) -> dict[str, Any]:
    """Those of PARTS that are wanted, by name. Raises Cancelled, InputError."""
    chosen = smoothers(scene.signal, recipe)
    found: dict[str, Any] = {"visible": scene.window.visible, "total": len(scene.signal)}
    for name in parts:
        if scene.cancelled():
            raise Cancelled("The view was overtaken by a newer one.")
        found[name] = PARTS[name](scene, recipe, chosen)
    return found


def auto(scene: Scene, recipe: Recipe, _: list[Smoother]) -> dict[str, Any]:
    """The sigma that predicts the visible values best, in all units, with scores and reason."""
    window, step = scene.window, scene.signal.positions.step
    choice = choose_sigma(scene.signal.y[window.first : window.last])
    if choice is None:
        words = "The visible values are too few, or all the same: nothing tells noise from signal."
        return {"width": None, "reason": words}
    return {
        "width": in_unit(choice.sigma, recipe.unit, step),
        "unit": recipe.unit,
        "widths": asdict(widths(choice.sigma, step)),
        "block": choice.block,
        "sigmas": choice.sigmas,
        "scores": choice.scores,
        "reason": choice.reason,
    }


def response(scene: Scene, _: Recipe, chosen: list[Smoother]) -> list[dict[str, Any]]:
    """What each smoothing lets through, by frequency in cycles a unit of x."""
    step = scene.signal.positions.step
    told = []
    for smoother in chosen:
        found = smoother.response
        entry: dict[str, Any] = {"name": smoother.name, "words": smoother.words}
        if found is None:
            entry["note"] = "A median is not linear: it has no frequency response."
        else:
            entry["frequencies"] = found.frequencies / step
            entry["gain"] = found.gain
            entry["cutoff"] = None if found.cutoff is None else found.cutoff / step
            entry["noise_gain"] = found.noise_gain
        told.append(entry)
    return told


def distribution(scene: Scene, _: Recipe, chosen: list[Smoother]) -> dict[str, Any]:
    """How often which values occur, as measured, smoothed and in what was taken away.

    Derivatives have no place on the values' axis.
    """
    stretches = _stretches(scene.window.first, scene.window.last)
    raw = np.concatenate([_part(scene, first, last) for first, last in stretches] or [np.empty(0)])
    told: dict[str, Any] = {"raw": _histogram(raw, _ends(scene))}
    for smoother in (one for one in chosen if not one.step.order):
        smooth = np.concatenate([smoother.part(*ends) for ends in stretches] or [np.empty(0)])
        told[smoother.name] = _histogram(smooth, _ends(scene))
        if smoother.name == "smooth":
            with np.errstate(invalid="ignore", over="ignore"):
                told["residual"] = _histogram(raw - smooth, None)
    count = sum(last - first for first, last in stretches)
    whole = count == scene.window.visible
    told["note"] = "" if whole else f"Of {count:,} samples in {BLOCKS} stretches of the view."
    return told


def _stretches(first: int, last: int) -> list[tuple[int, int]]:
    """All samples, or BLOCKS stretches evenly over them with SAMPLED in all."""
    if last - first <= SAMPLED:
        return [(first, last)] if last > first else []
    starts = np.linspace(first, last - SAMPLED // BLOCKS, BLOCKS).astype(np.int64).tolist()
    return [(start, start + SAMPLED // BLOCKS) for start in starts]


def _part(scene: Scene, first: int, last: int) -> NDArray[np.float64]:
    return np.asarray(scene.signal.y[first:last], dtype=np.float64)


def _ends(scene: Scene) -> tuple[float, float] | None:
    """The extremes of the visible values: all curves' bins lie between these."""
    if not scene.window.visible:
        return None
    ends = np.array([scene.window.first, scene.window.last])
    low, high = raw_extremes(scene.signal, ends, scene.pyramid)
    return (float(low[0]), float(high[0])) if np.isfinite(low[0]) else None


def _histogram(
    values: NDArray[np.float64], ends: tuple[float, float] | None
) -> dict[str, Any] | None:
    """Edges (BINS + 1,) and counts (BINS,); None where there is nothing to count."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return None
    low, high = ends or (float(finite.min()), float(finite.max()))
    low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    edges = low + (high / BINS - low / BINS) * np.arange(BINS + 1)
    edges[-1] = high
    if not (np.diff(edges) > 0).all():  # all the same, to the last bits
        return {"edges": [low, high], "counts": [int(finite.size)]}
    counts, _ = np.histogram(finite, edges)
    return {"edges": edges, "counts": counts}


PARTS: Mapping[str, Callable[[Scene, Recipe, list[Smoother]], Any]] = {
    "auto": auto,
    "response": response,
    "distribution": distribution,
    "spectrum": lambda scene, _, chosen: spectra(scene, chosen),
    "residual": lambda scene, _, chosen: residual(scene, chosen),
    "peaks": lambda scene, _, chosen: peak_changes(scene, chosen),
    "band": lambda scene, _, chosen: uncertainty(scene, chosen),
}
